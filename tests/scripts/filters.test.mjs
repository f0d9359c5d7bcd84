import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./load.mjs";

const ids = (people) => people.map((one) => one.id);

test("nothing chosen shows everybody; what has no room is not there unasked", () => {
  const { Filters, State } = page();
  assert.deepEqual(ids(Filters.people(State.now)), ["p:a", "p:b", "p:c", "p:d", "p:e", "p:f"]);
  assert.equal(Filters.there("p:f", State.now), false);
  assert.equal(Filters.there("p:f", { ...State.now, all: true }), true);
});

test("expanding a mark brings its neighbours onto the map, and folding takes them off", () => {
  const { Filters, State } = page();
  State.toggle("expand", "p:e");
  assert.equal(Filters.there("p:f", State.now), true);
  State.toggle("expand", "p:e");
  assert.equal(Filters.there("p:f", State.now), false);
});

test("roles and tiers filter; a person counts with every role it holds", () => {
  const { Filters, State } = page();
  assert.deepEqual(ids(Filters.people({ ...State.now, roles: new Set(["champion"]) })), ["p:a", "p:c"]);
  assert.deepEqual(ids(Filters.people({ ...State.now, roles: new Set(["champion", "user"]) })), ["p:a", "p:b", "p:c", "p:d"]);
  assert.deepEqual(Filters.people({ ...State.now, tiers: new Set(["anonymous"]) }), []);
  assert.equal(Filters.passes("c:1", { ...State.now, roles: new Set(["champion"]) }), true);
});

test("a week hides who was not seen yet and who was no member yet", () => {
  const { Filters, State, Past, Data } = page();
  const then = { ...State.now, week: 0 };
  assert.deepEqual(ids(Filters.people(then)), ["p:a", "p:c", "p:e", "p:f"]);
  assert.equal(Past.of(Data.page.groups[0], 0), null);
  assert.deepEqual(Past.members(Data.page.groups[0], 1), ["p:a", "p:b"]);
  assert.deepEqual(ids(Filters.people({ ...then, week: 1, roles: new Set(["influencer"]) })), []);
});

test("what changed is told in words", () => {
  const { Past, Data } = page();
  const [first, second] = Data.page.groups;
  assert.deepEqual(Past.changes(first, 0), ["was no likely group yet"]);
  assert.deepEqual(Past.changes(first, 1), [
    "Stage: Active → Engaged", "Rung: Good → Maximal", "Quorum: No quorum → Quorum met",
    "Confidence: 40 % → 90 %", "Joined since: Cem Işık",
  ]);
  assert.deepEqual(Past.changes(second, 0), [], "a group without snapshots is told as it is now");
});

test("search knows no accents and no case, and wants every word", () => {
  const { Filters } = page();
  for (const query of ["lukasz", "ŁUKASZ ana", "jose gomez", "gómez"]) assert.equal(Filters.search(query).length, 1, query);
  assert.deepEqual(Filters.search("isik"), ["p:c"]);
  assert.deepEqual(Filters.search("decision"), []);
  assert.deepEqual(Filters.search("  "), []);
  assert.deepEqual(Filters.search("champion").sort(), ["p:a", "p:c"]);
});

test("a choice lights what it is tied to", () => {
  const { Filters, State } = page();
  const lit = (select, to = null) => [...Filters.circle({ ...State.now, select, to })].sort();
  assert.equal(Filters.circle(State.now), null);
  assert.deepEqual(lit("p:b"), ["g:1", "p:a", "p:b", "p:c"]);
  assert.deepEqual(lit("g:2"), ["g:2", "p:c", "p:d"]);
  assert.deepEqual(lit("p:a", "p:d"), ["p:a", "p:b", "p:c", "p:d"]);
});

test("missing roles and links between groups", () => {
  const { Team, State, Data } = page();
  assert.deepEqual(Team.missing(Data.page.groups[0], State.last), ["decision_maker", "ratifier"]);
  assert.deepEqual(Team.links().both, [{ id: "p:c", text: "in Data platform and Security" }]);
});
