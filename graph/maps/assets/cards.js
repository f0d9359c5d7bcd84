/* Pieces that the panels are made of. */
const Cards = (() => {
  const { el } = Dom;
  const go = (id) => ({ click: () => State.set({ select: id, hover: null }) });

  const section = (title, ...children) =>
    el("section", {}, el("h3", { text: title }), ...children);

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

  const touches = (item) =>
    section(`Content (${item.touched})`,
      list(
        item.touches.map((touch) =>
          row(touch.title, Words.counted(touch.n, "touch", "touches"), Words.date(touch.last),
            Data.kindOf(touch.content) ? touch.content : null)),
        "No content touched."),
      item.touched > item.touches.length
        ? el("p", { class: "soft", text: `Showing the latest ${item.touches.length} of ${item.touched}.` })
        : null);

  const person = (item) => {
    const part = item.memberships.length ? Data.partOf(item) : null;
    return row(item.name, item.title, part ? Words.ROLES[part.role] : "No group", item.id);
  };

  const group = (item) =>
    el("button", { class: "card", type: "button", on: go(item.id) },
      el("span", { class: "head" }, el("b", { text: item.title }), el("span", { text: Words.percent(item.confidence) })),
      Dom.bar(item.confidence, "Confidence that the group exists"),
      el("small", { text: `${standing(item)} · ${Words.say(Words.QUORUMS, item.quorum, "quorum not known yet")}` }),
      el("small", { text: `${Words.people(item.members.length)}, ${item.visitors} anonymous, ${Data.inColumn("surges", item.id).length} intent${item.listed ? "" : ` · not listed (below ${Math.round(Data.page.list_confidence * 100)} %)`}` }));

  const standing = (item) =>
    item.rung === null && item.stage === null
      ? "Rung and stage not known yet"
      : `${Words.say(Words.RUNGS, item.rung, "Rung not known yet")} · ${Words.say(Words.STAGES, item.stage, "stage not known yet")}`;

  return { section, row, list, lines, tag, title, back, touches, person, group, standing };
})();
