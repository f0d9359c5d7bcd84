"""What a CRM takes back: lead rung, unit, group and role by record, and missing contact roles.

Values go into fields of our own only, and contact roles are only ever added, for people who have
none on that opportunity: nothing that a person typed is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from graph.queries.leads import read_leads
from graph.store.base import GraphStore, Row

_RECORDS = """
MATCH (r:Record)-[:IS_RECORD_OF]->(p:Person)
RETURN r.id AS id, coalesce(r.system, 'other') AS system, coalesce(r.kind, 'contact') AS kind,
  p.id AS person
ORDER BY id
"""
_UNITS = "MATCH (u:DemandUnit) RETURN u.id AS id, u.name AS name"
_MEMBERSHIPS = """
MATCH (p:Person)-[m:MEMBER_OF]->(g:BuyingGroup)-[:IN_UNIT]->(u:DemandUnit)
WHERE g.confidence >= $least
RETURN p.id AS person, g.id AS group_id, u.id AS unit, g.confidence AS group_confidence,
  coalesce(m.role, 'undetermined') AS role, m.role_confidence AS role_confidence
ORDER BY person, group_confidence, group_id DESC
"""
_MISSING = """
MATCH (u:DemandUnit)-[:BECAME]->(o:Opportunity)
WHERE NOT coalesce(o.closed, false)
MATCH (u)<-[:IN_UNIT]-(g:BuyingGroup)<-[m:MEMBER_OF]-(p:Person)
WHERE g.confidence >= $least AND p.standing IS NULL
OPTIONAL MATCH (p)-[i:INVOLVED_IN]->(o)
WITH o, g, m, p, count(i) AS held
WHERE held = 0
RETURN p.id AS person, coalesce(p.name, p.email) AS name, o.id AS opportunity,
  o.name AS opportunity_name, coalesce(m.role, 'undetermined') AS role,
  m.role_confidence AS role_confidence, m.confidence AS membership, g.id AS group_id
ORDER BY opportunity, membership DESC, person, group_id
"""
_OWN = (
    "rung",
    "score",
    "code",
    "unit",
    "group",
    "group_confidence",
    "role",
    "role_confidence",
    "second_lead",
)
_SALESFORCE_ROLES = MappingProxyType(
    {
        "champion": "Influencer",
        "decision_maker": "Decision Maker",
        "influencer": "Influencer",
        "user": "Business User",
        "ratifier": "Other",
        "undetermined": "",
    }
)
"""Salesforce's own picklist has no champion and no ratifier; ``Likely_Role`` says which it is."""


@dataclass(frozen=True)
class CrmFile:
    """One file of an export: its path within the folder, its columns and rows."""

    path: str
    fields: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Dialect:
    """How a system's import names things.

    Attributes:
        files: of records, by kind; the entry "" is for every other kind.
        id_: column of the record's id.
        own: pattern of our own fields; ``{}`` is the name.
    """

    files: Mapping[str, str]
    id_: str
    own: str

    def column(self, name: str) -> str:
        """Our own field ``name``, as the system spells it."""
        word = name.title() if self.own.endswith("__c") else name
        return self.own.format(word)


_SALESFORCE = _Dialect(
    {"lead": "Lead.csv", "contact": "Contact.csv", "": "Contact.csv"}, "Id", "Coterie_{}__c"
)
_HUBSPOT = _Dialect({"": "contacts.csv"}, "Record ID", "coterie_{}")
_OTHER = _Dialect({"lead": "leads.csv", "": "contacts.csv"}, "id", "coterie_{}")
_DIALECTS = MappingProxyType({"salesforce": _SALESFORCE, "hubspot": _HUBSPOT})


def crm_files(store: GraphStore, least: float) -> list[CrmFile]:
    """Every file of an export, by path; a system without records or roles to add has none.

    Args:
        least: confidence from which a group counts.
    """
    records = store.read(_RECORDS).rows
    held = _record_files(records, _values(store, least))
    missing = store.read(_MISSING, {"least": least}).rows
    return sorted([*held, *_role_files(records, missing)], key=lambda file: file.path)


