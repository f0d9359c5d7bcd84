// title: Who connects two groups?
// question: Which people belong to more than one likely group of their account?
// action: Ask them to introduce one group to the other; they know both decisions.
// parameter: confidence = 0.5 | least confidence of a group
// column: account | web domain
// column: name | full name
// column: email | main e-mail address
// column: title | job title
// column: groups | number of likely groups
// column: solutions | what they look at, the surest group first
// column: roles | the likely role in each, in the same order
// column: confidences | how sure each group is, in the same order
// column: person | id of the person
// column: group_ids | ids of the groups, in the same order
MATCH (g:BuyingGroup)<-[m:MEMBER_OF]-(p:Person)
WHERE g.confidence >= $confidence
WITH p, m, g
ORDER BY g.confidence DESC, g.id
WITH p, collect(g.id) AS group_ids, collect(g.solution) AS solutions,
  collect(coalesce(m.role, 'undetermined')) AS roles, collect(g.confidence) AS confidences
WHERE size(group_ids) > 1
OPTIONAL MATCH (p)-[w:WORKS_AT]->(a:Account)
WHERE w.until IS NULL
WITH p, group_ids, solutions, roles, confidences, min(a.domain) AS account
RETURN account, p.name AS name, p.email AS email, p.title AS title, size(group_ids) AS groups,
  solutions, roles, confidences, p.id AS person, group_ids
ORDER BY groups DESC, confidences[0] DESC, person
