"""What differs between two versions in words: all that moves the digest of meaning, nothing else."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.errors import unwrap
from asp_decide.model.by_layer import ByLayer
from asp_decide.model.role_map import ROLES
from asp_decide.policy.changes.policy_changes import PolicyChange, meaning_of_layers, policy_changes
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.policy.written.policy_set import PolicySet
from policy_builders import AS_OF, GOOD, OVERLAY, REGISTER, write_policies
from policy_edits import OTHER, SAME, SHUFFLED

ALL = {"portfolio/sample": GOOD, "overlays/payments": OVERLAY, "exceptions": REGISTER}

BESIDE = [
    (
        "what a stream sets",
        "overlays/payments",
        "wip_limit: 4 initiatives",
        "wip_limit: 3 initiatives",
    ),
    ("how long", "overlays/payments", "until: 2027-03-31", "until: 2027-06-30"),
    ("for whom", "exceptions", "{initiative: INI-112}", "{initiative: INI-113}"),
    ("what lapses it", "exceptions", "below 500 EUR", "below 600 EUR"),
    ("the limit in its place", "exceptions", "{replace_limit: 2 %}", "{replace_limit: 3 %}"),
    (
        "who granted it",
        "exceptions",
        "person: A. Example, on: 2026-09-30}\n    effective: {from: 2026-10-01, until: 2026-12-31}\n    reason: One",
        "person: B. Example, on: 2026-09-30}\n    effective: {from: 2026-10-01, until: 2026-12-31}\n    reason: One",
    ),
]


def read(folder: Path, texts: Mapping[str, str]) -> ByLayer[PolicySet]:
    return unwrap(read_policy_sets(write_policies(folder, texts), currency="EUR", roles=ROLES))


def changes(
    folder: Path, old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[PolicyChange, ...]:
    return policy_changes(read(folder / "old", old), read(folder / "new", new), as_of=AS_OF)


def edited(name: str, old: str, new: str) -> dict[str, str]:
    assert ALL[name].count(old) == 1
    return {**ALL, name: ALL[name].replace(old, new)}


def turned(found: tuple[PolicyChange, ...]) -> set[object]:
    fates = {"added": "removed", "removed": "added", "changed": "changed"}
    return {
        (one.thing, one.name, fates[one.fate], frozenset(part.turned() for part in one.parts))
        for one in found
    }


def told(found: tuple[PolicyChange, ...]) -> set[object]:
    return {(one.thing, one.name, one.fate, frozenset(one.parts)) for one in found}


def of(found: tuple[PolicyChange, ...], name: str) -> list[tuple[str, str, str, str]]:
    change = next(one for one in found if one.name == name)
    return [(part.part, part.was, part.now, part.direction) for part in change.parts]


def test_a_version_differs_in_nothing_from_itself(tmp_path: Path) -> None:
    assert changes(tmp_path, ALL, ALL) == ()


@pytest.mark.parametrize(("edit", "old", "new"), SAME, ids=[edit for edit, _, _ in SAME])
def test_an_edit_that_means_nothing_is_no_change(
    edit: str, old: str, new: str, tmp_path: Path
) -> None:
    assert changes(tmp_path, ALL, edited("portfolio/sample", old, new)) == ()


@pytest.mark.parametrize(("edit", "old", "new"), OTHER, ids=[edit for edit, _, _ in OTHER])
def test_an_edit_that_means_something_is_told_both_ways(
    edit: str, old: str, new: str, tmp_path: Path
) -> None:
    """What was and what is changes places with the versions; nothing else does."""
    texts = {"portfolio/sample": GOOD}
    other = {"portfolio/sample": GOOD.replace(old, new)}

    found = changes(tmp_path, texts, other)
    back = changes(tmp_path / "back", other, texts)

    assert found
    assert told(back) == turned(found)
    assert all(part.was != part.now for one in found for part in one.parts)


@pytest.mark.parametrize(("edit", "name", "old", "new"), BESIDE, ids=[one[0] for one in BESIDE])
def test_what_stands_beside_the_policies_is_told_too(
    edit: str, name: str, old: str, new: str, tmp_path: Path
) -> None:
    found = changes(tmp_path, ALL, edited(name, old, new))

    assert found
    assert told(changes(tmp_path / "back", edited(name, old, new), ALL)) == turned(found)


@given(SHUFFLED)
def test_the_order_of_files_rules_and_keys_is_no_change(
    tmp_path_factory: pytest.TempPathFactory, shuffled: Mapping[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("shuffled")
    old, new = read(folder / "old", {"portfolio/sample": GOOD}), read(folder / "new", shuffled)

    assert policy_changes(old, new, as_of=AS_OF) == ()
    assert meaning_of_layers(old) == meaning_of_layers(new)


@given(st.sampled_from(OTHER), st.sampled_from(OTHER))
def test_two_edits_are_told_as_two(
    tmp_path_factory: pytest.TempPathFactory,
    one: tuple[str, str, str],
    other: tuple[str, str, str],
) -> None:
    both = GOOD.replace(one[1], one[2])
    if both.count(other[1]) != 1:
        return
    both = both.replace(other[1], other[2])
    folder = tmp_path_factory.mktemp("two")
    checked = read_policy_sets(
        write_policies(folder / "both", {"portfolio/sample": both}), currency="EUR", roles=ROLES
    )
    if checked.errors or checked.value is None:
        return
    good = read(folder / "good", {"portfolio/sample": GOOD})
    found = policy_changes(good, checked.value, as_of=AS_OF)

    assert bool(found) == (meaning_of_layers(good) != meaning_of_layers(checked.value))
    assert told(policy_changes(checked.value, good, as_of=AS_OF)) == turned(found)


def test_a_limit_is_told_with_what_it_was_and_whether_it_is_tighter(tmp_path: Path) -> None:
    found = changes(tmp_path, ALL, edited("portfolio/sample", "at_least: 5 %", "at_least: 4 %"))

    assert of(found, "GRD-01") == [("at least", "5 %", "4 %", "looser")]


def test_a_parameter_is_told_once_with_its_day_and_the_rules_that_name_it(tmp_path: Path) -> None:
    later = "value: 5 initiatives}\n      - {from: 2027-01-01, value: 4 initiatives}"
    found = changes(tmp_path, ALL, edited("portfolio/sample", "value: 5 initiatives}", later))

    (change,) = found
    assert (change.thing, change.name, change.rules) == ("parameter", "wip_limit", ("WIP-01",))
    assert of(found, "wip_limit") == [
        ("from 2027-01-01", "5 initiatives", "4 initiatives", "tighter")
    ]


def test_a_comparison_is_told_by_its_name(tmp_path: Path) -> None:
    found = changes(tmp_path, ALL, edited("portfolio/sample", "below 40 %", "below 50 %"))

    assert of(found, "STOP-01") == [
        (
            "when value_realisation",
            "below 40 % for 2 intervals in a row",
            "below 50 % for 2 intervals in a row",
            "",
        )
    ]


def test_what_spared_and_spares_no_more_is_told(tmp_path: Path) -> None:
    found = changes(
        tmp_path, ALL, edited("portfolio/sample", "    unless: {mandatory: holds}\n", "")
    )

    assert of(found, "STOP-01") == [("when", "not mandatory holds", "", "")]


def test_a_row_of_a_table_is_told_by_its_name(tmp_path: Path) -> None:
    found = changes(
        tmp_path, ALL, edited("portfolio/sample", "at least 500_000", "at least 400_000")
    )

    assert of(found, "TAB-01") == [
        (
            "row dear",
            "linked_outlay at least 500000 EUR: heard finance",
            "linked_outlay at least 400000 EUR: heard finance",
            "",
        )
    ]


def test_an_overlay_is_told_at_the_parameter_that_it_sets(tmp_path: Path) -> None:
    found = changes(tmp_path, ALL, edited("overlays/payments", "4 initiatives", "3 initiatives"))

    assert of(found, "wip_limit") == [
        (
            "in payments, from 2026-10-01 until 2027-03-31",
            "4 initiatives",
            "3 initiatives",
            "tighter",
        )
    ]


def test_an_exemption_is_told_by_its_id_and_its_rule(tmp_path: Path) -> None:
    without = {name: text for name, text in ALL.items() if name != "exceptions"}

    found = changes(tmp_path, without, ALL)

    assert [(one.name, one.fate, one.rules) for one in found] == [
        ("EX-2026-014", "added", ("STOP-01",)),
        ("EX-2026-015", "added", ("GRD-01",)),
    ]
    assert ("does", "", "limit 2 %", "") in of(found, "EX-2026-015")


def test_a_rule_that_is_new_is_told_as_it_is_written(tmp_path: Path) -> None:
    start = GOOD.index("  - id: BRK-01")
    end = GOOD.index("  - id: TAB-01")
    found = changes(tmp_path, {**ALL, "portfolio/sample": GOOD[:start] + GOOD[end:]}, ALL)

    assert [(one.name, one.fate) for one in found] == [("BRK-01", "added")]
    assert of(found, "BRK-01") == [
        (
            "says",
            "",
            (
                "escalate brake to portfolio_board within 14 days for each portfolio "
                "when stopped_share above 30 %"
            ),
            "",
        )
    ]
