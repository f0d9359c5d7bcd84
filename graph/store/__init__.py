"""Cypher stores: one protocol, an embedded engine and (with its issue) a server."""
