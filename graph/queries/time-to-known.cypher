// title: How long was the dark funnel?
// question: How many days lay between a unit's first evidence and the first known person?
// action: Where many days are usual, act on evidence and do not wait for a form.
// parameter: solution = "" | only this solution, by its key; "" is all
// column: account | web domain
// column: account_name | name of the account
// column: solution | what it is about
// column: first_evidence | first intent surge or anonymous visit on the solution
// column: first_known | first act of a known person; null while nobody is known
// column: dark_days | days between these, or until as-of while nobody is known
// column: left_censored | it may have begun before the data do, so count the days as a least
// column: stage | waterfall stage
// column: unit | id of the unit
MATCH (u:DemandUnit)-[:AT]->(a:Account)
WHERE u.dark_days IS NOT NULL AND coalesce(a.fit, true)
  AND ($solution = '' OR u.solution = $solution)
RETURN a.domain AS account, a.name AS account_name, u.solution AS solution,
  u.first_evidence AS first_evidence, u.first_known AS first_known, u.dark_days AS dark_days,
  u.left_censored AS left_censored, u.stage AS stage, u.id AS unit
ORDER BY dark_days DESC, unit
