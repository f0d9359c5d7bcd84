"""The facts: one DuckDB file of typed, bitemporal rows, from which all else can be rebuilt."""
