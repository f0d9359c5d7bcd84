// title: Why is this unit, group or person what it is?
// question: Which lines of the ledger speak for one demand unit, group or person, named by its id?
// action: Open the facts behind a number before you act on it; 'coterie why' adds what was read.
// parameter: id = "" | id of a demand unit, buying group or person
// column: section | what the line is about
// column: fact | what is known, in words
// column: weight | log-likelihood ratio in nats, where there is one
// column: basis | observed, inferred or asserted
// column: rule | rule that made an inference
// column: p | probability that the rule gives
// column: said_by | who asserted it
// column: at | when it happened
CALL () {
  MATCH (:DemandUnit {id: $id})<-[s:SUPPORTS]-(e:Evidence)
  RETURN e, s
  UNION ALL
  MATCH (:BuyingGroup {id: $id})<-[s:SUPPORTS]-(e:Evidence)
  RETURN e, s
  UNION ALL
  MATCH (:Person {id: $id})<-[s:SUPPORTS]-(e:Evidence)
  RETURN e, s
}
RETURN e.section AS section, e.fact AS fact, e.weight AS weight, s.basis AS basis, e.rule AS rule,
  e.p AS p, e.said_by AS said_by, e.at AS at
ORDER BY section, e.rank, e.id
