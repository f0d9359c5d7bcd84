"""A real Neo4j from Maven Central's jars, for tests and benchmarks; no Docker needed."""
