/* A page of the atlas put together: tables, views, theme, links that keep the theme. */
const Atlas = (() => {
  const { byId, el, fill } = Dom;
  const THEMES = ["system", "light", "dark"];
  let theme = "system";
  let view = null;
  const tables = [];

  const parse = () => new URLSearchParams(location.hash.slice(1));

  /* Browsers throttle an address that changes with every letter. */
  let timer = null;
  const remember = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const parts = new URLSearchParams();
      if (view) parts.set("view", view);
      for (const one of tables) one.write(parts);
      if (theme !== "system") parts.set("theme", theme);
      const hash = parts.toString();
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    }, 150);
  };

  const paint = () => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const attribute of ["aria-label", "title"]) byId("theme").setAttribute(attribute, `Theme: ${theme}`);
  };

  /* Several tables of one page may share its room: one is shown at a time. */
  const places = [...document.querySelectorAll("[data-table]")];
  const views = places.filter((place) => place.dataset.view !== undefined);
  const show = (id) => {
    const known = views.some((place) => place.dataset.table === id);
    view = known && id !== views[0].dataset.table ? id : null;
    const shown = view || (views.length ? views[0].dataset.table : null);
    for (const place of views) place.hidden = place.dataset.table !== shown;
    for (const tab of byId("views").children) tab.setAttribute("aria-pressed", String(tab.dataset.view === shown));
  };
  const switches = () => {
    fill(byId("views"), ...views.map((place) => {
      const { table } = tables.find((one) => one.table.id === place.dataset.table);
      return el("button", { type: "button", "data-view": table.id, on: { click: () => { show(table.id); remember(); } } },
        el("span", { text: table.caption }), el("span", { class: "n", text: Words.thousands(table.rows.length) }));
    }));
  };

  const read = () => {
    const parts = parse();
    const wanted = parts.get("theme");
    theme = THEMES.includes(wanted) ? wanted : "system";
    paint();
    for (const one of tables) one.read(parts);
    if (views.length) show(parts.get("view"));
  };

  /* A link within the atlas takes the reader's theme along. */
  const keep = (event) => {
    const link = event.target.closest ? event.target.closest("a[href]") : null;
    const href = link ? link.getAttribute("href") : "";
    if (!link || href.startsWith("#") || /^[a-z]+:/i.test(href)) return;
    const [path, hash = ""] = href.split("#");
    const parts = new URLSearchParams(hash);
    if (theme === "system") parts.delete("theme");
    else parts.set("theme", theme);
    const text = parts.toString();
    link.setAttribute("href", text ? `${path}#${text}` : path);
  };

  const visible = () => tables.find((one) => one.box.offsetParent !== null);
  const keys = (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && visible()) { visible().box.focus(); event.preventDefault(); }
    if (event.key === "Escape") for (const menu of document.querySelectorAll("details.filter[open]")) { menu.open = false; menu.firstElementChild.focus(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = step && event.target.closest ? event.target.closest("tbody tr") : null;
    if (!row) return;
    const links = [...row.parentElement.querySelectorAll("a")];
    const next = links[links.indexOf(document.activeElement) + step];
    if (next) { next.focus(); event.preventDefault(); }
  };

  const start = () => {
    places.forEach((place, n) => {
      const table = JSON.parse(byId(`table-${place.dataset.table}`).textContent);
      tables.push(Tables.build(place, table, n ? `${table.id}.` : "", remember));
    });
    if (views.length) switches();
    byId("theme").addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      paint();
      remember();
    });
    for (const name of ["pointerdown", "keydown", "click"]) document.addEventListener(name, keep, true);
    document.addEventListener("keydown", keys);
    document.addEventListener("click", (event) => {
      for (const menu of document.querySelectorAll("details.filter[open]")) if (!menu.contains(event.target)) menu.open = false;
    });
    window.addEventListener("hashchange", read);
    read();
  };

  return { start, tables };
})();

Atlas.start();
Font.load();
/* For tests: what is shown. Reading only. */
window.coterie = Object.freeze({
  found: (id) => Atlas.tables.find((one) => one.table.id === id).found(),
  facets: (id) => Object.fromEntries(Atlas.tables.find((one) => one.table.id === id).facets().map(({ key, counts }) => [key, counts])),
  csv: (id) => Csv.text(Atlas.tables.find((one) => one.table.id === id).grid()),
});
document.documentElement.dataset.ready = "1";
