"""Events, features and releases tell of the same work, and where they differ it is told."""

from pathlib import Path
from typing import Any

import pytest

from asp_decide.diagnostics import Diagnostic
from asp_decide.flows.replay import History
from asp_decide.load.work_log import read_work_log
from asp_decide.model.work_event import end_of_day
from asp_decide.runs.flows_by_kind import FLOWS
from workspace_builder import RUN_DAY, snapshot_of

WAY = ("funnel", "analyzing", "ready", "implementing", "integrating", "verifying", "deploying")
FEATURES = "id,value_stream_id,state\nFEA-1,payments,{state}\n"


def _events(*days: str) -> str:
    """A feature that goes on its way by a state a day."""
    lines = ["item_kind,item_id,event,from_state,to_state,at"]
    for source, target, day in zip(("", *WAY), (*WAY, "released"), days, strict=False):
        lines.append(f"feature,FEA-1,moved,{source},{target},2026-{day}T12:00:00Z")
    return "\n".join(lines) + "\n"


RELEASED = _events("10-01", "10-02", "10-03", "10-04", "10-05", "10-06", "10-07", "10-08")


def _read(folder: Path, **tables: Any) -> tuple[History, list[Diagnostic]]:
    facts = snapshot_of(folder, **tables)
    checked = read_work_log(folder, FLOWS, until=end_of_day(RUN_DAY), facts=facts)
    assert checked.value is not None
    return checked.value.histories["feature"][0], list(checked.diagnostics)


def test_a_row_and_the_events_tell_the_same_state(tmp_path: Path) -> None:
    """Invariant 2: states are derivable from events alone, so a row can only repeat them."""
    events = _events("12-01", "12-02")

    agreed, nothing = _read(
        tmp_path / "same", work_events=events, features=FEATURES.format(state="analyzing")
    )
    differing, told = _read(
        tmp_path / "differs", work_events=events, features=FEATURES.format(state="ready")
    )

    assert (agreed.is_sound, nothing) == (True, [])
    assert [(d.code, d.place.line) for d in told] == [("I094", 3)]
    assert told[0].message == (
        "feature `FEA-1`: its row states `ready`, its events tell `analyzing`"
    )
    assert not differing.is_sound, "what is told in two ways counts for nothing that is measured"


def test_an_initiative_stands_where_its_events_lead_too(tmp_path: Path) -> None:
    events = _events("12-01") + "initiative,INI-1,moved,,intake,2026-12-01T12:00:00Z\n"

    _, told = _read(tmp_path, work_events=events)

    assert [(d.code, d.message.partition(":")[0]) for d in told] == [("I094", "initiative `INI-1`")]


def test_a_row_of_a_later_day_is_not_held_against_an_earlier_one(tmp_path: Path) -> None:
    """The log goes on behind the day that is asked about: the row may tell of that."""
    events = _events("12-01", "12-02") + (
        "feature,FEA-1,moved,analyzing,ready,2027-01-05T12:00:00Z\n"
    )

    history, told = _read(tmp_path, work_events=events, features=FEATURES.format(state="ready"))

    assert (history.state, told) == ("analyzing", [])


def test_an_item_without_a_row_is_told_and_measured_all_the_same(tmp_path: Path) -> None:
    features = FEATURES.format(state="ready").replace("FEA-1", "FEA-2")

    history, told = _read(tmp_path, work_events=_events("12-01"), features=features)

    assert [d.code for d in told] == ["I095"]
    assert history.is_sound


@pytest.mark.parametrize(
    ("release", "why"),
    [
        ("DEP-1,payments,2026-10-08T11:00:00Z,FEA-1", None),
        ("DEP-1,payments,2026-10-08T11:00:00Z,", "it is `released`, and no release has it"),
        (
            "DEP-1,payments,2026-10-08T13:00:00Z,FEA-1",
            "it is `released` before the first release that has it",
        ),
    ],
)
def test_nothing_is_done_without_a_release(tmp_path: Path, release: str, why: str | None) -> None:
    """Row 11: where releases are kept, a feature that none of them has is not done."""
    history, told = _read(
        tmp_path,
        work_events=RELEASED,
        features=FEATURES.format(state="released"),
        releases=f"id,value_stream_id,deployed_at,feature_ids\n{release}\n",
    )

    assert history.is_sound == (why is None)
    assert [(d.code, d.message) for d in told] == (
        [("I096", f"feature `FEA-1`: {why}")] if why else []
    )


