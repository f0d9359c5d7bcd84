"""Writing the facts file anew, so that nothing which was deleted is left in its bytes."""

from __future__ import annotations

from pathlib import Path

import duckdb

from graph.errors import WorkspaceError
from graph.facts.open import CATALOG

FRESH = "rewritten"


def rewrite(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy what the facts hold now into a new file, and put that in the old one's place.

    The engine reuses freed pages but does not clear them. A run that is killed on the way leaves
    the old file, whole. The connection goes on with the new one.

    Args:
        con: the only connection to the file, in no transaction.

    Raises:
        WorkspaceError: there is no room for the copy; the old file is as it was.
    """
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    old, place = (str(one).replace("'", "''") for one in (path, fresh))
    try:
        con.execute(f"ATTACH '{place}' AS {FRESH}")
        con.execute(f"COPY FROM DATABASE {CATALOG} TO {FRESH}")
        con.execute(f"DETACH {FRESH}")
    except duckdb.Error as error:
        con.execute(f"DETACH DATABASE IF EXISTS {FRESH}")
        fresh.unlink(missing_ok=True)
        what = f"the facts cannot be written anew ({str(error).splitlines()[0]})"
        raise WorkspaceError(what, where=str(path), fix="free disk space, then run again") from None
    con.execute("USE memory")
    con.execute(f"DETACH {CATALOG}")
    fresh.replace(path)
    con.execute(f"ATTACH '{old}' AS {CATALOG}")
    con.execute(f"USE {CATALOG}")
