// title: Which open deals hang on one person?
// question: Which open opportunities have one contact role or none, and who else of the account reads along?
// action: Bring the others in before the one person leaves, or is overruled.
// parameter: roles = 1 | most contact roles
// column: account | web domain
// column: opportunity | name of the opportunity
// column: stage | stage as the CRM has it
// column: amount | amount, in the currency of the source
// column: roles | number of people with a contact role
// column: others | number of likely members of the unit's groups without a role
// column: names | their names, the surest first
// column: unit | id of the demand unit; null where the opportunity is of no solution
// column: opportunity_id | id of the opportunity
MATCH (o:Opportunity)-[:AT]->(a:Account)
WHERE NOT coalesce(o.closed, false)
OPTIONAL MATCH (r:Person)-[:INVOLVED_IN]->(o)
WITH o, a, count(DISTINCT r) AS roles
WHERE roles <= $roles
OPTIONAL MATCH (u:DemandUnit)-[:BECAME]->(o)
OPTIONAL MATCH (u)<-[:IN_UNIT]-(g:BuyingGroup)<-[m:MEMBER_OF]-(p:Person)
WHERE g.confidence >= 0.2
OPTIONAL MATCH (p)-[i:INVOLVED_IN]->(o)
WITH o, a, roles, u, p, max(m.confidence) AS sure, count(i) AS held
ORDER BY sure DESC, p.id
WITH o, a, roles, u,
  collect(CASE WHEN p IS NOT NULL AND held = 0 THEN coalesce(p.name, p.email, p.id) END) AS names
RETURN a.domain AS account, o.name AS opportunity, o.stage AS stage, o.amount AS amount, roles,
  size(names) AS others, names, u.id AS unit, o.id AS opportunity_id
ORDER BY others DESC, coalesce(amount, 0.0) DESC, opportunity_id
