/* Which rows pass search and filters, in which order, and how many each filter value would leave. */
const Facets = (() => {
  const TIERS = [["Known people", 4], ["Anonymous visitors", 2], ["Third-party intent", 1]];

  /* What a column can be filtered by: its values and, last, "not known" where rows have none. */
  const options = (column) => (column.kind === "tiers" ? TIERS.map(([name]) => name) : column.values || []);

  /* Places of a cell among its column's options. */
  const places = (column, value) => {
    if (value === null) return [];
    if (column.kind === "tiers") return TIERS.flatMap(([, bit], n) => (value & bit ? [n] : []));
    return Array.isArray(value) ? value : [value];
  };

  const words = (column, value) => {
    if (value === null) return "";
    if (column.kind === "name") return `${value[0]} ${value[1] || ""}`;
    if (column.kind === "text") return value;
    return column.kind === "choice" ? column.values[value] : "";
  };

  /* Text of every row for the search, made when it is first asked for. */
  const haystack = (table) =>
    table.folded ||= table.rows.map((row) => fold(table.columns.map((column, n) => words(column, row[n])).join(" ")));

  const matching = (table, query) => {
    const parts = fold(query).split(/\s+/).filter(Boolean);
    if (!parts.length) return () => true;
    const texts = haystack(table);
    return (n) => parts.every((part) => texts[n].includes(part));
  };

  /* A row counts for a filter when every other filter lets it through: so each says what it would leave. */
  const select = (table, state) => {
    const filters = table.columns.flatMap((column, n) =>
      column.filter ? [{ key: column.key, column, n, chosen: state.filters[column.key] || new Set(), counts: options(column).map(() => 0) }] : []);
    const matches = matching(table, state.query);
    const found = [];
    table.rows.forEach((row, number) => {
      if (!matches(number)) return;
      let failed = null;
      let fails = 0;
      const held = filters.map((filter) => {
        const there = places(filter.column, row[filter.n]);
        if (filter.chosen.size && !there.some((place) => filter.chosen.has(place))) { failed = filter; fails += 1; }
        return there;
      });
      if (!fails) found.push(number);
      if (fails > 1) return;
      filters.forEach((filter, n) => {
        if (!fails || filter === failed) for (const place of held[n]) filter.counts[place] += 1;
      });
    });
    return { found: ordered(table, found, state), filters };
  };

  const BITS = (value) => (value & 1) + ((value >> 1) & 1) + ((value >> 2) & 1);
  const key = (column, value) => {
    if (value === null) return null;
    if (column.kind === "name") return fold(value[0]);
    if (column.kind === "text") return fold(value);
    if (column.kind === "several") return value.length;
    return column.kind === "tiers" ? BITS(value) * 8 + value : value;
  };

  /* What is not known comes last, whichever way the column is sorted; equal rows keep their order. */
  const ordered = (table, found, { sort, down }) => {
    const n = table.columns.findIndex((column) => column.key === sort);
    if (n < 0) return found;
    const column = table.columns[n];
    const keyed = found.map((number) => ({ number, key: key(column, table.rows[number][n]) }));
    const turn = down ? -1 : 1;
    keyed.sort((a, b) => {
      if (a.key === b.key) return a.number - b.number;
      if (a.key === null || b.key === null) return a.key === null ? 1 : -1;
      return a.key < b.key ? -turn : turn;
    });
    return keyed.map(({ number }) => number);
  };

  return { options, select, BITS, TIERS };
})();
