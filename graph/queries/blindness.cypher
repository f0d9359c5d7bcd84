// title: Where are we blind to groups?
// question: Which gaps in our own data keep groups from being seen, and who falls into each?
// action: Mend the greatest gap first; each row is one thing that a person can put right.
// parameter: gaps = ["lead_without_account", "deal_without_roles", "engaged_without_deal", "sessions_without_group", "no_title", "several_owners"] | gaps to show
// parameter: roles = 1 | most contact roles of an open opportunity that counts as a gap
// parameter: visitors = 3 | least anonymous visitors on a solution, where no credible group is seen
// column: gap | which gap
// column: account | web domain, where there is one
// column: what | whom or what it concerns
// column: detail | what is missing, in words
// column: n | how many: records, roles, groups, visitors, people or owners
// column: id | id of the record, opportunity, person, account or unit
CALL () {
  MATCH (r:Record)-[:IS_RECORD_OF]->(p:Person)
  WHERE 'lead_without_account' IN $gaps AND r.match_method IS NULL AND p.standing IS NULL
  RETURN 'lead_without_account' AS gap, null AS account, coalesce(r.name, r.email, r.id) AS what,
    'matched to no account: ' + coalesce(r.company, 'no company given') AS detail, 1 AS n,
    r.id AS id
  UNION ALL
  MATCH (o:Opportunity)-[:AT]->(a:Account)
  WHERE 'deal_without_roles' IN $gaps AND NOT coalesce(o.closed, false)
  OPTIONAL MATCH (p:Person)-[:INVOLVED_IN]->(o)
  WITH o, a, count(DISTINCT p) AS n
  WHERE n <= $roles
  RETURN 'deal_without_roles' AS gap, a.domain AS account, coalesce(o.name, o.id) AS what,
    'open opportunity, too few contact roles' AS detail, n, o.id AS id
  UNION ALL
  MATCH (g:BuyingGroup)<-[:MEMBER_OF]-(p:Person)
  WHERE 'engaged_without_deal' IN $gaps AND g.confidence >= 0.2
  OPTIONAL MATCH (p)-[i:INVOLVED_IN]->(:Opportunity)
  WITH p, count(DISTINCT g) AS n, count(i) AS deals
  WHERE deals = 0
  OPTIONAL MATCH (p)-[w:WORKS_AT]->(a:Account)
  WHERE w.until IS NULL
  WITH p, n, min(a.domain) AS account
  RETURN 'engaged_without_deal' AS gap, account, coalesce(p.name, p.email, p.id) AS what,
    'likely member of a group, on no opportunity' AS detail, n, p.id AS id
  UNION ALL
  MATCH (u:DemandUnit)-[:AT]->(a:Account)
  WHERE 'sessions_without_group' IN $gaps AND coalesce(u.confidence, 0.0) < 0.2
  MATCH (a)<-[:VISITS_FROM]-(v:Visitor)-[:ENGAGED]->(c:Content)
  WHERE c.solution = u.solution
  WITH u, a, count(DISTINCT v) AS n
  WHERE n >= $visitors
  RETURN 'sessions_without_group' AS gap, a.domain AS account, u.name AS what,
    'anonymous visitors on the solution, no credible group' AS detail, n, u.id AS id
  UNION ALL
  MATCH (g:BuyingGroup)<-[:MEMBER_OF]-(p:Person)
  WHERE 'no_title' IN $gaps AND g.confidence >= 0.2
    AND coalesce(p.seniority, 'unknown') = 'unknown' AND coalesce(p.function, 'unknown') = 'unknown'
  WITH p, count(DISTINCT g) AS n
  OPTIONAL MATCH (p)-[w:WORKS_AT]->(a:Account)
  WHERE w.until IS NULL
  WITH p, n, min(a.domain) AS account
  RETURN 'no_title' AS gap, account, coalesce(p.name, p.email, p.id) AS what,
    'title tells nothing: ' + coalesce(p.title, 'none') AS detail, n, p.id AS id
  UNION ALL
  MATCH (u:DemandUnit)-[:AT]->(a:Account)
  WHERE 'several_owners' IN $gaps AND u.confidence >= 0.2
  MATCH (u)<-[:IN_UNIT]-(:BuyingGroup)<-[:MEMBER_OF]-(:Person)<-[:IS_RECORD_OF]-(r:Record)
  MATCH (r)-[:OWNED_BY]->(o:User)
  WITH u, a, o
  ORDER BY o.name, o.id
  WITH u, a, collect(DISTINCT coalesce(o.name, o.email, o.id)) AS owners
  WHERE size(owners) > 1
  RETURN 'several_owners' AS gap, a.domain AS account, u.name AS what,
    'split over ' + reduce(text = owners[0], x IN tail(owners) | text + ', ' + x) AS detail,
    size(owners) AS n, u.id AS id
}
RETURN gap, account, what, detail, n, id
ORDER BY gap, n DESC, id
