"""The facts that tell a role, in words with numbers."""

from __future__ import annotations

from graph.analysis.conduct import (
    FUNCTION_FACTS,
    HOME_FACTS,
    KIND_FACTS,
    SENIORITY_FACTS,
    Conduct,
)

PLAIN = ("early", "busy", "persistent", "topics")  # what can always be said
_WHEN = ("first", "early", "late_comer", "lag", "began", "middle", "ended", "span")
_KIND_WORDS = {
    "blog": "blogs",
    "case_study": "case studies",
    "comparison": "comparisons",
    "demo": "demos",
    "guide": "guides",
    "pricing": "prices",
    "product_docs": "handbooks",
    "roi_tool": "savings",
    "security_legal": "security and contract pages",
    "webinar": "webinars",
}


def fact_words(fact: str, conduct: Conduct) -> str:
    """What a fact says of a member."""
    if fact in SENIORITY_FACTS:
        return f"title reads as {_spoken(fact)}"
    if fact in FUNCTION_FACTS:
        return f"works in {_spoken(conduct.function)}"
    if fact in HOME_FACTS:
        where = "like" if fact == "home" else "unlike"
        return f"works in {_spoken(conduct.function)}, {where} most who look at this solution"
    if fact in KIND_FACTS:
        read = conduct.kinds.get(fact, 0)
        return f"{read} of {_counted(conduct.signals, 'signal')} on {_KIND_WORDS[fact]}"
    return "took part in a meeting" if fact == "meeting" else _behaviour_words(fact, conduct)


def _behaviour_words(fact: str, conduct: Conduct) -> str:
    if fact in _WHEN:
        return _when_words(fact, conduct)
    match fact:
        case "busiest" | "ahead" | "busy" | "quiet" | "amount":
            return _amount_words(conduct)
        case "persistent":
            return f"active in {_counted(conduct.weeks, 'week')}"
        case "central":
            return f"{round(100 * conduct.central)} % of the strongest tie to the others"
    return f"looked at {_counted(conduct.topics, 'topic')} of the solution"


def _amount_words(conduct: Conduct) -> str:
    signals = _counted(conduct.signals, "signal")
    return (
        f"{signals}, where members left {conduct.typical:.1f} and the busiest other {conduct.most}"
    )


def _when_words(fact: str, conduct: Conduct) -> str:
    length = _counted(max(1, round(conduct.length)), "day")
    match fact:
        case "lag" | "began":
            return f"joined {_counted(round(conduct.lag), 'day')} after the first"
        case "middle":
            return f"active around day {max(1, round(conduct.mean))} of the group's {length}"
        case "ended":
            return f"last seen on day {max(1, round(conduct.last))} of the group's {length}"
        case "span":
            own = _counted(max(1, round(conduct.last - conduct.lag)), "day")
            return f"active for {own} of the group's {length}"
    return _place(conduct)


def _place(conduct: Conduct) -> str:
    if conduct.rank > 1:
        return f"number {conduct.rank} of {conduct.size} to engage"
    ahead = f", {round(conduct.ahead)} days before the rest" if conduct.ahead >= 1 else ""
    return f"first of {conduct.size} to engage{ahead}"


def _spoken(name: str) -> str:
    return {"it": "IT", "vice_president": "vice president"}.get(name, name.replace("_", " "))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
