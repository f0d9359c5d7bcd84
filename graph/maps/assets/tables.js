/* The map as tables and graphs for other programs: CSV, GraphML, JSON. All of it is text. */
const Tables = (() => {
  const { page } = Data;

  const HEADS = ["name", "title", "email", "group", "role", "role_confidence", "membership_confidence", "first_seen", "last_seen"];
  const csv = (people, week) => {
    const rows = people.map((person) => {
      const part = Past.parts(person, week)[0];
      return [person.name, person.title, person.email, part ? Data.itemOf(part.group).title : "",
        part ? part.role : "", part ? part.role_confidence : "", part ? part.confidence : "", person.first_seen, person.last_seen];
    });
    return Csv.text([HEADS, ...rows]);
  };

  /* Nodes and edges of what passes the filters, as plain objects. */
  const LISTS = [["groups", "group"], ["people", "person"], ["visitors", "visitor"], ["surges", "surge"], ["contents", "content"]];
  const graph = (keep) => {
    const nodes = LISTS.flatMap(([list, kind]) =>
      page[list].filter((item) => keep(item.id)).map((item) => ({
        id: item.id, kind, name: item.name || item.title, title: kind === "person" ? item.title : null,
        email: item.email ?? null, solution: item.solution ?? null, confidence: item.confidence ?? null,
        rung: item.rung ?? null, stage: item.stage ?? null, first_seen: item.first_seen ?? null, last_seen: item.last_seen ?? null,
      })));
    const known = new Set(nodes.map((node) => node.id));
    const members = page.people.filter((person) => known.has(person.id)).flatMap((person) =>
      person.memberships.filter((part) => known.has(part.group)).map((part) => ({
        source: person.id, target: part.group, kind: "member_of", weight: part.confidence, role: part.role, role_confidence: part.role_confidence, last: null })));
    const links = Data.edges.filter((edge) => edge.kind !== "same" && known.has(edge.start) && known.has(edge.end)).map((edge) => ({
      source: edge.start, target: edge.end, kind: edge.kind === "touch" ? "engaged" : "acts_with", weight: edge.weight, role: null, role_confidence: null, last: edge.last }));
    return { nodes, edges: [...members, ...links] };
  };

  const json = (keep) =>
    JSON.stringify({ account: page.account, as_of: page.as_of, ...graph(keep) }, null, 1);

  /* XML 1.0 knows no control characters and no halves of pairs. */
  const xml = (value) =>
    String(value).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
      .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  const data = (row, keys) =>
    keys.filter((key) => row[key] !== null).map((key) => `<data key="${key}">${xml(row[key])}</data>`).join("");
  const NUMBERS = new Set(["confidence", "weight", "role_confidence"]);
  const NODE = ["kind", "name", "title", "email", "solution", "confidence", "rung", "stage", "first_seen", "last_seen"];
  const EDGE = ["kind", "weight", "role", "role_confidence", "last"];
  const graphml = (keep) => {
    const { nodes, edges } = graph(keep);
    const key = (name, scope, id) =>
      `<key id="${id}" for="${scope}" attr.name="${name}" attr.type="${NUMBERS.has(name) ? "double" : "string"}"/>`;
    const edgeKeys = EDGE.map((name) => `e_${name}`);
    const renamed = (edge) => Object.fromEntries(EDGE.map((name) => [`e_${name}`, edge[name]]));
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
      ...NODE.map((name) => key(name, "node", name)), ...EDGE.map((name) => key(name, "edge", `e_${name}`)),
      `<graph id="G" edgedefault="undirected">`,
      ...nodes.map((node) => `<node id="${xml(node.id)}">${data(node, NODE)}</node>`),
      ...edges.map((edge, n) => `<edge id="e${n}" source="${xml(edge.source)}" target="${xml(edge.target)}">${data(renamed(edge), edgeKeys)}</edge>`),
      "</graph>", "</graphml>", "",
    ].join("\n");
  };

  return { csv, json, graphml, graph, xml };
})();
