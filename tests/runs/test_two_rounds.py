"""Two rounds from a signal to what it taught: every step is there, and every id leads to the next.

The whole walk runs as a tour of the README; here stands what its tables must hold.
"""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from asp_decide.errors import unwrap
from asp_decide.learn.calibrate import calibrate
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.dossier import broken_on
from asp_decide.runs.flows_of_work import work_log
from workspace_builders import a_workspace, opened

FIRST = [f"INI-0{n}" for n in range(1, 7)]
SECOND = ["INI-11", "INI-13"]


@pytest.fixture
def hearth(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "hearth", "loop")


def _on(folder: Path, day: str, *rounds: str) -> Snapshot:
    """The facts of a day, once the tables of these rounds were brought."""
    for name in rounds:
        shutil.copytree(folder / "rounds" / name / "facts", folder / "facts", dirs_exist_ok=True)
    return unwrap(read_snapshot(folder, as_of=date.fromisoformat(day)))


def test_row_33_a_signal_leads_to_needs_a_case_features_stories_and_a_release(
    hearth: Path,
) -> None:
    needs = _on(hearth, "2026-03-31")
    assert [one for signal in needs.signals for one in signal.became_ids] == FIRST
    assert {one.kind for one in needs.options if one.initiative_id in FIRST} == {
        "discovery", "whole",
    }  # fmt: skip

    cases = _on(hearth, "2026-06-30", "2026Q3")
    assert {row.initiative_id for row in cases.outcomes if row.kill_if is not None} == {*FIRST}
    assert all(one.value_hypothesis for one in cases.initiatives)

    done = _on(hearth, "2027-03-31", "2027Q2")
    features = [one for one in done.delivery.features if one.item == "feature"]
    stories = [one for one in done.delivery.features if one.item == "story"]
    assert [one.initiative_id for one in features] == FIRST
    assert {one.parent_id for one in stories} == {one.id for one in features}
    assert len(stories) == 12
    released = {feature for release in done.delivery.releases for feature in release.feature_ids}
    assert released == {one.id for one in features}
    assert {row.initiative_id for row in done.outcomes if row.actual is not None} == {*FIRST}


def test_row_33_what_teams_did_is_told_by_events_that_can_have_happened(hearth: Path) -> None:
    _on(hearth, "2028-06-30", "2026Q3", "2027Q2", "2027Q3", "2028Q2")

    log = unwrap(work_log(opened(hearth), as_of=date(2028, 6, 30)))

    ended = {
        kind: Counter(one.state for one in log.histories[kind]) for kind in ("feature", "story")
    }
    assert ended == {"feature": {"released": 8}, "story": {"done": 16}}


def test_row_17_the_world_breaks_assumptions_that_somebody_held(hearth: Path) -> None:
    snapshot = _on(hearth, "2027-03-31", "2026Q3", "2027Q2")

    assert broken_on(snapshot) == (date(2026, 8, 17), date(2027, 3, 1))
    held = {one for each in snapshot.initiatives for one in each.assumption_ids}
    assert {one for signal in snapshot.signals for one in signal.affects_assumptions} <= held


def test_row_33_the_gate_after_knows_what_the_second_round_brought(hearth: Path) -> None:
    snapshot = _on(hearth, "2028-06-30", "2026Q3", "2027Q2", "2027Q3", "2028Q2")
    rows = (hearth / "rounds/2028Q2/outcomes.csv").read_text().splitlines()
    measured = {line.split(",")[0] for line in rows if ",measured," in line}

    assert measured == {*SECOND}
    assert {one.id for one in snapshot.initiatives if one.state == "investment_framing"} == {
        "INI-21", "INI-22",
    }  # fmt: skip
    assert calibrate(snapshot).factor(InitiativeId("INI-21"), "value") < 1
