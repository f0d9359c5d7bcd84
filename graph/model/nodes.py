"""The node labels of the graph, and what the fact tables keep beside them."""

from __future__ import annotations

from graph.model.conclusions import (
    BUYING_GROUP,
    COTERIE,
    DEMAND_UNIT,
    EVIDENCE,
    FUNCTION,
    QUARANTINE,
    SNAPSHOT,
    SYSTEM,
)
from graph.model.spec import B, F, L, N, NodeType, S, T
from graph.model.spec import Property as _p

ACCOUNT = NodeType(
    "Account",
    "A company that we sell to, or could.",
    (
        _p("name", S, "name as the CRM has it"),
        _p("domain", S, "web domain: the website's, else its people's commonest"),
        _p("domains", L, "every domain known for it, sorted"),
        _p("aliases", L, "other names seen for it, sorted"),
        _p("website", S, "website as the CRM has it"),
        _p("industry", S, "industry as the CRM has it"),
        _p("country", S, "country as the CRM has it"),
        _p("type", S, "kind of account as the CRM has it"),
        _p("employees", N, "headcount"),
        _p("target", B, "whether the CRM marks it as a target"),
        _p("fit", B, "whether every condition of [fit] holds; null when it cannot be known"),
        _p("people", N, "number of known people who work there"),
        _p("visitors", N, "number of anonymous visitors from there"),
        _p("surges", N, "number of surging intent snapshots (score 60 or more)"),
        _p("confidence", F, "confidence of its best candidate group, 0..1"),
        _p("rung", S, "quality rung of its best unit"),
        _p("stage", S, "waterfall stage of its furthest unit"),
        _p("created", T, "when the CRM made the row"),
    ),
    keys=(
        _p("parent_key", S, "id of the parent account"),
        _p("master_key", S, "id of the account it was merged into"),
        _p("owner_key", S, "id of the owner"),
        _p("revenue", F, "annual revenue, in the currency of the source"),
    ),
    sourced=True,
)

PERSON = NodeType(
    "Person",
    "A human, behind one or more CRM records.",
    (
        _p("name", S, "full name"),
        _p("email", S, "main e-mail address, lower case"),
        _p("emails", L, "every e-mail address, sorted"),
        _p("title", S, "job title as the newest record has it"),
        _p("seniority", S, "level read from the title (docs/method.md)"),
        _p("function", S, "function read from the title (docs/method.md)"),
        _p("company", S, "company as the newest record has it"),
        _p("standing", S, "non-buyer class: never part of a group; null for everybody else"),
        _p("standing_basis", S, "asserted (coterie.toml) or inferred"),
        _p("standing_rule", S, "what says so"),
        _p("standing_p", F, "how sure an inferred one is, 0..1"),
        _p("first_seen", T, "first signal of this person"),
        _p("last_seen", T, "last signal of this person"),
    ),
)

RECORD = NodeType(
    "Record",
    "A CRM lead or contact behind a person, in the CRM's own words.",
    (
        _p("kind", S, "lead or contact"),
        _p("system", S, "system the row came from"),
        _p("name", S, "full name"),
        _p("email", S, "e-mail address, lower case"),
        _p("title", S, "job title"),
        _p("company", S, "company, free text"),
        _p("status", S, "lead status"),
        _p("status_reason", S, "reason given for the status"),
        _p("lead_source", S, "where the record came from"),
        _p("converted", B, "whether the lead was converted"),
        _p("match_method", S, "how its account was found"),
        _p("match_score", F, "how sure that is, 0..1"),
        _p("created", T, "when the CRM made the row"),
    ),
    keys=(
        _p("first_name", S, "first name"),
        _p("last_name", S, "last name"),
        _p("website", S, "website, free text"),
        _p("country", S, "country, free text"),
        _p("role", S, "buying role in the CRM's own words; several by ;"),
        _p("account_key", S, "id of the declared account"),
        _p("account_keys", L, "ids of every declared account"),
        _p("master_key", S, "id of the record it was merged into"),
        _p("merged_keys", L, "ids of the records that were merged into it"),
        _p("modified", T, "when the CRM last changed the row: status, title, reason"),
        _p("owner_key", S, "id of the owner"),
        _p("reports_to_key", S, "id of the contact reported to"),
        _p("converted_at", T, "when the lead was converted"),
        _p("converted_account_key", S, "account the lead became part of"),
        _p("converted_contact_key", S, "contact the lead became"),
        _p("converted_opportunity_key", S, "opportunity made at conversion"),
    ),
    sourced=True,
)

