"""Questions that maps ask of the graph, for one account or many; one text for both engines.

``$accounts`` are ids of accounts; every row but the stamp names its own as ``account``. Touches
come in no order: there are many, and who chooses among them sorts them.
"""

_EACH = "UNWIND $accounts AS wanted MATCH (a:Account {id: wanted})"

STAMP = """
MATCH (c:Coterie)
RETURN c.as_of AS as_of, c.as_of_ts AS as_of_ts, c.analyzed AS analyzed,
  c.list_confidence AS list_confidence, c.evidence_days AS evidence_days
"""

ACCOUNT = f"""
{_EACH}
RETURN a.id AS id, a.name AS name, a.domain AS domain, a.industry AS industry,
  a.country AS country, a.employees AS employees, a.fit AS fit, a.rung AS rung,
  a.stage AS stage, a.confidence AS confidence, a.id AS account
"""

GROUPS = f"""
{_EACH}<-[:AT]-(u:DemandUnit)<-[:IN_UNIT]-(g:BuyingGroup)
RETURN g.id AS id, g.solution AS solution, g.confidence AS confidence, g.rung AS rung,
  g.stage AS stage, g.quorum AS quorum, g.code AS code, g.visitors AS visitors,
  g.reasons AS reasons, g.first_seen AS first_seen, g.last_seen AS last_seen, a.id AS account
ORDER BY g.confidence DESC, g.id
"""

MEMBERS = f"""
{_EACH}<-[:AT]-(u:DemandUnit)<-[:IN_UNIT]-(g:BuyingGroup)<-[m:MEMBER_OF]-(p:Person)
RETURN g.id AS group_id, p.id AS person, m.role AS role, m.role_confidence AS role_confidence,
  m.runner_up AS runner_up, m.confidence AS confidence, m.reasons AS reasons,
  m.grounds AS grounds, a.id AS account
ORDER BY m.confidence DESC, p.id, g.id
"""

PEOPLE = f"""
{_EACH}<-[w:WORKS_AT]-(p:Person)
WHERE w.until IS NULL
RETURN p.id AS id, p.name AS name, p.email AS email, p.title AS title,
  p.seniority AS seniority, p.function AS function, p.standing AS standing,
  p.first_seen AS first_seen, p.last_seen AS last_seen, p.last_seen_ts AS last_seen_ts,
  a.id AS account
ORDER BY p.id
"""

MEMBER_PEOPLE = f"""
{_EACH}<-[:AT]-(u:DemandUnit)<-[:IN_UNIT]-(g:BuyingGroup)<-[m:MEMBER_OF]-(p:Person)
RETURN DISTINCT p.id AS id, p.name AS name, p.email AS email, p.title AS title,
  p.seniority AS seniority, p.function AS function, p.standing AS standing,
  p.first_seen AS first_seen, p.last_seen AS last_seen, p.last_seen_ts AS last_seen_ts,
  a.id AS account
ORDER BY p.id
"""

LEADS = f"""
{_EACH}<-[:AT]-(u:DemandUnit)<-[l:LEAD_IN]-(p:Person)
RETURN p.id AS person, u.solution AS solution, l.score AS score, l.rung AS rung, a.id AS account
ORDER BY p.id, l.score DESC, u.solution
"""

PERSON_TOUCHES = f"""
{_EACH}<-[w:WORKS_AT]-(p:Person)-[e:ENGAGED]->(c:Content)
RETURN p.id AS actor, c.id AS content, c.title AS title, c.url AS url, c.kind AS kind,
  c.topic AS topic, c.solution AS solution, e.n AS n, e.first_ts AS first_ts,
  e.last AS last, e.last_ts AS last_ts, a.id AS account
"""

VISITORS = f"""
{_EACH}<-[r:VISITS_FROM]-(v:Visitor)
RETURN v.id AS id, v.sessions AS sessions, v.first_seen AS first_seen,
  v.last_seen AS last_seen, v.last_seen_ts AS last_seen_ts, a.id AS account
ORDER BY v.id
"""

IDENTIFIED = f"""
{_EACH}<-[r:VISITS_FROM]-(v:Visitor)-[i:IDENTIFIED_AS]->(p:Person)
RETURN DISTINCT v.id AS id, a.id AS account
ORDER BY v.id
"""

VISITOR_TOUCHES = f"""
{_EACH}<-[r:VISITS_FROM]-(v:Visitor)-[e:ENGAGED]->(c:Content)
RETURN v.id AS actor, c.id AS content, c.title AS title, c.url AS url, c.kind AS kind,
  c.topic AS topic, c.solution AS solution, e.n AS n, e.first_ts AS first_ts,
  e.last AS last, e.last_ts AS last_ts, a.id AS account
"""

INTENT = f"""
{_EACH}-[:EMITTED]->(s:Signal)-[:ABOUT]->(t:Topic)
WHERE s.kind = 'intent'
OPTIONAL MATCH (t)-[:PART_OF]->(o:Solution)
RETURN t.id AS topic, t.name AS name, o.name AS solution, s.id AS signal, s.score AS score,
  s.at AS at, s.at_ts AS at_ts, a.id AS account
ORDER BY t.id, s.at_ts, s.id, o.name
"""

SIGNALS = f"""
{_EACH}<-[w:WORKS_AT]-(p:Person)-[:EMITTED]->(s:Signal)
WHERE s.kind <> 'page_view'
RETURN s.id AS id, p.id AS person, s.kind AS kind, s.label AS label, s.at AS at,
  s.at_ts AS at_ts, a.id AS account
ORDER BY s.at_ts, s.id, p.id
"""

TIES = f"""
{_EACH}<-[w:WORKS_AT]-(p:Person)-[t:ACTS_WITH]->(q:Person)
RETURN p.id AS one, q.id AS other, t.strength AS strength, t.shared AS shared,
  a.id AS account
ORDER BY p.id, q.id
"""

UNKNOWNS = f"""
{_EACH}<-[:AT]-(u:DemandUnit)<-[:SUPPORTS]-(e:Evidence)
WHERE e.section = 'known_unknown'
RETURN u.solution AS solution, e.fact AS fact, e.rank AS rank, a.id AS account
ORDER BY u.solution, e.rank, e.id
"""

SNAPSHOTS = f"""
{_EACH}<-[:AT]-(u:DemandUnit)-[:WAS]->(s:Snapshot)
RETURN s.id AS id, u.solution AS solution, s.at AS at, s.at_ts AS at_ts, s.stage AS stage,
  s.rung AS rung, s.code AS code, s.quorum AS quorum, s.confidence AS confidence,
  s.group AS group_id, s.members AS members, a.id AS account
ORDER BY u.solution, s.at_ts, s.id
"""
