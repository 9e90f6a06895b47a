"""Row 25: whether those who changed a component are still there, without a word about anybody."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.load.work_hands import hands_in_features
from asp_decide.model.snapshot import Snapshot
from asp_decide.scenario.inspection import Change, Inspected
from asp_decide.scenario.knowledge import known_components, rests_on_one
from workspace_builder import snapshot_of

THERE = "value_stream_id,interval,net,member_ids\npayments,2026Q4,26,p1;p2;p3\npayments,2027Q1,26,p1;p2;p3\nbooking,2027Q1,26,\n"


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot_of(tmp_path_factory.mktemp("known"), capacity=THERE)


def _of(snapshot: Snapshot, *hands: set[str], stream: str = "payments") -> Inspected:
    changes = tuple(
        Change(f"FEA-{number}", stream, "refunds", frozenset(own))
        for number, own in enumerate(hands)
    )
    return Inspected(snapshot, {}, None, {}, changes=changes)


def test_a_change_counts_by_the_part_of_its_people_who_are_still_there(staffed: Snapshot) -> None:
    """One of two, all, none: half of the changes."""
    (known,) = known_components(_of(staffed, {"p1", "x1"}, {"p2", "p3"}, {"x2"}))

    assert (known.component, known.kept) == ("refunds", Fraction(1, 2))
    assert known.changes == ("FEA-0", "FEA-1", "FEA-2")


def test_a_component_that_one_person_knows_is_a_finding_and_the_person_is_not_named(
    staffed: Snapshot,
) -> None:
    """The bus factor is one: two of three changes go with whoever that is."""
    (found,) = rests_on_one(_of(staffed, {"p1"}, {"p1", "x1"}, {"p2", "p3"}))

    assert found.told == (
        "of 3 changes of `refunds` 2 are known to one person at most who is still there"
    )
    assert found.evidence == ("features FEA-0", "features FEA-1", "features FEA-2")
    assert "p1" not in f"{found.told} {found.evidence}"


@pytest.mark.parametrize(
    "hands",
    [
        ({"p1"}, {"p1"}),
        ({"p1"}, {"p2"}, {"p3"}, {"p1"}),
        ({"p1", "p2"}, {"p1", "p3"}, {"p1", "p2"}),
    ],
)
def test_few_changes_or_shared_ones_are_no_finding(
    hands: tuple[set[str], ...], staffed: Snapshot
) -> None:
    assert not list(rests_on_one(_of(staffed, *hands)))


@given(
    st.lists(
        st.sets(st.sampled_from(["p1", "p2", "p3", "x1", "x2"]), min_size=1), min_size=1, max_size=9
    )
)
def test_whoever_the_people_are_renaming_them_changes_nothing(
    staffed: Snapshot, hands: list[set[str]]
) -> None:
    """Only who is still there matters, and not who anybody is."""
    other = {"p1": "p3", "p2": "p1", "p3": "p2", "x1": "x9", "x2": "x8"}
    renamed = [{other[one] for one in own} for own in hands]

    assert list(known_components(_of(staffed, *hands))) == list(
        known_components(_of(staffed, *renamed))
    )


def test_a_stream_that_names_nobody_says_nothing_about_its_components(staffed: Snapshot) -> None:
    assert not list(known_components(_of(staffed, {"p1"}, stream="booking")))


def test_only_those_in_a_team_had_a_hand_in_it(tmp_path: Path) -> None:
    """Who orders, accepts or comes later made no change; nor is a story a feature."""
    log = tmp_path / "facts" / "work_events.csv"
    log.parent.mkdir()
    lines = (
        "feature,FEA-1,moved,2026-12-01T10:00:00Z,team/p1",
        "feature,FEA-1,blocked,2026-12-02T10:00:00Z,team/p2",
        "feature,FEA-1,moved,2026-12-03T10:00:00Z,product_manager/p3",
        "feature,FEA-1,moved,2026-12-04T10:00:00Z,team",
        "feature,FEA-1,moved,2026-12-31T10:00:00Z,team/p4",
        "story,STO-1,moved,2026-12-01T10:00:00Z,team/p5",
    )
    log.write_text("item_kind,item_id,event,at,actor\n" + "\n".join(lines), encoding="utf-8")

    until = 1_798_000_000 - 86_400 * 9
    assert hands_in_features(tmp_path, until=until) == {"FEA-1": {"p1", "p2"}}
    assert hands_in_features(tmp_path / "nowhere", until=until) == {}
