// Accounts that hold more than one likely buying group
MATCH (a:Account)<-[:AT]-(:DemandUnit)<-[:IN_UNIT]-(g:BuyingGroup)<-[:MEMBER_OF]-(p:Person)
WHERE g.confidence >= 0.5
WITH a, g, p ORDER BY g.confidence DESC, g.id
WITH a, collect(DISTINCT g.solution) AS solutions, count(DISTINCT p) AS people
WHERE size(solutions) > 1
RETURN a.name AS account, solutions, people
ORDER BY people DESC, account
