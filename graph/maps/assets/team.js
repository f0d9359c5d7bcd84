/* Who plays which part in a group, who is missing, and who ties groups together. */
const Team = (() => {
  const { page } = Data;

  /* People of a group by role, surest first, as of a week. */
  const holders = (group, role, week) =>
    page.people.filter((person) => (Past.partIn(person, group.id, week) || {}).role === role)
      .sort((a, b) => (Data.partOf(b, group.id).role_confidence || 0) - (Data.partOf(a, group.id).role_confidence || 0));
  const missing = (group, week) =>
    Past.of(group, week) ? Words.TEAM.filter((role) => !holders(group, role, week).length) : [];

  /* People of two groups, then the two ends of every bridge: what links which groups. */
  const links = () => {
    const title = (id) => Data.itemOf(id).title;
    const both = page.people.filter((person) => person.memberships.length > 1)
      .map((person) => ({ id: person.id, text: `in ${person.memberships.map((part) => title(part.group)).join(" and ")}` }));
    const bridges = Data.edges
      .filter((edge) => edge.kind === "bridge" && ![edge.a.column, edge.b.column].includes("lone"))
      .sort((a, b) => b.weight - a.weight || a.id - b.id).slice(0, 6)
      .map((edge) => ({
        id: edge.start, other: edge.end,
        text: `${title(edge.a.column)} with ${Data.nameOf(edge.end)}, ${title(edge.b.column)}`,
      }));
    return { both, bridges };
  };

  return { holders, missing, links };
})();
