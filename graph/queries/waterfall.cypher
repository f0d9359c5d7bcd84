// title: How many units stand at each stage?
// question: How do demand units spread over the stages of the waterfall, per solution?
// action: Compare neighbouring stages; work where most units stop.
// column: stage | waterfall stage
// column: solution | what it is about
// column: units | number of demand units
// column: accounts | number of accounts
MATCH (u:DemandUnit)-[:AT]->(a:Account)
WHERE u.stage IS NOT NULL
WITH u, a, CASE u.stage WHEN 'target' THEN 0 WHEN 'active' THEN 1 WHEN 'engaged' THEN 2
  WHEN 'prioritized' THEN 3 WHEN 'qualified' THEN 4 WHEN 'pipeline' THEN 5
  WHEN 'closed_won' THEN 6 ELSE 7 END AS place
WITH place, u.stage AS stage, u.solution AS solution, count(DISTINCT u) AS units,
  count(DISTINCT a) AS accounts
RETURN stage, solution, units, accounts
ORDER BY place, solution
