"""Tables, waterfall and second leads of the atlas, against the rows that they are made from."""

from collections import Counter
from dataclasses import replace

from graph.maps.atlas.accounts import accounts_table, units_table
from graph.maps.atlas.missing import missing
from graph.maps.atlas.moves import read_moves
from graph.maps.atlas.quality import read_quality
from graph.maps.atlas.read import ROLES, read_portfolio
from graph.maps.atlas.seconds import read_seconds
from graph.maps.atlas.table import Column, Table
from graph.maps.atlas.waterfall import STEPS, waterfalls
from graph.model.vocabulary import RUNGS
from graph.store.embedded import EmbeddedStore
from tests.graph.maps.atlas.conftest import FILES, needed
from tests.graph.maps.atlas.world import AS_OF, World

WORLD = World()
ACCOUNTS = {row["id"]: row for row in WORLD.nodes["Account"]}
UNFIT = {id_ for id_, row in ACCOUNTS.items() if row["fit"] is False}
GROUPS = {row["id"]: row for row in WORLD.nodes["BuyingGroup"]}
LISTED = {
    id_ for id_, row in GROUPS.items() if row["confidence"] >= 0.5 and f"a{id_[1:]}" not in UNFIT
}


def cell(table, row, key):
    return row[[column.key for column in table.columns].index(key)]


def test_every_account_and_unit_has_a_row_the_best_rung_first(portfolio):
    accounts, units = accounts_table(portfolio), units_table(portfolio)
    assert len(accounts.rows) == 40 and len(units.rows) == 60
    for table in (accounts, units):
        rungs = [cell(table, row, "rung") for row in table.rows]
        assert rungs == sorted(rungs, reverse=True)
    assert sum(cell(accounts, row, "groups") for row in accounts.rows) == len(LISTED)
    held = Counter(RUNGS[cell(accounts, row, "rung")] for row in accounts.rows)
    assert held == Counter(row["rung"] for row in ACCOUNTS.values())


def test_groups_at_accounts_that_do_not_fit_are_not_listed_and_have_no_map(portfolio):
    table = accounts_table(portfolio)
    for account in portfolio.accounts:
        if account.id in UNFIT:
            row = next(r for r in table.rows if r[0][0] == account.name)
            assert account.map is None and not any(unit.listed for unit in account.units)
            assert cell(table, row, "groups") == 0
            assert cell(table, row, "quorum") is None and cell(table, row, "missing") is None
    assert UNFIT & {f"a{id_[1:]}" for id_ in GROUPS}, "the world holds such groups"


def test_an_account_has_a_map_when_there_is_evidence_or_a_credible_candidate(portfolio):
    mapped = {account.id for account in portfolio.accounts if account.map}
    assert mapped == {f"a{n:05}" for n in range(30)} - UNFIT
    assert len({account.map for account in portfolio.accounts if account.map}) == len(mapped)


def test_the_stages_of_the_waterfall_add_up(store, portfolio):
    falls = waterfalls(store, portfolio)
    staged = [row for row in WORLD.nodes["DemandUnit"] if row["stage"]]
    assert falls[0].name == "All solutions"
    assert falls[0].units == len(staged) == sum(fall.units for fall in falls[1:])
    for fall in falls:
        assert tuple(step.key for step in fall.steps) == STEPS
        assert sum(step.units for step in fall.steps) == fall.units == fall.steps[0].further
        for step, after in zip(fall.steps, fall.steps[1:], strict=False):
            assert step.next == after.further == step.further - step.units
    closed = falls[0].steps[-1]
    assert (closed.won, closed.lost) == tuple(
        sum(row["stage"] == name for row in staged) for name in ("closed_won", "closed_lost")
    )


def test_a_stay_is_counted_in_weekly_snapshots(store, portfolio):
    steps = {step.key: step for step in waterfalls(store, portfolio)[0].steps}
    fits = [row for row in WORLD.nodes["Snapshot"] if row.get("stage") and row["at"] == AS_OF]
    stood = {row["stage"].replace("closed_won", "closed").replace("closed_lost", "closed")
             for row in fits}  # fmt: skip
    assert {key for key, step in steps.items() if step.weeks == 2 and step.at_least} == stood
    assert all(steps[key].weeks is None for key in set(STEPS) - stood)


def test_a_stay_begins_where_the_stage_changed(tmp_path):
    with EmbeddedStore(tmp_path / "graph") as own:
        own.ensure_schema()
        world = World(1, 0)
        unit = world.nodes["DemandUnit"][0]["id"]
        for week, stage in enumerate(["active", "target", "target"]):
            world._add("Snapshot", id=f"w{week}", stage=stage, at_ts=week, at=AS_OF)
            world._link("WAS", ("DemandUnit", "Snapshot"), (unit, f"w{week}"))
        world.fill(own)
        (fall,) = waterfalls(own, read_portfolio(own))
    assert (fall.steps[0].units, fall.steps[0].weeks, fall.steps[0].at_least) == (1, 2, False)