VISITOR = NodeType(
    "Visitor",
    "An anonymous browser seen on our site.",
    (
        _p("first_seen", T, "first page view"),
        _p("last_seen", T, "last page view"),
        _p("sessions", N, "days with at least one page view"),
    ),
)

USER = NodeType(
    "User",
    "One of our own people, an owner of records.",
    (_p("name", S, "full name"), _p("email", S, "e-mail"), _p("active", B, "still active")),
    sourced=True,
)

CONTENT = NodeType(
    "Content",
    "Something of ours that people read, watch or attend.",
    (
        _p("url", S, "URL without query string and fragment; null for a meeting"),
        _p("title", S, "title"),
        _p("kind", S, "type of content: guide, demo, pricing, meeting ..."),
        _p("topic", S, "topic of the catalogue, lower case"),
        _p("solution", S, "solution that the topic speaks of, else null"),
    ),
    sourced=True,
)

TOPIC = NodeType("Topic", "What a content or intent signal is about.", (_p("name", S, "name"),))

SOLUTION = NodeType("Solution", "What we sell.", (_p("name", S, "key in coterie.toml"),))

SIGNAL = NodeType(
    "Signal",
    "One thing that happened. The facts hold all; the graph the few and strong kinds.",
    (
        _p("kind", S, "kind of signal (docs/data-model.md)"),
        _p("tier", S, "evidence tier: known, anonymous or third_party"),
        _p("label", S, "what a person would call it"),
        _p("score", F, "score of an intent snapshot, 0..100"),
        _p("at", T, "when it happened"),
        _p("known", T, "when our systems knew"),
    ),
    keys=(
        _p("record_key", S, "lead or contact who did it"),
        _p("record_keys", L, "every lead or contact who took part; of a merge, those merged away"),
        _p("name", S, "name that who did it gave"),
        _p("title", S, "job title that who did it gave"),
        _p("email", S, "e-mail address of who did it, lower case"),
        _p("visitor", S, "id of the browser that did it"),
        _p("user_key", S, "id that the site gives its signed-in user"),
        _p("account_key", S, "id of the account it belongs to"),
        _p("company", S, "company name, free text"),
        _p("domain", S, "company domain, lower case"),
        _p("url", S, "URL without query string and fragment"),
        _p("topic", S, "topic, lower case"),
        _p("campaign_key", S, "id of the campaign"),
        _p("agent", S, "user agent of the browser or program that did it"),
        _p("mailed", T, "when the mail left in which it happened"),
    ),
    sourced=True,
)

CAMPAIGN = NodeType(
    "Campaign",
    "A planned set of touches, such as a webinar.",
    (
        _p("name", S, "name"),
        _p("kind", S, "type"),
        _p("status", S, "status"),
        _p("starts", T, "start"),
        _p("ends", T, "end"),
    ),
    sourced=True,
)

OPPORTUNITY = NodeType(
    "Opportunity",
    "A deal in the CRM.",
    (
        _p("name", S, "name"),
        _p("stage", S, "stage as the CRM has it"),
        _p("kind", S, "type"),
        _p("amount", F, "amount, in the currency of the source"),
        _p("probability", F, "probability, 0..100"),
        _p("closed", B, "closed"),
        _p("won", B, "won"),
        _p("closes", T, "planned or actual close date"),
        _p("created", T, "when the CRM made the row"),
    ),
    keys=(
        _p("account_key", S, "id of its account"),
        _p("record_keys", L, "ids of its contacts, where the deal's own row names them"),
        _p("stage_key", S, "id of its stage, where stages are a table"),
        _p("campaign_key", S, "id of its campaign"),
        _p("owner_key", S, "id of the owner"),
        _p("modified", T, "when the CRM last changed the row: stage, amount"),
    ),
    sourced=True,
)

NODES: tuple[NodeType, ...] = (
    ACCOUNT,
    PERSON,
    RECORD,
    VISITOR,
    USER,
    CONTENT,
    TOPIC,
    SOLUTION,
    SIGNAL,
    CAMPAIGN,
    OPPORTUNITY,
    DEMAND_UNIT,
    BUYING_GROUP,
    EVIDENCE,
    SNAPSHOT,
    FUNCTION,
    SYSTEM,
    QUARANTINE,
    COTERIE,
)
