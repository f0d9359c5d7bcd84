// title: How far do units get, how fast, and for how much?
// question: Of the units that stand at a stage or beyond, how many stand further?
// action: Mend the step that keeps the fewest; units are counted, never leads.
// parameter: solution = "" | only this solution, by its key; "" is all
// column: stage | waterfall stage; closed is won or lost
// column: reached | units that stand here or further
// column: onward | units that stand further; of closed: won
// column: conversion | onward over reached; null without any
// column: here | units that stand here now
// column: weeks | mean weeks spent here in the evidence window, of units with snapshots
// column: amount | amounts of the opportunities of units that stand here
OPTIONAL MATCH (u:DemandUnit)
WHERE u.stage IS NOT NULL AND ($solution = '' OR u.solution = $solution)
OPTIONAL MATCH (u)-[:BECAME]->(o:Opportunity)
WITH u, sum(o.amount) AS amount
OPTIONAL MATCH (u)-[:WAS]->(s:Snapshot)
WITH u, amount, CASE u.stage WHEN 'target' THEN 0 WHEN 'active' THEN 1 WHEN 'engaged' THEN 2
  WHEN 'prioritized' THEN 3 WHEN 'qualified' THEN 4 WHEN 'pipeline' THEN 5 ELSE 6 END AS own,
  collect(CASE s.dated_stage WHEN 'target' THEN 0 WHEN 'active' THEN 1 WHEN 'engaged' THEN 2
  WHEN 'prioritized' THEN 3 WHEN 'qualified' THEN 4 WHEN 'pipeline' THEN 5 WHEN 'closed_won' THEN 6
  WHEN 'closed_lost' THEN 6 ELSE -1 END) AS places
UNWIND range(0, 6) AS place
WITH place, u, amount, own, size([p IN places WHERE p = place]) AS spent
WITH place,
  sum(CASE WHEN u IS NOT NULL AND own >= place THEN 1 ELSE 0 END) AS reached,
  sum(CASE WHEN u IS NOT NULL AND (own > place OR (place = 6 AND u.stage = 'closed_won'))
    THEN 1 ELSE 0 END) AS onward,
  sum(CASE WHEN u IS NOT NULL AND own = place THEN 1 ELSE 0 END) AS here,
  sum(spent) AS weeks, sum(CASE WHEN spent > 0 THEN 1 ELSE 0 END) AS stayed,
  sum(CASE WHEN own = place THEN amount ELSE 0 END) AS amount
RETURN CASE place WHEN 0 THEN 'target' WHEN 1 THEN 'active' WHEN 2 THEN 'engaged'
  WHEN 3 THEN 'prioritized' WHEN 4 THEN 'qualified' WHEN 5 THEN 'pipeline' ELSE 'closed' END AS stage,
  reached, onward, CASE WHEN reached > 0 THEN 1.0 * onward / reached ELSE null END AS conversion,
  here, CASE WHEN stayed > 0 THEN 1.0 * weeks / stayed ELSE null END AS weeks, amount
ORDER BY place
