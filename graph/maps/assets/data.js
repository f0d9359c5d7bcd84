/* The page's data: parsed once, indexed by id. Nothing here touches the document but JSON blocks. */
const Data = (() => {
  const read = (id) => JSON.parse(document.getElementById(`data-${id}`).textContent);
  const page = read("page");
  const layout = read("layout");
  const nodes = read("nodes");
  const edges = read("edges");
  const options = read("options");

  const byId = new Map();
  const kinds = { people: "person", visitors: "visitor", surges: "surge", contents: "content" };
  for (const [list, kind] of Object.entries(kinds)) {
    for (const item of page[list]) byId.set(item.id, { kind, item });
  }
  for (const item of page.groups) byId.set(item.id, { kind: "group", item });
  const marks = new Map(layout.marks.map((mark) => [mark.id, mark]));
  const columns = new Map(layout.columns.map((column) => [column.id, column]));

  const around = new Map([...byId.keys()].map((id) => [id, []]));
  page.links.forEach((link, index) => {
    around.get(link.start).push({ other: link.end, link, index });
    around.get(link.end).push({ other: link.start, link, index });
  });

  const kindOf = (id) => (byId.has(id) ? byId.get(id).kind : null);
  const itemOf = (id) => (byId.has(id) ? byId.get(id).item : null);
  /* The membership that a person's mark stands for: that of the column it is drawn in. */
  const partOf = (person, group) =>
    person.memberships.find((part) => part.group === (group || person.column)) || null;
  const roleOf = (person) => (person.memberships.length ? partOf(person).role : null);
  const inColumn = (list, column) => page[list].filter((item) => item.column === column);

  return {
    page, layout, nodes, edges, options, marks, columns, around,
    kindOf, itemOf, partOf, roleOf, inColumn,
  };
})();
