"""Initiatives are read as stated; what the table never mentions is assumed and told."""

from decimal import Decimal
from pathlib import Path

import pytest

from asp_decide.model.snapshot import facts_digest
from asp_decide.model.subject import SubjectKey
from workspace_builder import TABLES, problem_of, snapshot_of

HEAD, FIRST, SECOND = TABLES["initiatives"].splitlines()


def with_columns(columns: str, first: str, second: str) -> str:
    return f"{HEAD},{columns}\n{FIRST},{first}\n{SECOND},{second}\n"


def test_a_row_with_everything_is_kept_whole(tmp_path: Path) -> None:
    rows = with_columns(
        "theme_ids,requirement_ids,signal_ids,assumption_ids,horizon,category,sponsor,"
        "probability_of_success,value_if_refuted,case_version,relative_value,expedite,review_on",
        "THE-1,REQ-1,SIG-1,ASM-4; ASM-1; ASM-4,H1,business,R. Vega,60 %,0.1,2,8 points,yes,2027-03-31",
        ",,,,,,,,,,,,",
    )

    full, bare = snapshot_of(tmp_path, initiatives=rows).initiatives

    assert full.theme_ids == ("THE-1",)
    assert full.assumption_ids == ("ASM-1", "ASM-4")
    assert (full.horizon, full.category, full.sponsor) == ("H1", "business", "R. Vega")
    assert (full.probability_of_success, full.value_if_refuted) == (Decimal("0.6"), Decimal("0.1"))
    assert (full.case_version, full.relative_value, full.expedite) == (2, Decimal(8), True)
    assert bare.probability_of_success is None
    assert bare.case_version is None
    assert bare.expedite is False


def test_where_no_row_states_a_probability_success_is_certain_and_that_is_told(
    tmp_path: Path,
) -> None:
    snapshot = snapshot_of(tmp_path)

    assert {i.probability_of_success for i in snapshot.initiatives} == {Decimal(1)}
    assert any("taken as certain" in sentence for sentence in snapshot.assumptions)


def test_an_empty_cell_is_no_default(tmp_path: Path) -> None:
    rows = with_columns("probability_of_success", "0.9", "")

    told = problem_of(tmp_path, initiatives=rows)
    snapshot = snapshot_of(tmp_path, initiatives=rows)

    assert (told.code, str(told.place)) == ("I060", "facts/initiatives.csv:3:55")
    assert snapshot.initiatives[1].probability_of_success is None
    assert not any("certain" in sentence for sentence in snapshot.assumptions)


@pytest.mark.parametrize("spent", ["0", "410000", "410000 EUR", "1_000_000_000", ""])
def test_money_already_spent_changes_nothing(spent: str, tmp_path: Path) -> None:
    rows = with_columns("spent_to_date", spent, "")

    without = facts_digest(snapshot_of(tmp_path / "without"))

    assert facts_digest(snapshot_of(tmp_path / "with", initiatives=rows)) == without


def test_money_already_spent_is_still_a_number(tmp_path: Path) -> None:
    rows = with_columns("spent_to_date", "a lot", "")

    assert problem_of(tmp_path, initiatives=rows).code == "I024"


def test_a_part_names_the_strategic_initiative_that_it_came_from(tmp_path: Path) -> None:
    rows = (
        "id,name,state,kind,parent_id,urgency\n"
        "STR-1,One platform,triage,strategic,,\n"
        "INI-1,Instant refunds,triage,initiative,STR-1,\n"
        "INI-2,Gift cards,triage,initiative,,\n"
    )

    snapshot = snapshot_of(tmp_path, initiatives=rows)

    assert [i.parent_id for i in snapshot.initiatives] == ["STR-1", None, None]
    assert snapshot.initiatives[2].kind == "strategic"
    assert snapshot.rows["initiatives/STR-1"].about == (SubjectKey("initiative", "STR-1"),)
