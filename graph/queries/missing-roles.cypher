// title: Which voices are missing from the likely groups?
// question: In which likely groups is nobody seen as decision maker, ratifier or champion?
// action: Ask a member who decides, and who must sign; do not wait until they click.
// parameter: confidence = 0.5 | least confidence of a group
// parameter: roles = ["champion", "decision_maker", "ratifier"] | roles that a group needs
// column: account | web domain
// column: account_name | name of the account
// column: solution | what the group looks at
// column: missing | roles that no member is likely to hold, in the order of the parameter
// column: seen | roles that members are likely to hold, sorted
// column: undetermined | members whose role is not known; any may be one of the missing
// column: members | number of members
// column: stage | stage of the unit
// column: confidence | how sure the group is, 0..1
// column: group_id | id of the group
MATCH (g:BuyingGroup)-[:IN_UNIT]->(u:DemandUnit)-[:AT]->(a:Account)
WHERE g.confidence >= $confidence AND coalesce(a.fit, true)
MATCH (g)<-[m:MEMBER_OF]-(p:Person)
WITH g, u, a, m
ORDER BY m.role
WITH g, u, a, collect(DISTINCT m.role) AS roles,
  sum(CASE WHEN coalesce(m.role, 'undetermined') = 'undetermined' THEN 1 ELSE 0 END)
    AS undetermined
WITH g, u, a, undetermined, [x IN $roles WHERE NOT x IN roles] AS missing,
  [x IN roles WHERE x <> 'undetermined'] AS seen
WHERE size(missing) > 0
RETURN a.domain AS account, a.name AS account_name, u.solution AS solution, missing, seen,
  undetermined, g.size AS members, u.stage AS stage, g.confidence AS confidence, g.id AS group_id
ORDER BY confidence DESC, group_id
