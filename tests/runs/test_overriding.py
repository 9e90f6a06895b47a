"""People may decide otherwise: by the right role, with reason, end and evidence, at a price."""

from pathlib import Path

import pytest

from command_line import (
    a_copy,
    apply,
    asp,
    edit,
    files_of,
    plan,
    recorded,
    records_in,
)
from workspace_builders import Row, a_workspace, rewrite, set_cell

BASICS = "policies/portfolio/basics.yaml"
REASON = ("--reason", "The shop needs it", "--until", "2027-03-31")
ALL_NEEDS = ("--evidence", "EVI-7", "--recovery-plan", "by June", "--second-approver", "B. Person")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose rules can be overridden: one asks for everything, one by finance."""
    folder = a_workspace(tmp_path_factory.mktemp("ruled") / "mini")
    edit(
        folder,
        BASICS,
        "        - effort_and_outlay: known\n    else: return\n    enforce: mandatory\n",
        "        - lead: known\n    else: return\n    enforce: overridable\n"
        "    override:\n      by: portfolio_board\n      longest: 2 intervals\n"
        "      needs: [reason, evidence, recovery_plan, second_approver]\n",
    )
    edit(folder, BASICS, "override: {by: portfolio_board,", "override: {by: finance,")

    def with_outlay(rows: list[Row]) -> list[Row]:
        costly = {"INI-2": "90000"}
        return [
            {**row, "remaining_outlay_likely": costly.get(row["initiative_id"], "0")}
            for row in rows
        ]

    rewrite(folder, "options", with_outlay)
    assert plan(folder, "-o", "plan.json").code == 0
    return folder


@pytest.fixture
def mini(planned: Path, tmp_path: Path) -> Path:
    return a_copy(planned, tmp_path / "mini")


def _refused(folder: Path, *more: str) -> str:
    before = files_of(folder)
    said = apply(folder, *more)
    assert (said.code, said.out) == (2, ""), said
    assert files_of(folder) == before
    return said.err


@pytest.mark.parametrize(
    ("missing", "flags"),
    [
        ("--evidence", ALL_NEEDS[2:]),
        ("--recovery-plan", (*ALL_NEEDS[:2], *ALL_NEEDS[4:])),
        ("--second-approver", ALL_NEEDS[:4]),
        ("--evidence, --recovery-plan, --second-approver", ()),
    ],
)
def test_a_rule_gets_everything_that_it_asks_of_an_override(
    mini: Path, missing: str, flags: tuple[str, ...]
) -> None:
    told = _refused(mini, "--override", "INI-6=fund", *REASON, *flags)

    assert "GATE-21 asks an override for more" in told
    assert f"add {missing}\n" in told


def test_an_override_with_all_that_is_asked_is_recorded_with_its_price(mini: Path) -> None:
    said = apply(mini, "--override", "INI-6=fund", *REASON, *ALL_NEEDS)

    assert said.code == 0
    (row,) = (line for line in said.out.splitlines() if "INI-6" in line)
    assert "return" in row
    assert "GATE-21" in row
    assert "2027-03-31" in row
    (override,) = (one for one in recorded(mini) if one["kind"] == "override")
    assert override["id"] == "OV-2027Q1-001"
    assert (override["rules"], override["decided"]) == (["GATE-21"], "fund")
    assert override["needs"] == {
        "reason": "The shop needs it",
        "evidence": ["EVI-7"],
        "recovery_plan": "by June",
        "second_approver": "B. Person",
    }
    assert float(override["price"]["low"]) <= float(override["price"]["high"])
    (act,) = (
        one
        for one in recorded(mini)
        if one["kind"] == "approval" and one["subject"] == {"initiative": "INI-6"}
    )
    assert (act["recommended"]["answer"], act["decided"]) == ("return", "fund")
    assert (act["override"], act["reason"]) == ("OV-2027Q1-001", "The shop needs it")
    assert asp("verify", mini / "runs" / "2027Q1").code == 0


def test_an_override_ends_within_the_time_that_its_rule_allows(mini: Path) -> None:
    """Two intervals are the first half of 2027: its last day is in, the next one is not."""
    one = ("--override", "INI-6=fund", "--reason", "x", *ALL_NEEDS, "--until")

    told = _refused(mini, *one, "2027-07-01")

    assert "GATE-21 lets an override last until 2027-06-30, not until 2027-07-01" in told
    assert apply(mini, *one, "2027-06-30").code == 0


def test_an_override_does_not_end_before_it_begins(mini: Path) -> None:
    told = _refused(
        mini, "--override", "INI-6=fund", "--reason", "x", "--until", "2027-01-10", *ALL_NEEDS
    )

    assert "the override of `INI-6` ends before it begins" in told


def test_a_role_that_the_rule_does_not_name_overrides_nothing(mini: Path) -> None:
    told = _refused(mini, "--override", "INI-2=continue", *REASON)

    assert "an override of STOP-02 is decided by `finance`" in told


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("INI-6=return", "`return` is what the plan recommends for `INI-6`"),
        ("INI-6=stop", "`stop` is no answer at `gate_2`"),
        ("INI-6=funds", "one of fund, fund_tranche, return, decline, review"),
        ("INI-66=fund", "the plan decides nothing about `INI-66`"),
        ("INI-6", "`INI-6` is no override"),
        ("INI-6=", "`INI-6=` is no override"),
        ("=fund", "`=fund` is no override"),
    ],
)
def test_an_override_that_cannot_be_meant_is_refused(mini: Path, override: str, told: str) -> None:
    assert told in _refused(mini, "--override", override, *REASON, *ALL_NEEDS)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--reason", "x"), "add --until DATE"),
        (("--until", "2027-03-31"), "an override has a reason"),
        ((*REASON, "--reason", "a", "--reason", "b"), "an override has a reason"),
        (("--reason", "x", "--until", "soon"), "`soon` of --until is no day"),
        ((*REASON, "--second-approver", "A. Person"), "another person than `A. Person`"),
    ],
)
def test_an_override_needs_reason_and_end(mini: Path, more: tuple[str, ...], told: str) -> None:
    assert told in _refused(mini, "--override", "INI-6=fund", *more)


def test_a_mandatory_rule_is_changed_and_never_overridden(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")
    plan(folder, "-o", "plan.json")

    told = _refused(folder, "--override", "INI-7=fund", *REASON, *ALL_NEEDS)

    assert "GATE-21 stands against `INI-7=fund` and is mandatory" in told
    assert "change the policy, visibly: policies/portfolio/basics.yaml:" in told


def test_what_no_plan_can_hold_is_refused_with_what_stands_against_it(mini: Path) -> None:
    """Six team-weeks of INI-2, which is pinned, and seven of INI-3 are more than twelve."""
    edit(
        mini,
        BASICS,
        "{gain_from_stopping: above 0 EUR}",
        "{gain_from_stopping: above 1_000_000 EUR}",
    )
    plan(mini, "--pin", "INI-2", "-o", "plan.json")

    told = _refused(mini, "--override", "INI-3=start", *REASON)

    assert told == (
        "no plan holds `INI-3=start`; it cannot stand with\n"
        "  pin INI-2 Catalogue in print\n  capacity web 2027Q1\n"
    )


def test_what_nobody_has_sized_cannot_be_started_by_a_word(mini: Path) -> None:
    set_cell(mini, "options", ("initiative_id", "INI-6"), "remaining_effort_likely", "")
    plan(mini, "-o", "plan.json")

    told = _refused(mini, "--override", "INI-6=fund", *REASON, *ALL_NEEDS)

    assert "no plan holds `INI-6=fund`" in told
    assert "is not known" in told


def test_two_overrides_that_fit_alone_and_not_together_are_refused_together(
    planned: Path, tmp_path: Path
) -> None:
    """Of the twelve team-weeks of the web five go on; INI-3 needs seven more and INI-4 six."""
    both = [("--override", "INI-3=start"), ("--override", "INI-4=start")]
    for number, one in enumerate(both):
        assert apply(a_copy(planned, tmp_path / str(number)), *one, *REASON).code == 0

    told = _refused(a_copy(planned, tmp_path / "mini"), *both[0], *both[1], *REASON)

    assert "no plan holds `INI-3=start`, `INI-4=start`; they cannot stand with" in told
    assert "capacity web 2027Q1" in told


def test_what_is_too_large_for_an_interval_cannot_be_started_by_a_word(mini: Path) -> None:
    told = _refused(mini, "--override", "INI-5=start", *REASON)

    assert "needs 9 team-weeks of back-office in 2027Q1, which has 8" in told


def test_a_second_act_on_a_recorded_plan_is_not_silently_lost(mini: Path) -> None:
    one = ("--override", "INI-6=fund", *REASON, *ALL_NEEDS)
    apply(mini, *one)
    size = records_in(mini)

    again, without = apply(mini, *one), apply(mini)
    other = apply(mini, "--override", "INI-2=continue", *REASON)

    assert (again.code, without.code) == (0, 0), "the same again, or a look at what is there"
    assert other.code == 2
    assert "has recorded this plan before, with other overrides" in other.err
    assert records_in(mini) == size
