/* Words and numbers for eyes. */
const Words = (() => {
  const UNKNOWN = "not known yet";
  const ROLES = {
    champion: "Champion", decision_maker: "Decision maker", influencer: "Influencer",
    ratifier: "Ratifier", user: "User", undetermined: "Unclear",
  };
  const TEAM = ["champion", "decision_maker", "influencer", "ratifier", "user"];
  const RUNGS = {
    not_a_candidate: "Not a candidate", aspiring: "Aspiring", good: "Good", excellent: "Excellent",
    very_exciting: "Very exciting", maximal: "Maximal",
  };
  const STAGES = {
    target: "Target", active: "Active", engaged: "Engaged", prioritized: "Prioritized",
    qualified: "Qualified", pipeline: "Pipeline", closed_won: "Closed, won",
    closed_lost: "Closed, lost",
  };
  const QUORUMS = { met: "Quorum met", possible: "Quorum possible", no: "No quorum" };
  const TIERS = {
    known: "Known people", anonymous: "Anonymous visitors", third_party: "Third-party intent",
  };
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

  const say = (table, key, unknown = UNKNOWN) => (key === null || key === undefined ? unknown : table[key] || key);
  /* Nothing inferred is ever called 100 % or 0 %. */
  const percent = (value) => {
    if (value === null) return UNKNOWN;
    if (value > 0.995) return "over 99 %";
    return value > 0 && value < 0.005 ? "under 1 %" : `${Math.round(value * 100)} %`;
  };
  const counted = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
  const people = (n) => counted(n, "person", "people");
  const thousands = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
  const date = (instant) => {
    if (!instant) return UNKNOWN;
    const [year, month, day] = instant.slice(0, 10).split("-").map(Number);
    return `${day} ${MONTHS[month - 1]} ${year}`;
  };
  const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const of = (count, what) =>
    count.shown === count.total ? "" : `Showing ${count.shown} of ${count.total} ${what}.`;
  const fit = (value) =>
    value === null ? "fit not known yet" : value ? "fits our target" : "not a fit: not a candidate";
  const facts = (account) =>
    [
      account.industry || "industry not known yet",
      account.employees === null ? "headcount not known yet" : `${thousands(account.employees)} employees`,
      fit(account.fit),
    ];
  const likely = (part) =>
    part.role === "undetermined"
      ? "Role not clear yet"
      : `Likely ${ROLES[part.role].toLowerCase()} (${percent(part.role_confidence)})`;
  const standing = (group) =>
    group.rung === null && group.stage === null
      ? "Rung and stage not known yet"
      : `${say(RUNGS, group.rung, "Rung not known yet")} · ${say(STAGES, group.stage, "stage not known yet")}`;
  const unlisted = () => `not listed (below ${Math.round(Data.page.list_confidence * 100)} %)`;
  const spaced = (text) => (text || "").replace(/_/g, " ");

  return {
    UNKNOWN, ROLES, TEAM, RUNGS, STAGES, QUORUMS, TIERS, say, percent, counted, people, thousands, date,
    sentence, of, facts, likely, standing, unlisted, spaced,
  };
})();
