// title: Which second leads were lost?
// question: Who at fitting accounts was thrown away or ignored though colleagues of the same likely group were already engaged?
// action: Take them back in, and tell the seller whose group they belong to.
// parameter: classes = ["S1", "S2", "S3", "S4", "S5", "S6"] | classes to show
// column: account | web domain
// column: unit | demand unit
// column: name | full name
// column: email | main e-mail address
// column: classes | classes that hold
// column: reason | reason, grouped
// column: words | the reason field's own words
// column: engaged_before | number of colleagues who were engaged
// column: confidence | how sure the unit's best candidate is, 0..1
// column: record | id of the record
MATCH (p:Person)<-[:IS_RECORD_OF]-(r:Record)-[s:SECOND_LEAD_OF]->(u:DemandUnit)-[:AT]->(a:Account)
WHERE any(x IN s.classes WHERE x IN $classes) AND coalesce(a.fit, true)
RETURN a.domain AS account, u.name AS unit, p.name AS name, p.email AS email,
  s.classes AS classes, s.reason AS reason, s.words AS words,
  size(coalesce(s.engaged_before, [])) AS engaged_before, u.confidence AS confidence,
  r.id AS record
ORDER BY coalesce(confidence, 0.0) DESC, unit, record
