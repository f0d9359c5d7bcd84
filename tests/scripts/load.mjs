/* Modules of the page in Node: the same files that a page holds, with data of our own. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ASSETS = fileURLToPath(new URL("../../graph/maps/assets/", import.meta.url));
const source = (name) => readFileSync(`${ASSETS}${name}.js`, "utf8");

/* Run modules one after the other, over given globals, and hand out the names asked for. */
export const load = (modules, wanted, globals = {}) => {
  const text = `"use strict";\n${modules.map(source).join("\n")}\nreturn { ${wanted.join(", ")} };`;
  return new Function(...Object.keys(globals), text)(...Object.values(globals));
};

const person = (id, name, parts = [], first = "2026-01-05T00:00:00Z") => ({
  id, name, title: "Manager", email: `${id}@x.example`, column: parts.length ? parts[0][0] : "lone",
  memberships: parts.map(([group, role]) => ({ group, role, role_confidence: 0.7, confidence: 0.8 })),
  first_seen: first, last_seen: "2026-02-20T00:00:00Z", touched: 0,
});

/* A small account: two groups, one person in both, a chain of ties, one content, one stranger. */
export const account = () => {
  const groups = [
    { id: "g:1", title: "Data platform", solution: "Data platform", confidence: 0.9, stage: "engaged", rung: "maximal",
      quorum: "met", members: ["p:a", "p:b", "p:c"] },
    { id: "g:2", title: "Security", solution: "Security", confidence: 0.6, stage: "active", rung: "good",
      quorum: "no", members: ["p:c", "p:d"] },
  ];
  const people = [
    person("p:a", "Ana Łukasz", [["g:1", "champion"]]),
    person("p:b", "José Gómez", [["g:1", "user"]], "2026-01-12T00:00:00Z"),
    person("p:c", "Cem Işık", [["g:1", "influencer"], ["g:2", "champion"]]),
    person("p:d", "=cmd|'/c calc'!A1", [["g:2", "user"]], "2026-02-10T00:00:00Z"),
    person("p:e", "Eve Lone"), person("p:f", "Far Away"),
  ];
  const contents = [{ id: "c:1", name: "Guide & <FAQ>", kind: "guide", topic: "data", solution: null, people: 2, visitors: 0 }];
  const weeks = ["2026-01-10", "2026-01-31", "2026-02-28"].map((day) => ({ start: day, end: `${day}T00:00:00Z`, signals: 1 }));
  const past = (at, members, more) => ({ at, stage: "active", rung: "good", code: 1, quorum: "no", confidence: 0.4, members, ...more });
  const history = [{ group: "g:1", weeks: [past("2026-01-10T00:00:00Z", []), past("2026-01-31T00:00:00Z", ["p:a", "p:b"])] }];
  const page = { account: { id: "a", name: "Acme" }, as_of: weeks[2].end, list_confidence: 0.5, evidence_days: 90,
    groups, people, visitors: [], surges: [], contents, weeks, history };

  const places = [["p:a", "g:1"], ["p:b", "g:1"], ["p:c", "g:1"], ["p:c", "g:2"], ["p:d", "g:2"], ["p:e", "lone"], ["p:f", "lone"], ["c:1", ""]];
  const marks = places.map(([item, column], number) => ({
    id: number === 3 ? "p:c@g:2" : item, item, kind: item[0] === "p" ? "person" : "content", column, number,
    x: number * 50, y: column === "" ? 400 : 100, more: item === "p:f" }));
  const line = (id, from, to, kind, weight, more = {}) => ({ id, from, to, kind, weight, shared: 1, last: "2026-02-01", quiet: false,
    a: marks[from], b: marks[to], start: marks[from].item, end: marks[to].item, ...more });
  const edges = [line(0, 0, 1, "acts", 5), line(1, 1, 2, "acts", 2), line(2, 3, 4, "acts", 3, { quiet: true }),
    line(3, 2, 3, "same", 0), line(4, 4, 7, "touch", 1), line(5, 5, 7, "touch", 2), line(6, 5, 6, "acts", 1)];

  const byId = new Map();
  for (const [list, kind] of [[people, "person"], [contents, "content"], [groups, "group"]]) {
    for (const item of list) byId.set(item.id, { kind, item });
  }
  const around = new Map([...byId.keys()].map((id) => [id, []]));
  for (const edge of edges) {
    if (edge.kind === "same") continue;
    around.get(edge.start).push({ other: edge.end, edge });
    around.get(edge.end).push({ other: edge.start, edge });
  }
  const marksOf = new Map();
  for (const mark of marks) marksOf.set(mark.item, [...(marksOf.get(mark.item) || []), mark]);
  return {
    page, marks, marksOf, edges, around, layout: {},
    kindOf: (id) => byId.get(id)?.kind ?? null, itemOf: (id) => byId.get(id)?.item ?? null,
    nameOf: (id) => byId.get(id).item.name || byId.get(id).item.title,
    partOf: (one, group) => one.memberships.find((part) => part.group === (group || one.column)) || null,
    inColumn: (list, column) => page[list].filter((item) => item.column === column),
  };
};

/* Everything that decides, over the small account. */
export const page = () => {
  const globals = { Data: account(), location: { hash: "", pathname: "/", search: "" }, history: { replaceState: () => {} } };
  return { ...globals, ...load(["fold", "words", "state", "past", "path", "filters", "team", "csv", "tables", "hull"],
    ["fold", "Words", "State", "Past", "Path", "Filters", "Team", "Csv", "Tables", "Hull"], globals) };
};
