/* What the reader has chosen. It lives in the address, so that a link brings it back. */
const State = (() => {
  const last = Math.max(0, Data.page.weeks.length - 1);
  const now = {
    select: null, hover: null, roles: new Set(), tiers: new Set(), week: last,
    links: false, list: false, theme: "system",
  };
  const watchers = [];

  const text = () => {
    const parts = new URLSearchParams();
    if (now.select) parts.set("select", now.select);
    if (now.roles.size) parts.set("roles", [...now.roles].sort().join(","));
    if (now.tiers.size) parts.set("tiers", [...now.tiers].sort().join(","));
    if (now.week !== last) parts.set("week", String(now.week));
    if (now.links) parts.set("links", "1");
    if (now.list) parts.set("list", "1");
    if (now.theme !== "system") parts.set("theme", now.theme);
    return parts.toString();
  };

  const chosen = (value, known) =>
    new Set((value || "").split(",").filter((one) => Object.hasOwn(known, one)));

  const parse = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    const select = parts.get("select");
    const week = Number.parseInt(parts.get("week") ?? "", 10);
    const theme = parts.get("theme");
    return {
      select: Data.kindOf(select) ? select : null,
      roles: chosen(parts.get("roles"), Words.ROLES),
      tiers: chosen(parts.get("tiers"), Words.TIERS),
      week: week >= 0 && week <= last ? week : last,
      links: parts.get("links") === "1",
      list: parts.get("list") === "1",
      theme: theme === "light" || theme === "dark" ? theme : "system",
    };
  };

  /* Browsers throttle an address that changes with every step of a slider. */
  let timer = null;
  const remember = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const hash = text();
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    }, 150);
  };

  /* Change something; watchers get the names of what changed. Hovering is not worth an address. */
  const set = (changes) => {
    const names = Object.keys(changes).filter((name) => now[name] !== changes[name]);
    if (!names.length) return;
    Object.assign(now, changes);
    if (names.some((name) => name !== "hover")) remember();
    for (const watcher of watchers) watcher(new Set(names));
  };

  const toggle = (name, value) => {
    const copy = new Set(now[name]);
    if (!copy.delete(value)) copy.add(value);
    set({ [name]: copy });
  };

  return { now, last, set, toggle, parse, watch: (watcher) => watchers.push(watcher) };
})();
