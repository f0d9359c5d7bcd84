// title: Where does a whole group read quietly?
// question: Which likely groups have enough people though nobody in them did much?
// action: Speak to them though no lead score of any of them would say so.
// parameter: confidence = 0.5 | least confidence of a group
// parameter: signals = 6 | most signals of any one member, on the solution
// column: account | web domain
// column: account_name | name of the account
// column: solution | what the group looks at
// column: members | number of known members
// column: visitors | number of anonymous visitors beside them
// column: busiest | signals of the busiest member, on the solution
// column: signals | signals of all members, on the solution
// column: quorum | met or possible
// column: confidence | how sure the group is, 0..1
// column: group_id | id of the group
MATCH (g:BuyingGroup)-[:IN_UNIT]->(u:DemandUnit)-[:AT]->(a:Account)
WHERE g.confidence >= $confidence AND g.quorum IN ['met', 'possible'] AND coalesce(a.fit, true)
MATCH (g)<-[:MEMBER_OF]-(p:Person)-[e:ENGAGED]->(c:Content)
WHERE c.solution = u.solution
WITH g, u, a, p, sum(e.n) AS own
WITH g, u, a, max(own) AS busiest, sum(own) AS signals
WHERE busiest <= $signals
RETURN a.domain AS account, a.name AS account_name, u.solution AS solution, g.size AS members,
  coalesce(g.visitors, 0) AS visitors, busiest, signals, g.quorum AS quorum,
  g.confidence AS confidence, g.id AS group_id
ORDER BY confidence DESC, group_id
