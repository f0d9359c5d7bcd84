/* The time strip: signals per week, and people first seen up to the chosen week. */
const Timeline = (() => {
  const { page } = Data;
  const { el, byId, fill } = Dom;
  let timer = null;

  const build = () => {
    const most = Math.max(1, ...page.weeks.map((week) => week.signals));
    fill(byId("bars"), ...page.weeks.map((week) => {
      const bar = el("i", { title: `${Words.date(week.end)}: ${Words.counted(week.signals, "signal")}` });
      bar.style.height = `${Math.max(4, Math.round((week.signals / most) * 100))}%`;
      return bar;
    }));
    const slider = byId("week");
    slider.max = String(State.last);
    slider.disabled = page.weeks.length < 2;
    slider.addEventListener("input", () => { stop(); State.set({ week: Number(slider.value) }); });
    byId("play").disabled = slider.disabled;
    byId("play").addEventListener("click", () => (timer ? stop() : play()));
    byId("bars").title = "Strong signals, and first and last touches of a content, per week";
  };

  const play = () => {
    if (State.now.week >= State.last) State.set({ week: Math.max(0, page.weeks.findIndex((week) => week.signals > 0)) });
    byId("play").textContent = "❚❚";
    byId("play").setAttribute("aria-label", "Stop");
    timer = setInterval(() => {
      if (State.now.week >= State.last) return stop();
      return State.set({ week: State.now.week + 1 });
    }, 350);
  };
  const stop = () => {
    if (timer) clearInterval(timer);
    timer = null;
    byId("play").textContent = "▶";
    byId("play").setAttribute("aria-label", "Play the weeks");
  };

  const step = (by) => { stop(); State.set({ week: Math.max(0, Math.min(State.last, State.now.week + by)) }); };

  const draw = () => {
    const week = page.weeks[State.now.week];
    const seen = page.people.filter((person) => Filters.seen(person, State.now)).length;
    const groups = page.groups.map((group) => Past.of(group, State.now.week)).filter(Boolean);
    const members = new Set(groups.flatMap((group) => group.members.filter((id) => Data.kindOf(id) && Filters.seen(Data.itemOf(id), State.now)))).size;
    byId("week").value = String(State.now.week);
    [...byId("bars").children].forEach((bar, n) => bar.classList.toggle("later", n > State.now.week));
    byId("when-date").textContent = week ? Words.date(week.end) : "No dates yet";
    byId("when-count").textContent = `${seen} people known${page.groups.length ? `, ${members} in groups` : ""}`;
    byId("week").setAttribute("aria-valuetext", `${byId("when-date").textContent}: ${byId("when-count").textContent}`);
  };

  return { build, draw, stop, step, toggle: () => (timer ? stop() : play()) };
})();
