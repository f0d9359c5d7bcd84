"""Closed vocabularies of the product, in their meaningful order."""

from __future__ import annotations

RUNGS = ("not_a_candidate", "aspiring", "good", "excellent", "very_exciting", "maximal")
QUORUMS = ("met", "possible", "no")
STAGES = (
    "target",
    "active",
    "engaged",
    "prioritized",
    "qualified",
    "pipeline",
    "closed_won",
    "closed_lost",
)
ROLES = ("champion", "decision_maker", "influencer", "user", "ratifier", "undetermined")
MATCH_METHODS = (
    "declared",
    "email_domain",
    "website_domain",
    "alias",
    "parent_domain",
    "exact_name",
    "fuzzy_name",
    "visitor_feed",
)
SENIORITIES = (
    "cxo",
    "owner",
    "partner",
    "vp",
    "director",
    "manager",
    "senior",
    "entry",
    "training",
    "unknown",
)
FUNCTIONS = (
    "executive",
    "it",
    "security",
    "engineering",
    "data",
    "product",
    "design",
    "research",
    "operations",
    "supply_chain",
    "finance",
    "procurement",
    "legal",
    "human_resources",
    "marketing",
    "sales",
    "customer_service",
    "education",
    "health",
    "other",
    "unknown",
)
STANDINGS = (
    "own_staff",
    "test_data",
    "competitor",
    "partner",
    "student",
    "press",
    "job_seeker",
    "consultant",
)
QUARANTINE_REASONS = (
    "own_staff",
    "test_data",
    "bot",
    "link_scanner",
    "burst",
    "duplicate_delivery",
)
BASES = ("observed", "inferred", "asserted")
KNOWN_BASES = ("stamped", "assumed", "load")
