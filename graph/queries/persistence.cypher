// title: Which groups last, and which are a flash?
// question: How broad and how lasting is the evidence of each likely group?
// action: Work lasting and broad groups first; ask of a burst what event made it.
// parameter: confidence = 0.5 | least confidence of a group
// column: account | web domain
// column: account_name | name of the account
// column: solution | what it is about
// column: confidence | how sure the group's existence is
// column: active_weeks | weeks in which a member touched the solution
// column: window_weeks | weeks of the evidence window
// column: persistence | active weeks over window weeks
// column: burst | most of its signals came within a few days
// column: tiers | kinds of evidence in its window
// column: seniorities | levels of its members
// column: functions | functions of its members
// column: group | id of the group
MATCH (g:BuyingGroup)-[:IN_UNIT]->(:DemandUnit)-[:AT]->(a:Account)
WHERE g.confidence >= $confidence AND coalesce(a.fit, true)
RETURN a.domain AS account, a.name AS account_name, g.solution AS solution,
  g.confidence AS confidence, g.active_weeks AS active_weeks, g.window_weeks AS window_weeks,
  g.persistence AS persistence, g.burst AS burst, coalesce(g.tiers, []) AS tiers,
  coalesce(g.seniorities, []) AS seniorities, coalesce(g.functions, []) AS functions, g.id AS group
ORDER BY coalesce(persistence, -1.0) DESC, confidence DESC, group
