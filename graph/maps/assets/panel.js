/* The panel beside the map: what is known about the account, or about what is selected. */
const Panel = (() => {
  const { page } = Data;
  const { el, fill } = Dom;
  const { section, row, list, lines, tag, title, back } = Cards;

  const account = () => {
    const groups = page.groups.length
      ? page.groups.map(Cards.group)
      : [el("p", { class: "soft", text: page.analyzed
        ? "No group of people was found acting together on one solution. Nobody here qualifies yet."
        : "Groups have not been looked for yet: run coterie analyze." })];
    const shown = Filters.people(State.now);
    const notes = [Words.of(page.known, "known people: members, then the most engaged of the last 90 days"),
      Words.of(page.anonymous, "anonymous visitors"), Words.of(page.intent, "surging topics"),
      Words.of(page.shelf, "contents")].filter(Boolean);
    return [
      title(page.account.name, Words.facts(page.account)),
      el("p", { class: "soft", text: `As of ${Words.date(page.as_of)}` }),
      section("Buying groups", ...groups),
      section(`All people (${shown.length})`, list(ordered(shown).map(Cards.person), "Nobody passes the filters.")),
      notes.length ? section("What is not shown", lines(notes)) : null,
    ];
  };

  const ordered = (people) => {
    const place = new Map(page.groups.map((group, n) => [group.id, n]));
    const key = (person) => (person.memberships.length ? place.get(person.column) : 99);
    const sure = (person) => (person.memberships.length ? Data.partOf(person).confidence || 0 : 0);
    return [...people].sort((a, b) => key(a) - key(b) || sure(b) - sure(a) || (a.id < b.id ? -1 : 1));
  };

  const team = (group) =>
    section("Decision team",
      el("dl", { class: "team" }, ...Words.TEAM.flatMap((role) => {
        const found = page.people.filter((person) => (Data.partOf(person, group.id) || {}).role === role);
        const names = found.map((person) =>
          el("button", { type: "button", class: "link", on: { click: () => State.set({ select: person.id }) } },
            el("bdi", { text: person.name }), ` (${Words.percent(Data.partOf(person, group.id).role_confidence)})`));
        return [
          el("dt", {}, Dom.glyph(role), Words.ROLES[role]),
          names.length ? el("dd", {}, ...names) : el("dd", { class: "missing", text: "Not found yet: look for one" }),
        ];
      })));

  const evidence = (group) => {
    const visitors = group.visitors ?? Data.inColumn("visitors", group.id).length;
    const surges = Data.inColumn("surges", group.id).length;
    const tier = (name, n, worth) =>
      el("li", { class: n ? "present" : "absent" },
        el("span", { class: "what" }, el("b", { text: name }), el("small", { text: worth })),
        el("span", { class: "aside", text: n ? `${n} ✓` : "none seen" }));
    return section("Evidence present",
      el("ul", { class: "rows tiers" },
        tier("Third-party intent", surges, "surging topics, 90 days: good"),
        tier("Anonymous, our site", visitors, "visitors on this solution: excellent"),
        tier("Known people", group.members.length, "acting together: very exciting")));
  };

  const unknowns = (group) => {
    const roles = new Set(page.people.map((person) => (Data.partOf(person, group.id) || {}).role));
    const found = Words.TEAM.filter((role) => roles.has(role)).length;
    const visitors = group.visitors ?? Data.inColumn("visitors", group.id).length;
    const unseen = visitors === 1 ? "1 visitor, who is nobody we know yet" : `${visitors} visitors, none of whom we know yet`;
    return section("Known unknowns",
      lines([
        `Share of the decision team seen: ${found} of ${Words.TEAM.length} roles`,
        `Weight of anonymous visitors: ${visitors ? unseen : "none seen on this solution"}`,
        "Which rivals they look at: not known yet",
        "Role of the present supplier: not known yet",
        "Whether they collect for someone else: not known yet",
      ]));
  };

  const group = (item) => [
    back(),
    title(item.title, `Latent buying group${item.listed ? "" : `, not listed (below ${Math.round(page.list_confidence * 100)} %)`}`),
    el("p", { class: "tags" }, tag(Words.say(Words.RUNGS, item.rung, "Rung not known yet")),
      tag(Words.say(Words.STAGES, item.stage, "Stage not known yet")),
      tag(Words.say(Words.QUORUMS, item.quorum, "Quorum not known yet"))),
    Dom.bar(item.confidence, "Confidence that the group exists"),
    el("p", { class: "soft", text: `Confidence ${Words.percent(item.confidence)} that this group exists · seen ${Words.date(item.first_seen)} to ${Words.date(item.last_seen)}` }),
    team(item), evidence(item), section("Why we think so", lines(item.reasons)), unknowns(item),
    section(`Members (${item.members.length})`,
      list(item.members.map((id) => Data.itemOf(id)).filter(Boolean).map((person) => {
        const part = Data.partOf(person, item.id);
        return row(person.name, person.title, `${Words.ROLES[part.role]}, ${Words.percent(part.confidence)}`, person.id);
      }), "Nobody.")),
  ];

  const membership = (part, many) => {
    const name = Data.itemOf(part.group).title;
    return el("div", { class: "part" },
      el("p", { class: "tags" }, tag(Words.likely(part), part.role), tag(name)),
      Dom.bar(part.role_confidence, "Role confidence", part.role),
      el("p", { class: "soft", text: `Membership ${Words.percent(part.confidence)}${part.runner_up ? ` · next likely role: ${Words.ROLES[part.runner_up].toLowerCase()}` : ""}` }),
      section(many ? `Why this role in ${name}` : "Why this role", lines(part.reasons)),
      part.grounds.length ? section("Why a member", lines(part.grounds)) : null);
  };

  const connections = (item) => {
    const ties = Data.around.get(item.id).filter(({ link }) => link.kind === "acts");
    ties.sort((a, b) => b.link.weight - a.link.weight || (a.other < b.other ? -1 : 1));
    return section(`Connected people (${ties.length})`,
      list(ties.map(({ other, link }) => row(Data.itemOf(other).name, Data.itemOf(other).title, link.shared ? `${link.shared} shared` : null, other)),
        "Nobody acts together with this person."));
  };

  const contact = (item) =>
    el("p", { class: "soft", text: [item.email, item.function && item.function !== "unknown" ? Words.sentence(Words.spaced(item.function)) : null,
      `seen ${Words.date(item.first_seen)} to ${Words.date(item.last_seen)}`].filter(Boolean).join(" · ") });

  const person = (item) => [
    back(), title(item.name, item.title || "Title not known yet"),
    ...(item.memberships.length
      ? item.memberships.map((part) => membership(part, item.memberships.length > 1))
      : [el("p", { class: "tags" }, tag("No buying group")), section("Why this lead does not qualify", lines(item.lines))]),
    contact(item), connections(item), Cards.touches(item),
  ];

  const visitor = (item) => [
    back(), title("Anonymous visitor", item.solution ? `Mostly on ${item.solution}` : "On none of our solutions"),
    el("p", { class: "soft", text: `${Words.counted(item.sessions ?? item.touched, "session")} · seen ${Words.date(item.first_seen)} to ${Words.date(item.last_seen)}` }),
    section("Who it is", lines(["Not known yet: a browser from this account, no name behind it."])),
    Cards.touches(item),
  ];

  const surge = (item) => [
    back(), title(item.name, item.solution ? `Third-party intent on ${item.solution}` : "Third-party intent on none of our solutions"),
    section("What was seen", lines([
      `Highest topic score ${Math.round(item.score)} of 100; 60 and more is a surge`,
      `${Words.counted(item.weeks, "surging week")} in the last 90 days, ${Words.date(item.first_seen)} to ${Words.date(item.last_seen)}`,
      item.weeks < 2 ? "One week alone happens at most accounts and proves little" : "More than one week: worth a look",
    ])),
  ];

  const content = (item) => {
    const readers = Data.around.get(item.id).map(({ other, link }) => ({ who: Data.itemOf(other), other, link }));
    const known = readers.filter(({ other }) => Data.kindOf(other) === "person");
    return [
      back(), title(item.name, [Words.sentence(Words.spaced(item.kind)), item.topic, item.solution].filter(Boolean)),
      section(`Known people (${known.length})`,
        list(known.map(({ who, other, link }) => row(who.name, who.title, Words.counted(link.weight, "touch", "touches"), other)), "Nobody we know.")),
      section("Anonymous visitors", lines([`${readers.length - known.length} of the visitors on the map`])),
    ];
  };

  const VIEWS = { group, person, visitor, surge, content };
  const draw = () => {
    const id = State.now.select;
    const panel = Dom.byId("panel");
    fill(panel, ...(id ? VIEWS[Data.kindOf(id)](Data.itemOf(id)) : account()));
    panel.scrollTop = 0;
    document.body.classList.toggle("selected", id !== null);
  };

  return { draw, ordered };
})();
