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

LINKS = (CONTACT_ROLE, VISITOR_FEED)
