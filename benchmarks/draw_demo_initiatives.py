"""How the demo's initiatives came to where they stand: events of the portfolio flow, drawn once.

What is on record elsewhere is fixed: where each initiative stood when a quarter was planned, what
the board decided in it (`history.sh`), and before there was a ledger the days on which it met. What
people do in between is drawn, on workdays, within those days.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Stockholm")
SEED = "20261231 initiatives"
RUNS = {"2026-04-07": "2026Q2", "2026-07-06": "2026Q3", "2026-10-05": "2026Q4"}
"""The days of the board that `history.sh` records, each with its run."""

GATES = frozenset({"discovery_queue", "delivery_queue", "rejected", "held", "declined", "stopped"})
_ROLES = {
    "investment_framing": "initiative_lead",
    "outcome_assessment": "initiative_lead",
    **dict.fromkeys(GATES, "portfolio_board"),
}


@dataclass(frozen=True)
class Step:
    """A move: where to, between which days it happened, and of an end why."""

    to: str
    first: str
    last: str
    reason: str = ""


type Way = tuple[Step, ...]


def _way(told: str) -> Way:
    """`intake 2025-01-13 2025-02-14, triage 2025-03-03, ...`: one day is the day."""
    steps = []
    for step in told.replace("\n", " ").split(","):
        state, first, *rest = step.split()
        last = rest[0] if rest and rest[0][:2] == "20" else first
        steps.append(Step(state, first, last, rest[-1] if rest and rest[-1][:2] != "20" else ""))
    return tuple(steps)


_SPRING = """intake 2025-01-13 2025-02-14, triage 2025-02-17 2025-03-14, discovery_queue 2025-04-07,
    investigate 2025-04-10 2025-05-02, investment_framing 2025-05-12 2025-06-20,
    delivery_queue 2025-07-07, implementing 2025-07-14 2025-09-26"""
_AUTUMN = """intake 2025-06-02 2025-06-27, triage 2025-08-18 2025-09-12, discovery_queue 2025-10-06,
    investigate 2025-10-13 2025-10-31, investment_framing 2025-12-01 2025-12-11,
    delivery_queue 2026-04-07, implementing 2026-04-20 2026-04-27"""
_WINTER = """intake 2025-03-03 2025-03-28, triage 2025-04-14 2025-05-16, discovery_queue 2025-07-07,
    investigate 2025-07-14 2025-08-15, investment_framing 2025-08-25 2025-09-12,
    delivery_queue 2025-10-06, implementing 2025-10-13"""
_EXAMINED = """intake 2025-10-13 2025-11-21, triage 2025-11-24 2025-12-19,
    discovery_queue 2026-01-12, investigate 2026-02-02 2026-03-27"""
_FUNDED = _EXAMINED + ", investment_framing 2026-07-13 2026-09-25, delivery_queue 2026-10-05"
_NEW = "intake 2026-10-08 2026-10-16, triage 2026-10-21 2026-11-06"

_WAYS: Mapping[str, str] = {
    **dict.fromkeys(("INI-01", "INI-02", "INI-03", "INI-04", "INI-06", "INI-08"), _SPRING),
    "INI-05": """intake 2025-10-13 2025-10-31, triage 2025-11-24 2025-12-12,
        discovery_queue 2026-01-12, investigate 2026-01-19 2026-01-30,
        investment_framing 2026-02-16 2026-03-20, delivery_queue 2026-04-07,
        implementing 2026-04-13""",
    "INI-07": """intake 2024-10-07 2024-10-25, triage 2024-11-04 2024-11-22,
        discovery_queue 2025-01-13, investigate 2025-01-16 2025-01-31,
        investment_framing 2025-02-17 2025-03-21, delivery_queue 2025-04-07,
        implementing 2025-04-28""",
    **{f"INI-{number}": _FUNDED for number in (11, 12, 13, 14, 15, 16, 17, 19)},
    "INI-18": _EXAMINED + ", investment_framing 2026-05-04 2026-06-26, delivery_queue 2026-07-06",
    **{
        f"INI-{number}": _EXAMINED + ", investment_framing 2026-10-12 2026-11-27"
        for number in range(21, 30)
    },
    **dict.fromkeys(
        ("INI-31", "INI-32"),
        "intake 2026-07-20 2026-08-28, triage 2026-09-07 2026-09-25, discovery_queue 2026-10-05",
    ),
    "INI-33": _NEW + ", discovery_queue 2026-11-16",
    **dict.fromkeys(
        ("INI-35", "INI-36", "INI-37"),
        _NEW + ", discovery_queue 2026-11-16, investigate 2026-11-23 2026-12-11",
    ),
    **dict.fromkeys(
        ("INI-38", "INI-39"), "intake 2026-10-19 2026-11-20, triage 2026-11-23 2026-12-18"
    ),
    **dict.fromkeys(("INI-40", "INI-41"), _NEW + ", held 2026-11-16"),
    **dict.fromkeys(("INI-42", "INI-43"), "intake 2026-11-23 2026-12-18"),
    "INI-51": _AUTUMN + ", outcome_assessment 2026-10-19",
    "INI-52": _AUTUMN + ", outcome_assessment 2026-10-26",
    "INI-53": _WINTER + ", outcome_assessment 2026-03-23",
    "INI-54": _WINTER + ", outcome_assessment 2026-03-25",
    "INI-61": "intake 2025-06-02 2025-06-27, triage 2025-08-18 2025-09-12, "
    "rejected 2025-10-06 not_relevant",
    "INI-62": _EXAMINED + ", investment_framing 2026-05-04 2026-06-26, "
    "declined 2026-07-06 value_below_cost",
    "INI-63": _SPRING + ", stopped 2026-07-06 value_not_realised",
    "INI-64": """intake 2025-03-03 2025-03-28, triage 2025-04-14 2025-05-16,
        discovery_queue 2025-07-07, superseded 2025-11-10 2025-11-28 merged""",
    "INI-65": _SPRING + ", outcome_assessment 2025-12-15, assessed 2026-07-13 confirmed",
}


def ways() -> dict[str, tuple[tuple[Step, datetime], ...]]:
    """Each initiative with its moves and when they were made, always the same."""
    return {name: tuple(_walked(name, _way(told))) for name, told in sorted(_WAYS.items())}


def portfolio_events() -> Iterator[dict[str, str]]:
    """The moves of all initiatives as rows of the log of work, each with its decision."""
    for name, walked in ways().items():
        source = ""
        for step, at in walked:
            yield {
                "item_kind": "initiative",
                "item_id": name,
                "event": "moved",
                "from_state": source,
                "to_state": step.to,
                "at": at.isoformat(),
                "actor": _actor(step, name),
                "reason": step.reason,
                "decision_id": _decision(step, name, at),
            }
            source = step.to


def _walked(name: str, way: Way) -> Iterator[tuple[Step, datetime]]:
    drawing = random.Random(f"{SEED} {name}")
    for step in way:
        first, last = date.fromisoformat(step.first), date.fromisoformat(step.last)
        day = first + timedelta(days=drawing.randint(0, (last - first).days))
        while day.weekday() > 4:
            day -= timedelta(days=1)
        minute = drawing.randint(9 * 60, 16 * 60)
        yield step, datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=HERE)


def _actor(step: Step, name: str) -> str:
    role = _ROLES.get(step.to, "portfolio_manager")
    who = {"portfolio_board": "board", "portfolio_manager": "pm"}.get(role, f"lead-{name[-2:]}")
    return f"{role}/{who}"


def _decision(step: Step, name: str, at: datetime) -> str:
    """What a gate, a start and an end were decided by: a run, or the minutes of a day."""
    if step.to not in GATES | {"implementing", "superseded"}:
        return ""
    return f"{RUNS.get(step.first, at.date())}-{name}"


class Drawn(Protocol):
    """A feature as it was drawn: its row and what happened to it."""

    row: dict[str, str]
    events: list[dict[str, str]]


def trace_to_what_was_in_delivery(works: Iterable[Drawn], known: Iterable[str]) -> None:
    """Trace each feature to an initiative of its stream that was in delivery during the work on it.

    `known` are the initiatives of the stream, those that have ended first: every third feature of
    their time is theirs. Where none was, the feature belongs to the stream's standing work.
    """
    walked = ways()
    spans = {name: _in_delivery(walked[name]) for name in known}
    for number, work in enumerate(works):
        if "initiative_id" not in work.row:
            continue
        begun = [event for event in work.events if event.get("to_state") == "implementing"]
        first = datetime.fromisoformat((begun or work.events[-1:])[0]["at"])
        last = datetime.fromisoformat(work.events[-1]["at"])
        fitting = [
            name for name, (since, until) in spans.items() if since <= first and last <= until
        ]
        if not fitting:
            del work.row["initiative_id"]
            work.row["category"] = "improvement"
        elif number % 3 == 0:
            work.row["initiative_id"] = fitting[0]
        elif work.row["initiative_id"] not in fitting:
            work.row["initiative_id"] = fitting[number % len(fitting)]


def _in_delivery(walked: tuple[tuple[Step, datetime], ...]) -> tuple[datetime, datetime]:
    moments = {step.to: at for step, at in walked}
    since = moments["implementing"]
    ends = [at for _, at in walked if at > since]
    return since, min(ends, default=datetime.max.replace(tzinfo=HERE))
