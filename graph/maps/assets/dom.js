/* Elements from data: text only ever becomes text. */
const Dom = (() => {
  const byId = (id) => document.getElementById(id);

  /* el("li", {class: "row", text: name, on: {click}}, child, ...) */
  const el = (tag, traits = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(traits)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "text") node.textContent = value;
      else if (name === "class") node.className = value;
      else if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  const fill = (node, ...children) => node.replaceChildren(...children.filter(Boolean));

  /* Foreign texts side by side, each kept from turning the others around. */
  const apart = (texts) => texts.flatMap((text, n) => [n ? " · " : null, el("bdi", { text })]).filter(Boolean);

  /* A role's disc with its glyph, as in the picture. */
  const glyph = (role, size = 16) => {
    const scale = Math.max(2, window.devicePixelRatio || 1);
    const canvas = el("canvas", { class: "glyph", "aria-hidden": "true", width: size * scale, height: size * scale });
    const ctx = canvas.getContext("2d");
    ctx.scale(scale, scale);
    Paint.circle(ctx, size / 2, size / 2, size / 2 - 0.5);
    ctx.fillStyle = Paint.role(role);
    ctx.fill();
    Paint.glyph(ctx, role, size / 2, size / 2, size * 0.27, Paint.colour("on-role"));
    return canvas;
  };

  const bar = (share, what, role = null) => {
    const inner = el("i");
    inner.style.width = `${Math.round((share || 0) * 100)}%`;
    if (role) inner.style.background = `var(--${role.replace(/_/g, "-")})`;
    return el("div", { class: "bar", role: "img", "aria-label": `${what}: ${Words.percent(share)}` }, inner);
  };

  const save = (blob, name) => {
    const url = URL.createObjectURL(blob);
    const link = el("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };

  return { byId, el, fill, apart, glyph, bar, save };
})();
