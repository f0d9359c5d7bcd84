// title: Who surges elsewhere and has not come to us?
// question: Which units stand at third-party intent alone?
// action: Find out who looks; nobody there knows us yet.
// column: account | web domain
// column: account_name | name of the account
// column: solution | what it is about
// column: rung | quality rung
// column: unit | id of the unit
MATCH (u:DemandUnit {stage: 'active'})-[:AT]->(a:Account)
RETURN a.domain AS account, a.name AS account_name, u.solution AS solution, u.rung AS rung,
  u.id AS unit
ORDER BY u.code DESC, u.id
