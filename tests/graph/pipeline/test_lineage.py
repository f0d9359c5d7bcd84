"""Groups keep their ids while they are the same groups."""

from hypothesis import given
from hypothesis import strategies as st

from graph.pipeline.lineage import Kept, assign_ids

PEOPLE = st.frozensets(st.sampled_from("abcdefgh"), min_size=1)


def ids(groups, before=()):
    return [i for i, _ in assign_ids("u", "2026-01-01", [frozenset(g) for g in groups], before)]


def test_a_new_group_has_a_hash_of_its_members_in_any_order():
    assert ids(["abc"]) == ids(["cba"])
    assert ids(["abc"]) != ids(["abd"])


def test_half_the_members_hand_the_id_on():
    assert ids(["abcd"], [Kept("old", frozenset("abc"))]) == ["old"]
    assert ids(["abcdefg"], [Kept("old", frozenset("abc"))]) != ["old"]


def test_one_old_group_hands_its_id_to_the_nearest_only():
    found = ids(["abc", "abcd"], [Kept("old", frozenset("abcd"))])
    assert found[1] == "old"
    assert found[0] != "old"


def test_a_tie_goes_to_the_smallest_id():
    before = [Kept("z", frozenset("abc")), Kept("a", frozenset("abc"))]
    assert ids(["abc"], before) == ["a"]


@given(st.lists(PEOPLE, unique=True, max_size=5), st.lists(PEOPLE, max_size=5))
def test_ids_are_never_given_twice(groups, olds):
    before = [Kept(f"old{n}", members) for n, members in enumerate(olds)]
    found = [i for i, _ in assign_ids("u", "t", groups, before)]
    assert len(found) == len(set(found)) == len(groups)
