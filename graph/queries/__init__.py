"""Questions to the graph: the views behind the verbs, and named queries for analysts."""
