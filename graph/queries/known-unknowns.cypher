// title: What do we not know of the likely groups?
// question: What is unknown, or only estimated, of each unit with a credible candidate?
// action: Ask a human the open question; do not send another asset.
// parameter: credible = 0.2 | confidence from which a candidate counts
// column: account | web domain
// column: solution | what it is about
// column: unknown | what is not known, or the estimate
// column: share | the estimate, where there is one
// column: unit | id of the unit
MATCH (e:Evidence {section: 'known_unknown'})-[:SUPPORTS]->(u:DemandUnit)-[:AT]->(a:Account)
WHERE u.confidence >= $credible
RETURN a.domain AS account, u.solution AS solution, e.fact AS unknown, e.p AS share, u.id AS unit
ORDER BY u.confidence DESC, u.id, e.rank
