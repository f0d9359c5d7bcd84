import assert from "node:assert/strict";
import { test } from "node:test";
import { load, page } from "./load.mjs";

test("a cell that a spreadsheet would run is text", () => {
  const { Csv } = page();
  for (const bad of ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "\u200b=1", "＝1", "|x", "%x"]) {
    assert.match(Csv.text([[bad]]), /^"'/, JSON.stringify(bad));
  }
  assert.equal(Csv.text([["a\"b", null, 3]]), '"a""b","","3"\r\n');
});

test("the table has a row for each person, with its role of the week", () => {
  const { Tables, Data } = page();
  const rows = Tables.csv(Data.page.people, 2).trimEnd().split("\r\n");
  assert.equal(rows.length, 1 + Data.page.people.length);
  assert.match(rows[4], /^"'=cmd/);
  assert.match(rows[1], /"champion"/);
  assert.match(Tables.csv([Data.page.people[0]], 0), /"",""/, "then nobody's champion yet");
});

test("the graph holds what is kept, its ends and its memberships", () => {
  const { Tables } = page();
  const kept = (id) => id !== "p:e";
  const { nodes, edges } = JSON.parse(Tables.json(kept));
  const ids = new Set(nodes.map((node) => node.id));
  assert.ok(!ids.has("p:e") && ids.has("g:1") && ids.has("c:1"));
  assert.ok(edges.every((edge) => ids.has(edge.source) && ids.has(edge.target)));
  assert.equal(edges.filter((edge) => edge.kind === "member_of").length, 5);
  assert.equal(edges.filter((edge) => edge.kind === "acts_with").length, 3);
});

test("GraphML is text in every place", () => {
  const { Tables, Data } = page();
  Data.page.people[0].name = `</node><script>&"\u0000\ud800\u2028😀`;
  const xml = Tables.graphml(() => true);
  assert.ok(xml.includes("&lt;/node&gt;&lt;script&gt;&amp;&quot;\uFFFD\uFFFD\u2028😀"));
  assert.ok(!xml.includes("<script>"));
  assert.equal(xml.match(/<node /g).length, 9);
});

test("a drawing writes shapes and escapes words", () => {
  const { Tables } = page();
  const { Svg } = load(["svg"], ["Svg"], { Tables });
  const measure = { font: "", measureText: (text) => ({ width: text.length * 10 }) };
  const ctx = Svg.context({}, measure);
  ctx.save();
  ctx.translate(10, 20);
  ctx.scale(2, 2);
  ctx.beginPath();
  ctx.arc(5, 5, 3, 0, 2 * Math.PI);
  ctx.fillStyle = `red"/><script>`;
  ctx.globalAlpha = 0.5;
  ctx.fill();
  ctx.font = "600 13px X";
  ctx.textAlign = "center";
  ctx.fillText("<b>&", 1, 2, 15);
  ctx.restore();
  const text = ctx.document(100, 50, "A <title>", "Inter");
  assert.match(text, /<path d="M26 30C/);
  assert.match(text, /fill-opacity="0.5"/);
  assert.match(text, /font-size="26" font-weight="600" text-anchor="middle" textLength="30"/);
  assert.ok(text.includes("&lt;b&gt;&amp;") && !text.includes("<script>") && !text.includes("A <title>"));
});

test("an outline holds the boxes it is drawn around", () => {
  const { Hull } = page();
  const line = Hull.outline([[0, 0, 40, 40], [100, 200, 140, 260]]);
  const xs = line.map(([x]) => x), ys = line.map(([, y]) => y);
  assert.ok(Math.min(...xs) <= 0 && Math.max(...xs) >= 140 && Math.min(...ys) <= 0 && Math.max(...ys) >= 260);
  assert.deepEqual(Hull.outline([]), []);
});
