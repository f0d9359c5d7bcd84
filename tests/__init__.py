"""Tests mirror the tree; this file keeps ``tests/graph`` from shadowing ``graph``."""
