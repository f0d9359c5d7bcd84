/* The map by keyboard: arrows go from mark to mark, Escape goes back. */
const Keys = (() => {
  const { marks, marksOf } = Data;
  const ALONG = { ArrowLeft: -1, ArrowRight: 1 };
  const ACROSS = { ArrowUp: -1, ArrowDown: 1 };
  const HELP = [
    ["/", "search"], ["← → ↑ ↓", "from mark to mark"], ["1 … 9", "a group"], ["Enter", "to the details"], ["p", "path to another person"],
    ["e", "expand or fold neighbours"], ["a", "all of the account, or the map"], ["c", "content links"],
    ["l", "list or map"], ["[ ]", "a week back or on"], ["Space", "play or stop"], ["t", "theme"], ["+ − 0", "zoom"], ["Esc", "back"],
  ];

  /* Left and right read the map line by line, so that they reach everything; up and down go to
     the nearest mark of the next line. */
  const next = (from, key) => {
    const there = marks.filter((mark) => mark === from || Filters.visible(mark.item, State.now))
      .sort((a, b) => a.y - b.y || a.x - b.x);
    if (key in ALONG) {
      for (let n = there.indexOf(from) + ALONG[key]; n >= 0 && n < there.length; n += ALONG[key]) {
        if (there[n].item !== from.item) return there[n];
      }
      return from;
    }
    const way = ACROSS[key];
    const beyond = there.filter((mark) => (mark.y - from.y) * way > 1 && mark.item !== from.item);
    if (!beyond.length) return from;
    const line = way > 0 ? beyond[0].y : beyond[beyond.length - 1].y;
    const near = beyond.filter((mark) => Math.abs(mark.y - line) < 30);
    return near.reduce((best, mark) => (Math.abs(mark.x - from.x) < Math.abs(best.x - from.x) ? mark : best));
  };

  const start = () => marks.find((mark) => mark.kind === "person" && Filters.visible(mark.item, State.now));

  let here = null; // which of the marks of a person of two groups
  const step = (key) => {
    const own = marksOf.get(State.now.select);
    const from = own ? own.find((mark) => mark === here) || own[0] : null;
    here = from ? next(from, key) : start();
    if (!here) return;
    State.set({ select: here.item });
    View.keep(here.item);
  };

  const LETTERS = {
    p: () => View.pick(),
    e: () => { if (State.now.select && Data.kindOf(State.now.select) !== "group") State.toggle("expand", State.now.select); },
    a: () => State.set({ all: !State.now.all }),
    c: () => State.set({ links: !State.now.links }),
    l: () => State.set({ list: !State.now.list }),
    t: () => Dom.byId("theme").click(),
    "[": () => Timeline.step(-1),
    "]": () => Timeline.step(1),
    " ": () => Timeline.toggle(),
    "+": () => View.zoom(1.25),
    "=": () => View.zoom(1.25),
    "-": () => View.zoom(0.8),
    0: () => View.overview(),
  };

  const onMap = (event) => {
    if (event.key === "Enter" && State.now.select) Dom.byId("panel").querySelector("h2")?.focus();
    else if (event.key in ALONG || event.key in ACROSS) step(event.key);
    else return;
    event.preventDefault();
  };

  const anywhere = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "range";
    if (typing) return;
    const onButton = event.key === " " && /^(BUTTON|SUMMARY|INPUT)$/.test(event.target.tagName);
    if (event.key === "/") Dom.byId("search").focus();
    else if (event.key === "Escape") back();
    else if (/^[1-9]$/.test(event.key) && Data.page.groups[event.key - 1]) State.set({ select: Data.page.groups[event.key - 1].id });
    else if (Object.hasOwn(LETTERS, event.key) && !onButton) LETTERS[event.key]();
    else return;
    event.preventDefault();
  };

  /* Escape takes back the last thing: a pick, a path, the list, the selection. */
  const back = () => {
    if (State.now.picking) State.set({ picking: false });
    else if (State.now.to) State.set({ to: null });
    else if (State.now.list) State.set({ list: false });
    else State.set({ select: null, hover: null });
  };

  const build = () => {
    Dom.byId("map").addEventListener("keydown", onMap);
    document.addEventListener("keydown", anywhere);
  };

  return { build, next, HELP };
})();
