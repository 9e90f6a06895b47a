"""What became of promises, and what forecasts are worth, as people ask for it."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import asp_decide
from asp_decide.errors import unwrap
from asp_decide.learn.lessons import latencies, stream_lessons
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.dossier import broken_on
from asp_decide.runs.learning.calibration_run import calibration_run
from asp_decide.runs.learning.review_run import review_run
from asp_decide.runs.workspace import Workspace, open_workspace
from command_line import asp
from workspace_builders import a_workspace, rewrite

AS_OF = date(2026, 12, 31)
SHIPPED = Path(asp_decide.__file__).parent / "shipped" / "demo"

FEATURES = """\
id,item,name,value_stream_id,initiative_id,category,flow_kind,state
FEA-1,feature,Watch rota on paper no more,operations,INI-65,business,feature,released
"""
RELEASES = """\
id,value_stream_id,committed_at,deployed_at,usable_on,feature_ids,failed,is_unplanned_repair
DEP-1,operations,2026-02-20T09:00:00+01:00,2026-02-27T16:00:00+01:00,2026-03-02,FEA-1,no,no
"""
LOG = """\
item_kind,item_id,event,from_state,to_state,at,actor,reason,decision_id
initiative,INI-61,moved,,intake,2026-03-02T09:00:00+01:00,sponsor/p1,,
initiative,INI-61,moved,intake,triage,2026-03-03T09:00:00+01:00,portfolio_manager/p2,,
initiative,INI-61,moved,triage,rejected,2026-03-04T09:00:00+01:00,portfolio_board/p3,not_relevant: no theme,DEC-1
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("learning") / "demo"
    a_workspace(folder, "demo")
    rewrite(folder, "evidence", lambda rows: [r for r in rows if r["about_kind"] == "initiative"])
    for name, text in (("features", FEATURES), ("releases", RELEASES), ("work_events", LOG)):
        (folder / "facts" / f"{name}.csv").write_text(text, encoding="utf-8")
    return open_workspace(folder)


def test_every_promise_has_its_verdict_or_its_wait(demo: Workspace) -> None:
    found = review_run(demo, as_of=AS_OF)
    judged = {str(one.initiative): one.judgement for one in found.promises}

    assert judged["INI-65"] == "confirmed"
    assert judged["INI-51"] == "none"


def test_a_verdict_that_is_not_due_is_not_told_as_overdue(demo: Workspace) -> None:
    told = asp("-C", demo.root, "review", "--as-of", "2026-12-31").out

    assert "due 2027-12-31" in told
    assert "-52.1" not in told


def test_in_the_demo_every_value_stream_has_a_loop_to_time() -> None:
    """Its verdicts of December are new to the run of that day, as its own tour judges them."""
    snapshot = unwrap(read_snapshot(SHIPPED, as_of=AS_OF))
    judged = {InitiativeId(f"INI-{n}") for n in (51, 52, 53, 54)}
    lessons = stream_lessons(_judged(snapshot, judged, date(2026, 12, 21)))

    found = latencies(lessons, used_on=dict.fromkeys(judged, AS_OF), changes=broken_on(snapshot))

    assert set(found) == {"all", *(one.id for one in snapshot.value_streams)}
    assert all(one.loop_ratio is not None for one in found.values())


def test_in_the_demo_nothing_was_built_for_what_was_not_funded() -> None:
    """Forecast in December of 2025 and funded in April: no release before."""
    snapshot = unwrap(read_snapshot(SHIPPED, as_of=AS_OF))
    of = {one.id: one.initiative_id for one in snapshot.delivery.features}
    first = {
        name: min(
            release.usable_on
            for release in snapshot.delivery.releases
            if any(of.get(one) == name for one in release.feature_ids)
        )
        for name in ("INI-51", "INI-52")
    }

    assert all(day > date(2026, 4, 7) for day in first.values())


def _judged(snapshot: Snapshot, initiatives: set[InitiativeId], on: date) -> Snapshot:
    rows = tuple(
        row.model_copy(update={"verdict": "confirmed", "verdict_on": on})
        if row.initiative_id in initiatives and row.quantity == "success"
        else row
        for row in snapshot.outcomes
    )
    return snapshot.model_copy(update={"outcomes": rows})


def test_an_end_says_why_where_the_log_of_work_does(demo: Workspace) -> None:
    ended = {str(one.initiative): one for one in review_run(demo, as_of=AS_OF).exits}

    assert (ended["INI-61"].state, ended["INI-61"].reason) == ("rejected", "not_relevant: no theme")


def test_learning_is_timed_from_the_first_release_of_its_features(demo: Workspace) -> None:
    """Usable on 2 March, judged on 22 June: sixteen weeks. No run is recorded that knew it."""
    told = review_run(demo, as_of=AS_OF).latencies["all"]

    assert told.to_verdict == Fraction(16)
    assert told.to_use is None


def test_one_judged_case_corrects_nothing(demo: Workspace) -> None:
    found = calibration_run(demo, as_of=AS_OF)

    assert not any(one.used for one in found.calibration.classes)
    assert found.sentences[0].startswith("forecasts of value of all kinds are taken as stated")


@pytest.mark.parametrize("verb", ["review", "calibration"])
def test_both_are_told_to_people_and_to_machines(verb: str, demo: Workspace) -> None:
    told = asp("-C", demo.root, verb, "--as-of", "2026-12-31")
    machine = asp("-C", demo.root, verb, "--as-of", "2026-12-31", "--format", "json")

    assert "realised of foretold" in told.out
    assert json.loads(machine.out)["schema_version"] == "1"


def test_who_has_judged_nothing_is_told_so(tmp_path: Path) -> None:
    a_workspace(tmp_path / "mine", "minimal")
    told = asp("-C", tmp_path / "mine", "calibration", "--as-of", "2026-12-31")

    assert "no work was judged and measured yet" in told.err
