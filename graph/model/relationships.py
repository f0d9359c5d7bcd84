"""The relationship types of the graph. Every one carries ``source`` and ``basis``."""

from __future__ import annotations

from graph.model.spec import F, L, N, Property, RelationshipType, S, T
from graph.model.spec import Property as _p

SOURCE = Property("source", S, "system or method that it comes from")
BASIS = Property("basis", S, "observed, inferred or asserted")
COMMON = (SOURCE, BASIS)


def _r(
    type_: str, doc: str, pairs: tuple[tuple[str, str], ...], *properties: Property
) -> RelationshipType:
    return RelationshipType(type_, doc, pairs, (*properties, *COMMON))


METHOD = _p("method", S, "how the match was made (match_method)")
SCORE = _p("score", F, "how sure the match is, 0..1")

WORKS_AT = _r(
    "WORKS_AT",
    "Employment.",
    (("Person", "Account"),),
    _p("since", T, "first known"),
    _p("until", T, "last known; null while it lasts"),
    METHOD,
    SCORE,
)
IS_RECORD_OF = _r("IS_RECORD_OF", "The human behind a CRM row.", (("Record", "Person"),), METHOD)
VISITS_FROM = _r(
    "VISITS_FROM", "Account of an anonymous visitor.", (("Visitor", "Account"),), METHOD
)
IDENTIFIED_AS = _r(
    "IDENTIFIED_AS",
    "A visitor who became known.",
    (("Visitor", "Person"),),
    _p("known", T, "when our systems knew"),
)
ENGAGED = _r(
    "ENGAGED",
    "All signals of one actor on one content, summed up.",
    (("Person", "Content"), ("Visitor", "Content")),
    _p("n", N, "number of signals"),
    _p("first", T, "first signal"),
    _p("last", T, "last signal"),
    _p("weeks", N, "distinct ISO weeks with a signal"),
    _p("kinds", L, "kinds of signal, sorted"),
)
EMITTED = _r(
    "EMITTED",
    "Who gave a signal.",
    (("Person", "Signal"), ("Visitor", "Signal"), ("Account", "Signal")),
)
ON = _r("ON", "Content that a signal touched.", (("Signal", "Content"),))
ABOUT = _r("ABOUT", "Topic spoken of.", (("Signal", "Topic"), ("Content", "Topic")))
PART_OF = _r("PART_OF", "Solution that a topic speaks of.", (("Topic", "Solution"),))
IN_CAMPAIGN = _r("IN_CAMPAIGN", "Campaign that a signal answered.", (("Signal", "Campaign"),))
MEMBER_OF = _r(
    "MEMBER_OF",
    "Likely membership of a buying group.",
    (("Person", "BuyingGroup"),),
    _p("role", S, "likely role"),
    _p("role_confidence", F, "how sure the role is, 0..1"),
    _p("runner_up", S, "second likeliest role"),
    _p("confidence", F, "how sure the membership is, 0..1"),
    _p("weight", F, "the person's log-likelihood ratio, in nats, capped"),
    _p("reasons", L, "why this role, three in words"),
    _p("grounds", L, "why a member, in words"),
    _p("first_seen", T, "first signal inside the group's window"),
    _p("last_seen", T, "last signal inside the group's window"),
)
IN_UNIT = _r("IN_UNIT", "Unit that a group belongs to.", (("BuyingGroup", "DemandUnit"),))
AT = _r("AT", "Account concerned.", (("DemandUnit", "Account"), ("Opportunity", "Account")))
FOR = _r("FOR", "Solution concerned.", (("DemandUnit", "Solution"), ("Opportunity", "Solution")))
BECAME = _r("BECAME", "Opportunity a unit turned into.", (("DemandUnit", "Opportunity"),))
WAS = _r("WAS", "A unit's state in a past week.", (("DemandUnit", "Snapshot"),))
SUPPORTS = _r(
    "SUPPORTS",
    "What a ledger line speaks for.",
    (("Evidence", "BuyingGroup"), ("Evidence", "Person"), ("Evidence", "DemandUnit")),
)
SECOND_LEAD_OF = _r(
    "SECOND_LEAD_OF",
    "A lead thrown away though colleagues of the unit were engaged.",
    (("Record", "DemandUnit"),),
    _p("class", S, "S1 to S6; the lowest that holds"),
    _p("classes", L, "every class that holds, sorted"),
    _p("reason", S, "reason field, grouped"),
    _p("words", S, "reason field, own words"),
    _p("engaged_before", L, "ids of the colleagues"),
)
LEAD_IN = _r(
    "LEAD_IN",
    "A lead's quality in a unit, without all that the lead did.",
    (("Person", "DemandUnit"),),
    _p("score", F, "leave-one-out score, 0..1"),
    _p("rung", S, "rung"),
    _p("code", N, "evidence code"),
)
MAY_BELONG_TO = _r(
    "MAY_BELONG_TO",
    "An account that a record may belong to, for a person to confirm.",
    (("Record", "Account"),),
    METHOD,
    SCORE,
)
OWNED_BY = _r(
    "OWNED_BY",
    "Owner in our own team.",
    (("Account", "User"), ("Record", "User"), ("Opportunity", "User")),
)
ACTS_WITH = _r(
    "ACTS_WITH",
    "Two people of one account whose activity runs together.",
    (("Person", "Person"),),
    _p("strength", F, "affinity z against chance"),
    _p("shared", N, "contents that both touched"),
    _p("first", T, "first signal of either"),
    _p("last", T, "last signal of either"),
)
INVOLVED_IN = _r(
    "INVOLVED_IN",
    "Contact role on an opportunity.",
    (("Person", "Opportunity"),),
    _p("role", S, "role as coterie names it"),
    _p("words", S, "role in the CRM's own words"),
)
REPORTS_TO = _r("REPORTS_TO", "Reporting line in the CRM.", (("Person", "Person"),))
SUBSIDIARY_OF = _r("SUBSIDIARY_OF", "Parent account.", (("Account", "Account"),))
TAKEN_FROM = _r(
    "TAKEN_FROM",
    "Whose signals were set aside, and at which account.",
    (("Quarantine", "Person"), ("Quarantine", "Account")),
)
TOUCHES = _r(
    "TOUCHES",
    "Function or system that a solution touches.",
    (("Solution", "Function"), ("Solution", "System")),
)

RELATIONSHIPS: tuple[RelationshipType, ...] = (
    WORKS_AT,
    IS_RECORD_OF,
    VISITS_FROM,
    IDENTIFIED_AS,
    ENGAGED,
    EMITTED,
    ON,
    ABOUT,
    PART_OF,
    IN_CAMPAIGN,
    MEMBER_OF,
    IN_UNIT,
    AT,
    FOR,
    BECAME,
    WAS,
    SUPPORTS,
    SECOND_LEAD_OF,
    LEAD_IN,
    MAY_BELONG_TO,
    OWNED_BY,
    ACTS_WITH,
    INVOLVED_IN,
    REPORTS_TO,
    SUBSIDIARY_OF,
    TAKEN_FROM,
    TOUCHES,
)
