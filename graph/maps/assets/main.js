/* Put together: the view on the map, and who hears of which change. */
const View = (() => {
  const { layout, page } = Data;
  const { byId } = Dom;
  let scene = null;
  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = () => (still() ? false : { duration: 320, easingFunction: "easeInOutQuad" });

  /* The whole map where names stay readable, else its beginning: the surest group. */
  const fit = (smooth = true) => {
    const { clientWidth: w, clientHeight: h } = byId("map");
    if (!w || !h) return;
    const whole = Math.min(w / layout.width, h / layout.height);
    const first = layout.columns[0];
    const scale = w < 700 ? Math.max(whole, Math.min(1, w / (first.x1 + 24))) : Math.min(Math.max(whole, 0.62), 1.5);
    const x = scale * layout.width <= w + 1 ? layout.width / 2 : w / scale / 2;
    const y = scale * layout.height <= h + 1 ? layout.height / 2 : h / scale / 2;
    scene.network.moveTo({ position: { x, y }, scale, animation: smooth ? motion() : false });
  };

  const middle = (id) => {
    const mark = Data.marks.get(id);
    if (mark) return { x: mark.x, y: mark.y };
    const column = Data.columns.get(id);
    return { x: (column.x0 + column.x1) / 2, y: column.y + Math.min(240, layout.height / 3) };
  };
  const fly = (id) => {
    const scale = Math.min(1.6, Math.max(scene.network.getScale(), 1));
    scene.network.moveTo({ position: middle(id), scale, animation: motion() });
  };
  /* Move only when the mark would be out of sight. */
  const keep = (id) => {
    const { clientWidth: w, clientHeight: h } = byId("map");
    const { x, y } = scene.network.canvasToDOM(middle(id));
    if (x < 40 || y < 30 || x > w - 40 || y > h - 60) scene.network.moveTo({ position: middle(id), animation: motion() });
  };
  const zoom = (by) => scene.network.moveTo({ scale: Math.min(4, Math.max(0.15, scene.network.getScale() * by)), animation: motion() });

  const tip = (id, at) => {
    const place = byId("tip");
    const item = id ? Data.itemOf(id) : null;
    const quiet = !item || Data.kindOf(id) === "group";
    place.hidden = quiet;
    if (quiet) return;
    const part = Data.kindOf(id) === "person" && item.memberships.length ? Data.partOf(item) : null;
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
      const id = event.buttons ? null : Scene.hit(scene.network.DOMtoCanvas(at), State.now);
      canvas.classList.toggle("hit", id !== null);
      State.set({ hover: id });
      tip(id, at);
    });
    canvas.addEventListener("mouseleave", () => { State.set({ hover: null }); tip(null); });
    scene.network.on("click", ({ pointer: { canvas: at } }) => {
      const id = Scene.hit(at, State.now);
      State.set({ select: id === State.now.select ? null : id });
      tip(null);
    });
  };

  const announce = () => {
    const id = State.now.select;
    const item = id ? Data.itemOf(id) : null;
    byId("say").textContent = item ? `${item.name || item.title}${item.memberships && item.title ? `, ${item.title}` : ""}` : "Whole account";
  };

  const changed = (names) => {
    if (names.has("theme")) { Chrome.theme(); Chrome.chips(); }
    if (names.has("roles") || names.has("tiers") || names.has("week")) Chrome.chips();
    if (names.has("week")) Timeline.draw();
    if (names.has("select")) { announce(); settle(); }
    if ([...names].some((name) => name !== "hover" && name !== "links" && name !== "list")) Panel.draw();
    if (names.has("list") || !byId("listing").hidden) Listing.draw();
    Chrome.pressed();
    scene.repaint();
  };
  /* On a narrow screen the sheet takes room from the map: keep the chosen mark above it. */
  const settle = () => {
    const id = State.now.select;
    if (window.innerWidth > 760 || !id) return;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      scene.network.setSize("100%", "100%");
      scene.network.redraw();
      fly(id);
    }));
  };

  const start = () => {
    Object.assign(State.now, State.parse());
    Chrome.theme();
    Chrome.heading();
    scene = Scene.build(byId("map"), State.now);
    Chrome.search();
    Chrome.buttons();
    Timeline.build();
    Keys.build();
    pointer();
    byId("zoom-in").addEventListener("click", () => zoom(1.3));
    byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
    byId("zoom-fit").addEventListener("click", () => fit());
    State.watch(changed);
    changed(new Set(["theme", "week", "select", "list"]));
    fit(false);
    let size = `${window.innerWidth}x${window.innerHeight}`;
    window.addEventListener("resize", () => requestAnimationFrame(() => {
      const now = `${window.innerWidth}x${window.innerHeight}`;
      if (now !== size) { size = now; fit(false); }
    }));
    window.addEventListener("hashchange", () => State.set(State.parse()));
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => changed(new Set(["theme"])));
    return scene;
  };

  return { start, fit, fly, keep, zoom, network: () => scene.network };
})();

View.start();
/* For notebooks and tests: what is shown, and where. Reading only. */
window.coterie = Object.freeze({
  positions: () => Object.fromEntries(
    [...Data.marks.keys()].map((id) => [id, View.network().getPosition(id)])),
  onScreen: (id) => View.network().canvasToDOM(Data.marks.get(id)),
  people: () => Filters.people(State.now).map((person) => person.id),
  visible: () => Data.layout.marks.map((mark) => mark.id).filter((id) => Filters.visible(id, State.now)),
  search: (query) => Filters.search(query),
  selected: () => State.now.select,
  edges: () => Data.edges.length,
  table: () => Exports.table(),
  picture: () => Exports.picture(),
  scale: () => View.network().getScale(),
});
document.documentElement.dataset.ready = "1";
