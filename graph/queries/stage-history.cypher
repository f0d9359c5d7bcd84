// title: How did units come to where they stand?
// question: Which units entered another stage in a week, and why?
// action: Look at what was skipped, and at what opened a closed unit again.
// parameter: account = "" | only this account, by web domain; "" is all
// column: week | end of the week
// column: account | web domain
// column: account_name | name of the account
// column: solution | what it is about
// column: before | stage a week earlier
// column: stage | stage entered
// column: why | why it stands there
// column: skipped | stages before it whose test did not hold
// column: recycled | why it was open again after a close
// column: override | who raised a hand, where that alone made it prioritized
// column: unit | id of the unit
MATCH (a:Account)<-[:AT]-(u:DemandUnit)-[:WAS]->(s:Snapshot)
WHERE $account = '' OR a.domain = $account
WITH a, u, collect(s) AS snapshots, count(DISTINCT s.dated_stage) AS stages
WHERE stages > 1
UNWIND snapshots AS s
WITH a, u, s
ORDER BY s.at_ts
WITH a, u, collect(s) AS weeks
UNWIND range(0, size(weeks) - 2) AS i
WITH a, u, weeks[i] AS s, weeks[i + 1] AS t
WHERE t.at_ts = s.at_ts + 604800 AND s.dated_stage IS NOT NULL AND t.dated_stage IS NOT NULL
  AND t.dated_stage <> s.dated_stage AND t.stage <> s.stage
RETURN t.at AS week, a.domain AS account, a.name AS account_name, u.solution AS solution,
  s.stage AS before, t.stage AS stage, t.why AS why, coalesce(t.skipped, []) AS skipped,
  t.recycled AS recycled, t.override AS override, u.id AS unit
ORDER BY t.at_ts DESC, account, solution, unit
