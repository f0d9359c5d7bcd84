// title: Which refused leads are worth taking back?
// question: Which disqualified leads belong to a unit that is alive, with a credible group and signals since?
// action: Reopen the lead under its unit's owner; name the colleagues who were there before.
// parameter: credible = 0.2 | least confidence of the unit's best candidate
// parameter: days = 60 | the unit showed a signal this recently, counted back from as-of
// column: account | web domain
// column: unit | demand unit
// column: name | full name
// column: email | main e-mail address
// column: title | job title
// column: status | lead status
// column: reason | reason, grouped
// column: words | the reason field's own words
// column: members | members of the unit's surest group
// column: confidence | how sure that group is, 0..1
// column: last_seen | its last signal
// column: stage | stage of the unit
// column: owner | owner of the unit
// column: record | id of the record
MATCH (c:Coterie {id: 'coterie'})
MATCH (p:Person)<-[:IS_RECORD_OF]-(r:Record)-[s:SECOND_LEAD_OF]->(u:DemandUnit)-[:AT]->(a:Account)
WHERE any(x IN s.classes WHERE x IN ['S1', 'S5']) AND u.confidence >= $credible
  AND coalesce(a.fit, true) AND NOT coalesce(u.stage, '') IN ['closed_won', 'closed_lost']
MATCH (u)<-[:IN_UNIT]-(g:BuyingGroup)
WHERE g.confidence >= $credible
WITH c, p, r, s, u, a, g
ORDER BY g.confidence DESC, g.id
WITH c, p, r, s, u, a, collect(g.size) AS sizes, collect(g.confidence) AS sure,
  collect(g.last_seen) AS seen, max(g.last_seen_ts) AS last
WHERE last >= c.as_of_ts - $days * 86400
RETURN a.domain AS account, u.name AS unit, p.name AS name, p.email AS email, p.title AS title,
  r.status AS status, s.reason AS reason, s.words AS words, sizes[0] AS members,
  sure[0] AS confidence, seen[0] AS last_seen, u.stage AS stage, u.owner AS owner,
  r.id AS record
ORDER BY confidence DESC, unit, record
