/* The map as text: the same people and groups as a table, for reading aloud, printing, copying. */
const Listing = (() => {
  const { page } = Data;
  const { el } = Dom;
  const HEADS = ["Name", "Title", "Group", "Likely role", "Member", "First seen", "Last seen"];

  const rows = (person) =>
    (Past.parts(person, State.now.week).length ? Past.parts(person, State.now.week) : [null]).map((part) => [
      person.name, person.title || "", part ? Data.itemOf(part.group).title : "No buying group",
      part ? Words.likely(part) : "", part ? Words.percent(part.confidence) : "",
      Words.date(person.first_seen), Words.date(person.last_seen),
    ]);

  const table = (people) =>
    el("table", {},
      el("thead", {}, el("tr", {}, ...HEADS.map((text) => el("th", { scope: "col", text })))),
      el("tbody", {}, ...people.flatMap((person) => rows(person).map((cells) =>
        el("tr", {}, ...cells.map((text, n) =>
          n ? el("td", { text }) : el("th", { scope: "row" }, el("button", {
            class: "link", type: "button", text, on: { click: () => State.set({ select: person.id, list: false }) } }))))))));

  const draw = () => {
    const place = Dom.byId("listing");
    const shown = State.now.list;
    place.hidden = !shown;
    if (!shown) return;
    const people = Panel.ordered(Filters.people(State.now));
    const week = State.now.week;
    const groups = page.groups.map((group) => {
      const then = Past.of(group, week);
      if (!then) return `${group.title}: no likely group yet`;
      const missing = Team.missing(group, week).map((role) => Words.ROLES[role].toLowerCase());
      return `${group.title}: ${Words.standing(then)}, confidence ${Words.percent(then.confidence)}, ${Words.people(then.members.length)}${missing.length ? `, not found yet: ${missing.join(", ")}` : ""}`;
    });
    Dom.fill(place,
      el("h2", { text: "Buying groups" }), Cards.lines(groups, "None found."),
      el("h2", { text: `People (${people.length})` }), table(people),
      el("h2", { text: "Third-party intent" }),
      Cards.lines(page.surges.map((surge) => `${surge.name}, ${Words.counted(surge.weeks, "week")}`), "None."),
      el("h2", { text: "Anonymous visitors" }),
      Cards.lines([Words.counted(page.visitors.filter((one) => Filters.seen(one, State.now)).length, "visitor")]),
      el("h2", { text: "Content" }),
      Cards.lines(page.contents.slice(0, 40).map((one) => `${one.name}: ${Words.people(one.people)}, ${Words.counted(one.visitors, "visitor")}`), "None."));
  };

  return { draw, rows, HEADS };
})();
