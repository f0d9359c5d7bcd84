/* The map taken along: a picture, a table. */
const Exports = (() => {
  const { page, layout } = Data;
  const WIDTH = 2600;
  const HEAD = 46;

  const slug = () => Filters.fold(page.account.name).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "account";

  /* A cell that a spreadsheet would run as a formula is shown as text instead. */
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
    return `"${safe.replace(/"/g, '""')}"`;
  };
  const table = () => {
    const heads = ["name", "title", "email", "group", "role", "role_confidence", "membership_confidence", "first_seen", "last_seen"];
    const rows = Panel.ordered(Filters.people(State.now)).map((person) => {
      const part = person.memberships.length ? Data.partOf(person) : null;
      return [person.name, person.title, person.email, part ? Data.itemOf(part.group).title : "",
        part ? part.role : "", part ? part.role_confidence : "", part ? part.confidence : "", person.first_seen, person.last_seen];
    });
    return [heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  };
  const csv = () => Dom.save(new Blob(["\ufeff", table()], { type: "text/csv;charset=utf-8" }), `${slug()}-people.csv`);

  const backdrop = (ctx) => {
    ctx.fillStyle = Paint.colour("map");
    ctx.fillRect(-5000, -5000, layout.width + 10000, layout.height + 10000);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillStyle = Paint.colour("text");
    ctx.font = Paint.font(17, 700);
    Paint.line(ctx, page.account.name, 14, -26, layout.width - 30);
    ctx.fillStyle = Paint.colour("soft");
    ctx.font = Paint.font(11);
    Paint.line(ctx, `${Words.facts(page.account).join(" · ")} · as of ${Words.date(page.as_of)}`, 14, -8, layout.width - 30);
  };

  /* The whole map, drawn once more on a canvas of its own, off the screen. */
  const picture = () => new Promise((done) => {
    const height = Math.round((WIDTH * (layout.height + HEAD)) / layout.width);
    const frame = Dom.el("div", { class: "offscreen", "aria-hidden": "true" });
    frame.style.width = `${WIDTH}px`;
    frame.style.height = `${height}px`;
    document.body.append(frame);
    const { network, repaint } = Scene.build(frame, { ...State.now, hover: null }, backdrop);
    network.moveTo({ position: { x: layout.width / 2, y: (layout.height - HEAD) / 2 }, scale: WIDTH / layout.width, animation: false });
    network.once("afterDrawing", () => setTimeout(() => {
      frame.querySelector("canvas").toBlob((blob) => {
        network.destroy();
        frame.remove();
        done(blob);
      }, "image/png");
    }, 0));
    repaint();
  });
  const png = async () => Dom.save(await picture(), `${slug()}-map.png`);

  return { csv, png, table, picture };
})();
