// title: Which matches want a second look?
// question: Where does identity doubt: several accounts for one record, a name as the only ground, an address or a domain that several share?
// action: Put the account, website or e-mail address right in the CRM and load again; what is declared there decides.
// parameter: score = 0.96 | matches less sure than this are doubted
// parameter: doubts = ["rivals_only", "rivals", "name_only", "shared_address", "shared_domain"] | kinds of doubt to list
// column: doubt | rivals_only (no account asserted), rivals, name_only, shared_address or shared_domain
// column: what | the record, address or domain in doubt
// column: company | company as the record has it
// column: account | account that is asserted, if any
// column: method | how it was found
// column: score | how sure that is, 0..1
// column: others | other accounts, or the people who share the address
// column: methods | how each was found, in the same order
// column: scores | how sure each is, in the same order
// column: id | id of the record, else the address or domain
CALL () {
  MATCH (r:Record)-[m:MAY_BELONG_TO]->(b:Account)
  WITH r, m, b
  ORDER BY m.score DESC, b.name, b.id
  WITH r, collect(coalesce(b.name, b.id)) AS others, collect(m.method) AS methods,
    collect(m.score) AS scores
  OPTIONAL MATCH (r)-[:IS_RECORD_OF]->(:Person)-[w:WORKS_AT]->(a:Account)
  WHERE w.until IS NULL
  WITH r, others, methods, scores, min(coalesce(a.name, a.id)) AS account
  WITH r, others, methods, scores, account,
    CASE WHEN r.match_method IS NULL THEN 'rivals_only' ELSE 'rivals' END AS doubt
  WHERE doubt IN $doubts
  RETURN doubt, coalesce(r.name, r.email, r.id) AS what, r.company AS company,
    account, r.match_method AS method, r.match_score AS score, others, methods, scores, r.id AS id
  UNION ALL
  MATCH (r:Record)
  WHERE 'name_only' IN $doubts AND r.match_score < $score
  MATCH (r)-[:IS_RECORD_OF]->(:Person)-[w:WORKS_AT]->(a:Account)
  WHERE w.until IS NULL
  OPTIONAL MATCH (r)-[m:MAY_BELONG_TO]->(:Account)
  WITH r, min(coalesce(a.name, a.id)) AS account, count(m) AS rivals
  WHERE rivals = 0
  RETURN 'name_only' AS doubt, coalesce(r.name, r.email, r.id) AS what, r.company AS company,
    account, r.match_method AS method, r.match_score AS score, [] AS others, [] AS methods,
    [] AS scores, r.id AS id
  UNION ALL
  MATCH (p:Person)
  WHERE 'shared_address' IN $doubts
  UNWIND p.emails AS email
  WITH email, collect(p) AS holders
  WHERE size(holders) > 1
  UNWIND holders AS p
  WITH email, p
  ORDER BY p.name, p.id
  WITH email, collect(coalesce(p.name, p.id)) AS others
  RETURN 'shared_address' AS doubt, email AS what, null AS company, null AS account,
    null AS method, null AS score, others, [] AS methods, [] AS scores, email AS id
  UNION ALL
  MATCH (a:Account)
  WHERE 'shared_domain' IN $doubts
  UNWIND a.domains AS domain
  WITH domain, a
  ORDER BY a.name, a.id
  WITH domain, collect(coalesce(a.name, a.id)) AS others
  WHERE size(others) > 1
  RETURN 'shared_domain' AS doubt, domain AS what, null AS company, null AS account,
    null AS method, null AS score, others, [] AS methods, [] AS scores, domain AS id
}
RETURN doubt, what, company, account, method, score, others, methods, scores, id
ORDER BY doubt, coalesce(score, 0.0), what, id
