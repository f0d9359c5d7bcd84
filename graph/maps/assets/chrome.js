/* Heading, chips, search and buttons. */
const Chrome = (() => {
  const { page } = Data;
  const { el, byId, fill } = Dom;
  let hits = [];
  let active = 0;

  const heading = () => {
    fill(byId("heading"), el("bdi", { text: page.account.name }), ": who is buying, and who is missing");
    fill(byId("facts"), ...Dom.apart([...Words.facts(page.account), `as of ${Words.date(page.as_of)}`]));
  };

  /* Numbers on a chip: marks of that kind seen by the chosen week. */
  const count = (name, value) => {
    const there = (item) => Filters.seen(item, State.now);
    if (name === "roles") {
      return page.people.filter((person) => there(person) && Past.parts(person, State.now.week).some((part) => part.role === value)).length;
    }
    const list = { known: "people", anonymous: "visitors", third_party: "surges" }[value];
    return page[list].filter(there).length;
  };

  const chip = (name, value, label, icon) =>
    el("button", { type: "button", class: "chip", "aria-pressed": String(State.now[name].has(value)),
      "data-chip": value, "data-filter": name, on: { click: () => State.toggle(name, value) } },
      icon, el("span", { text: label }), el("span", { class: "n", text: String(count(name, value)) }));

  /* Numbers and pressed states; the chips themselves stay. */
  const tally = () => {
    for (const node of byId("chips").querySelectorAll("[data-chip]")) {
      const { chip: value, filter: name } = node.dataset;
      node.setAttribute("aria-pressed", String(State.now[name].has(value)));
      node.querySelector(".n").textContent = String(count(name, value));
    }
    byId("clear").hidden = !State.now.roles.size && !State.now.tiers.size;
  };

  const chips = () => {
    const shown = ["champion", "decision_maker", "influencer", "ratifier", "user"];
    if (page.people.some((person) => person.memberships.some((part) => part.role === "undetermined"))) shown.push("undetermined");
    byId("chips").classList.toggle("many", shown.length > 5);
    fill(byId("chips"),
      el("span", { class: "caption", text: "Roles" }),
      ...shown.map((role) => chip("roles", role, Words.ROLES[role], Dom.glyph(role))),
      el("span", { class: "caption", text: "Evidence" }),
      ...Object.entries(Words.TIERS).map(([tier, label]) => chip("tiers", tier, label, el("i", { class: `tier ${tier}`, "aria-hidden": "true" }))),
      el("button", { id: "clear", type: "button", class: "chip clear", text: "Clear filters", on: { click: () => State.set({ roles: new Set(), tiers: new Set() }) } }));
    tally();
  };

  const KINDS = { person: "Person", group: "Buying group", surge: "Signal", content: "Content" };
  const drawHits = () => {
    const list = byId("hits");
    const open = hits.length > 0 || byId("search").value.trim() !== "";
    list.hidden = !open;
    byId("search").setAttribute("aria-expanded", String(open));
    list.dataset.total = String(hits.length);
    const rows = hits.slice(0, 12).map((id, n) => {
      const item = Data.itemOf(id);
      return el("li", { id: `hit-${n}`, role: "option", "aria-selected": String(n === active), on: { mousedown: (event) => { event.preventDefault(); take(n); } } },
        el("b", { text: item.name || item.title }), el("small", { text: Data.kindOf(id) === "person" ? item.title || "Person" : KINDS[Data.kindOf(id)] }));
    });
    const more = hits.length > 12 ? el("li", { class: "soft", text: `${hits.length - 12} more: type on` }) : null;
    const none = hits.length ? null : el("li", { class: "soft", text: "Nothing found" });
    fill(list, ...rows, more, open ? none : null);
    byId("search").setAttribute("aria-activedescendant", rows.length ? `hit-${active}` : "");
  };

  const take = (n) => {
    if (!hits[n]) return;
    const id = hits[n];
    close();
    byId("search").blur();
    if (State.now.picking && Data.kindOf(id) === "person" && id !== State.now.select) State.set({ to: id, picking: false, list: false });
    else State.set({ select: id, list: false });
    View.fly(id);
  };
  const close = () => {
    byId("search").value = "";
    hits = [];
    active = 0;
    drawHits();
  };

  const search = () => {
    const box = byId("search");
    box.addEventListener("input", () => { hits = Filters.search(box.value); active = 0; drawHits(); });
    box.addEventListener("blur", () => { byId("hits").hidden = true; });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(); box.blur(); event.stopPropagation(); }
      if (event.key === "Enter") take(active);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && hits.length) {
        active = (active + step + Math.min(hits.length, 12)) % Math.min(hits.length, 12);
        drawHits();
        event.preventDefault();
      }
    });
  };

  const THEMES = ["system", "light", "dark"];
  const theme = () => {
    const name = State.now.theme;
    if (name === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    for (const attribute of ["aria-label", "title"]) byId("theme").setAttribute(attribute, `Theme: ${name}`);
    Paint.refresh();
  };

  const buttons = () => {
    byId("links").addEventListener("click", () => State.set({ links: !State.now.links }));
    byId("list").addEventListener("click", () => State.set({ list: !State.now.list }));
    saving();
    byId("theme").addEventListener("click", () =>
      State.set({ theme: THEMES[(THEMES.indexOf(State.now.theme) + 1) % THEMES.length] }));
    byId("skip").addEventListener("click", (event) => {
      event.preventDefault();
      State.set({ list: true });
      byId("listing").focus();
    });
  };
  /* The menu of what can be taken along; it closes when the focus leaves it. */
  const saving = () => {
    const button = byId("save");
    const menu = byId("saves");
    const show = (open) => {
      menu.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      if (open) menu.querySelector("button").focus();
    };
    fill(menu, ...Object.entries(Exports.KINDS).map(([kind, text]) =>
      el("button", { type: "button", role: "menuitem", "data-save": kind, on: { click: () => { show(false); button.focus(); Exports.save(kind); } } },
        el("b", { text: kind.toUpperCase() }), el("small", { text }))));
    button.addEventListener("click", () => show(menu.hidden));
    menu.addEventListener("keydown", (event) => {
      const items = [...menu.children];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
      if (event.key === "Escape") { show(false); button.focus(); }
      if (step || event.key === "Escape") { event.preventDefault(); event.stopPropagation(); }
    });
    menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget) && event.relatedTarget !== button) show(false); });
  };
  const pressed = () => {
    byId("links").setAttribute("aria-pressed", String(State.now.links));
    byId("list").setAttribute("aria-pressed", String(State.now.list));
  };

  return { heading, chips, tally, search, buttons, pressed, theme, close, hits: () => hits };
})();
