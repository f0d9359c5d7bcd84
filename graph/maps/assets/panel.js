/* The panel beside the map: what is known about the account, or about what is selected. */
const Panel = (() => {
  const { page } = Data;
  const { el, fill } = Dom;
  const { section, row, list, lines, tag, title, back, button } = Cards;
  const now = State.now;

  const account = () => {
    const groups = page.groups.length
      ? page.groups.map(Cards.group)
      : [el("p", { class: "soft", text: page.analyzed
        ? "No group of people was found acting together on one solution. Nobody here qualifies yet."
        : "Groups have not been looked for yet: run coterie analyze." })];
    const shown = Filters.people(now);
    return [
      title(page.account.name, Words.facts(page.account)),
      el("p", { class: "soft", text: now.week === State.last ? `As of ${Words.date(page.as_of)}` : `As it stood on ${Words.date(page.weeks[now.week].end)}` }),
      changes(page.groups),
      section("Buying groups", ...groups),
      linking(),
      everybody(ordered(shown)),
      unshown(), keys(),
    ];
  };

  /* A long list is drawn in part: it would cost more than the map. */
  const FIRST = 40;
  let whole = false;
  const everybody = (people) =>
    section(`All people (${people.length})`,
      list((whole ? people : people.slice(0, FIRST)).map(Cards.person), page.people.length ? "Nobody passes the filters." : "Nobody is known here yet."),
      whole || people.length <= FIRST ? null
        : button(`Show all ${people.length}`, () => { whole = true; draw(); }));

  const changes = (groups) => {
    if (now.week === State.last) return null;
    const date = page.weeks[now.week].end;
    const told = groups.flatMap((group) => Past.changes(group, now.week).map((text) => (groups.length > 1 ? `${group.title}: ${text}` : text)));
    const later = page.people.filter((person) => !Filters.seen(person, now));
    const names = later.slice(0, 5).map((person) => person.name).join(", ");
    if (later.length && groups.length !== 1) told.push(`${Words.people(later.length)} first seen since: ${names}${later.length > 5 ? " and others" : ""}`);
    return section(`What changed since ${Words.date(date)}`, lines(told, "Nothing that is known."));
  };

  const linking = () => {
    if (page.groups.length < 2) return null;
    const { both, bridges } = Team.links();
    return section("Who links groups",
      list([...both, ...bridges].map(({ id, text }) => row(Data.nameOf(id), text, null, id)), "Nobody that is known."));
  };

  const unshown = () => {
    const notes = [Words.of(page.known, "known people: members, then the most engaged"),
      Words.of(page.anonymous, "anonymous visitors"), Words.of(page.intent, "surging topics"),
      Words.of(page.shelf, "contents")].filter(Boolean);
    const below = Data.marks.filter((mark) => mark.more).length;
    if (!notes.length && !below) return null;
    return section("What is not on the map",
      notes.length ? lines(notes) : null,
      below ? button(now.all ? "Show the map only" : `Show ${below} more below the map`, () => State.set({ all: !now.all }), now.all) : null);
  };

  const keys = () =>
    el("details", { class: "keys" }, el("summary", { text: "Keys" }),
      el("dl", {}, ...Keys.HELP.flatMap(([key, text]) => [el("dt", { text: key }), el("dd", { text })])));

  const ordered = (people) => {
    const place = new Map(page.groups.map((group, n) => [group.id, n]));
    const key = (person) => (person.memberships.length ? place.get(person.column) : 99);
    const sure = (person) => (person.memberships.length ? Data.partOf(person).confidence || 0 : 0);
    return [...people].sort((a, b) => key(a) - key(b) || sure(b) - sure(a) || (a.id < b.id ? -1 : 1));
  };

  const team = (group) =>
    section("Decision team",
      el("dl", { class: "team" }, ...Words.TEAM.flatMap((role) => {
        const names = Team.holders(group, role, now.week).map((person) =>
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
        tier("Third-party intent", surges, `surging topics, ${page.evidence_days} days: good`),
        tier("Anonymous, our site", visitors, "visitors on this solution: excellent"),
        tier("Known people", group.members.length, "acting together: very exciting")));
  };

  const group = (item) => {
    const then = Past.of(item, now.week);
    if (!then) {
      return [back(), title(item.title, `No likely group yet on ${Words.date(page.weeks[now.week].end)}`), changes([item])];
    }
    return [
      back(),
      title(item.title, `Latent buying group${item.listed ? "" : `, ${Words.unlisted()}`}`),
      el("p", { class: "tags" }, tag(Words.say(Words.RUNGS, then.rung, "Rung not known yet")),
        tag(Words.say(Words.STAGES, then.stage, "Stage not known yet")),
        tag(Words.say(Words.QUORUMS, then.quorum, "Quorum not known yet"))),
      Dom.bar(then.confidence, "Confidence that the group exists"),
      el("p", { class: "soft", text: `Confidence ${Words.percent(then.confidence)} that this group exists · seen ${Words.date(item.first_seen)} to ${Words.date(item.last_seen)}` }),
      changes([item]), team(item), evidence(then), section("Why we think so", lines(item.reasons)),
      section("Known unknowns", lines(item.unknowns)),
      section(`Members (${then.members.length})`,
        list(then.members.map((id) => Data.itemOf(id)).filter(Boolean).map((person) => {
          const part = Data.partOf(person, item.id);
          return row(person.name, person.title, part ? `${Words.ROLES[part.role]}, ${Words.percent(part.confidence)}` : "Then a member", person.id);
        }), "Nobody.")),
    ];
  };

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
    const ties = Data.ties(item.id);
    return section(`Connected people (${ties.length})`,
      list(ties.map(({ other, edge }) => row(Data.nameOf(other), Data.itemOf(other).title, edge.shared ? `${edge.shared} shared` : null, other)),
        "Nobody acts together with this person."));
  };

  const contact = (item) =>
    el("p", { class: "soft", text: [item.email, item.function && item.function !== "unknown" ? Words.sentence(Words.spaced(item.function)) : null,
      `seen ${Words.date(item.first_seen)} to ${Words.date(item.last_seen)}`].filter(Boolean).join(" · ") });

  /* What can be done with a mark: find a way, bring its neighbours onto the map. */
  const acts = (item) => {
    const open = now.expand.has(item.id);
    const hidden = Data.around.get(item.id).some(({ other, edge }) => edge.quiet || edge.kind === "touch" || !Filters.there(other, { ...now, expand: new Set() }));
    return el("p", { class: "acts" },
      Data.kindOf(item.id) === "person"
        ? button(now.picking ? "Now choose the other person" : "Find a path to …", () => View.pick(), now.picking) : null,
      hidden || open ? button(open ? "Fold neighbours" : "Expand neighbours", () => State.toggle("expand", item.id), open) : null);
  };

  const person = (item) => [
    back(), title(item.name, item.title || "Title not known yet"),
    ...(item.memberships.length
      ? item.memberships.map((part) => membership(part, item.memberships.length > 1))
      : [el("p", { class: "tags" }, tag("No buying group")), section("Why this lead does not qualify", lines(item.lines))]),
    contact(item), acts(item), connections(item), Cards.touches(item),
  ];

  const path = () => {
    const way = Path.between(now.select, now.to);
    const [one, other] = [Data.nameOf(now.select), Data.nameOf(now.to)];
    if (!way) return [back(), title("No path", `Nothing that is known ties ${one} to ${other}.`)];
    const steps = way.slice(1).map((id, n) => {
      const { edge } = Data.around.get(way[n]).find((step) => step.other === id);
      const told = edge.kind === "touch"
        ? `${Words.counted(edge.weight, "touch", "touches")}, last ${Words.date(edge.last)}`
        : `act together${edge.shared ? `, ${edge.shared} shared` : ""}`;
      return row(Data.nameOf(id), told, `step ${n + 1}`, id);
    });
    return [
      back(), title(`${one} to ${other}`, `Shortest path: ${Words.counted(way.length - 1, "step")}`),
      section("From the first to the last", list([row(one, Data.itemOf(now.select).title, "start", now.select), ...steps], "")),
      el("p", { class: "soft", text: way.some((id) => Data.kindOf(id) === "content") ? "No chain of people who act together; this one goes through shared content." : "Every step is two people who act together." }),
    ];
  };

  const visitor = (item) => [
    back(), title("Anonymous visitor", item.solution ? `Mostly on ${item.solution}` : "On none of our solutions"),
    el("p", { class: "soft", text: `${Words.counted(item.sessions ?? item.touched, "session")} · seen ${Words.date(item.first_seen)} to ${Words.date(item.last_seen)}` }),
    section("Who it is", lines(["Not known yet: a browser from this account, no name behind it."])),
    acts(item), Cards.touches(item),
  ];

  const surge = (item) => [
    back(), title(item.name, item.solution ? `Third-party intent on ${item.solution}` : "Third-party intent on none of our solutions"),
    section("What was seen", lines([
      `Highest topic score ${Math.round(item.score)} of 100; 60 and more is a surge`,
      `${Words.counted(item.weeks, "surging week")} in the last ${page.evidence_days} days, ${Words.date(item.first_seen)} to ${Words.date(item.last_seen)}`,
      item.weeks < 2 ? "One week alone happens at most accounts and proves little" : "More than one week: worth a look",
    ])),
  ];

  const content = (item) => {
    const readers = Data.touches(item.id);
    const known = readers.filter(({ other }) => Data.kindOf(other) === "person");
    return [
      back(), title(item.name, [Words.sentence(Words.spaced(item.kind)), item.topic, item.solution].filter(Boolean)),
      acts(item),
      section(`Known people (${item.people})`,
        list(known.map(({ other, edge }) => row(Data.nameOf(other), Data.itemOf(other).title, `${Words.counted(edge.weight, "touch", "touches")}, ${Words.date(edge.last)}`, other)), "Nobody we know.")),
      section("Anonymous visitors", lines([`${item.visitors} of the visitors on the map`])),
    ];
  };

  const VIEWS = { group, person, visitor, surge, content };
  let drawn = "";
  const draw = () => {
    const id = now.select;
    const panel = Dom.byId("panel");
    const what = `${id} ${now.to}`;
    const held = panel.contains(document.activeElement) ? document.activeElement.textContent : null;
    fill(panel, ...(now.to ? path() : id ? VIEWS[Data.kindOf(id)](Data.itemOf(id)) : account()));
    if (what !== drawn) panel.scrollTop = 0; // asks for a layout, so only where something new stands
    drawn = what;
    document.body.classList.toggle("selected", id !== null);
    if (held !== null) ([...panel.querySelectorAll("button")].find((one) => one.textContent === held) || panel.querySelector("h2")).focus({ preventScroll: true });
  };

  return { draw, ordered };
})();
