"""Row 18: economic rationality, and not politics, hierarchy or annual budget."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asp_decide.model.plan import Plan
from command_line import edit
from workspace_builders import Row, a_workspace, planned, rewrite

LOUD = ("CEO wants it", "Board priority 1", "Already promised to the press", "Pet project")
PEOPLE = st.sampled_from(["", "The CEO", "A. Trainee", "R. Vega", "Ministry of Finance"])


@dataclass(frozen=True, slots=True)
class Voice:
    """Who stands behind an initiative, and how loudly it is told."""

    sponsor: str
    lead: str
    tag: str
    hypothesis: str


VOICES = st.lists(
    st.builds(Voice, PEOPLE, PEOPLE, st.sampled_from(["", *LOUD]), st.sampled_from(["", *LOUD])),
    min_size=9,
    max_size=9,
)


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_workspace(tmp_path_factory.mktemp("rational") / "mini")


@pytest.fixture(scope="module")
def before(mini: Path) -> Plan:
    return planned(mini)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(voices=VOICES)
def test_whoever_sponsors_it_and_however_loudly_no_recommendation_changes(
    mini: Path, before: Plan, voices: list[Voice]
) -> None:
    def change(rows: list[Row]) -> list[Row]:
        return [_told_by(row, one) for row, one in zip(rows, voices, strict=True)]

    rewrite(mini, "initiatives", change)

    assert _decided(planned(mini)) == _decided(before)


def _told_by(row: Row, voice: Voice) -> Row:
    name = row["name"].rpartition(": ")[2]
    return {
        **row,
        "name": f"{voice.tag}: {name}" if voice.tag else name,
        "sponsor": voice.sponsor,
        "lead": voice.lead,
        "value_hypothesis": voice.hypothesis,
    }


@pytest.mark.parametrize("earlier", [1, 2, 3])
def test_another_end_of_the_budget_year_changes_names_of_quarters_and_nothing_else(
    tmp_path: Path, before: Plan, earlier: int
) -> None:
    """The same days under the names of a year that ends in March, in June or in September."""

    def renamed(rows: list[Row]) -> list[Row]:
        return [{**row, "interval": _quarter(row["interval"], earlier)} for row in rows]

    folder = a_workspace(tmp_path / "mini")
    edit(folder, "asp.yaml", "first: 2025Q1", f"first: {_quarter('2025Q1', earlier)}")
    rewrite(folder, "capacity", renamed)

    plan = planned(folder)

    assert plan.run.intervals != before.run.intervals
    assert _decided(plan) == _decided(before)


def _quarter(name: str, earlier: int) -> str:
    """The name of a quarter in a year that began so many quarters later."""
    year, _, quarter = name.partition("Q")
    number = 4 * int(year) + int(quarter) - 1 - earlier
    return f"{number // 4}Q{number % 4 + 1}"


def _decided(plan: Plan) -> list[tuple[object, ...]]:
    """Every decision with its numbers; quarters by their place, since their names may differ."""
    place = {one: number for number, one in enumerate(plan.run.intervals)}
    return [
        (
            one.initiative,
            one.decision,
            one.option,
            place.get(one.start or ""),
            place.get(one.finish or ""),
            one.value,
            one.loss,
            one.cd3,
            one.courses,
        )
        for one in plan.decisions
    ]
