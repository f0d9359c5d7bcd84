// title: Who can take us to the decision maker?
// question: By way of whom does somebody we already know reach the likely decision maker of each group?
// action: Ask the first of the chain for an introduction; a cold call costs more.
// parameter: confidence = 0.5 | least confidence of a group
// column: account | web domain
// column: solution | what the group looks at
// column: decision_maker | name of the likely decision maker
// column: title | job title
// column: role_confidence | how sure that role is, 0..1
// column: through | name of the person we know
// column: through_email | main e-mail address
// column: how_known | contact role on an opportunity of the account, or likely champion of the group
// column: chain | names from that person to the decision maker; neighbours act together
// column: steps | number of introductions
// column: weakest | least affinity on the way, in standard deviations above chance; of equally short ways the firmest is shown
// column: group_id | id of the group
MATCH (d:Person)-[m:MEMBER_OF {role: 'decision_maker'}]->(g:BuyingGroup)
WHERE g.confidence >= $confidence
MATCH (g)-[:IN_UNIT]->(u:DemandUnit)-[:AT]->(a:Account)
WHERE coalesce(a.fit, true)
MATCH (a)<-[w:WORKS_AT]-(s:Person)
WHERE w.until IS NULL AND s.standing IS NULL AND s.id <> d.id
OPTIONAL MATCH (s)-[:INVOLVED_IN]->(o:Opportunity)-[:AT]->(a)
OPTIONAL MATCH (s)-[c:MEMBER_OF {role: 'champion'}]->(g)
WITH d, m, g, u, a, s, count(DISTINCT o) AS deals, count(DISTINCT c) AS leads
WHERE deals > 0 OR leads > 0
MATCH path = allShortestPaths((s)-[:ACTS_WITH*..3]-(d))
WITH d, m, g, u, a, s, CASE WHEN deals > 0 THEN 'contact role' ELSE 'likely champion' END
  AS how_known, [x IN nodes(path) | coalesce(x.name, x.email, x.id)] AS chain,
  [r IN relationships(path) | r.strength] AS strengths,
  reduce(ids = '', x IN nodes(path) | ids + ' ' + x.id) AS way
WITH d, m, g, u, a, s, how_known, chain, way,
  reduce(least = strengths[0], x IN strengths | CASE WHEN x < least THEN x ELSE least END)
    AS weakest
ORDER BY weakest DESC, way
WITH d, m, g, u, a, s, how_known, collect(chain)[0] AS chain, max(weakest) AS weakest
RETURN a.domain AS account, u.solution AS solution, coalesce(d.name, d.email) AS decision_maker,
  d.title AS title, m.role_confidence AS role_confidence, coalesce(s.name, s.email) AS through,
  s.email AS through_email, how_known, chain, size(chain) - 1 AS steps, weakest,
  g.id AS group_id
ORDER BY g.confidence DESC, group_id, d.id, how_known, steps, weakest DESC, s.id
