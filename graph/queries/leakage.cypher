// title: To whom does our content leak?
// question: Which people who will not buy (rivals, partners, students, press) read what we publish?
// action: Leave them out of the count; ask what a rival reads most, and whom a partner reads for.
// parameter: signals = 1 | least number of signals
// column: standing | non-buyer class
// column: name | full name
// column: email | main e-mail address
// column: title | job title
// column: account | web domain of the account they work at, where there is one
// column: signals | number of signals
// column: contents | number of distinct contents
// column: solutions | solutions that they touched, sorted
// column: last | last signal
// column: basis | asserted (coterie.toml) or inferred
// column: rule | what says so
// column: p | how sure an inferred one is, 0..1
// column: person | id of the person
MATCH (p:Person)
WHERE p.standing IN ['competitor', 'partner', 'consultant', 'student', 'press', 'job_seeker']
MATCH (p)-[e:ENGAGED]->(c:Content)
WITH p, e, c
ORDER BY c.solution
WITH p, sum(e.n) AS signals, count(c) AS contents, collect(DISTINCT c.solution) AS solutions,
  max(e.last) AS last
WHERE signals >= $signals
OPTIONAL MATCH (p)-[w:WORKS_AT]->(a:Account)
WHERE w.until IS NULL
RETURN p.standing AS standing, p.name AS name, p.email AS email, p.title AS title,
  a.domain AS account, signals, contents, solutions, last, p.standing_basis AS basis,
  p.standing_rule AS rule, p.standing_p AS p, p.id AS person
ORDER BY signals DESC, standing, person
