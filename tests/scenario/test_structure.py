"""A design that keeps its principles shows nothing, and one that breaks any shows that one."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest

from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.signals import streams_touched
from asp_decide.scenario.inspection import Change, DesignFinding, Inspected
from asp_decide.scenario.principles import CHECKS, OF_THE_TWELVE, Principle, findings
from asp_decide.scenario.structure import Dimension, dimensions
from workspace_builder import CHARTER, snapshot_of

STREAMS = "id,name,owner,formed_on,retired_on\npayments,Payments,M. Sand,2023-01-01,\nbooking,Booking,L. Ek,2023-01-01,\n"
CAPACITY = (
    "value_stream_id,interval,net,stated_on,funded,members,joined,left,member_ids\n"
    + "".join(
        f"{stream},{interval},26,2026-12-01,700000,8,0,0,p1;p2;p3;p4\n"
        for stream in ("payments", "booking")
        for interval in ("2026Q1", "2026Q2", "2026Q3", "2026Q4", "2027Q1")
    )
)
INITIATIVES = """\
id,name,state,state_since,submitted_on,urgency,benefit_per_week_likely,benefit_life
INI-1,Instant refunds,implementing,,2025-05-01,standard,10000,156
INI-2,Gift cards,implementing,,2025-05-01,standard,3500,104
INI-3,Old portal,assessed,2026-08-15,2024-05-01,standard,3500,104
INI-4,Vouchers,implementing,,2025-06-01,standard,3500,104
"""
OPTIONS = (
    "initiative_id,value_stream_id,remaining_effort_likely,remaining_duration_likely\n"
    + "".join(
        f"INI-{n},{stream},6,8\n"
        for n, stream in ((1, "payments"), (2, "booking"), (3, "payments"), (4, "booking"))
    )
)
OUTCOMES = (
    "initiative_id,quantity,interval,status,method,verdict,verdict_on,verdict_by\n"
    + "".join(f"INI-{n},success,2027Q2,open,,,,\n" for n in (1, 2, 4))
    + "INI-3,success,2026Q3,measured,comparison,confirmed,2026-10-10,portfolio_manager A. Person\n"
)
FEATURES = """\
id,item,name,value_stream_id,initiative_id,state,planned_interval
FEA-1,feature,Card,payments,INI-1,ready,2027Q1
IMP-1,improvement,Pairing,booking,,established,
"""
RELEASES = "id,value_stream_id,deployed_at\n" + "".join(
    f"DEP-{stream[0]}{month},{stream},2026-{month:02}-10T10:00:00Z\n"
    for stream in ("payments", "booking")
    for month in (2, 5, 8, 11)
)
CLEAN: Mapping[str, str] = {
    "value_streams": STREAMS,
    "capacity": CAPACITY,
    "initiatives": INITIATIVES,
    "options": OPTIONS,
    "outcomes": OUTCOMES,
    "features": FEATURES,
    "releases": RELEASES,
}


def _inspected(
    folder: Path,
    *,
    limit: int | None = 2,
    planned_until: date | None = None,
    released: tuple[Change, ...] = (),
    **changes: Any,
) -> Inspected:
    snapshot = snapshot_of(folder, **{**CLEAN, **changes})
    ended = {
        str(one.id): one.state_since
        for one in snapshot.initiatives
        if one.state_since is not None and one.state == "assessed"
    }
    return Inspected(snapshot, ended, limit, streams_touched(snapshot), planned_until, released)


def _found(folder: Path, **changes: Any) -> tuple[DesignFinding, ...]:
    return findings(_inspected(folder, **changes))


def _scores(snapshot: Snapshot) -> dict[str, Fraction | None]:
    return {one.name: one.share for one in dimensions(snapshot)}


def _named(snapshot: Snapshot, name: str) -> Dimension:
    return next(one for one in dimensions(snapshot) if one.name == name)


def test_a_design_that_keeps_its_principles_shows_no_finding(tmp_path: Path) -> None:
    """Row 31."""
    assert _found(tmp_path) == ()


def test_each_principle_has_a_check_and_each_check_its_own_code() -> None:
    """Row 31: the five, each with those of the twelve that it stands for, and the two layers."""
    assert set(OF_THE_TWELVE) == set(get_args(Principle.__value__))
    assert {check.principle for check in CHECKS} == set(get_args(Principle.__value__))
    assert len({check.code for check in CHECKS}) == len(CHECKS)


ENDED = "payments,2026Q3,26,2026-12-01,0,8,1,6,p1"
BREAKS: dict[str, dict[str, Any]] = {
    "FLOW-1": {"limit": None},
    "FLOW-2": {"limit": 1},
    "FLOW-3": {"releases": RELEASES.replace("DEP-p8,payments,2026-08", "DEP-p8,payments,2026-11")},
    "LEARN-1": {"outcomes": OUTCOMES.replace("INI-4,success,2027Q2,open,,,,\n", "")},
    "LEARN-2": {"outcomes": OUTCOMES.replace("INI-4,success,2027Q2", "INI-4,success,2026Q1")},
    "LEARN-3": {
        "released": tuple(
            Change(f"FEA-{n}", "payments", "refunds", frozenset(hands))
            for n, hands in enumerate((["p1", "p9"], ["p1"], ["p8"], ["p2", "p3"]))
        )
    },
    "ECON-1": {
        "initiatives": INITIATIVES.replace("2025-06-01,standard,3500", "2025-06-01,standard,")
    },
    "ECON-2": {
        "initiatives": INITIATIVES.replace("benefit_life\n", "benefit_life,relative_value\n")
        .replace("2025-06-01,standard,3500,104\n", "2025-06-01,standard,,104,8\n")
        .replace("156\n", "156,\n")
        .replace("3500,104\n", "3500,104,\n")
    },
    "FUND-1": {
        "capacity": CAPACITY.replace(
            "payments,2026Q3,26,2026-12-01,700000", "payments,2026Q3,26,2026-12-01,0"
        )
    },
    "FUND-2": {
        "value_streams": STREAMS + "voucher,Voucher,A. Nyberg,2025-06-10,\n",
        "capacity": CAPACITY + "voucher,2027Q1,13,2026-12-01,,,,,\n",
        "options": OPTIONS.replace("INI-4,booking", "INI-4,voucher") + "INI-3,booking,1,\n",
        "releases": RELEASES
        + "".join(f"DEP-v{m},voucher,2026-{m:02}-10T10:00:00Z\n" for m in (2, 5, 8, 11)),
    },
    "FUND-3": {
        "capacity": CAPACITY.replace(
            "payments,2026Q3,26,2026-12-01,700000,8,0,0",
            "payments,2026Q3,26,2026-12-01,700000,8,0,4",
        )
    },
    "FUND-4": {"options": OPTIONS.replace("INI-3,payments", "INI-3,booking")},
    "CAP-1": {"capacity": CAPACITY.replace("booking,2027Q1,26", "booking,2027Q1,")},
    "CAP-2": {
        "capacity": CAPACITY.replace("booking,2027Q1,26,2026-12-01", "booking,2027Q1,26,2026-09-01")
    },
    "CAP-3": {"features": FEATURES.replace("2027Q1", "2029Q4")},
    "CAP-4": {
        "planned_until": date(2026, 9, 30),
        "initiatives": INITIATIVES.replace(
            "implementing,,2025-06-01", "implementing,2026-10-01,2025-06-01"
        ),
    },
    "LAYER-1": {"charter": CHARTER + "rights: {pull: portfolio_board}\n"},
}


BROKEN_WITH = {"FUND-2": ("FUND-4",)}
"""A project by its dates has one initiative as well."""


@pytest.mark.parametrize("code", sorted(BREAKS))
def test_a_design_that_breaks_a_principle_shows_that_one_with_its_rows(
    code: str, tmp_path: Path
) -> None:
    found = _found(tmp_path, **BREAKS[code])

    assert {one.code for one in found} == {code, *BROKEN_WITH.get(code, ())}
    assert all(one.evidence for one in found)


def test_every_check_is_broken_by_some_design() -> None:
    assert set(BREAKS) == {check.code for check in CHECKS}


def test_a_project_in_disguise_is_told_by_its_dates(tmp_path: Path) -> None:
    """Row 19, pitfall 21: members, budget and dates of a stream that match one initiative."""
    (found,) = (one for one in _found(tmp_path, **BREAKS["FUND-2"]) if one.code == "FUND-2")

    assert found.about == "voucher"
    assert (
        found.told
        == "has one initiative, and was formed on 2025-06-10, when INI-4 began: a project by its dates"
    )


def test_a_stream_is_no_project_because_an_initiative_ended(tmp_path: Path) -> None:
    """Rows 12, 21, 22: INI-3 ended in August; teams, funding and stream went on."""
    inspected = _inspected(tmp_path)

    assert inspected.ended == {"INI-3": date(2026, 8, 15)}
    assert not [one for one in findings(inspected) if one.code.startswith("FUND")]


def test_a_clean_design_scores_full_in_all_six_dimensions(tmp_path: Path) -> None:
    scores = _scores(_inspected(tmp_path).snapshot)

    assert list(scores.values()) == [1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("name", "changes", "score", "told"),
    [
        (
            "team structure",
            {
                "value_streams": STREAMS.replace(
                    "booking,Booking,L. Ek,2023-01-01", "booking,Booking,L. Ek,2026-12-31"
                )
            },
            Fraction(11, 12),
            "there since 2026-12-31",
        ),
        ("funding", BREAKS["FUND-1"], Fraction(7, 8), "no longer funded"),
        ("planning", BREAKS["CAP-1"], Fraction(1, 2), "no capacity is stated"),
        ("delivery continuity", BREAKS["FLOW-3"], Fraction(7, 8), "nothing was released"),
        (
            "knowledge retention",
            {
                "capacity": CAPACITY.replace(
                    "payments,2027Q1,26,2026-12-01,700000,8,0,0,p1;p2;p3;p4",
                    "payments,2027Q1,26,2026-12-01,700000,8,0,0,p1;p9",
                )
            },
            Fraction(5, 8),
            "1 of 4 of 2026Q1 are there",
        ),
        ("learning loops", BREAKS["LEARN-2"], Fraction(2, 3), "not judged a quarter after its day"),
    ],
)
def test_a_score_is_the_share_of_the_rows_that_speak_for_it(
    name: str, changes: dict[str, Any], score: Fraction, told: str, tmp_path: Path
) -> None:
    """Rows 21 to 26a: re-computable from the rows that are printed with it."""
    dimension = _named(_inspected(tmp_path, **changes).snapshot, name)

    assert dimension.share == score
    assert dimension.share == sum(e.weight for e in dimension.evidence) / len(dimension.evidence)
    assert told in {one.told for one in dimension.evidence if one.weight < 1}


def test_a_start_within_the_interval_of_its_plan_is_no_stale_plan(tmp_path: Path) -> None:
    """Row 23: the plan of the third quarter drives starts until the quarter ends, and not after."""
    began = INITIATIVES.replace("implementing,,2025-06-01", "implementing,2026-09-30,2025-06-01")

    assert _found(tmp_path, initiatives=began, planned_until=date(2026, 9, 30)) == ()


def test_what_no_fact_speaks_of_is_unknown_and_not_nought(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path)

    assert [one.name for one in dimensions(snapshot) if one.share is None] == [
        "team structure",
        "funding",
        "delivery continuity",
        "knowledge retention",
        "learning loops",
    ]
    assert all(one.unknown for one in dimensions(snapshot))


def test_who_is_there_moves_no_decision(tmp_path: Path) -> None:
    """People are counted for the design alone: facts with and without them have one digest."""
    known = _inspected(tmp_path / "known").snapshot
    unknown = _inspected(
        tmp_path / "unknown", capacity=CAPACITY.replace(",8,0,0,p1;p2;p3;p4", ",,,,")
    ).snapshot

    assert known.staffing
    assert not unknown.staffing
    assert known.model_dump() == unknown.model_dump()
