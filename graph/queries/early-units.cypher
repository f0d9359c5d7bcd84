// title: Where does interest show before any lead?
// question: Which units have intent or anonymous evidence while no hand was raised, nobody met us, no lead was accepted and no deal was made?
// action: Find out who looks, by a human question, before a form tells you.
// parameter: solution = "" | only this solution, by its key; "" is all
// column: account | web domain
// column: account_name | name of the account
// column: solution | what it is about
// column: rung | quality rung
// column: code | evidence code: 1 third-party, 2 own-site anonymous, 4 known people
// column: first_evidence | first intent surge or anonymous visit on the solution
// column: dark_days | days without a known person so far, or until the first one
// column: left_censored | it may have begun before the data do
// column: known | whether a known person has come to us
// column: unit | id of the unit
MATCH (u:DemandUnit {early: true})-[:AT]->(a:Account)
WHERE $solution = '' OR u.solution = $solution
RETURN a.domain AS account, a.name AS account_name, u.solution AS solution, u.rung AS rung,
  u.code AS code, u.first_evidence AS first_evidence, u.dark_days AS dark_days,
  u.left_censored AS left_censored, u.first_known IS NOT NULL AS known, u.id AS unit
ORDER BY code DESC, dark_days DESC, unit
