// title: How often are second leads thrown away, and with which words?
// question: How many second leads does each class and reason make up?
// action: Change the rule behind the commonest reason; it costs whole groups.
// column: class | class of second lead
// column: reason | reason, grouped
// column: records | number of records
// column: units | number of demand units that they belong to
// column: accounts | number of accounts
MATCH (r:Record)-[s:SECOND_LEAD_OF]->(u:DemandUnit)-[:AT]->(a:Account)
UNWIND s.classes AS class
RETURN class, s.reason AS reason, count(DISTINCT r) AS records, count(DISTINCT u) AS units,
  count(DISTINCT a) AS accounts
ORDER BY class, records DESC, reason
