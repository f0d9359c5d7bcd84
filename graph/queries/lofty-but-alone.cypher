// title: Which lofty titles stand alone?
// question: Who has a senior title and signals of their own, but belongs to no credible group?
// action: Do not pass them on for their title; look for colleagues who care about the same thing.
// parameter: seniorities = ["cxo", "owner", "partner", "vp"] | levels that count as lofty
// parameter: credible = 0.2 | confidence from which a group is credible
// parameter: signals = 1 | least number of signals of the person
// column: name | full name
// column: email | main e-mail address
// column: title | job title
// column: seniority | level read from the title
// column: account | web domain
// column: signals | number of signals
// column: solutions | what they were about, sorted
// column: last | last signal
// column: person | id of the person
MATCH (p:Person)
WHERE p.seniority IN $seniorities
OPTIONAL MATCH (p)-[:MEMBER_OF]->(g:BuyingGroup)
WHERE g.confidence >= $credible
WITH p, count(g) AS credible_groups
WHERE credible_groups = 0
MATCH (p)-[e:ENGAGED]->(c:Content)
WITH p, e, c
ORDER BY c.solution
WITH p, sum(e.n) AS signals, collect(DISTINCT c.solution) AS solutions, max(e.last) AS last
WHERE signals >= $signals
OPTIONAL MATCH (p)-[w:WORKS_AT]->(a:Account)
WHERE w.until IS NULL
RETURN p.name AS name, p.email AS email, p.title AS title, p.seniority AS seniority,
  a.domain AS account, signals, solutions, last, p.id AS person
ORDER BY signals DESC, person, account
