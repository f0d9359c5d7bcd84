/* Pieces that the panels are made of. */
const Cards = (() => {
  const { el } = Dom;
  const go = (id) => ({ click: () => State.set({ select: id, hover: null }) });

  const section = (title, ...children) =>
    el("section", { "data-part": title.replace(/ \(.*$/, "") }, el("h3", { text: title }), ...children);

  const row = (title, sub, aside, id = null) =>
    el("li", {},
      el(id ? "button" : "div", { class: "row", type: id ? "button" : null, on: id ? go(id) : {} },
        el("span", { class: "what" }, el("b", { text: title }), sub ? el("small", { text: sub }) : null),
        aside ? el("span", { class: "aside", text: aside }) : null));

  const list = (rows, empty) =>
    rows.length ? el("ul", { class: "rows" }, ...rows) : el("p", { class: "soft", text: empty });

  const lines = (texts, empty = Words.sentence(Words.UNKNOWN)) =>
    texts.length
      ? el("ul", { class: "lines" }, ...texts.map((text) => el("li", { text: Words.sentence(text) })))
      : el("p", { class: "soft", text: empty });

  const tag = (text, role = null) => {
    const node = el("span", { class: "tag", text });
    if (role) node.style.color = `var(--${role.replace(/_/g, "-")})`;
    return node;
  };

  const title = (text, sub) =>
    el("div", { class: "title" }, el("h2", { text, tabindex: "-1" }), sub ? el("p", {}, ...Dom.apart([].concat(sub))) : null);

  const back = () =>
    el("button", { class: "back", type: "button", text: `← ${Data.page.account.name}`, on: { click: () => State.set({ select: null }) } });

  const touches = (item) => {
    const found = Data.touches(item.id);
    return section(`Content (${item.touched})`,
      list(
        found.map(({ other, edge }) =>
          row(Data.nameOf(other), Words.counted(edge.weight, "touch", "touches"), Words.date(edge.last), other)),
        item.touched ? "None of it is on this map." : "No content touched."),
      item.touched > found.length && found.length
        ? el("p", { class: "soft", text: `Showing ${found.length} of ${item.touched}.` })
        : null);
  };

  const person = (item) => {
    const part = Past.parts(item, State.now.week)[0];
    return row(item.name, item.title, part ? Words.ROLES[part.role] : "No group", item.id);
  };

  const group = (item) => {
    const then = Past.of(item, State.now.week);
    if (!then) return el("button", { class: "card", type: "button", on: go(item.id) },
      el("span", { class: "head" }, el("b", { text: item.title })), el("small", { text: "No likely group yet in this week" }));
    const missing = Team.missing(item, State.now.week);
    return el("button", { class: "card", type: "button", on: go(item.id) },
      el("span", { class: "head" }, el("b", { text: item.title }), el("span", { text: Words.percent(then.confidence) })),
      Dom.bar(then.confidence, "Confidence that the group exists"),
      el("small", { text: `${Words.standing(then)} · ${Words.say(Words.QUORUMS, then.quorum, "quorum not known yet")}` }),
      el("small", { text: `${Words.people(then.members.length)}, ${item.visitors ?? 0} anonymous, ${Data.inColumn("surges", item.id).length} intent${item.listed ? "" : ` · ${Words.unlisted()}`}` }),
      missing.length ? el("small", { class: "missing", text: `Missing: ${missing.map((role) => Words.ROLES[role].toLowerCase()).join(", ")}` }) : null);
  };

  const button = (text, click, pressed = null) =>
    el("button", { class: "act", type: "button", text, "aria-pressed": pressed === null ? null : String(pressed), on: { click } });

  return { section, row, list, lines, tag, title, back, touches, person, group, button };
})();
