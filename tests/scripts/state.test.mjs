import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "./load.mjs";

test("an address brings every choice back", () => {
  const { State } = page();
  const chosen = {
    select: "p:a", to: "p:d", expand: new Set(["p:e", "p:b"]), roles: new Set(["user"]), tiers: new Set(["known"]),
    week: 1, links: true, list: true, all: true, view: [12, -5, 0.75], theme: "dark",
  };
  assert.deepEqual(State.read(`#${State.write(chosen)}`), chosen);
});

test("nothing chosen needs no address", () => {
  const { State } = page();
  assert.equal(State.write(State.now), "");
});

test("what an address does not know, or should not say, is left out", () => {
  const { State } = page();
  const read = State.read("#select=p:nobody&to=p:a&roles=king,user,__proto__&tiers=x&week=99&theme=<b>&view=1,2&expand=zzz&view=a,b,c");
  assert.deepEqual({ ...read, roles: [...read.roles] }, {
    select: null, to: null, expand: new Set(), roles: ["user"], tiers: new Set(), week: State.last,
    links: false, list: false, all: false, view: null, theme: "system",
  });
  assert.equal(State.read("#select=g:1&to=p:a").to, null, "a path begins at a person");
  assert.equal(State.read("#select=p:a&to=p:a").to, null);
});

test("choosing something else ends a path", () => {
  const { State } = page();
  State.set({ select: "p:a" });
  State.set({ to: "p:d" });
  State.set({ select: "p:b" });
  assert.equal(State.now.to, null);
});

test("watchers hear of changes only", () => {
  const { State } = page();
  const heard = [];
  State.watch((names) => heard.push([...names].sort().join()));
  State.set({ select: "p:a" });
  State.set({ select: "p:a", roles: new Set() });
  State.toggle("roles", "user");
  assert.deepEqual(heard, ["select", "roles"]);
});
