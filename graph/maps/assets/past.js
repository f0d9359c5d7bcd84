/* Groups as they stood in an earlier week, after the weekly snapshots of the graph. */
const Past = (() => {
  const { page } = Data;
  const present = (week) => week >= State.last || !page.history.length;
  const byGroup = new Map();
  for (const entry of page.history) byGroup.set(entry.group, entry.weeks);

  /* The latest snapshot of a group at or before the end of a week; null before the first. */
  const snapshot = (group, week) => {
    const weeks = byGroup.get(group.id);
    if (!weeks) return undefined;
    const end = page.weeks[week].end;
    return weeks.filter((one) => one.at <= end).pop() || null;
  };

  /* What is known of a group in a week: itself now, the snapshot then, null before there was one.
     A group without snapshots is told as it is now. */
  const of = (group, week) => {
    if (present(week)) return group;
    const then = snapshot(group, week);
    if (then === undefined) return group;
    return then && then.members.length ? { ...group, ...then } : null;
  };
  const members = (group, week) => (of(group, week) || { members: [] }).members;
  const partIn = (person, group, week) => {
    const part = Data.partOf(person, group);
    if (!part || present(week)) return part;
    return members(Data.itemOf(group), week).includes(person.id) ? part : null;
  };
  const parts = (person, week) =>
    present(week) ? person.memberships
      : person.memberships.filter((part) => members(Data.itemOf(part.group), week).includes(person.id));

  /* What is different now, as sentences per group. */
  const changes = (group, week) => {
    const then = of(group, week);
    if (then === group) return [];
    if (!then) return ["was no likely group yet"];
    const told = [];
    const differs = (name, words, title) => {
      if (then[name] !== group[name]) told.push(`${title}: ${Words.say(words, then[name])} → ${Words.say(words, group[name])}`);
    };
    differs("stage", Words.STAGES, "Stage");
    differs("rung", Words.RUNGS, "Rung");
    differs("quorum", Words.QUORUMS, "Quorum");
    if (Words.percent(then.confidence) !== Words.percent(group.confidence)) {
      told.push(`Confidence: ${Words.percent(then.confidence)} → ${Words.percent(group.confidence)}`);
    }
    const names = (ids) => ids.map((id) => Data.nameOf(id)).join(", ");
    const joined = group.members.filter((id) => Data.kindOf(id) && !then.members.includes(id));
    const left = then.members.filter((id) => Data.kindOf(id) && !group.members.includes(id));
    if (joined.length) told.push(`Joined since: ${names(joined)}`);
    if (left.length) told.push(`No longer in it: ${names(left)}`);
    return told;
  };

  return { of, members, partIn, parts, changes, present };
})();
