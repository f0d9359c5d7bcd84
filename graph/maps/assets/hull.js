/* Soft outlines around fewer people than Python drew them for: those of an earlier week. */
const Hull = (() => {
  const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const chain = (points) => {
    const kept = [];
    for (const point of points) {
      while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  /* Andrew's monotone chain. */
  const convex = (points) => {
    const ordered = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return ordered.length < 3 ? ordered : [...chain(ordered), ...chain([...ordered].reverse())];
  };
  /* Chaikin's corner cutting, three times. */
  const soften = (points, cut) => {
    let smooth = points;
    for (let round = 0; round < 3; round += 1) {
      smooth = smooth.flatMap(([x0, y0], n) => {
        const [x1, y1] = smooth[(n + 1) % smooth.length];
        const share = Math.min(0.25, cut / Math.max(Math.hypot(x1 - x0, y1 - y0), 1e-9));
        const at = (s) => [x0 + s * (x1 - x0), y0 + s * (y1 - y0)];
        return [at(share), at(1 - share)];
      });
    }
    return smooth;
  };
  const outline = (boxes, pad = 12) =>
    boxes.length
      ? soften(convex(boxes.flatMap(([x0, y0, x1, y1]) =>
        [[x0 - pad, y0 - pad], [x1 + pad, y0 - pad], [x0 - pad, y1 + pad], [x1 + pad, y1 + pad]])), 14)
      : [];

  return { convex, outline };
})();
