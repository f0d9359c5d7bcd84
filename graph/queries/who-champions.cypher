// title: Who are the likely champions?
// question: In every likely buying group, who seems to rally the others, and how sure is that?
// action: Speak to the champion first, and ask who else must agree.
// parameter: confidence = 0.5 | least confidence of a group
// column: account | web domain
// column: account_name | name of the account
// column: solution | what the group looks at
// column: champion | name of the likely champion
// column: email | main e-mail address
// column: title | job title
// column: role_confidence | how sure the role is, 0..1
// column: group_confidence | how sure the group is, 0..1
// column: others | number of other members
// column: reasons | why this role, strongest first
// column: group_id | id of the group
MATCH (p:Person)-[m:MEMBER_OF {role: 'champion'}]->(g:BuyingGroup)
WHERE g.confidence >= $confidence
MATCH (g)-[:IN_UNIT]->(u:DemandUnit)-[:AT]->(a:Account)
WHERE coalesce(a.fit, true)
RETURN a.domain AS account, a.name AS account_name, u.solution AS solution, p.name AS champion,
  p.email AS email, p.title AS title, m.role_confidence AS role_confidence,
  g.confidence AS group_confidence, g.size - 1 AS others, m.reasons AS reasons, g.id AS group_id
ORDER BY group_confidence DESC, group_id, role_confidence DESC, p.id
