"""Fact tables of rows that tie two things together, and are no node themselves."""

from __future__ import annotations

from graph.model.spec import FactTable, Kind, Property

CONTACT_ROLE = FactTable(
    "contact_role",
    "A contact's role on an opportunity; becomes INVOLVED_IN.",
    (
        Property("opportunity_key", Kind.STRING, "id of the opportunity"),
        Property("record_key", Kind.STRING, "id of the contact"),
        Property("role", Kind.STRING, "role in the CRM's own words; often blank"),
        Property("main", Kind.BOOLEAN, "the primary contact"),
    ),
)

VISITOR_FEED = FactTable(
    "visitor_feed",
    "A visitor-identification row, id = the browser; becomes VISITS_FROM.",
    (
        Property("company", Kind.STRING, "company name, free text"),
        Property("domain", Kind.STRING, "company domain, lower case"),
    ),
)

EMPLOYMENT = FactTable(
    "employment",
    "A contact's tie to one more account; becomes WORKS_AT.",
    (
        Property("record_key", Kind.STRING, "id of the contact"),
        Property("account_key", Kind.STRING, "id of the account"),
        Property("active", Kind.BOOLEAN, "still true"),
        Property("since", Kind.INSTANT, "start"),
        Property("until", Kind.INSTANT, "end"),
    ),
)

SIGNAL_PART = FactTable(
    "signal_part",
    "What another table says of a signal: who took part, which account, which page.",
    (
        Property("signal_key", Kind.STRING, "id of the signal"),
        Property("record_key", Kind.STRING, "lead or contact who took part"),
        Property("account_key", Kind.STRING, "id of the account it belongs to"),
        Property("url", Kind.STRING, "URL without query string and fragment"),
        Property("agent", Kind.STRING, "user agent of the browser or program that did it"),
    ),
)

DEAL_ACCOUNT = FactTable(
    "deal_account",
    "The account of an opportunity, where a table of its own says so.",
    (
        Property("opportunity_key", Kind.STRING, "id of the opportunity"),
        Property("account_key", Kind.STRING, "id of the account"),
    ),
)

STAGE = FactTable(
    "stage",
    "A stage of opportunities, id = the key that opportunities name.",
    (
        Property("name", Kind.STRING, "what people call it"),
        Property("closed", Kind.BOOLEAN, "opportunities there are closed"),
        Property("won", Kind.BOOLEAN, "opportunities there are won"),
        Property("probability", Kind.FLOAT, "probability of a win, as the CRM has it"),
    ),
)

CHANGE = FactTable(
    "change",
    "A change of one field, from a table of field history.",
    (
        Property("row_key", Kind.STRING, "id of the record, account or opportunity"),
        Property("field", Kind.STRING, "name of the field in the CRM"),
        Property("before", Kind.STRING, "value before"),
        Property("after", Kind.STRING, "value after"),
    ),
)

LINKS = (CONTACT_ROLE, VISITOR_FEED, EMPLOYMENT, SIGNAL_PART, DEAL_ACCOUNT, STAGE, CHANGE)
