"""Loaders: from the files that a team exports to typed facts, people and accounts."""
