"""The entry point, and the only place where an error becomes text and an exit code.

0 done; 1 the work could not be done; 2 wrong usage; 3 done in part; 130 interrupted. A closed
pipe ends quietly with 0: whoever closed it had enough.
"""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path

import click

from cli.app import DONE, FAILED, INTERRUPTED, App
from cli.verbs import Verbs
from graph import __version__
from graph.errors import CoterieError

VERBS = {
    "load": "Load files and folders into the facts, then the graph.",
    "analyze": "Look for buying groups.",
    "calibrate": "Refit confidence and roles on your own won deals.",
    "groups": "List buying groups.",
    "leads": "List every known lead and contact, with its account.",
    "accounts": "List accounts.",
    "changes": "Show what moved since last week.",
    "why": "Show the ledger behind a person or a group.",
    "query": "Ask a named question.",
    "cypher": "Ask the graph in Cypher.",
    "map": "Draw an account as one HTML file.",
    "atlas": "Write a site over all accounts.",
    "title": "Show how job titles are read.",
    "status": "Show what is in the workspace.",
    "rejects": "List rows that were refused.",
    "unload": "Take one load back.",
    "forget": "Remove a human from facts and graph.",
    "project": "Bring the graph up to the facts.",
    "export": "Write what was found for other programs.",
    "serve": "Let Neo4j clients look at the graph.",
    "init": "Propose a profile for a file.",
    "config": "Print or check the configuration.",
}
"""What each verb does, in the order of a day's work; told here so that --help imports none."""


EXAMPLES = """
\b
Three commands to begin with:
  coterie load exports/          files into the workspace's facts, then the graph
  coterie analyze                find the buying groups
  coterie map acme.example       draw one account

Exit codes: 0 done, 1 could not be done, 2 wrong usage, 3 done in part (rows refused, or a named
file unread), 130 interrupted.
"""


@click.group(
    cls=Verbs,
    verbs=VERBS,
    epilog=EXAMPLES,
    subcommand_metavar="VERB ...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    envvar="COTERIE_WORKSPACE",
    show_envvar=True,
    default=App.workspace,
    metavar="DIR",
    help="Folder of facts and graph; default .coterie here.",
)
@click.option(
    "--graph",
    envvar="COTERIE_GRAPH",
    show_envvar=True,
    metavar="URL",
    help="A Neo4j server (bolt://, neo4j://, +s forms; its password in COTERIE_GRAPH_PASSWORD) "
    "instead of the workspace's own graph.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A coterie.toml that wins over the workspace's.",
)
@click.option("--quiet", is_flag=True, help="No progress and no summary.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(__version__, prog_name="coterie", message="%(prog)s %(version)s")
@click.pass_obj
def coterie(
    app: App, workspace: Path, graph: str | None, config: Path | None, quiet: bool, debug: bool
) -> None:
    """Find the buying groups in your accounts, and who plays which role in them.

    coterie loads the exports that a team already has (CRM, web analytics, intent feeds) into a
    graph of people, accounts, content and signals, looks for latent buying groups in it, and
    answers by tables, JSON, Cypher and maps. Results go to stdout, all else to stderr.
    """
    app.workspace, app.graph, app.config = workspace, graph or None, config
    app.quiet, app.debug = quiet, debug
    if not debug and not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries speak to developers, not to analysts


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    app = App()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = coterie.main(
            list(sys.argv[1:] if argv is None else argv),
            prog_name="coterie",
            standalone_mode=False,
            obj=app,
        )
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (SystemExit, BrokenPipeError):  # click itself exits where a pipe was closed
        return _closed()
    except (click.Abort, KeyboardInterrupt):
        click.echo("coterie: interrupted", err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the one place where any error becomes a line
        if "interrupted" in str(error).lower() and isinstance(error, RuntimeError):
            click.echo("coterie: interrupted", err=True)  # how the facts' engine passes Ctrl-C on
            return INTERRUPTED
        if app.debug:
            traceback.print_exc()
        app.warn(_line(error))
        return FAILED


NO_ROOM = ("No space left on device", "File too large", "Disk quota exceeded")
"""What engines say, each in an error of its own, when nothing more can be written."""


def _line(error: Exception) -> str:
    """An error as one line: what, where, what to do."""
    if isinstance(error, CoterieError):
        return error.line()
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'system'}: {error.strerror}; mend that and run again"
    if any(words in str(error) for words in NO_ROOM):
        return "no room left on the disk; free some and run again: what was loaded is kept"
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"defect, {what}; run again with --debug, and report it"


def _closed() -> int:
    """Nobody reads on: let the interpreter's own flush at exit go nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no real file behind stdout
        return DONE
    return DONE


if __name__ == "__main__":
    sys.exit(main())
