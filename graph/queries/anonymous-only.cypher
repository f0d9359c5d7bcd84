// title: Where is there only anonymous interest?
// question: Which accounts visit our pages on a solution without one known person who does?
// action: Ask who in that account cares about the solution; the visitors will not say.
// parameter: visitors = 2 | least number of anonymous visitors
// column: account | web domain
// column: account_name | name of the account
// column: solution | what they look at
// column: visitors | number of anonymous visitors
// column: views | number of their page views
// column: last | last of these
// column: known_people | known people of the account, who look at other things or nothing
MATCH (v:Visitor)-[:VISITS_FROM]->(a:Account)
OPTIONAL MATCH (v)-[i:IDENTIFIED_AS]->(:Person)
WITH v, a, count(i) AS names
WHERE names = 0
MATCH (v)-[e:ENGAGED]->(c:Content)
WHERE c.solution IS NOT NULL
WITH a, c.solution AS solution, count(DISTINCT v) AS visitors, sum(e.n) AS views,
  max(e.last) AS last
WHERE visitors >= $visitors
WITH a, collect({solution: solution, visitors: visitors, views: views, last: last}) AS looks
OPTIONAL MATCH (a)<-[:WORKS_AT]-(:Person)-[:ENGAGED]->(k:Content)
WITH a, looks, collect(DISTINCT k.solution) AS known
UNWIND looks AS look
WITH a, look.solution AS solution, look.visitors AS visitors, look.views AS views,
  look.last AS last, known
WHERE NOT solution IN known
RETURN a.domain AS account, a.name AS account_name, solution, visitors, views, last,
  coalesce(a.people, 0) AS known_people
ORDER BY visitors DESC, views DESC, account, solution
