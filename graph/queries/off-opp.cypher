// title: Who takes part in a deal without being on it?
// question: Which likely members of a unit with an open opportunity have no contact role on it?
// action: Add them to the opportunity, and ask what each of them needs to agree.
// parameter: confidence = 0.5 | least confidence of a group
// column: account | web domain
// column: opportunity | name of the opportunity
// column: stage | stage as the CRM has it
// column: name | full name
// column: email | main e-mail address
// column: title | job title
// column: role | likely role
// column: role_confidence | how sure the role is, 0..1
// column: membership | how sure the membership is, 0..1
// column: last_seen | last signal inside the group's window
// column: group_confidence | how sure the group is, 0..1
// column: person | id of the person
// column: opportunity_id | id of the opportunity
MATCH (u:DemandUnit)-[:BECAME]->(o:Opportunity)-[:AT]->(a:Account)
WHERE NOT coalesce(o.closed, false)
MATCH (u)<-[:IN_UNIT]-(g:BuyingGroup)<-[m:MEMBER_OF]-(p:Person)
WHERE g.confidence >= $confidence
OPTIONAL MATCH (p)-[i:INVOLVED_IN]->(o)
WITH a, o, g, m, p, count(i) AS held
WHERE held = 0
RETURN a.domain AS account, o.name AS opportunity, o.stage AS stage, p.name AS name,
  p.email AS email, p.title AS title, m.role AS role, m.role_confidence AS role_confidence,
  m.confidence AS membership, m.last_seen AS last_seen, g.confidence AS group_confidence,
  p.id AS person, o.id AS opportunity_id
ORDER BY group_confidence DESC, opportunity_id, membership DESC, person, g.id
