/* Behind the marks: bands, and columns with their outlines and headings, as of the chosen week. */
const Columns = (() => {
  const { layout } = Data;
  const LONE = "lone";

  const bands = (ctx, state, left) => {
    ctx.lineWidth = 1;
    ctx.textBaseline = "middle";
    for (const band of layout.bands) {
      if (band.more && !state.all) continue;
      if (band.kind === "head") {
        head(ctx, band);
        continue;
      }
      if (band.kind === "band") {
        ctx.strokeStyle = Paint.colour("rule");
        ctx.beginPath();
        ctx.moveTo(88, band.y0);
        ctx.lineTo((band.more ? layout.width : layout.core[0]) - 8, band.y0);
        ctx.stroke();
      }
      const tall = band.y1 - band.y0;
      const middle = band.kind === "band" ? band.y0 + Math.min(30, tall / 2) : band.y0 + Math.min(tall / 2, 22);
      ctx.font = Paint.font(11.5, 600);
      ctx.fillStyle = Paint.colour("soft");
      ctx.textAlign = left > 6 ? "left" : "right";
      Paint.halo(ctx, band.name, left > 6 ? left + 8 : 84, middle, 82, Paint.colour("map"));
    }
  };

  const head = (ctx, band) => {
    ctx.textAlign = "left";
    ctx.fillStyle = Paint.colour("text");
    ctx.font = Paint.font(15, 700);
    ctx.fillText(band.name, 12, (band.y0 + band.y1) / 2);
  };

  /* The outline of those who are there: Python's own while that is everybody. */
  const hull = (column, state) => {
    const own = layout.marks.filter((mark) => mark.column === column.id && (mark.kind === "person" || mark.kind === "visitor"));
    const member = (mark) => mark.kind === "visitor" || Past.partIn(Data.itemOf(mark.item), column.id, state.week);
    const kept = own.filter((mark) => Filters.seen(Data.itemOf(mark.item), state) && member(mark));
    if (kept.length === own.length) return column.hull;
    return Hull.outline(kept.map(({ x, y, rx, ry, label: [x0, y0, x1, y1] }) =>
      [Math.min(x0, x - rx), Math.min(y0, y - ry), Math.max(x1, x + rx), Math.max(y1, y + ry)]));
  };

  const draw = (ctx, state, circle) => {
    for (const column of layout.columns) {
      const group = column.id === LONE ? null : Data.itemOf(column.id);
      const chosen = column.id === state.select;
      const then = group && Past.of(group, state.week);
      ctx.save();
      ctx.globalAlpha = (circle && !circle.has(column.id) && !chosen) || (group && !then) ? 0.4 : 1;
      const line = group && then ? hull(column, state) : [];
      if (line.length > 2) {
        Paint.polygon(ctx, line);
        ctx.fillStyle = Paint.colour("hull");
        ctx.fill();
        ctx.strokeStyle = Paint.colour(chosen ? "text" : "hull-edge");
        ctx.lineWidth = chosen ? 1.6 : 1;
        ctx.setLineDash(group.listed ? [] : [5, 4]);
        ctx.stroke();
        ctx.setLineDash([]);
      }
      heading(ctx, column, sublines(column, group, then));
      ctx.restore();
    }
  };

  const sublines = (column, group, then) => {
    if (!group || then === group) return column.sublines;
    if (!then) return ["No likely group yet"];
    return [Words.standing(then), `Confidence ${Words.percent(then.confidence)}, ${Words.people(then.members.length)}`];
  };

  const heading = (ctx, column, lines) => {
    const { heading: big, subheading: small } = Paint.TYPE;
    const middle = (column.x0 + column.x1) / 2;
    const room = column.x1 - column.x0 + 24;
    let y = column.y;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.font = Paint.font(big.size, big.weight);
    ctx.fillStyle = Paint.colour(column.id === LONE ? "soft" : "text");
    for (const text of column.heading) {
      Paint.line(ctx, text, middle, y + big.leading / 2, room);
      y += big.leading;
    }
    ctx.font = Paint.font(small.size);
    ctx.fillStyle = Paint.colour("soft");
    for (const text of lines) {
      Paint.line(ctx, text, middle, y + small.leading / 2, room);
      y += small.leading;
    }
  };

  const within = (points, x, y) => {
    let inside = false;
    points.forEach(([x1, y1], n) => {
      const [x0, y0] = points[(n || points.length) - 1];
      if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside;
    });
    return inside;
  };

  /* The group whose heading or outline lies under a point. */
  const hit = ({ x, y }, state) => {
    const column = layout.columns.find(
      (one) => one.id !== LONE &&
        ((x >= one.x0 && x <= one.x1 && y >= one.y - 6 && y <= one.y + 62) || within(hull(one, state), x, y)));
    return column ? column.id : null;
  };

  return { bands, draw, hit };
})();
