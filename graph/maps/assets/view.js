/* The view on the map: where it looks, what the pointer does, how it flies. */
const View = (() => {
  const { layout } = Data;
  const { byId } = Dom;
  const LEGIBLE = [[1400, 11], [0, 10]]; // least size of a name by width of the window
  let network = null;
  let flying = 0;
  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = () => (still() ? false : { duration: 320, easingFunction: "easeInOutQuad" });
  const size = () => ({ w: byId("map").clientWidth, h: byId("map").clientHeight });
  const move = (to, smooth = true) => {
    flying = Date.now() + (smooth && !still() ? 400 : 60);
    network.moveTo({ ...to, animation: smooth ? motion() : false });
  };

  /* The whole map where its names stay readable, else its beginning: the surest group. */
  const fit = (smooth = true) => {
    const { w, h } = size();
    if (!w || !h) return;
    if (State.now.all) { overview(smooth); return; }
    const [wide, high] = layout.core;
    const least = (LEGIBLE.find(([from]) => window.innerWidth >= from)[1] + 0.02) / Paint.TYPE.name.size;
    const whole = Math.min(w / wide, h / high);
    const first = layout.columns[0];
    const scale = w < 700 ? Math.max(whole, Math.min(1, w / (first.x1 + 24))) : Math.min(Math.max(whole, least), 1.5);
    const x = scale * wide <= w + 1 ? wide / 2 : w / scale / 2;
    const y = scale * high <= h + 1 ? high / 2 : h / scale / 2;
    move({ position: { x, y }, scale }, smooth);
  };
  /* All of it, however small. */
  const overview = (smooth = true) => {
    const { w, h } = size();
    const [wide, high] = State.now.all ? [layout.width, layout.height] : layout.core;
    move({ position: { x: wide / 2, y: high / 2 }, scale: Math.min(w / wide, h / high, 1.5) }, smooth);
  };

  const middle = (id) => {
    const marks = Data.marksOf.get(id);
    if (marks) return { x: marks[0].x, y: marks[0].y };
    const column = Data.columns.get(id);
    return { x: (column.x0 + column.x1) / 2, y: column.y + Math.min(240, layout.core[1] / 3) };
  };
  const fly = (id) => move({ position: middle(id), scale: Math.min(1.6, Math.max(network.getScale(), 1)) });
  /* Move only when the mark would be out of sight. */
  const keep = (id) => {
    const { w, h } = size();
    const { x, y } = network.canvasToDOM(middle(id));
    if (x < 40 || y < 30 || x > w - 40 || y > h - 60) move({ position: middle(id) });
  };
  const zoom = (by) => { move({ scale: Math.min(4, Math.max(0.05, network.getScale() * by)) }); setTimeout(remember, 450); };

  /* Where the reader went by hand belongs to the address; where the page went itself does not. */
  const remember = () => {
    const { x, y } = network.getViewPosition();
    State.set({ view: [Math.round(x), Math.round(y), Math.round(network.getScale() * 1000) / 1000] });
  };
  const look = (smooth = false) => {
    const [x, y, scale] = State.now.view;
    move({ position: { x, y }, scale }, smooth);
  };

  /* Shift, or after "Find a path": the second person. */
  const second = (id) => {
    if (Data.kindOf(id) !== "person" || id === State.now.select) return false;
    State.set({ to: id, picking: false });
    return true;
  };
  const pick = () => {
    if (Data.kindOf(State.now.select) !== "person") return;
    State.set({ picking: !State.now.picking, to: null });
    byId("say").textContent = State.now.picking ? "Choose the other person: on the map, or by search" : "";
  };

  const tip = (id, at) => {
    const place = byId("tip");
    const item = id ? Data.itemOf(id) : null;
    place.hidden = !item || Data.kindOf(id) === "group";
    if (place.hidden) return;
    const part = Data.kindOf(id) === "person" ? Past.parts(item, State.now.week)[0] : null;
    const sub = part ? Words.likely(part) : item.memberships ? "No buying group" : item.solution || "";
    Dom.fill(place, Dom.el("b", { text: item.name }), Dom.el("span", { text: item.memberships ? item.title || "" : "" }), Dom.el("span", { text: sub }));
    const room = byId("view").getBoundingClientRect();
    place.style.left = `${Math.max(4, Math.min(at.x + 14, room.width - place.offsetWidth - 8))}px`;
    place.style.top = `${Math.max(4, Math.min(at.y + 14, room.height - place.offsetHeight - 8))}px`;
  };

  const pointer = () => {
    const canvas = byId("map");
    canvas.addEventListener("mousemove", (event) => {
      const box = canvas.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      const id = event.buttons ? null : Scene.hit(network.DOMtoCanvas(at), State.now);
      canvas.classList.toggle("hit", id !== null);
      State.set({ hover: id });
      tip(id, at);
    });
    canvas.addEventListener("mouseleave", () => { State.set({ hover: null }); tip(null); });
    network.on("click", ({ pointer: { canvas: at }, event }) => {
      const id = Scene.hit(at, State.now);
      tip(null);
      const shift = event.srcEvent && event.srcEvent.shiftKey && Data.kindOf(State.now.select) === "person";
      if (id && (shift || State.now.picking) && second(id)) return;
      State.set({ select: id === State.now.select ? null : id });
    });
    network.on("doubleClick", ({ pointer: { canvas: at } }) => {
      const id = Scene.hit(at, State.now);
      if (id && Data.kindOf(id) !== "group") { State.set({ select: id }); State.toggle("expand", id); }
    });
    network.on("dragEnd", remember);
    network.on("zoom", () => { if (Date.now() > flying) { clearTimeout(zoomed); zoomed = setTimeout(remember, 300); } });
    byId("zoom-in").addEventListener("click", () => zoom(1.3));
    byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
    byId("zoom-fit").addEventListener("click", () => { State.set({ view: null }); overview(); });
  };
  let zoomed = null;

  /* On a narrow screen the sheet takes room from the map: keep the chosen mark above it. */
  const settle = () => {
    const id = State.now.select;
    if (window.innerWidth > 760 || !id) return;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      network.setSize("100%", "100%");
      network.redraw();
      fly(id);
    }));
  };

  /* Milliseconds of one drawing. */
  const redraw = () => new Promise((done) => {
    let from = 0;
    network.once("initRedraw", () => { from = performance.now(); });
    network.once("afterDrawing", () => done(performance.now() - from));
    network.redraw();
  });

  const use = (one) => { network = one; };
  return { use, pointer, fit, overview, fly, keep, zoom, look, pick, settle, redraw, network: () => network };
})();
