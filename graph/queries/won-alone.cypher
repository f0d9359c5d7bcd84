// title: How often did a single lead suffice?
// question: On how many won opportunities had one known person or none of the account read along before the close?
// action: Where that is rare, hold single leads back until a second person shows; where not, do not.
// column: solution | what was sold
// column: won | number of won opportunities
// column: nobody | won though no known person had read anything on the solution
// column: one | won with one such person
// column: two | won with two
// column: three_or_more | won with three or more
// column: exception_rate | share won with one person or none, 0..1
MATCH (o:Opportunity {won: true})-[:FOR]->(s:Solution)
MATCH (o)-[:AT]->(a:Account)
OPTIONAL MATCH (a)<-[:WORKS_AT]-(p:Person)-[e:ENGAGED]->(c:Content)
WHERE c.solution = s.name AND (o.closes_ts IS NULL OR e.first_ts <= o.closes_ts)
WITH s, o, count(DISTINCT p) AS people
WITH s, count(o) AS won, sum(CASE WHEN people = 0 THEN 1 ELSE 0 END) AS nobody,
  sum(CASE WHEN people = 1 THEN 1 ELSE 0 END) AS one,
  sum(CASE WHEN people = 2 THEN 1 ELSE 0 END) AS two,
  sum(CASE WHEN people > 2 THEN 1 ELSE 0 END) AS three_or_more
RETURN s.name AS solution, won, nobody, one, two, three_or_more,
  toFloat(nobody + one) / won AS exception_rate
ORDER BY solution
