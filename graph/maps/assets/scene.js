/* The picture: vis-network holds nodes, edges and the view; bands, hulls and marks are ours. */
const Scene = (() => {
  const { marks, edges: lines } = Data;
  const DIM = 0.18;

  /* How a mark looks now: null when it is not there, else its strength and role. */
  const look = (mark, state, circle) => {
    const id = mark.item;
    if (!Filters.there(id, state)) return null;
    const strong = id === state.select || id === state.to || id === state.hover;
    const alpha = !Filters.passes(id, state) || (circle && !circle.has(id)) ? DIM : 1;
    const part = mark.kind === "person" && mark.column !== "lone" ? Past.partIn(Data.itemOf(id), mark.column, state.week) : null;
    return { alpha, strong, part };
  };

  /* Pairs that follow one another on the path that is asked for. */
  const steps = (state) => {
    const way = state.to ? Path.between(state.select, state.to) || [] : [];
    return new Set(way.slice(1).flatMap((id, n) => [`${way[n]}|${id}`, `${id}|${way[n]}`]));
  };

  const edgeStyle = (edge, state, { circle, way }) => {
    const ends = [edge.start, edge.end];
    const stands = ends.every((id) => Filters.there(id, state));
    const step = way.size > 0 && way.has(ends.join("|"));
    const mine = step || (!state.to && (ends.includes(state.select) || ends.includes(state.hover)));
    const asked = mine || ends.some((id) => state.expand.has(id));
    const passing = ends.every((id) => Filters.passes(id, state));
    if (edge.kind === "touch") {
      const shown = stands && passing && (asked || (state.links && !circle));
      return { hidden: !shown, ink: step ? "text" : "touch", opacity: asked ? 0.9 : 0.28, width: step ? 2.4 : mine ? 1.3 : 0.8 };
    }
    const inside = circle && ends.every((id) => circle.has(id));
    const lit = mine || (inside && Data.kindOf(state.select) === "group" && edge.kind !== "bridge");
    const lone = edge.a.column === "lone" && edge.b.column === "lone";
    const across = edge.kind === "bridge" || edge.kind === "same";
    const opacity = !passing ? 0.06 : circle && !lit ? 0.08 : lit ? 0.95 : across ? 0.8 : 0.42;
    return {
      hidden: !stands || ((lone || edge.quiet) && !asked),
      ink: mine ? "text" : across ? "bridge" : "tie",
      opacity,
      width: (edge.kind === "same" ? 1.4 : 1 + Math.min(edge.weight, 12) / 8) + (step ? 1.6 : mine ? 0.4 : 0),
    };
  };

  const curve = ({ kind, a, b }) => {
    if (kind === "touch") return { enabled: true, type: "cubicBezier", forceDirection: "vertical", roundness: 0.5 };
    const onward = a.x < b.x || (a.x === b.x && a.y <= b.y);
    return { enabled: true, type: onward ? "curvedCW" : "curvedCCW", roundness: kind === "acts" ? 0.12 : 0.1 };
  };
  const DASHES = { bridge: [5, 4], same: [1.5, 4] };

  /* What lies under a point of the map: the nearest mark, else a heading or a hull. */
  const hit = (at, state) => {
    const { x, y } = at;
    let best = null;
    for (const mark of marks) {
      const [x0, y0, x1, y1] = mark.label;
      const near = Math.hypot(x - mark.x, y - mark.y);
      const inside = near <= mark.rx + 4 && mark.kind !== "content" && mark.kind !== "surge";
      if ((inside || (x >= x0 - 2 && x <= x1 + 2 && y >= y0 - 2 && y <= y1 + 2)) &&
        (!best || near < best.near) && Filters.there(mark.item, state)) best = { id: mark.item, near };
    }
    return best ? best.id : Columns.hit(at, state);
  };

  const paintOf = (style) => ({
    hidden: style.hidden, width: style.width,
    color: { color: Paint.colour(style.ink), opacity: style.opacity, inherit: false },
  });

  /* One vis-network over the shared data; a backdrop makes it a picture to keep. */
  const build = (container, state, backdrop = null) => {
    const focus = () => ({ circle: Filters.circle(state), way: steps(state) });
    let now = focus();
    let network = null;
    const renderer = ({ ctx, id }) => {
      const mark = marks[id];
      const seen = look(mark, state, now.circle);
      return {
        drawNode: () => seen && Marks.draw(ctx, mark, seen),
        drawExternalLabel: () => seen && Marks.drawLabel(ctx, mark, seen, backdrop ? 9 : network.getScale()),
        nodeDimensions: { width: 2 * mark.rx, height: 2 * mark.ry },
      };
    };
    const dress = (edge) => ({
      id: edge.id, from: edge.from, to: edge.to, smooth: curve(edge), dashes: DASHES[edge.kind] || false,
      ...paintOf(edgeStyle(edge, state, now)),
    });
    const nodes = new vis.DataSet(Data.nodes.map((node) => ({ ...node, ctxRenderer: renderer })));
    const edges = new vis.DataSet(lines.map(dress));
    network = new vis.Network(container, { nodes, edges }, Data.options);
    container.firstElementChild.removeAttribute("tabindex"); // the map itself is the tab stop
    const worn = new Map();
    const repaint = () => {
      now = focus();
      const changed = [];
      for (const edge of lines) {
        const style = paintOf(edgeStyle(edge, state, now));
        const key = `${style.hidden}${style.color.color}${style.color.opacity}${style.width}`;
        if (worn.get(edge.id) === key) continue;
        worn.set(edge.id, key);
        changed.push({ id: edge.id, ...style });
      }
      if (changed.length) edges.update(changed);
      network.redraw();
    };
    network.on("beforeDrawing", (ctx) => {
      if (backdrop) backdrop(ctx);
      const left = backdrop ? 0 : network.DOMtoCanvas({ x: 0, y: 0 }).x;
      Columns.bands(ctx, state, Math.max(0, left));
      Columns.draw(ctx, state, now.circle);
    });
    return { network, repaint };
  };

  return { build, hit, look };
})();
