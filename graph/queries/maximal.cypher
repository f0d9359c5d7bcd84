// title: Where does all evidence come together?
// question: Which units show third-party intent, anonymous visitors and a credible group at once?
// action: Call these first; speak to the group, not to one lead.
// column: account | web domain
// column: account_name | name of the account
// column: solution | what it is about
// column: confidence | how sure the best candidate is, 0..1
// column: stage | waterfall stage
// column: owner | owner of the unit
// column: unit | id of the unit
MATCH (u:DemandUnit {rung: 'maximal'})-[:AT]->(a:Account)
RETURN a.domain AS account, a.name AS account_name, u.solution AS solution,
  u.confidence AS confidence, u.stage AS stage, u.owner AS owner, u.id AS unit
ORDER BY coalesce(confidence, 0.0) DESC, unit
