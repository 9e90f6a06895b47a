"""What a signal reaches: duties bind work and are none, themes and beliefs send it back (rows 3, 4)."""

from pathlib import Path

from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.signals import Reached, left_by_themes, reached_by
from workspace_builder import snapshot_of

SIGNALS = "id,kind,origin,observed_on,disposition,disposed_on,became_ids,affects_themes,affects_assumptions\n"
INITIATIVES = """\
id,name,state,urgency,benefit_per_week_likely,benefit_life,theme_ids,requirement_ids,assumption_ids,case_agreed_on
INI-1,Instant refunds,implementing,standard,10000,156,THE-1,,ASM-1,2026-03-01
INI-2,Gift cards,investment_framing,standard,3500,104,THE-2,,ASM-1,
INI-3,Vouchers,delivery_queue,standard,3500,104,THE-2,REQ-1,ASM-2,2026-09-01
INI-4,Two themes,delivery_queue,standard,3500,104,THE-1;THE-2,,ASM-1,2026-11-01
INI-5,Given up,declined,standard,3500,104,THE-2,,ASM-1,
"""
THEMES = """\
id,intent,weight,status,valid_to
THE-1,Customers solve payment matters without contacting us,60 %,active,
THE-2,One brand,40 %,retired,
"""
OPTIONS = """\
initiative_id,value_stream_id,remaining_effort_likely,remaining_duration_likely
INI-1,payments,15,12
INI-2,booking,6,8
INI-3,payments,6,8
INI-4,booking,6,8
"""


def _snapshot(folder: Path, signals: str, **tables: str) -> Snapshot:
    return snapshot_of(
        folder,
        signals=SIGNALS + signals,
        initiatives=INITIATIVES,
        themes=tables.pop("themes", THEMES),
        options=OPTIONS,
        **tables,
    )


def _told(reached: tuple[Reached, ...]) -> list[tuple[str, str, bool]]:
    return [(one.initiative.id, one.follows, one.asks) for one in reached]


def test_a_duty_is_held_against_every_open_initiative_in_its_scope(tmp_path: Path) -> None:
    """Row 3, pitfall 27: it checks work and becomes none."""
    snapshot = _snapshot(
        tmp_path,
        "SIG-1,regulatory,environment,2026-05-20,requirement,2026-06-01,REQ-1,,\n",
        requirements="id,category,statement,signal_id,applies_to_streams,checked_at\n"
        "REQ-1,regulatory,Refunds are confirmed,SIG-1,payments,gate_2;verify\n",
        evidence="id,about_kind,about_id,informs,requirement_id,reading,observed_on,source\n"
        "EVI-1,initiative,INI-1,requirement,REQ-1,contradicts,2026-11-01,Audit\n",
    )

    assert _told(reached_by(snapshot.signals[0], snapshot)) == [
        ("INI-1", "violates it: it passes neither Gate 2 nor verification", True),
        ("INI-3", "nothing is known of compliance", True),
    ]
    assert len(snapshot.initiatives) == 5, "no work was made of the duty"


def test_a_theme_that_is_retired_today_sends_back_what_serves_nothing_else_the_same_day(
    tmp_path: Path,
) -> None:
    """Row 4: queued and active work alike, unless another theme or a duty still asks for it."""
    signals = "SIG-1,strategic,organization,2026-12-31,theme_change,2026-12-31,THE-1,THE-1,\n"
    before = _snapshot(tmp_path / "before", signals)
    after = _snapshot(tmp_path / "after", signals, themes=THEMES.replace("active", "retired"))

    assert [one.initiative.id for one in left_by_themes(before)] == ["INI-2"]
    assert reached_by(before.signals[0], before) == ()
    assert _told(reached_by(after.signals[0], after)) == [
        ("INI-1", "is validated anew: continue, redirect or stop", True),
        ("INI-4", "its relevance is decided anew: back to triage", True),
    ]


def test_a_theme_ends_with_its_last_day_as_well(tmp_path: Path) -> None:
    themes = THEMES.replace("active,", "active,2026-12-30")
    snapshot = _snapshot(tmp_path, "SIG-1,market,environment,2026-10-01,open,,,,\n", themes=themes)

    assert {one.initiative.id for one in left_by_themes(snapshot)} == {"INI-1", "INI-2", "INI-4"}


def test_a_changed_assumption_reopens_whoever_cites_it_unless_agreed_since(tmp_path: Path) -> None:
    """D11 for every holder; what is declined is not reopened."""
    snapshot = _snapshot(
        tmp_path,
        "SIG-1,market,environment,2026-10-01,assumption_change,2026-10-05,,,ASM-1\n",
    )

    assert _told(reached_by(snapshot.signals[0], snapshot)) == [
        ("INI-1", "is reopened: continue, redirect or stop", True),
        ("INI-2", "its case is looked at again, in `investment_framing`", True),
    ]


def test_a_signal_that_nobody_has_filed_reaches_nobody(tmp_path: Path) -> None:
    snapshot = _snapshot(tmp_path, "SIG-1,market,environment,2026-10-01,open,,,THE-2,ASM-1\n")

    assert reached_by(snapshot.signals[0], snapshot) == ()
