/* How each kind of mark looks. Evidence is solidity: disc, ring, dashed pill. */
const Marks = (() => {
  const { colour, font } = Paint;

  const arc = (ctx, mark, share, ink) => {
    const r = mark.rx + 3.4;
    ctx.lineWidth = 1.9;
    ctx.lineCap = "round";
    ctx.globalAlpha *= 0.22;
    ctx.strokeStyle = ink;
    Paint.circle(ctx, mark.x, mark.y, r);
    ctx.stroke();
    ctx.globalAlpha /= 0.22;
    ctx.beginPath();
    ctx.arc(mark.x, mark.y, r, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * Math.min(share, 0.9999));
    ctx.stroke();
  };

  const badge = (ctx, mark, role, ink) => {
    const x = mark.x + mark.rx * 0.74;
    const y = mark.y + mark.rx * 0.74;
    Paint.circle(ctx, x, y, 7.4);
    ctx.fillStyle = colour("card");
    ctx.fill();
    ctx.lineWidth = 1.3;
    ctx.strokeStyle = ink;
    ctx.stroke();
    Paint.glyph(ctx, role, x, y, 4, ink);
  };

  /* Names that would be too small to read are left out: the map seen from afar. */
  const LEAST = 5.5;
  const label = (ctx, mark, scale) => {
    const { name, title } = Paint.TYPE;
    if (name.size * scale < LEAST) return;
    const behind = colour(mark.column === "lone" ? "map" : "hull");
    let y = mark.label[1];
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = colour("text");
    ctx.font = font(name.size, name.weight);
    for (const text of mark.lines) {
      Paint.halo(ctx, text, mark.x, y + name.leading / 2, name.room, behind);
      y += name.leading;
    }
    if (title.size * scale < LEAST) return;
    ctx.fillStyle = colour("soft");
    ctx.font = font(title.size);
    for (const text of mark.sublines) {
      Paint.halo(ctx, text, mark.x, y + title.leading / 2, title.room, behind);
      y += title.leading;
    }
  };

  const person = (ctx, mark, look) => {
    const part = look.part;
    const ink = part ? Paint.role(part.role) : colour("disc-edge");
    if (look.strong) {
      Paint.circle(ctx, mark.x, mark.y, mark.rx + 8.5);
      ctx.fillStyle = ink;
      ctx.globalAlpha *= 0.25;
      ctx.fill();
      ctx.globalAlpha /= 0.25;
    }
    Paint.circle(ctx, mark.x, mark.y, mark.rx + (part ? 1.6 : 0));
    ctx.fillStyle = colour("disc");
    ctx.fill();
    Paint.circle(ctx, mark.x, mark.y, mark.rx);
    ctx.fillStyle = part ? ink : colour("disc");
    ctx.fill();
    if (!part) {
      ctx.lineWidth = 1.2;
      ctx.strokeStyle = ink;
      ctx.stroke();
    }
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.font = font(part ? 12 : 10, 700);
    ctx.fillStyle = part ? colour("on-role") : colour("soft");
    Paint.line(ctx, mark.initials, mark.x, mark.y + 0.5, mark.rx * 1.7);
    if (!part) return;
    arc(ctx, mark, part.confidence || 0, ink);
    badge(ctx, mark, part.role, ink);
  };

  const visitor = (ctx, mark, look) => {
    Paint.circle(ctx, mark.x, mark.y, mark.rx);
    ctx.fillStyle = colour("disc");
    ctx.fill();
    ctx.lineWidth = look.strong ? 2.4 : 1.3;
    ctx.strokeStyle = colour("soft");
    ctx.stroke();
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.font = font(9, 700);
    ctx.fillStyle = colour("soft");
    ctx.fillText("?", mark.x, mark.y + 0.5);
  };

  const surge = (ctx, mark, look) => {
    const [x0, y0, x1, y1] = mark.label;
    Paint.box(ctx, x0, y0, x1, y1, 9);
    ctx.fillStyle = colour("card");
    ctx.fill();
    ctx.strokeStyle = colour("soft");
    ctx.lineWidth = look.strong ? 2 : 1.1;
    ctx.save();
    ctx.setLineDash([3, 2]);
    ctx.stroke();
    ctx.restore();
    ctx.beginPath();
    [[8, 3], [11, -1], [14, 1.5], [18, -3.5]].forEach(([x, y], n) =>
      n ? ctx.lineTo(x0 + x, mark.y + y) : ctx.moveTo(x0 + x, mark.y + y));
    ctx.lineWidth = 1.2;
    ctx.lineJoin = "round";
    ctx.stroke();
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.font = font(Paint.TYPE.pill.size, 500);
    ctx.fillStyle = colour("text");
    for (const text of mark.lines) Paint.line(ctx, text, x0 + 22, mark.y + 0.5, x1 - x0 - 30);
  };

  const content = (ctx, mark, look) => {
    const [x0, y0, x1, y1] = mark.label;
    const { card } = Paint.TYPE;
    Paint.box(ctx, x0, y0, x1, y1, 5);
    ctx.fillStyle = colour("card");
    ctx.fill();
    ctx.lineWidth = look.strong ? 1.8 : 1;
    ctx.strokeStyle = look.strong ? colour("text") : colour("line");
    ctx.stroke();
    ctx.lineWidth = 1;
    ctx.strokeStyle = colour("soft");
    Paint.box(ctx, x0 + 8, mark.y - 5, x0 + 16, mark.y + 5, 1.5);
    ctx.stroke();
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.font = font(card.size, 500);
    ctx.fillStyle = colour("text");
    const top = mark.y - ((mark.lines.length - 1) * card.leading) / 2;
    mark.lines.forEach((text, n) => Paint.line(ctx, text, x0 + 22, top + n * card.leading, x1 - x0 - 28));
  };

  const DRAW = { person, visitor, surge, content };
  const draw = (ctx, mark, look) => {
    ctx.save();
    ctx.globalAlpha = look.alpha;
    DRAW[mark.kind](ctx, mark, look);
    ctx.restore();
  };
  const drawLabel = (ctx, mark, look, scale) => {
    if (mark.kind !== "person") return;
    ctx.save();
    ctx.globalAlpha = look.alpha;
    label(ctx, mark, scale);
    ctx.restore();
  };

  /* Widths as the browser measures them, to hold against those that Python counted on. */
  const measured = () => {
    const ctx = document.createElement("canvas").getContext("2d");
    const wide = (texts, style) => { ctx.font = font(style.size, style.weight); return texts.map((text) => ctx.measureText(text).width); };
    const { name, title, pill, card } = Paint.TYPE;
    return Data.marks.filter((mark) => mark.lines.length).map((mark) => ({
      id: mark.id, kind: mark.kind, room: mark.label[2] - mark.label[0],
      wide: Math.max(...wide(mark.lines, { person: name, surge: pill, content: card }[mark.kind]), ...wide(mark.sublines, title)),
    }));
  };

  return { draw, drawLabel, measured };
})();