def _values(store: GraphStore, least: float) -> dict[str, Row]:
    """Our own fields by person."""
    units = {row["id"]: row["name"] for row in store.read(_UNITS).rows}
    members: dict[str, Row] = {}
    best: dict[tuple[str, str], Row] = {}
    for row in store.read(_MEMBERSHIPS, {"least": least}).rows:
        members[row["person"]] = best[row["person"], row["unit"]] = row
    values: dict[str, Row] = {}
    for lead in read_leads(store):
        own = best.get((lead["id"], lead["unit"])) or members.get(lead["id"]) or {}
        unit = own.get("unit") or lead["unit"]
        second = lead["second"] or {}
        values[lead["id"]] = {
            "rung": lead["rung"],
            "score": lead["score"],
            "code": lead["evidence"]["code"],
            "unit": units.get(unit, unit),
            "group": own.get("group_id"),
            "group_confidence": own.get("group_confidence"),
            "role": own.get("role"),
            "role_confidence": own.get("role_confidence"),
            "second_lead": ": ".join(filter(None, (second.get("class"), second.get("words")))),
        }
    return values


def _record_files(records: Sequence[Row], values: Mapping[str, Row]) -> list[CrmFile]:
    rows: dict[tuple[str, str], list[Row]] = {}
    for record in records:
        if record["person"] not in values:
            continue
        dialect = _DIALECTS.get(record["system"], _OTHER)
        file = dialect.files.get(record["kind"]) or dialect.files[""]
        own = {dialect.column(name): values[record["person"]][name] for name in _OWN}
        row = {dialect.id_: _bare(record["id"], record["system"]), **own}
        rows.setdefault((record["system"], file), []).append(row)
    return [
        CrmFile(f"{system}/{file}", tuple(held[0]), tuple(held))
        for (system, file), held in rows.items()
    ]


def _role_files(records: Sequence[Row], missing: Sequence[Row]) -> list[CrmFile]:
    """Contact roles to add; members who are leads only are listed, to be converted first."""
    contacts, leads = _first_records(records, "contact"), _first_records(records, "lead")
    rows: dict[str, list[Row]] = {}
    seen: set[tuple[str, str]] = set()
    for row in missing:
        system = row["opportunity"].partition(":")[0]
        key = (row["person"], row["opportunity"])
        own = contacts.get((row["person"], system))
        if key in seen or (own is None and (row["person"], system) not in leads):
            continue
        seen.add(key)
        if own is None:
            path = f"{system}/convert-first.csv"
            made = _to_convert(row, _bare(leads[row["person"], system], system), system)
        else:
            path = f"{system}/{'deal_contacts' if system == 'hubspot' else _ROLES}.csv"
            made = _contact_role(row, _bare(own, system), system)
        rows.setdefault(path, []).append(made)
    return [CrmFile(path, tuple(held[0]), tuple(held)) for path, held in rows.items()]


_ROLES = "OpportunityContactRole"


def _first_records(records: Sequence[Row], kind: str) -> dict[tuple[str, str], str]:
    """Person and system -> id of the first record of that kind."""
    found: dict[tuple[str, str], str] = {}
    for record in records:
        if record["kind"] == kind:
            found.setdefault((record["person"], record["system"]), record["id"])
    return found


def _contact_role(row: Row, contact: str, system: str) -> Row:
    opportunity = _bare(row["opportunity"], system)
    if system == "hubspot":
        ids = {"Deal Record ID": opportunity, "Contact Record ID": contact}
    else:
        role = _SALESFORCE_ROLES.get(row["role"], "")
        ids = {"OpportunityId": opportunity, "ContactId": contact, "Role": role}
    return {**ids, **_for_eyes(row)}


def _to_convert(row: Row, lead: str, system: str) -> Row:
    return {
        "LeadId": lead,
        "OpportunityId": _bare(row["opportunity"], system),
        **_for_eyes(row),
    }


def _for_eyes(row: Row) -> Row:
    """Columns that an import leaves aside, for whoever checks the file first."""
    return {
        "Likely_Role": row["role"],
        "Role_Confidence": row["role_confidence"],
        "Membership_Confidence": row["membership"],
        "Person": row["name"],
        "Opportunity_Name": row["opportunity_name"],
        "Group": row["group_id"],
    }


def _bare(id_: str, system: str) -> str:
    """An id as its own system has it."""
    return id_.removeprefix(f"{system}:")
