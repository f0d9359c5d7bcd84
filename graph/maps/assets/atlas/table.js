/* One table: search, filters, sorting, pages. Its state lives in the address. */
const Tables = (() => {
  const { el, fill } = Dom;
  const SIZES = [10, 50, 200, 1000];
  const NUMBERS = new Set(["count", "share"]);

  const build = (place, table, prefix, changed) => {
    const usual = table.short ? SIZES[0] : SIZES[1];
    const blank = () => ({ query: "", filters: {}, sort: null, down: false, page: 0, size: usual });
    const state = blank();
    let answer = null;
    const filters = table.columns.filter((column) => column.filter && Facets.options(column).length);

    /* The address: only what differs from a fresh table. */
    const write = (parts) => {
      if (state.query) parts.set(`${prefix}q`, state.query);
      for (const column of filters) {
        for (const n of [...(state.filters[column.key] || [])].sort((a, b) => a - b)) parts.append(prefix + column.key, Facets.options(column)[n]);
      }
      if (state.sort) parts.set(`${prefix}sort`, (state.down ? "-" : "") + state.sort);
      if (state.page) parts.set(`${prefix}page`, String(state.page + 1));
      if (state.size !== usual) parts.set(`${prefix}rows`, String(state.size));
    };
    const read = (parts) => {
      Object.assign(state, blank());
      state.query = parts.get(`${prefix}q`) || "";
      for (const column of filters) {
        const all = Facets.options(column);
        const chosen = parts.getAll(prefix + column.key).map((text) => all.indexOf(text)).filter((n) => n >= 0);
        if (chosen.length) state.filters[column.key] = new Set(chosen);
      }
      const sort = parts.get(`${prefix}sort`) || "";
      state.down = sort.startsWith("-");
      const wanted = sort.replace(/^-/, "");
      state.sort = table.columns.some((column) => column.key === wanted) ? wanted : null;
      state.page = Math.max(0, (Number.parseInt(parts.get(`${prefix}page`) || "1", 10) || 1) - 1);
      const size = Number.parseInt(parts.get(`${prefix}rows`) || "", 10);
      state.size = SIZES.includes(size) ? size : usual;
      box.value = state.query;
      draw();
    };
    const set = (changes) => {
      Object.assign(state, { page: 0 }, changes);
      draw();
      changed();
    };

    const box = el("input", { type: "search", class: "find", autocomplete: "off", spellcheck: "false",
      placeholder: `Find in ${table.noun[1]}`, "aria-label": `Find in ${table.noun[1]}` });
    box.addEventListener("input", () => set({ query: box.value }));
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") { box.value = ""; set({ query: "" }); } });

    /* A filter: its values with how many rows each would leave. */
    const menus = filters.map((column) => {
      const list = el("ul");
      const label = el("span", { text: column.label });
      const node = el("details", { class: "filter", "data-filter": column.key }, el("summary", {}, label), list);
      const boxes = Facets.options(column).map((text, n) => {
        const tick = el("input", { type: "checkbox", value: String(n) });
        tick.addEventListener("change", () => {
          const chosen = new Set(state.filters[column.key] || []);
          if (!chosen.delete(n)) chosen.add(n);
          set({ filters: { ...state.filters, [column.key]: chosen } });
        });
        const count = el("span", { class: "n" });
        const item = el("li", {}, el("label", {}, tick, el("span", { text }), count));
        list.append(item);
        return { tick, count, item };
      });
      return { column, node, label, boxes };
    });
    const clear = el("button", { type: "button", class: "quiet", text: "Clear", on: { click: () => { box.value = ""; set(blank()); } } });
    const told = el("p", { class: "told", role: "status", "aria-live": "polite" });
    const csv = el("button", { type: "button", text: "CSV", title: `Save these ${table.noun[1]} as a table`, on: { click: () => Csv.save(grid(), table.id) } });

    const heads = table.columns.map((column) =>
      el("th", { scope: "col", class: NUMBERS.has(column.kind) ? "number" : null },
        el("button", { type: "button", text: column.label, on: { click: () => turn(column) } })));
    const body = el("tbody");
    const pager = el("div", { class: "pager" });

    /* First click: numbers and ranks from the top, words from A; the second turns round, the third ends it. */
    const turn = (column) => {
      const first = column.kind !== "name" && column.kind !== "text";
      if (state.sort !== column.key) set({ sort: column.key, down: first });
      else if (state.down === first) set({ down: !first });
      else set({ sort: null, down: false });
    };

    const line = (number) => {
      const row = table.rows[number];
      return el("tr", {}, ...table.columns.map((column, n) =>
        el(n ? "td" : "th", { scope: n ? null : "row", class: NUMBERS.has(column.kind) ? "number" : column.kind === "choice" ? "choice" : null, "data-label": column.label },
          ...Cells.shown(column, row[n]))));
    };

    const counts = () => {
      for (const menu of menus) {
        const { counts: left, chosen } = answer.filters.find((filter) => filter.key === menu.column.key);
        menu.boxes.forEach(({ tick, count, item }, n) => {
          tick.checked = chosen.has(n);
          count.textContent = Words.thousands(left[n]);
          item.classList.toggle("none", !left[n] && !chosen.has(n));
        });
        const names = [...chosen].sort((a, b) => a - b).map((n) => Facets.options(menu.column)[n]);
        menu.label.textContent = names.length ? `${menu.column.label}: ${names.join(", ")}` : menu.column.label;
        menu.node.classList.toggle("on", names.length > 0);
      }
      clear.hidden = !state.query && !state.sort && !menus.some((menu) => menu.node.classList.contains("on"));
    };

    const step = (text, page, label) =>
      el("button", { type: "button", text, "aria-label": label, disabled: page < 0 || page * state.size >= answer.found.length,
        on: { click: () => { Object.assign(state, { page }); draw(); changed(); place.scrollIntoView({ block: "start" }); } } });
    const pages = () => {
      const all = answer.found.length;
      const from = state.page * state.size;
      const size = el("select", { "aria-label": "Rows per page" }, ...SIZES.map((n) => el("option", { value: String(n), text: `${Words.thousands(n)} rows`, selected: n === state.size })));
      size.addEventListener("change", () => set({ size: Number(size.value) }));
      pager.hidden = all <= usual;
      fill(pager, step("‹", state.page - 1, "Page before"),
        el("span", { text: all ? `${Words.thousands(from + 1)}–${Words.thousands(Math.min(from + state.size, all))} of ${Words.thousands(all)}` : "" }),
        step("›", state.page + 1, "Next page"), size);
    };

    const summary = () => {
      const noun = table.noun[answer.found.length === 1 ? 0 : 1];
      const of = answer.found.length === table.rows.length ? "" : ` of ${Words.thousands(table.rows.length)}`;
      const cut = table.total > table.rows.length ? ` (the first ${Words.thousands(table.rows.length)} of ${Words.thousands(table.total)})` : "";
      return `${Words.thousands(answer.found.length)}${of} ${noun}${cut}`;
    };

    const draw = () => {
      answer = Facets.select(table, state);
      state.page = Math.min(state.page, Math.max(0, Math.ceil(answer.found.length / state.size) - 1));
      const from = state.page * state.size;
      const shown = answer.found.slice(from, from + state.size);
      fill(body, ...shown.map(line));
      if (!shown.length) fill(body, el("tr", { class: "empty" }, el("td", { colspan: String(table.columns.length), text: table.rows.length ? "No row passes these filters." : table.empty })));
      heads.forEach((head, n) => {
        const sorted = state.sort === table.columns[n].key;
        if (sorted) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      told.textContent = summary();
      counts();
      pages();
    };

    const grid = () => [
      table.columns.map((column) => column.label),
      ...answer.found.map((number) => table.columns.map((column, n) => Cells.raw(column, table.rows[number][n]))),
    ];

    const few = table.rows.length < 8 && !filters.some((column) => column.key !== "solution");
    fill(place,
      el("h2", { text: table.caption }),
      el("div", { class: few ? "controls hidden-controls" : "controls" }, box, ...menus.map((menu) => menu.node), clear, told, csv),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": table.caption },
        el("table", {}, el("caption", { class: "hidden", text: table.caption }), el("thead", {}, el("tr", {}, ...heads)), body)),
      pager);

    return { table, state, set, read, write, grid, box, found: () => answer.found, facets: () => answer.filters.map(({ key, counts: left }) => ({ key, counts: left })) };
  };

  return { build };
})();
