/* The map by keyboard: arrows go from mark to mark, Escape goes back. */
const Keys = (() => {
  const { layout } = Data;
  const ALONG = { ArrowLeft: -1, ArrowRight: 1 };
  const ACROSS = { ArrowUp: -1, ArrowDown: 1 };

  /* Left and right read the map line by line, so that they reach everything; up and down go to
     the nearest mark of the next line. */
  const next = (from, key) => {
    const there = layout.marks.filter((mark) => mark.id === from.id || Filters.visible(mark.id, State.now))
      .sort((a, b) => a.y - b.y || a.x - b.x);
    if (key in ALONG) return (there[there.indexOf(from) + ALONG[key]] || from).id;
    const way = ACROSS[key];
    const beyond = there.filter((mark) => (mark.y - from.y) * way > 1);
    if (!beyond.length) return from.id;
    const line = way > 0 ? beyond[0].y : beyond[beyond.length - 1].y;
    const near = beyond.filter((mark) => Math.abs(mark.y - line) < 30);
    return near.reduce((best, mark) => (Math.abs(mark.x - from.x) < Math.abs(best.x - from.x) ? mark : best)).id;
  };

  const start = () => {
    const person = layout.marks.find((mark) => mark.kind === "person" && Filters.visible(mark.id, State.now));
    return person ? person.id : null;
  };

  const onMap = (event) => {
    const zoom = { "+": 1.25, "=": 1.25, "-": 0.8 }[event.key];
    if (zoom) View.zoom(zoom);
    else if (event.key === "0") View.fit();
    else if (event.key === "Enter" && State.now.select) Dom.byId("panel").querySelector("h2")?.focus();
    else if (event.key in ALONG || event.key in ACROSS) {
      const here = Data.marks.get(State.now.select);
      const id = here ? next(here, event.key) : start();
      if (id) { State.set({ select: id }); View.keep(id); }
    } else return;
    event.preventDefault();
  };

  const anywhere = (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "range";
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      Dom.byId("search").focus();
      event.preventDefault();
    }
    if (event.key === "Escape" && !typing) {
      if (State.now.list) State.set({ list: false });
      else State.set({ select: null, hover: null });
    }
  };

  const build = () => {
    Dom.byId("map").addEventListener("keydown", onMap);
    document.addEventListener("keydown", anywhere);
  };

  return { build, next };
})();
