/* On a narrow screen the panel is a sheet at the bottom: low, half, or high. */
const Sheet = (() => {
  const SIZES = ["low", "half", "high"];
  const { byId } = Dom;

  const set = (size) => {
    byId("panel").dataset.sheet = size;
    byId("grip").setAttribute("aria-label", size === "high" ? "Make the details smaller" : "Make the details larger");
    requestAnimationFrame(() => {
      const network = View.network();
      network.setSize("100%", "100%");
      network.redraw();
    });
  };
  const size = () => byId("panel").dataset.sheet || "low";

  const build = () => {
    const grip = byId("grip");
    let from = null;
    grip.addEventListener("pointerdown", (event) => { from = event.clientY; grip.setPointerCapture(event.pointerId); });
    grip.addEventListener("pointerup", (event) => {
      const moved = from === null ? 0 : event.clientY - from;
      from = null;
      const step = moved < -24 ? 1 : moved > 24 ? -1 : 0;
      if (step) set(SIZES[Math.max(0, Math.min(2, SIZES.indexOf(size()) + step))]);
      else set(SIZES[(SIZES.indexOf(size()) + 1) % SIZES.length]);
    });
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 1, ArrowDown: -1, Enter: 1, " ": 1 }[event.key];
      if (!step) return;
      set(SIZES[Math.max(0, Math.min(2, SIZES.indexOf(size()) + step))]);
      event.preventDefault();
    });
    byId("panel").dataset.sheet = State.now.select ? "half" : "low";
    State.watch((names) => {
      if (names.has("select") && State.now.select && size() === "low") set("half");
      if (names.has("select") && !State.now.select) set("low");
    });
  };

  return { build };
})();
