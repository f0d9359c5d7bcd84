/* Pure questions about the data: who passes the filters, what belongs to a selection, who is hit. */
const Filters = (() => {
  const { page, around, kindOf, itemOf } = Data;

  const fold = (text) =>
    String(text || "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/ß/g, "ss").replace(/ø/g, "o").replace(/ł/g, "l").replace(/đ/g, "d").trim();

  const TIER = { person: "known", visitor: "anonymous", surge: "third_party" };

  /* Seen by the end of the chosen week; the last week shows all, dated or not. */
  const seen = (item, state) =>
    state.week >= State.last || item.first_seen === undefined ||
    (item.first_seen !== null && item.first_seen <= page.weeks[state.week].end);

  const passes = (id, state) => {
    const kind = kindOf(id);
    if (kind === "content") return true;
    if (kind === "group") return !state.roles.size && !state.tiers.size;
    if (state.tiers.size && !state.tiers.has(TIER[kind])) return false;
    if (!state.roles.size) return true;
    return kind === "person" && itemOf(id).memberships.some((part) => state.roles.has(part.role));
  };

  const visible = (id, state) => seen(itemOf(id), state) && passes(id, state);

  const people = (state) => page.people.filter((person) => visible(person.id, state));

  /* Everything that lights up with a mark: itself and what it is tied to. */
  const circle = (id) => {
    const kind = kindOf(id);
    const found = new Set([id]);
    if (kind === "group") {
      for (const member of itemOf(id).members) found.add(member);
      for (const list of ["visitors", "surges"]) {
        for (const item of page[list]) if (item.column === id) found.add(item.id);
      }
      return found;
    }
    for (const { other } of around.get(id) || []) found.add(other);
    if (kind === "surge" && itemOf(id).column !== "lone") {
      found.add(itemOf(id).column);
      for (const person of page.people) if (person.column === itemOf(id).column) found.add(person.id);
    }
    if (kind === "person") for (const part of itemOf(id).memberships) found.add(part.group);
    if (kind === "visitor") found.add(itemOf(id).column);
    return found;
  };

  const words = (kind, item) => {
    if (kind === "person") {
      const roles = item.memberships.map((part) => Words.ROLES[part.role]);
      return [item.name, item.title, item.email, ...roles];
    }
    if (kind === "group") return [item.title, item.solution];
    return [item.name, item.topic, item.solution, Words.spaced(item.kind)];
  };

  const index = [...page.groups, ...page.people, ...page.surges, ...page.contents].map((item) => {
    const kind = kindOf(item.id);
    const all = words(kind, item).map(fold);
    return { id: item.id, kind, first: all[0], all: all.join(" ") };
  });

  /* Every word of the query must occur; names that begin with the first come first. */
  const search = (query) => {
    const parts = fold(query).split(/\s+/).filter(Boolean);
    if (!parts.length) return [];
    const hits = index.filter((entry) => parts.every((part) => entry.all.includes(part)));
    const starts = (text) => text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(parts[0]));
    const rank = ({ first, all }) =>
      first.startsWith(parts[0]) ? 0 : starts(first) ? 1 : starts(all) ? 2 : 3;
    return hits.map((entry, n) => ({ entry, n }))
      .sort((a, b) => rank(a.entry) - rank(b.entry) || a.n - b.n).map((hit) => hit.entry.id);
  };

  const signals = (state) =>
    page.weeks.slice(0, state.week + 1).reduce((sum, week) => sum + week.signals, 0);

  return { fold, seen, passes, visible, people, circle, search, signals };
})();
