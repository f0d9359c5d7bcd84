/* A cell for the eye, and the same cell for a spreadsheet. */
const Cells = (() => {
  const { el } = Dom;
  const soft = (text) => el("span", { class: "soft", text });

  const name = (column, [text, small, href]) => [
    href ? el("a", { href, text }) : el("span", { text }),
    small ? el("small", {}, el("bdi", { text: small })) : null,
  ];
  const share = (column, value) => [
    el("span", { class: "share" }, meter(value), el("span", { text: Words.percent(value) })),
  ];
  const meter = (value) => {
    const inner = el("i");
    inner.style.width = `${Math.round(value * 100)}%`;
    return el("span", { class: "meter", "aria-hidden": "true" }, inner);
  };
  const tiers = (column, code) => {
    const there = Facets.TIERS.filter(([, bit]) => code & bit).map(([label]) => label);
    const marks = Facets.TIERS.map(([label, bit]) => {
      const kind = { 4: "known", 2: "anonymous", 1: "third_party" }[bit];
      return el("i", { class: `tier ${kind}${code & bit ? "" : " absent"}`, title: code & bit ? label : `No ${label.toLowerCase()}` });
    });
    return [el("span", { class: "tiers", role: "img", "aria-label": there.length ? there.join(", ") : "No evidence" }, ...marks)];
  };
  const several = (column, places) => {
    if (!places.length) return [column.nothing ? soft(column.nothing) : null];
    return [el("span", { text: Words.sentence(places.map((n, at) => (at && column.key === "missing" ? column.values[n].toLowerCase() : column.values[n])).join(", ")) })];
  };
  const plain = (text) => [el("span", { text })];

  const SHOW = {
    name, share, tiers, several,
    text: (column, value) => [el("bdi", { text: value })],
    count: (column, value) => plain(Words.thousands(value)),
    date: (column, value) => plain(Words.date(value)),
    choice: (column, value) => plain(column.values[value]),
  };

  const shown = (column, value) => {
    if (value === null) return [column.kind === "several" ? soft("–") : column.nothing ? soft(column.nothing) : null];
    return SHOW[column.kind](column, value);
  };

  const raw = (column, value) => {
    if (value === null) return "";
    if (column.kind === "name") return value[0];
    if (column.kind === "choice") return column.values[value];
    if (column.kind === "several") return value.map((n) => column.values[n]).join("; ");
    if (column.kind === "tiers") return Facets.TIERS.filter(([, bit]) => value & bit).map(([label]) => label).join("; ");
    return value;
  };

  return { shown, raw };
})();
