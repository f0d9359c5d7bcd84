// title: Who gorges on content without a group?
// question: Who read most, across all we have, though nobody credible reads along?
// action: Leave them to read; a student, a writer or a rival reads a lot too.
// parameter: signals = 15 | least number of signals
// parameter: contents = 8 | least number of distinct contents
// parameter: credible = 0.2 | confidence from which a group is credible
// column: name | full name
// column: email | main e-mail address
// column: title | job title
// column: account | web domain
// column: signals | number of signals
// column: contents | number of distinct contents
// column: solutions | solutions that they touched, sorted
// column: last | last signal
// column: standing | non-buyer class, where there is one
// column: person | id of the person
MATCH (p:Person)
WHERE COUNT { (p)-[:ENGAGED]->() } >= $contents
MATCH (p)-[e:ENGAGED]->(:Content)
WITH p, sum(e.n) AS signals, count(e) AS contents, max(e.last) AS last
WHERE signals >= $signals AND contents >= $contents
OPTIONAL MATCH (p)-[:MEMBER_OF]->(g:BuyingGroup)
WHERE g.confidence >= $credible
WITH p, signals, contents, last, count(g) AS credible_groups
WHERE credible_groups = 0
MATCH (p)-[:ENGAGED]->(c:Content)
WITH DISTINCT p, signals, contents, last, c.solution AS solution
ORDER BY solution
WITH p, signals, contents, last, collect(solution) AS solutions
OPTIONAL MATCH (p)-[w:WORKS_AT]->(a:Account)
WHERE w.until IS NULL
RETURN p.name AS name, p.email AS email, p.title AS title, a.domain AS account, signals,
  contents, solutions, last, p.standing AS standing, p.id AS person
ORDER BY signals DESC, contents DESC, person, account
