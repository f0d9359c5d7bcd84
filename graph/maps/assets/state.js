/* What the reader has chosen. It lives in the address, so that a link brings it back. */
const State = (() => {
  const last = Math.max(0, Data.page.weeks.length - 1);
  const BLANK = () => ({
    select: null, to: null, expand: new Set(), roles: new Set(), tiers: new Set(), week: last,
    links: false, list: false, all: false, view: null, theme: "system",
  });
  const now = { ...BLANK(), hover: null, picking: false };
  const watchers = [];

  const write = (state) => {
    const parts = new URLSearchParams();
    if (state.select) parts.set("select", state.select);
    if (state.select && state.to) parts.set("to", state.to);
    for (const id of [...state.expand].sort()) parts.append("expand", id);
    if (state.roles.size) parts.set("roles", [...state.roles].sort().join(","));
    if (state.tiers.size) parts.set("tiers", [...state.tiers].sort().join(","));
    if (state.week !== last) parts.set("week", String(state.week));
    for (const name of ["links", "list", "all"]) if (state[name]) parts.set(name, "1");
    if (state.view) parts.set("view", state.view.join(","));
    if (state.theme !== "system") parts.set("theme", state.theme);
    return parts.toString();
  };

  const chosen = (value, known) =>
    new Set((value || "").split(",").filter((one) => Object.hasOwn(known, one)));
  const person = (id) => (Data.kindOf(id) === "person" ? id : null);
  const place = (text) => {
    const numbers = (text || "").split(",").map(Number);
    return text && numbers.length === 3 && numbers.every(Number.isFinite) && numbers[2] > 0 ? numbers : null;
  };

  /* An address back to a state; what it does not know is left out. */
  const read = (hash) => {
    const parts = new URLSearchParams(hash.replace(/^#/, ""));
    const select = parts.get("select");
    const week = Number.parseInt(parts.get("week") ?? "", 10);
    const theme = parts.get("theme");
    const on = (name) => parts.get(name) === "1";
    return {
      ...BLANK(),
      select: Data.kindOf(select) ? select : null,
      to: person(select) && parts.get("to") !== select ? person(parts.get("to")) : null,
      expand: new Set(parts.getAll("expand").filter((id) => Data.kindOf(id))),
      roles: chosen(parts.get("roles"), Words.ROLES),
      tiers: chosen(parts.get("tiers"), Words.TIERS),
      week: week >= 0 && week <= last ? week : last,
      links: on("links"), list: on("list"), all: on("all"),
      view: place(parts.get("view")),
      theme: theme === "light" || theme === "dark" ? theme : "system",
    };
  };

  /* Browsers throttle an address that changes with every step of a slider. */
  let timer = null;
  const remember = () => {
    if (location.protocol === "about:") return; // inside a notebook the page has no address
    clearTimeout(timer);
    timer = setTimeout(() => {
      const hash = write(now);
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    }, 150);
  };

  const same = (a, b) =>
    a === b || (a instanceof Set && b instanceof Set && a.size === b.size && [...a].every((one) => b.has(one)));

  /* Change something; watchers get the names of what changed. Hovering is not worth an address. */
  const set = (changes) => {
    const more = "select" in changes && !("to" in changes) ? { ...changes, to: null, picking: false } : changes;
    const names = Object.keys(more).filter((name) => !same(now[name], more[name]));
    if (!names.length) return;
    Object.assign(now, more);
    if (names.some((name) => name !== "hover" && name !== "picking")) remember();
    for (const watcher of watchers) watcher(new Set(names));
  };

  const toggle = (name, value) => {
    const copy = new Set(now[name]);
    if (!copy.delete(value)) copy.add(value);
    set({ [name]: copy });
  };

  return { now, last, set, toggle, read, write, watch: (watcher) => watchers.push(watcher) };
})();
