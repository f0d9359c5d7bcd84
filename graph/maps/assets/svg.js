/* A drawing context that writes SVG: what the map paints on a canvas, as shapes that stay sharp. */
const Svg = (() => {
  const number = (value) => String(Math.round(value * 100) / 100);
  const INITIAL = {
    fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, lineCap: "butt", lineJoin: "miter", globalAlpha: 1,
    font: "10px sans-serif", textAlign: "start", textBaseline: "alphabetic", dash: [], matrix: [1, 0, 0, 1, 0, 0],
  };
  const times = ([a, b, c, d, e, f], [g, h, i, j, k, l]) =>
    [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];

  const context = (canvas, measure) => {
    let now = { ...INITIAL };
    let stack = [];
    let path = [];
    let out = [];

    const at = (x, y) => {
      const [a, b, c, d, e, f] = now.matrix;
      return `${number(a * x + c * y + e)} ${number(b * x + d * y + f)}`;
    };
    const scale = () => Math.sqrt(Math.abs(now.matrix[0] * now.matrix[3] - now.matrix[1] * now.matrix[2]));
    const add = (letter, ...points) => path.push(letter + points.map(([x, y]) => at(x, y)).join(" "));
    const attribute = (name, value) => ` ${name}="${Tables.xml(value)}"`;
    const alpha = (name) => (now.globalAlpha < 1 ? attribute(name, number(now.globalAlpha)) : "");
    const stroked = () =>
      attribute("stroke", now.strokeStyle) + attribute("stroke-width", number(now.lineWidth * scale())) +
      (now.lineCap === "butt" ? "" : attribute("stroke-linecap", now.lineCap)) +
      (now.lineJoin === "miter" ? "" : attribute("stroke-linejoin", now.lineJoin)) +
      (now.dash.length ? attribute("stroke-dasharray", now.dash.map((one) => number(one * scale())).join(" ")) : "") +
      alpha("stroke-opacity");
    const shape = (paint) => { if (path.length && now.globalAlpha > 0) out.push(`<path d="${path.join("")}"${paint}/>`); };

    const ANCHOR = { center: "middle", right: "end", end: "end", left: "start", start: "start" };
    const text = (words, x, y, room, paint) => {
      const [, weight, size] = now.font.match(/^(?:(\d+)\s+)?([\d.]+)px/) || [null, "400", "10"];
      measure.font = now.font;
      const wide = room !== undefined && measure.measureText(words).width > room;
      const drop = now.textBaseline === "middle" ? Number(size) * 0.35 : 0;
      const [px, py] = at(x, y + drop).split(" ");
      out.push(`<text${attribute("x", px)}${attribute("y", py)}${attribute("font-size", number(Number(size) * scale()))}` +
        `${attribute("font-weight", weight || "400")}${attribute("text-anchor", ANCHOR[now.textAlign])}` +
        (wide ? `${attribute("textLength", number(room * scale()))} lengthAdjust="spacingAndGlyphs"` : "") +
        `${paint}>${Tables.xml(words)}</text>`);
    };

    const arc = (x, y, r, from, to, back = false) => {
      const turn = back ? Math.min(from - to, 2 * Math.PI) : Math.min(to - from, 2 * Math.PI);
      const steps = Math.max(1, Math.ceil(turn / (Math.PI / 2)));
      const step = ((back ? -1 : 1) * turn) / steps;
      const k = (4 / 3) * Math.tan(step / 4) * r;
      const on = (angle) => [x + r * Math.cos(angle), y + r * Math.sin(angle)];
      add(path.length ? "L" : "M", on(from));
      for (let n = 0; n < steps; n += 1) {
        const [a, b] = [from + n * step, from + (n + 1) * step];
        const [p, q] = [on(a), on(b)];
        add("C", [p[0] - k * Math.sin(a), p[1] + k * Math.cos(a)], [q[0] + k * Math.sin(b), q[1] - k * Math.cos(b)], q);
      }
    };
    const rect = (x, y, w, h) => { add("M", [x, y]); add("L", [x + w, y], [x + w, y + h], [x, y + h]); path.push("Z"); };

    const own = {
      canvas,
      save: () => stack.push({ ...now, dash: [...now.dash] }),
      restore: () => { now = stack.pop() || { ...INITIAL }; },
      setTransform: (a, b, c, d, e, f) => { now.matrix = [a, b, c, d, e, f]; },
      translate: (x, y) => { now.matrix = times(now.matrix, [1, 0, 0, 1, x, y]); },
      scale: (x, y) => { now.matrix = times(now.matrix, [x, 0, 0, y, 0, 0]); },
      rotate: (angle) => { now.matrix = times(now.matrix, [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0]); },
      setLineDash: (dash) => { now.dash = dash; },
      getLineDash: () => now.dash,
      clearRect: () => { out = []; },
      beginPath: () => { path = []; },
      closePath: () => path.push("Z"),
      moveTo: (x, y) => add("M", [x, y]),
      lineTo: (x, y) => add(path.length ? "L" : "M", [x, y]),
      quadraticCurveTo: (x1, y1, x, y) => add("Q", [x1, y1], [x, y]),
      bezierCurveTo: (x1, y1, x2, y2, x, y) => add("C", [x1, y1], [x2, y2], [x, y]),
      arc, rect,
      roundRect: (x, y, w, h, r) => {
        add("M", [x + r, y]);
        add("L", [x + w - r, y]); add("Q", [x + w, y], [x + w, y + r]);
        add("L", [x + w, y + h - r]); add("Q", [x + w, y + h], [x + w - r, y + h]);
        add("L", [x + r, y + h]); add("Q", [x, y + h], [x, y + h - r]);
        add("L", [x, y + r]); add("Q", [x, y], [x + r, y]);
        path.push("Z");
      },
      fillRect: (x, y, w, h) => { path = []; rect(x, y, w, h); own.fill(); },
      fill: () => shape(attribute("fill", now.fillStyle) + alpha("fill-opacity")),
      stroke: () => shape(` fill="none"${stroked()}`),
      fillText: (words, x, y, room) => text(words, x, y, room, attribute("fill", now.fillStyle) + alpha("fill-opacity")),
      strokeText: (words, x, y, room) => text(words, x, y, room, ` fill="none"${stroked()}`),
      measureText: (words) => { measure.font = now.font; return measure.measureText(words); },
      document: (wide, high, title, face) => {
        out.unshift(`<svg xmlns="http://www.w3.org/2000/svg" width="${number(wide)}" height="${number(high)}" viewBox="0 0 ${number(wide)} ${number(high)}" font-family="${Tables.xml(face)}" role="img">`, `<title>${Tables.xml(title)}</title>`);
        return `${out.join("\n")}\n</svg>\n`;
      },
    };
    for (const name of ["fillStyle", "strokeStyle", "lineWidth", "lineCap", "lineJoin", "globalAlpha", "font", "textAlign", "textBaseline"]) {
      Object.defineProperty(own, name, { get: () => now[name], set: (value) => { now[name] = value; } });
    }
    return own;
  };

  return { context };
})();
