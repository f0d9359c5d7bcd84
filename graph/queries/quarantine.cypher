// title: Which signals were set aside, and why?
// question: Whose signals count for nothing: bots, link scanners, own staff, tests, duplicates?
// action: Look at the greatest; what a person did after all is let in again by [hygiene] allow.
// parameter: reasons = ["own_staff", "test_data", "bot", "link_scanner", "burst", "duplicate_delivery"] | reasons to show
// column: reason | why
// column: who | e-mail address, name or visitor
// column: account | web domain
// column: signals | number of signals
// column: kinds | kinds of signal, sorted
// column: rule | the rule, in words
// column: first | first of them
// column: last | last of them
// column: person | id of the person; null for a visitor
MATCH (q:Quarantine)
WHERE q.reason IN $reasons
OPTIONAL MATCH (q)-[:TAKEN_FROM]->(p:Person)
OPTIONAL MATCH (q)-[:TAKEN_FROM]->(a:Account)
RETURN q.reason AS reason, q.who AS who, a.domain AS account, q.n AS signals, q.kinds AS kinds,
  q.rule AS rule, q.first AS first, q.last AS last, p.id AS person
ORDER BY signals DESC, reason, who
