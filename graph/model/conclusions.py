"""The node labels that no export holds: what coterie concludes, and its stamp."""

from __future__ import annotations

from graph.model.spec import B, F, L, N, NodeType, S, T
from graph.model.spec import Property as _p

DEMAND_UNIT = NodeType(
    "DemandUnit",
    "An account's possible need for one solution: account x solution.",
    (
        _p("name", S, "account and solution, for eyes"),
        _p("solution", S, "key in coterie.toml"),
        _p("stage", S, "waterfall stage; null until known"),
        _p("rung", S, "quality rung; null until known"),
        _p("code", N, "evidence code 0..7; null until known"),
        _p("confidence", F, "confidence of its best candidate, 0..1"),
        _p("owner", S, "owner of the unit"),
        _p("first_evidence", T, "first intent surge or anonymous visit on the solution"),
        _p("first_known", T, "first act of a known person on the solution"),
        _p("dark_days", N, "days between these two, or until as-of while nobody is known"),
        _p(
            "left_censored",
            B,
            "the first evidence lies so near the data's beginning that it may have begun before",
        ),
        _p("early", B, "evidence beside known people, and no hand, meeting, lead or deal yet"),
    ),
)

BUYING_GROUP = NodeType(
    "BuyingGroup",
    "A latent cluster of people in a demand unit.",
    (
        _p("name", S, "account and solution, for eyes"),
        _p("solution", S, "key in coterie.toml"),
        _p("confidence", F, "how sure its existence is, 0..1"),
        _p("size", N, "number of members"),
        _p("quorum", S, "met, possible or no"),
        _p("rung", S, "quality rung; null until known"),
        _p("code", N, "evidence code; null until known"),
        _p("stage", S, "stage of its unit; null until known"),
        _p("reasons", L, "why it is thought to exist, in words"),
        _p("evidence", F, "summed log-likelihood ratio against chance, in nats"),
        _p("visitors", N, "distinct anonymous visitors on the solution in its window"),
        _p("tiers", L, "kinds of evidence in its window: known, anonymous, third_party"),
        _p("seniorities", L, "levels of its members, sorted"),
        _p("functions", L, "functions of its members, sorted"),
        _p("active_weeks", N, "weeks in which a member touched the solution"),
        _p("window_weeks", N, "weeks of the evidence window"),
        _p("persistence", F, "active weeks over window weeks, 0..1"),
        _p("burst", B, "most of its signals came within a few days"),
        _p("first_seen", T, "first signal of a member inside its window"),
        _p("last_seen", T, "last signal of a member inside its window"),
    ),
)

EVIDENCE = NodeType(
    "Evidence",
    "One line of a ledger: a fact, weight or rule behind a number.",
    (
        _p("fact", S, "what is known, in words"),
        _p("weight", F, "log-likelihood ratio in nats, else null"),
        _p("section", S, "group, code, stage, lead, second_lead or known_unknown"),
        _p("rank", N, "place within what it supports"),
        _p("rule", S, "rule that made an inference"),
        _p("p", F, "probability that the rule gives, else null"),
        _p("said_by", S, "who asserted it, else null"),
        _p("at", T, "when it happened"),
    ),
)

SNAPSHOT = NodeType(
    "Snapshot",
    "A unit's state in one week.",
    (
        _p("stage", S, "waterfall stage"),
        _p("rung", S, "quality rung"),
        _p("code", N, "evidence code"),
        _p("confidence", F, "confidence of its best candidate"),
        _p("group", S, "id of that candidate"),
        _p("quorum", S, "quorum of that candidate: met, possible or no"),
        _p("members", L, "ids of its members, surest first"),
        _p("visitors", N, "distinct anonymous visitors on the solution in its window"),
        _p("first_seen", T, "first signal of a member inside its window"),
        _p("last_seen", T, "last signal of a member inside its window"),
        _p("dated_stage", S, "stage by dated facts alone; weeks are compared by it"),
        _p("why", S, "why it stands at this stage"),
        _p("skipped", L, "stages before it whose test did not hold"),
        _p("recycled", S, "why it was open again after a close, else null"),
        _p("override", S, "who raised a hand, where that alone made it prioritized"),
        _p("at", T, "end of the week"),
    ),
)

FUNCTION = NodeType("Function", "A function that a solution touches.", (_p("name", S, "name"),))

SYSTEM = NodeType("System", "A system that a solution touches.", (_p("name", S, "name"),))

QUARANTINE = NodeType(
    "Quarantine",
    "Signals of one actor that were set aside for one reason: counted and shown, never evidence.",
    (
        _p("reason", S, "why (quarantine_reason)"),
        _p("rule", S, "the rule, in words"),
        _p("who", S, "e-mail address, else name, else visitor"),
        _p("n", N, "number of signals"),
        _p("kinds", L, "kinds of signal, sorted"),
        _p("first", T, "first of them"),
        _p("last", T, "last of them"),
    ),
)

COTERIE = NodeType(
    "Coterie",
    "The stamp of coterie on a database: exactly one node, with id 'coterie'.",
    (
        _p("schema_version", N, "version of this model"),
        _p("facts_version", N, "version of the facts that the graph shows"),
        _p("workspace", S, "id of the workspace that wrote it"),
        _p("analyzed", B, "whether groups have been looked for"),
        _p("as_of", T, "time that the analysis speaks of"),
        _p("list_confidence", F, "confidence from which the team lists a group"),
        _p("evidence_days", N, "days before as-of that count as evidence"),
        _p("books", S, "the sender's name of the books that say what the graph holds"),
    ),
)