def test_where_nobody_keeps_releases_the_event_is_the_release(tmp_path: Path) -> None:
    history, told = _read(
        tmp_path, work_events=RELEASED, features=FEATURES.format(state="released")
    )

    assert (history.is_sound, told) == (True, [])


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        ("supports,2026-10-19", None),
        ("supports,2026-10-21", "I097"),
        ("contradicts,2026-10-19", "I097"),
    ],
)
def test_an_improvement_is_done_when_it_has_become_a_habit_and_not_when_it_is_ticked_off(
    tmp_path: Path, seen: str, code: str | None
) -> None:
    """Row 28."""
    way = ("sensed", "chosen", "trying", "adopted", "established")
    events = "item_kind,item_id,event,from_state,to_state,at\n" + "".join(
        f"improvement,IMP-1,moved,{source},{target},2026-10-{16 + day}T12:00:00Z\n"
        for day, (source, target) in enumerate(zip(("", *way), way, strict=False))
    )
    evidence = (
        "id,about_kind,about_id,informs,reading,observed_on,source\n"
        f"EVI-1,improvement,IMP-1,behaviour,{seen},Six reviews\n"
    )
    facts = snapshot_of(tmp_path, work_events=events, evidence=evidence)

    checked = read_work_log(tmp_path, FLOWS, until=end_of_day(RUN_DAY), facts=facts)

    assert checked.value is not None
    (history,) = checked.value.histories["improvement"]
    assert [one.code for one in checked.diagnostics] == ([code] if code else [])
    assert history.is_sound == (code is None)


STORY = ("backlog", "refinement", "sprint_backlog", "in_progress", "review", "done")
WHY = "it is `done`, and was not integrated and tested by then"


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("2026-10-20,2026-10-21", None),
        ("2026-10-22,2026-10-21", WHY),
        ("2026-10-20,2026-10-22", WHY),
        ("2026-10-20,", WHY),
        (",2026-10-21", WHY),
        (",", WHY),
    ],
)
def test_a_story_is_done_when_it_works_as_a_part_of_the_whole(
    tmp_path: Path, stated: str, why: str | None
) -> None:
    """Row 29: done means integrated and tested, each a fact of its own with its day."""
    history, told = _story(tmp_path, f"STO-1,story,payments,done,{stated}")

    assert [one.message for one in told] == ([f"story `STO-1`: {why}"] if why else [])
    assert history.is_sound == (why is None)


def test_where_nobody_states_when_stories_were_integrated_the_team_says_when_they_are_done(
    tmp_path: Path,
) -> None:
    history, told = _story(tmp_path, "STO-1,story,payments,done,,", other="")

    assert (history.is_sound, told) == (True, [])


def _story(
    folder: Path, row: str, *, other: str = "STO-2,story,payments,review,2026-10-20,2026-10-21\n"
) -> tuple[History, list[Diagnostic]]:
    """A story that is done on 21 October, beside another of a team that states both days."""
    events = "item_kind,item_id,event,from_state,to_state,at\n" + "".join(
        f"story,STO-1,moved,{source},{target},2026-10-{16 + day}T12:00:00Z\n"
        for day, (source, target) in enumerate(zip(("", *STORY), STORY, strict=False))
    )
    head = "id,item,value_stream_id,state,integrated_on,tested_on"
    facts = snapshot_of(folder, work_events=events, features=f"{head}\n{row}\n{other}")

    checked = read_work_log(folder, FLOWS, until=end_of_day(RUN_DAY), facts=facts)

    assert checked.value is not None
    return checked.value.histories["story"][0], list(checked.diagnostics)
