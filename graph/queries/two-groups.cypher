// title: Which accounts hold more than one likely group?
// question: Where do several groups of one account prepare a purchase, and who is in more than one?
// action: Treat them as separate decisions; the people in both can introduce one to the other.
// parameter: confidence = 0.5 | least confidence of a group
// column: account | web domain
// column: account_name | name of the account
// column: groups | number of likely groups
// column: solutions | what they look at, the surest group first
// column: confidences | how sure each is, in the same order
// column: people | number of distinct members
// column: in_several | names of those in more than one
// column: group_ids | ids of the groups, in the same order
MATCH (g:BuyingGroup)-[:IN_UNIT]->(u:DemandUnit)-[:AT]->(a:Account)
WHERE g.confidence >= $confidence AND coalesce(a.fit, true)
WITH a, g, u
ORDER BY g.confidence DESC, g.id
WITH a, collect(g.id) AS group_ids, collect(u.solution) AS solutions,
  collect(g.confidence) AS confidences
WHERE size(group_ids) > 1
UNWIND group_ids AS group_id
MATCH (m:BuyingGroup {id: group_id})
MATCH (m)<-[:MEMBER_OF]-(p:Person)
WITH a, group_ids, solutions, confidences, p, count(m) AS held
ORDER BY p.name, p.id
WITH a, group_ids, solutions, confidences, count(p) AS people,
  collect(CASE WHEN held > 1 THEN coalesce(p.name, p.id) END) AS in_several
RETURN a.domain AS account, a.name AS account_name, size(group_ids) AS groups, solutions,
  confidences, people, in_several, group_ids
ORDER BY groups DESC, confidences[0] DESC, a.id
