import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./load.mjs";

test("the shortest way goes over people who act together", () => {
  const { Path } = page();
  assert.deepEqual(Path.between("p:a", "p:c"), ["p:a", "p:b", "p:c"]);
  assert.deepEqual(Path.between("p:a", "p:d"), ["p:a", "p:b", "p:c", "p:d"], "quiet ties count");
});

test("without such people it goes over shared content, and says nothing where there is no way", () => {
  const { Path, Data } = page();
  assert.deepEqual(Path.between("p:d", "p:e"), ["p:d", "c:1", "p:e"]);
  Data.around.set("p:f", []);
  for (const [id, near] of Data.around) Data.around.set(id, near.filter(({ other }) => other !== "p:f"));
  assert.equal(Path.between("p:a", "p:f"), null);
});

test("of two equally short ways the one over stronger ties", () => {
  const { Path } = page();
  const ways = { a: [["weak", 1], ["strong", 9]], weak: [["z", 1]], strong: [["z", 2]], z: [] };
  const next = (id) => ways[id].map(([other, weight]) => ({ other, weight }));
  assert.deepEqual(Path.shortest("a", "z", next), ["a", "strong", "z"]);
  assert.deepEqual(Path.shortest("a", "a", next), ["a"]);
});
