"""Planted worlds: exports of an invented vendor, with the truth beside them.

``python -m tests.worlds OUT_DIR`` writes what a revenue team would export (CRM, web analytics,
visitor feed, intent, catalogue, ``coterie.toml``) and ``truth.json``, which is never an input.
All names are invented; the bytes depend on the settings alone.

How it is made (a mechanism, not a distribution of group signals):

1. *Organisations*: departments with a reporting tree, and ties across departments.
2. *Buying* (``buying.py``): a trigger wakes a champion; interest spreads along the ties, person by
   person, with lags; who joins as what depends on the position; the group works through the
   buying jobs, each ending when enough work is done, with stalls; what a member reads follows
   from job and role. What of it is seen follows from the tracking: some members are known from
   the start, some become known by a form, some never.
3. *Everyone else* (``casual.py``): newsletters, search, fashions and an industry's alarms, spells
   of private curiosity.
4. *Honest negatives* (``negatives.py``): campaign segments, account-based mailings, internal
   forwards, training cohorts, seminars, gorgers, lone executives, consultants, job seekers, own
   staff.
5. *Dirt* (``crm.py``, ``exports.py``): duplicates, free mail, junk companies, missing and wrong
   titles, disqualified second leads, late stitching, calls delivered twice, deleted rows.

It is a test instrument, not evidence about real buyers.
"""
