/* Put together: who hears of which change. */
const Main = (() => {
  const { byId } = Dom;
  let scene = null;

  const announce = () => {
    const { select, to } = State.now;
    const item = select ? Data.itemOf(select) : null;
    byId("say").textContent = to
      ? `Path from ${item.name} to ${Data.nameOf(to)}`
      : item ? `${item.name || item.title}${item.memberships && item.title ? `, ${item.title}` : ""}` : "Whole account";
  };

  const QUIET = ["hover", "links", "list", "view"];
  const changed = (names) => {
    if (names.size === 1 && names.has("view")) return;
    if (names.has("theme")) { Chrome.theme(); Chrome.chips(); }
    if (names.has("roles") || names.has("tiers") || names.has("week")) Chrome.tally();
    if (names.has("week")) Timeline.draw();
    if (names.has("select") || names.has("to")) { announce(); View.settle(); }
    if ([...names].some((name) => !QUIET.includes(name))) Panel.draw();
    if (names.has("list") || !byId("listing").hidden) Listing.draw();
    Chrome.pressed();
    scene.repaint();
    if (names.has("all")) View.fit();
    if (names.has("view") && names.size > 1 && State.now.view) View.look();
  };

  const start = () => {
    Object.assign(State.now, State.read(location.hash));
    Chrome.theme();
    Chrome.heading();
    scene = Scene.build(byId("map"), State.now);
    View.use(scene.network);
    Chrome.search();
    Chrome.buttons();
    Timeline.build();
    Sheet.build();
    Keys.build();
    View.pointer();
    State.watch(changed);
    changed(new Set(["theme", "week", "select", "list"]));
    const look = () => (State.now.view ? View.look() : View.fit(false));
    look();
    let size = `${window.innerWidth}x${window.innerHeight}`;
    window.addEventListener("resize", () => {
      const now = `${window.innerWidth}x${window.innerHeight}`;
      if (now === size) return;
      size = now;
      look(); // a picture may be taken before the next frame, in which vis-network itself resizes
      requestAnimationFrame(look);
    });
    window.addEventListener("hashchange", () => {
      const read = State.read(location.hash);
      State.set({ ...read, to: read.to });
      if (State.now.view) View.look();
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => changed(new Set(["theme"])));
  };

  return { start };
})();

/* For notebooks and tests: what is shown, and where. Reading only. */
window.coterie = Object.freeze({
  positions: () => Object.fromEntries(
    Data.marks.map((mark) => [mark.id, View.network().getPosition(mark.number)])),
  onScreen: (id) => View.network().canvasToDOM((Data.marks.find((mark) => mark.id === id))),
  people: () => Filters.people(State.now).map((person) => person.id),
  visible: () => [...Data.marksOf.keys()].filter((id) => Filters.visible(id, State.now)),
  members: (id) => Past.members(Data.itemOf(id), State.now.week),
  path: () => (State.now.to ? Path.between(State.now.select, State.now.to) : null),
  search: (query) => Filters.search(query),
  selected: () => State.now.select,
  edges: () => Data.edges.length,
  text: (kind) => Exports.text(kind),
  picture: () => Exports.picture(),
  scale: () => View.network().getScale(),
  address: () => State.write(State.now),
  labels: () => Marks.measured(),
  redraw: () => View.redraw(),
});

Font.load().then(() => {
  Main.start();
  document.documentElement.dataset.ready = "1";
});
