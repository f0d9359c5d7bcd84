/* The page's data: parsed once, indexed by id. Nothing here touches the document but JSON blocks. */
const Data = (() => {
  const read = (id) => JSON.parse(document.getElementById(`data-${id}`).textContent);
  /* {keys, rows, same} back to a list of objects. */
  const unpack = ({ keys, rows, same }) =>
    rows.map((row) => Object.assign({}, same, Object.fromEntries(keys.map((key, n) => [key, row[n]]))));

  const page = read("page");
  for (const table of ["people", "visitors", "surges", "contents", "weeks"]) page[table] = unpack(page[table]);
  for (const person of page.people) person.lines = person.lines.map((n) => page.phrases[n]);
  const layout = read("layout");
  const nodes = unpack(read("nodes"));
  const options = read("options");

  const byId = new Map();
  const kinds = { people: "person", visitors: "visitor", surges: "surge", contents: "content" };
  for (const [list, kind] of Object.entries(kinds)) {
    for (const item of page[list]) byId.set(item.id, { kind, item });
  }
  for (const item of page.groups) byId.set(item.id, { kind: "group", item });

  /* Marks by number, as their nodes; a person of two groups has one in each. */
  const marks = unpack(layout.marks).map((mark, number) => {
    const { x, y } = nodes[number];
    const [half, top, bottom] = mark.label;
    return { ...mark, id: mark.id || mark.item, number, x, y, label: [x - half, y + top, x + half, y + bottom] };
  });
  layout.marks = marks;
  const marksOf = new Map();
  for (const mark of marks) marksOf.set(mark.item, [...(marksOf.get(mark.item) || []), mark]);
  const columns = new Map(layout.columns.map((column) => [column.id, column]));

  /* Edges between marks; `start` and `end` are the items behind them. */
  const edges = unpack(read("edges")).map((edge) => ({
    ...edge, a: marks[edge.from], b: marks[edge.to], start: marks[edge.from].item, end: marks[edge.to].item,
  }));
  const around = new Map([...byId.keys()].map((id) => [id, []]));
  for (const edge of edges) {
    if (edge.kind === "same") continue;
    around.get(edge.start).push({ other: edge.end, edge });
    around.get(edge.end).push({ other: edge.start, edge });
  }

  const kindOf = (id) => (byId.has(id) ? byId.get(id).kind : null);
  const itemOf = (id) => (byId.has(id) ? byId.get(id).item : null);
  const nameOf = (id) => itemOf(id).name || itemOf(id).title;
  /* A person's part in one group, else in the surest. */
  const partOf = (person, group) =>
    person.memberships.find((part) => part.group === (group || person.column)) || null;
  const inColumn = (list, column) => page[list].filter((item) => item.column === column);
  const ties = (id) =>
    around.get(id).filter(({ edge }) => edge.kind === "acts" || edge.kind === "bridge")
      .sort((a, b) => b.edge.weight - a.edge.weight || (a.other < b.other ? -1 : 1));
  const touches = (id) =>
    around.get(id).filter(({ edge }) => edge.kind === "touch")
      .sort((a, b) => ((b.edge.last || "") < (a.edge.last || "") ? -1 : (b.edge.last || "") > (a.edge.last || "") ? 1 : a.other < b.other ? -1 : 1));

  return {
    page, layout, nodes, edges, options, marks, marksOf, columns, around,
    kindOf, itemOf, nameOf, partOf, inColumn, ties, touches,
  };
})();
