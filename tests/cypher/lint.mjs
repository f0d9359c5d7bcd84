// Lints Cypher with Neo4j's own language support, against our schema.
// In: {schema: {labels, relationshipTypes, propertyKeys}, texts: [{name, text, parameters}]} as JSON
// on stdin. Out: a list of {name, line, message} as JSON.
import { readFileSync } from "node:fs";
import { lintCypherQuery, testData } from "@neo4j-cypher/language-support";

const { schema, texts } = JSON.parse(readFileSync(0, "utf8"));
const { functions, procedures } = testData.mockSchema; // of a real Neo4j 5
const found = texts.flatMap(({ name, text, parameters }) =>
  lintCypherQuery(text, { ...schema, functions, procedures, parameters }).diagnostics.map(
    ({ message, range }) => ({ name, line: range.start.line + 1, message }),
  ),
);
process.stdout.write(JSON.stringify(found));
