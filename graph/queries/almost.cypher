// title: Which units lack one kind of evidence?
// question: Where are two of the three kinds of evidence there, and which is missing?
// action: Look for the missing kind before you call: it costs little and raises the unit to maximal.
// column: account | web domain
// column: account_name | name of the account
// column: solution | what it is about
// column: missing | third_party, anonymous or known
// column: rung | quality rung
// column: confidence | how sure the best candidate is, 0..1
// column: unit | id of the unit
MATCH (u:DemandUnit)-[:AT]->(a:Account)
WHERE u.code IN [3, 5, 6] AND coalesce(a.fit, true)
RETURN a.domain AS account, a.name AS account_name, u.solution AS solution,
  CASE u.code WHEN 3 THEN 'known' WHEN 5 THEN 'anonymous' ELSE 'third_party' END AS missing,
  u.rung AS rung, u.confidence AS confidence, u.id AS unit
ORDER BY coalesce(confidence, 0.0) DESC, unit
