"""The table of parameters for docs/method.md, written from the code."""

from __future__ import annotations

from graph.analysis.parameters import describe

BEGIN = "<!-- parameters: written by make docs -->"
END = "<!-- end of parameters -->"


def parameter_table() -> str:
    """Every parameter with default, unit and meaning, as a Markdown table."""
    rows = ["| name | default | unit | meaning |", "|---|---|---|---|"]
    for name, default, unit, meaning in describe():
        shown = ", ".join(default) if isinstance(default, tuple) else str(default)
        rows.append(f"| `{name}` | {shown} | {unit} | {meaning} |")
    return "\n".join(rows)


def with_parameter_table(text: str) -> str:
    """The document with the table between its two marks written anew.

    Raises:
        ValueError: a mark is missing.
    """
    before, began, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (began and ended):
        raise ValueError(f"method.md: the marks {BEGIN} and {END} must both be there")
    return f"{before}{BEGIN}\n{parameter_table()}\n{END}{after}"
