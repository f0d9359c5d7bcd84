/* The picture: vis-network holds nodes, edges and the view; bands, hulls and marks are ours. */
const Scene = (() => {
  const { layout, page, marks } = Data;
  const DIM = 0.18;
  const LONE = "lone";

  /* How a mark looks now: null when it is not there, else its strength. */
  const look = (id, state, circle) => {
    const item = Data.itemOf(id);
    if (!Filters.seen(item, state)) return null;
    const strong = id === state.select || id === state.hover;
    const alpha = !Filters.passes(id, state) || (circle && !circle.has(id)) ? DIM : 1;
    return { alpha, strong };
  };

  const focus = (state) => (state.select ? Filters.circle(state.select) : null);

  const edgeStyle = (edge, state, circle) => {
    const link = page.links[Number(edge.id.slice(1))];
    const there = [link.start, link.end].every((id) => Filters.seen(Data.itemOf(id), state));
    const ends = [link.start, link.end];
    const mine = ends.includes(state.select) || ends.includes(state.hover);
    const inside = circle && ends.every((id) => circle.has(id));
    const grouped = inside && Data.kindOf(state.select) === "group" && edge.kind === "acts";
    const passing = ends.every((id) => Filters.passes(id, state));
    if (edge.kind === "touch") {
      const shown = there && passing && (mine || (state.links && (!circle || mine)));
      return { hidden: !shown, color: Paint.colour("touch"), opacity: mine ? 0.9 : 0.28, width: mine ? 1.3 : 0.8 };
    }
    const lone = ends.every((id) => Data.itemOf(id).column === LONE);
    const lit = mine || grouped;
    const opacity = !passing ? 0.06 : circle && !lit ? 0.08 : lit ? 0.95 : edge.kind === "bridge" ? 0.8 : 0.42;
    const ink = mine ? "text" : edge.kind === "bridge" ? "bridge" : "tie";
    return { hidden: !there || (lone && !mine), color: Paint.colour(ink), opacity, width: edge.width + (mine ? 0.4 : 0) };
  };

  const drawBands = (ctx, left) => {
    ctx.lineWidth = 1;
    ctx.textBaseline = "middle";
    ctx.font = Paint.font(11, 600);
    for (const band of layout.bands) {
      const shelf = ["Intent signals", "Visitors", "Content"].includes(band.name);
      if (!shelf) {
        ctx.strokeStyle = Paint.colour("rule");
        ctx.beginPath();
        ctx.moveTo(86, band.y0);
        ctx.lineTo(layout.width - 8, band.y0);
        ctx.stroke();
      }
      const middle = shelf ? (band.y0 + band.y1) / 2 : Math.min(band.y0 + 30, (band.y0 + band.y1) / 2);
      ctx.fillStyle = Paint.colour("soft");
      ctx.textAlign = left > 6 ? "left" : "right";
      Paint.halo(ctx, band.name, left > 6 ? left + 8 : 80, middle, 76, Paint.colour("map"));
    }
  };

  const drawColumns = (ctx, state, circle) => {
    for (const column of layout.columns) {
      const grouped = column.id !== LONE;
      const dim = circle && !circle.has(column.id) && !(column.id === state.select);
      ctx.save();
      ctx.globalAlpha = dim ? 0.4 : 1;
      if (column.hull.length) {
        Paint.polygon(ctx, column.hull);
        ctx.fillStyle = Paint.colour("hull");
        ctx.fill();
        ctx.strokeStyle = Paint.colour(column.id === state.select ? "text" : "hull-edge");
        ctx.lineWidth = column.id === state.select ? 1.6 : 1;
        ctx.setLineDash(Data.itemOf(column.id).listed ? [] : [5, 4]);
        ctx.stroke();
        ctx.setLineDash([]);
      }
      drawHeading(ctx, column, grouped);
      ctx.restore();
    }
  };

  const drawHeading = (ctx, column, grouped) => {
    const { heading, subheading } = Paint.TYPE;
    const middle = (column.x0 + column.x1) / 2;
    const room = column.x1 - column.x0 + 24;
    let y = column.y;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.font = Paint.font(heading.size, 700);
    ctx.fillStyle = Paint.colour(grouped ? "text" : "soft");
    for (const text of column.heading) {
      Paint.line(ctx, text, middle, y + heading.leading / 2, room);
      y += heading.leading;
    }
    ctx.font = Paint.font(subheading.size);
    ctx.fillStyle = Paint.colour("soft");
    for (const text of column.sublines) {
      Paint.line(ctx, text, middle, y + subheading.leading / 2, room);
      y += subheading.leading;
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

  /* What lies under a point of the map: the nearest mark, else a heading or a hull. */
  const hit = ({ x, y }, state) => {
    let best = null;
    for (const mark of layout.marks) {
      if (!Filters.seen(Data.itemOf(mark.id), state)) continue;
      const [x0, y0, x1, y1] = mark.label;
      const near = Math.hypot(x - mark.x, y - mark.y);
      const inside = near <= mark.rx + 4 && mark.kind !== "content" && mark.kind !== "surge";
      if ((inside || (x >= x0 - 2 && x <= x1 + 2 && y >= y0 - 2 && y <= y1 + 2)) && (!best || near < best.near)) {
        best = { id: mark.id, near };
      }
    }
    if (best) return best.id;
    const column = layout.columns.find(
      (one) => one.id !== LONE &&
        ((x >= one.x0 && x <= one.x1 && y >= one.y - 6 && y <= one.y + 62) || within(one.hull, x, y)),
    );
    return column ? column.id : null;
  };

  const draw = (ctx, state, circle, left) => {
    drawBands(ctx, left);
    drawColumns(ctx, state, circle);
  };

  /* One vis-network over the shared data; a backdrop makes it a picture to keep. */
  const build = (container, state, backdrop = null) => {
    let circle = focus(state);
    const renderer = ({ ctx, id }) => {
      const mark = marks.get(id);
      const now = look(id, state, circle);
      return {
        drawNode: () => now && Marks.draw(ctx, mark, now),
        drawExternalLabel: () => now && Marks.drawLabel(ctx, mark, now),
        nodeDimensions: { width: 2 * mark.rx, height: 2 * mark.ry },
      };
    };
    const dress = (edge) => {
      const style = edgeStyle(edge, state, circle);
      return { ...edge, ...style, color: { color: style.color, opacity: style.opacity, inherit: false } };
    };
    const nodes = new vis.DataSet(Data.nodes.map((node) => ({ ...node, ctxRenderer: renderer })));
    const edges = new vis.DataSet(Data.edges.map(dress));
    const network = new vis.Network(container, { nodes, edges }, Data.options);
    container.firstElementChild.removeAttribute("tabindex"); // the map itself is the tab stop
    let worn = new Map();
    const repaint = () => {
      circle = focus(state);
      const changed = [];
      for (const edge of Data.edges) {
        const style = edgeStyle(edge, state, circle);
        const key = `${style.hidden}${style.color}${style.opacity}${style.width}`;
        if (worn.get(edge.id) === key) continue;
        worn.set(edge.id, key);
        changed.push({ id: edge.id, hidden: style.hidden, width: style.width,
          color: { color: style.color, opacity: style.opacity, inherit: false } });
      }
      if (changed.length) edges.update(changed);
      network.redraw();
    };
    network.on("beforeDrawing", (ctx) => {
      if (backdrop) backdrop(ctx);
      const left = backdrop ? 0 : network.DOMtoCanvas({ x: 0, y: 0 }).x;
      draw(ctx, state, circle, Math.max(0, left));
    });
    return { network, repaint };
  };

  return { build, hit, look, focus };
})();
