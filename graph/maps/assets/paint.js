/* Colours from the stylesheet, type, and the small shapes that the marks are made of. */
const Paint = (() => {
  const FONT = '"Coterie Inter", "Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
  const TYPE = Data.layout.type;
  let colours = {};

  const refresh = () => {
    const style = getComputedStyle(document.documentElement);
    const names = [
      "champion", "decision-maker", "influencer", "ratifier", "user", "undetermined", "map", "text",
      "soft", "line", "rule", "hull", "hull-edge", "card", "tie", "bridge", "touch", "on-role",
      "accent", "disc", "disc-edge",
    ];
    colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  };
  const colour = (name) => colours[name] || colours.text;
  const role = (name) => colour((name || "undetermined").replace(/_/g, "-"));
  const font = (size, weight = 400) => `${weight} ${size}px ${FONT}`;

  /* Text never grows past its computed box, whatever face the machine has. */
  const line = (ctx, text, x, y, room) => ctx.fillText(text, x, y, Math.max(room, 1));

  const halo = (ctx, text, x, y, room, behind) => {
    ctx.save();
    ctx.strokeStyle = behind;
    ctx.lineWidth = 3.5;
    ctx.lineJoin = "round";
    ctx.globalAlpha *= 0.9;
    ctx.strokeText(text, x, y, Math.max(room, 1));
    ctx.restore();
    line(ctx, text, x, y, room);
  };

  const circle = (ctx, x, y, r) => {
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  };
  const box = (ctx, x0, y0, x1, y1, r) => {
    ctx.beginPath();
    ctx.roundRect(x0, y0, x1 - x0, y1 - y0, r);
  };
  const polygon = (ctx, points) => {
    ctx.beginPath();
    points.forEach(([x, y], n) => (n ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
  };

  /* Role glyphs in a box of -1..1. */
  const GLYPHS = {
    champion: (ctx) => {
      ctx.beginPath();
      for (let n = 0; n < 10; n += 1) {
        const r = n % 2 ? 0.44 : 1;
        const angle = -Math.PI / 2 + (n * Math.PI) / 5;
        ctx.lineTo(r * Math.cos(angle), r * Math.sin(angle) + 0.06);
      }
      ctx.closePath();
      ctx.fill();
    },
    decision_maker: (ctx) => {
      ctx.beginPath();
      [[-0.9, -0.6], [-0.42, -0.08], [0, -0.85], [0.42, -0.08], [0.9, -0.6], [0.68, 0.68], [-0.68, 0.68]]
        .forEach(([x, y], n) => (n ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
      ctx.closePath();
      ctx.fill();
    },
    influencer: (ctx) => {
      circle(ctx, -0.6, 0, 0.3);
      ctx.fill();
      for (const r of [0.72, 1.28]) {
        ctx.beginPath();
        ctx.arc(-0.6, 0, r, -0.85, 0.85);
        ctx.stroke();
      }
    },
    ratifier: (ctx) => {
      ctx.beginPath();
      ctx.moveTo(-0.75, 0.05);
      ctx.lineTo(-0.2, 0.6);
      ctx.lineTo(0.8, -0.55);
      ctx.stroke();
    },
    user: (ctx) => {
      circle(ctx, 0, -0.42, 0.4);
      ctx.fill();
      ctx.beginPath();
      ctx.arc(0, 0.82, 0.74, Math.PI, 0);
      ctx.closePath();
      ctx.fill();
    },
    undetermined: (ctx) => {
      circle(ctx, 0, 0, 0.35);
      ctx.fill();
    },
  };
  const glyph = (ctx, name, x, y, size, ink) => {
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(size, size);
    ctx.fillStyle = ink;
    ctx.strokeStyle = ink;
    ctx.lineWidth = 0.36;
    ctx.lineCap = "round";
    ctx.lineJoin = "round";
    (GLYPHS[name] || GLYPHS.undetermined)(ctx);
    ctx.restore();
  };

  return { TYPE, FONT, refresh, colour, role, font, line, halo, circle, box, polygon, glyph };
})();
