/* The map taken along: pictures, tables, graphs. */
const Exports = (() => {
  const { page, layout } = Data;
  const WIDTH = 2600;
  const HEAD = 46;
  const KINDS = {
    png: "Picture of the whole map", svg: "Drawing that stays sharp", csv: "People who pass the filters",
    graphml: "Graph for Gephi, yEd, Neo4j", json: "Nodes and edges as data",
  };
  const MIME = { csv: "text/csv", svg: "image/svg+xml", graphml: "application/xml", json: "application/json" };

  const slug = () => fold(page.account.name).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "account";
  const keep = (id) => Filters.visible(id, State.now) || Filters.people(State.now).some((person) => person.id === id);

  const size = () => (State.now.all ? [layout.width, layout.height] : layout.core);
  const backdrop = (ctx) => {
    const [wide, high] = size();
    ctx.fillStyle = Paint.colour("map");
    ctx.fillRect(-40, -HEAD - 40, wide + 80, high + HEAD + 80);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillStyle = Paint.colour("text");
    ctx.font = Paint.font(17, 700);
    Paint.line(ctx, page.account.name, 14, -26, wide - 30);
    ctx.fillStyle = Paint.colour("soft");
    ctx.font = Paint.font(11);
    Paint.line(ctx, `${Words.facts(page.account).join(" · ")} · as of ${Words.date(page.as_of)}`, 14, -8, wide - 30);
  };

  /* The whole map, drawn once more off the screen; `read` takes from it what is wanted. */
  const drawn = (width, prepare, read) => new Promise((done) => {
    const [wide, high] = size();
    const frame = Dom.el("div", { class: "offscreen", "aria-hidden": "true" });
    frame.style.width = `${width}px`;
    frame.style.height = `${Math.round((width * (high + HEAD)) / wide)}px`;
    document.body.append(frame);
    const { network, repaint } = Scene.build(frame, { ...State.now, hover: null }, backdrop);
    const context = prepare(frame.querySelector("canvas"));
    network.moveTo({ position: { x: wide / 2, y: (high - HEAD) / 2 }, scale: width / wide, animation: false });
    network.once("afterDrawing", () => setTimeout(async () => {
      const result = await read(frame, context);
      network.destroy();
      frame.remove();
      done(result);
    }, 0));
    repaint();
  });
  const picture = () => drawn(WIDTH, () => null, (frame) =>
    new Promise((done) => { frame.querySelector("canvas").toBlob(done, "image/png"); }));
  const drawing = () => drawn(Math.round(size()[0]), (canvas) => {
    const context = Svg.context(canvas, document.createElement("canvas").getContext("2d"));
    canvas.getContext = () => context; // from here on the library draws into text
    return context;
  }, (frame, context) => context.document(frame.clientWidth, frame.clientHeight, `${page.account.name}: who is buying, and who is missing`, Paint.FONT));

  const text = async (kind) => {
    if (kind === "svg") return drawing();
    if (kind === "csv") return Tables.csv(Panel.ordered(Filters.people(State.now)), State.now.week);
    return Tables[kind](keep);
  };
  const save = async (kind) => {
    const content = kind === "png" ? await picture()
      : new Blob(kind === "csv" ? ["\ufeff", await text(kind)] : [await text(kind)], { type: `${MIME[kind]};charset=utf-8` });
    Dom.save(content, `${slug()}-${kind === "csv" ? "people" : "map"}.${kind}`);
  };

  return { KINDS, save, text, picture };
})();
