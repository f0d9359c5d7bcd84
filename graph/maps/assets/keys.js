/* The map by keyboard: arrows go to the nearest mark that way, Escape goes back. */
const Keys = (() => {
  const { layout } = Data;
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const next = (from, [dx, dy]) => {
    let best = null;
    for (const mark of layout.marks) {
      if (mark.id === from.id || !Filters.visible(mark.id, State.now)) continue;
      const along = (mark.x - from.x) * dx + (mark.y - from.y) * dy;
      const aside = Math.abs((mark.x - from.x) * dy) + Math.abs((mark.y - from.y) * dx);
      if (along <= 1) continue;
      const cost = along + 2.2 * aside;
      if (!best || cost < best.cost) best = { id: mark.id, cost };
    }
    return best ? best.id : null;
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
    else if (WAYS[event.key]) {
      const here = Data.marks.get(State.now.select);
      const id = here ? next(here, WAYS[event.key]) : start();
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
