"""Detection: pure functions over the population's signals; no database, no clock, no files."""