def test_five_people_of_one_unit_and_one_sale_convert_as_one_of_one(store, portfolio):
    account, won = next(pair for pair in portfolio.units if pair[1].stage == "closed_won")
    alone = replace(portfolio, accounts=(replace(account, units=(won,)),))
    (fall,) = waterfalls(store, alone)
    assert (fall.steps[0].further, fall.steps[0].next, fall.steps[0].share) == (1, 1, 1.0)


def test_missing_roles_are_those_that_no_member_holds(portfolio):
    found = missing(portfolio)
    held = {id_: set() for id_ in LISTED}
    for link in WORLD.links["MEMBER_OF", "Person", "BuyingGroup"]:
        if link["end_id"] in held:
            held[link["end_id"]].add(link["role"])
    assert found.groups == len(LISTED)
    assert {role: n for role, _, n in found.lacking} == {
        role: sum(role not in roles for roles in held.values()) for role in ROLES
    }
    lacking = [row for row in found.table.rows if cell(found.table, row, "missing")]
    assert len(lacking) == sum(bool(set(ROLES) - roles) for roles in held.values())


def test_second_leads_are_grouped_with_their_own_words(store, portfolio):
    found = read_seconds(store, portfolio, needed)
    links = [
        link
        for link in WORLD.links["SECOND_LEAD_OF", "Record", "DemandUnit"]
        if f"a{link['end_id'][1:6]}" not in UNFIT
    ]
    assert found.records == len(links) == len(found.leads.rows)
    assert {reason.name: reason.records for reason in found.reasons} == Counter(
        link["reason"] for link in links
    )
    first = found.reasons[0]
    words = Counter(link["words"] for link in links if link["reason"] == first.name)
    assert dict(first.words) == dict(words)
    assert ("S6", "Not on the opportunity", sum("S6" in x["classes"] for x in links)) in (
        found.classes
    )


def test_a_group_is_whole_only_with_its_second_leads_when_its_quorum_hangs_on_them(
    store, portfolio
):
    table = read_seconds(store, portfolio, needed).whole
    seconds = Counter(
        link["end_id"][1:6] for link in WORLD.links["SECOND_LEAD_OF", "Record", "DemandUnit"]
    )
    members = Counter(
        link["end_id"][1:] for link in WORLD.links["MEMBER_OF", "Person", "BuyingGroup"]
    )
    wanted = set()
    for number, lost in seconds.items():
        account = ACCOUNTS[f"a{number}"]
        least = needed("", account["employees"])
        credible = account["fit"] is not False and GROUPS[f"g{number}"]["confidence"] >= 0.2
        if credible and members[number] - lost < least <= members[number]:
            wanted.add(account["name"])
    assert wanted and {row[0][0] for row in table.rows} == wanted


def test_changes_of_the_last_week_are_told(store, portfolio):
    moves = read_moves(store, portfolio)
    assert (moves.since, moves.until) == ("21 Sept 2026", "28 Sept 2026")
    numbers = [int(id_[1:]) for id_ in LISTED]
    counts = dict(moves.counts)
    assert counts["New group"] == sum(n % 4 == 0 for n in numbers)
    assert counts["Risen"] == sum(n % 4 == 1 for n in numbers)
    assert counts["Members changed"] == sum(n % 4 == 2 for n in numbers)
    assert (counts["Fallen"], counts["No group now"]) == (0, 0)
    assert len(moves.table.rows) == sum(counts.values())
    joined = [cell(moves.table, row, "joined") for row in moves.table.rows]
    assert sum(bool(names) for names in joined) == counts["Members changed"]


def test_without_snapshots_the_page_says_so(tmp_path):
    with EmbeddedStore(tmp_path / "graph") as empty:
        empty.ensure_schema()
        moves = read_moves(empty, read_portfolio(empty))
    assert moves.since is None and moves.table.rows == [] and "analyze" in moves.table.empty


def test_doubts_are_counted(store, portfolio):
    found = read_quality(store, portfolio, FILES)
    assert len(found.doubtful.rows) == len(WORLD.links["MAY_BELONG_TO", "Record", "Account"])
    assert found.people == len(
        {x["end_id"] for x in WORLD.links["IS_RECORD_OF", "Record", "Person"]}
    )
    assert found.unmatched == 0
    assert found.refused.rows == [["Lead.csv", "CreatedDate … is no time", 1]]
    (share, incumbent) = found.open
    assert share.question == "share of the decision team seen" and share.unknown == 0
    assert incumbent.estimated == 0 and incumbent.unknown == share.estimated == len(found.seen.rows)
    assert read_quality(store, portfolio, None).files is None


def test_columns_of_text_that_nobody_fills_are_left_out():
    columns = (Column("a", "A"), Column("b", "B"), Column("n", "N", "count"))
    told = Table("t", "T", ("row", "rows"), columns, [["x", None, None]]).as_json()
    assert [column["key"] for column in told["columns"]] == ["a", "n"]
    assert told["rows"] == [["x", None]]
