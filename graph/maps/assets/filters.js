/* Pure questions about the data: who is there, who passes the filters, what belongs to a choice. */
const Filters = (() => {
  const { page, around, kindOf, itemOf, marksOf } = Data;

  const TIER = { person: "known", visitor: "anonymous", surge: "third_party" };

  /* Seen by the end of the chosen week; the last week shows all, dated or not. */
  const seen = (item, state) =>
    state.week >= State.last || item.first_seen === undefined ||
    (item.first_seen !== null && item.first_seen <= page.weeks[state.week].end);

  /* The ids that a choice brings onto the map although it has no room for them unasked. */
  let memory = { key: [], ids: new Set() };
  const revealed = (state) => {
    const key = [state.select, state.to, state.expand];
    if (key.every((one, n) => one === memory.key[n])) return memory.ids;
    const ids = new Set([state.select, ...state.expand]);
    for (const id of state.expand) for (const { other } of around.get(id) || []) ids.add(other);
    if (state.to) for (const id of Path.between(state.select, state.to) || []) ids.add(id);
    memory = { key, ids };
    return ids;
  };

  /* Whether an item stands on the map now, faded or not. */
  const there = (id, state) => {
    if (kindOf(id) === "group") return true;
    if (!seen(itemOf(id), state)) return false;
    const marks = marksOf.get(id);
    return state.all || (marks !== undefined && !marks[0].more) || revealed(state).has(id);
  };

  const passes = (id, state) => {
    const kind = kindOf(id);
    if (kind === "content") return true;
    if (kind === "group") return !state.roles.size && !state.tiers.size;
    if (state.tiers.size && !state.tiers.has(TIER[kind])) return false;
    if (!state.roles.size) return true;
    return kind === "person" && Past.parts(itemOf(id), state.week).some((part) => state.roles.has(part.role));
  };

  const visible = (id, state) => there(id, state) && passes(id, state);

  /* People of the account, on the map or below it, that pass. */
  const people = (state) =>
    page.people.filter((person) => seen(person, state) && passes(person.id, state));

  /* Everything that lights up with a choice: itself and what it is tied to. */
  const circle = (state) => {
    const id = state.select;
    const kind = kindOf(id);
    if (!kind) return null;
    if (state.to) return new Set(Path.between(id, state.to) || [id, state.to]);
    const found = new Set([id]);
    if (kind === "group") {
      for (const member of Past.members(itemOf(id), state.week)) found.add(member);
      for (const list of ["visitors", "surges"]) {
        for (const item of page[list]) if (item.column === id) found.add(item.id);
      }
      return found;
    }
    for (const { other } of around.get(id) || []) found.add(other);
    if (kind === "surge" && itemOf(id).column !== "lone") {
      found.add(itemOf(id).column);
      for (const member of itemOf(itemOf(id).column).members) found.add(member);
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
    return hits.map((entry, n) => ({ entry, n, rank: rank(entry) }))
      .sort((a, b) => a.rank - b.rank || a.n - b.n).map((hit) => hit.entry.id);
  };

  return { seen, there, revealed, passes, visible, people, circle, search };
})();
