// Accounts that hold more than one likely buying group
MATCH (a:Account)<-[:AT]-(:DemandUnit)<-[:IN_UNIT]-(g:BuyingGroup)
WHERE g.confidence >= 0.5
WITH a, g ORDER BY g.confidence DESC, g.id
WITH a, collect(g.solution) AS solutions, sum(g.size) AS people
WHERE size(solutions) > 1
RETURN a.name AS account, solutions, people
ORDER BY people DESC, account
