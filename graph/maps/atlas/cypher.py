"""Questions that the atlas asks of the graph: each once, over all accounts."""

ACCOUNTS = """
MATCH (a:Account)
RETURN a.id AS id, a.name AS name, a.domain AS domain, a.industry AS industry,
  a.country AS country, a.employees AS employees, a.fit AS fit, a.people AS people,
  a.visitors AS visitors, a.surges AS surges, a.confidence AS confidence, a.rung AS rung,
  a.stage AS stage
ORDER BY coalesce(a.confidence, -1.0) DESC, id
"""

UNITS = """
MATCH (u:DemandUnit)-[:AT]->(a:Account)
RETURN u.id AS id, a.id AS account, u.solution AS solution, u.stage AS stage, u.rung AS rung,
  u.code AS code, u.confidence AS confidence, u.owner AS owner
ORDER BY coalesce(u.confidence, -1.0) DESC, id
"""

GROUPS = """
MATCH (g:BuyingGroup)-[:IN_UNIT]->(u:DemandUnit)
WHERE g.confidence >= $least
RETURN g.id AS id, u.id AS unit, g.confidence AS confidence, g.quorum AS quorum
ORDER BY confidence DESC, id
"""

MEMBERS = """
MATCH (p:Person)-[m:MEMBER_OF]->(g:BuyingGroup)
WHERE g.confidence >= $least
RETURN g.id AS in_group, p.id AS person, p.name AS name, p.email AS email, m.role AS role,
  m.role_confidence AS role_confidence, m.confidence AS confidence
ORDER BY in_group, coalesce(m.confidence, 0.0) DESC, person
"""

VALUES = """
MATCH (u:DemandUnit)-[:BECAME]->(o:Opportunity)
RETURN u.id AS unit, o.id AS opportunity, o.amount AS amount, o.closed AS closed, o.won AS won
ORDER BY unit, opportunity
"""

WEEKS = """
MATCH (u:DemandUnit)-[:WAS]->(s:Snapshot)
RETURN u.id AS unit, s.at_ts AS at, coalesce(s.dated_stage, s.stage) AS stage
ORDER BY unit, at
"""

SECONDS = """
MATCH (p:Person)<-[:IS_RECORD_OF]-(r:Record)-[s:SECOND_LEAD_OF]->(u:DemandUnit)
RETURN r.id AS record, p.id AS person, p.name AS name, p.email AS email, p.title AS title,
  u.id AS unit, s.classes AS classes, s.reason AS reason, s.words AS words,
  size(coalesce(s.engaged_before, [])) AS before
ORDER BY unit, record
"""

DOUBTFUL = """
MATCH (p:Person)<-[:IS_RECORD_OF]-(r:Record)-[m:MAY_BELONG_TO]->(a:Account)
RETURN r.id AS record, p.name AS name, p.email AS email, r.company AS company,
  a.id AS account, m.method AS method, m.score AS score
ORDER BY coalesce(score, 0.0) DESC, record, account
"""

UNMATCHED = """
MATCH (p:Person)<-[:IS_RECORD_OF]-(:Record)
WITH DISTINCT p
OPTIONAL MATCH (p)-[w:WORKS_AT]->(:Account)
WITH p, count(w) AS jobs
RETURN count(p) AS people, sum(CASE WHEN jobs = 0 THEN 1 ELSE 0 END) AS unmatched
"""

UNKNOWNS = """
MATCH (e:Evidence {section: 'known_unknown'})-[:SUPPORTS]->(u:DemandUnit)
WHERE u.confidence >= $credible
RETURN u.id AS unit, e.fact AS fact, e.p AS share
ORDER BY unit, e.rank, e.id
"""

ASIDE = "MATCH (q:Quarantine) RETURN sum(q.n) AS signals"
