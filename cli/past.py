"""Words about snapshots that several verbs say."""

from __future__ import annotations

from datetime import datetime

from cli.app import App
from graph.queries.past import Week, week_at
from graph.store.base import GraphStore

NO_SNAPSHOTS = "the graph holds no weekly snapshots; 'coterie analyze' makes them"


def asked_week(app: App, store: GraphStore, as_of: datetime) -> Week | None:
    """The snapshot that an --as-of means, said on stderr; None where there is none so old."""
    week = week_at(store, as_of)
    if week is None:
        app.warn(NO_SNAPSHOTS)
        return None
    if week.first:
        app.warn(f"no snapshot is as old as that; the earliest is of {week.text}")
        return None
    app.note(f"as known on {week.text[:10]}")
    return week
