"""What teams of the demo do beside their features: stories of the last quarter, and improvements.

And what finished features took: a stream's capacity is nearly the same each quarter, and is shared
by whatever it finishes in it.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Stockholm")
QUARTER, SPRINT_DAYS = date(2026, 10, 1), 14
STORY_WAY = ("backlog", "refinement", "sprint_backlog", "in_progress", "review", "done")
WAY = ("sensed", "chosen", "trying", "adopted", "established")

CAPACITY = {
    "booking": 21.5,
    "payments": 13.0,
    "operations": 20.5,
    "traveller": 12.5,
    "platform": 13.0,
}
"""Team-weeks of a usual quarter. Freight writes down what is left of work, not what it took."""

SEASONS = (0.95, 1.03, 0.86, 1.06, 1.0, 0.97, 0.9, 1.08)
"""A quarter against a usual one, from the first of 2025 on: summers are short of people."""

FRICTIONS = (
    ("Test data come too late", "Data for a test are there on the day on which they are asked for"),
    ("Reviews wait for days", "A change is reviewed on the day on which it is ready"),
    ("Nobody knows who is on call", "Whoever calls at night reaches somebody within five minutes"),
)


class Drawn(Protocol):
    """A feature as it was drawn: its row, what happened to it, and where it stands."""

    id: str
    row: dict[str, str]
    events: list[dict[str, str]]
    state: str
    team: str


def size_finished(stream: str, works: Iterable[Drawn], drawing: random.Random) -> None:
    """Write down what each released feature took: its part of what the quarter had."""
    usual = CAPACITY.get(stream)
    if usual is None:
        return
    by_quarter: dict[int, list[tuple[Drawn, float]]] = {}
    for work in works:
        if work.state == "released":
            day = datetime.fromisoformat(work.events[-1]["at"])
            quarter = (day.year - 2025) * 4 + (day.month - 1) // 3
            by_quarter.setdefault(quarter, []).append((work, drawing.lognormvariate(0, 0.5)))
    for quarter, finished in sorted(by_quarter.items()):
        whole = usual * SEASONS[quarter] / sum(raw for _, raw in finished)
        if quarter == 0:  # the first features took what a stream has in some weeks
            whole = min(whole, usual / 8)
        for work, raw in finished:
            work.row["actual_effort"] = f"{max(0.1, round(raw * whole, 1)):g}"


def stories(
    works: Iterable[Drawn], drawing: random.Random
) -> Iterator[tuple[dict[str, str], list[dict[str, str]]]]:
    """The stories of features that were begun in the last quarter, each with its events."""
    sprints: dict[tuple[str, str], dict[str, str]] = {}
    for work in works:
        begun, left = _stay(work, "implementing")
        if begun is None or begun.date() < QUARTER:
            continue
        for number in (1, 2):
            row, events = _story(work, number, (begun, left), drawing)
            goal = (row["team"], row["planned_sprint"])
            sprints.setdefault(goal, _goal(row))
            yield row, events
    for goal in sorted(sprints):
        yield sprints[goal], []


def improvements(
    stream: str, drawing: random.Random
) -> Iterator[tuple[dict[str, str], list[dict[str, str]]]]:
    """Three frictions of a stream: one is gone, one is being tried, one is only felt."""
    for number, ((friction, wanted), reached) in enumerate(
        zip(FRICTIONS, ("established", "trying", "sensed"), strict=True), 1
    ):
        name = f"{stream[:3].upper()}-I{number}"
        way = WAY[: WAY.index(reached) + 1]
        at = datetime(2026, 3, 1 + number, 9, tzinfo=HERE) + timedelta(days=drawing.randint(0, 20))
        events, source = [], ""
        for state in way:
            role = "value_stream_owner" if state in {"chosen", "established"} else "team"
            told = {"item_kind": "improvement", "item_id": name, "event": "moved"}
            who = {"actor": f"{role}/{stream}-{drawing.randint(1, 5)}"}
            events.append({**told, "from_state": source, "to_state": state, "at": _at(at), **who})
            source = state
            at += timedelta(days=drawing.randint(30, 60))
        yield (
            {
                "id": name,
                "item": "improvement",
                "name": friction,
                "value_stream_id": stream,
                "category": "improvement",
                "hypothesis": wanted,
                "state": reached,
            },
            events,
        )


def _story(
    work: Drawn, number: int, stay: tuple[datetime, datetime | None], drawing: random.Random
) -> tuple[dict[str, str], list[dict[str, str]]]:
    begun, left = stay
    last = left or datetime(2026, 12, 31, 12, tzinfo=HERE)
    way = STORY_WAY if left is not None else STORY_WAY[: drawing.choice((3, 4, 5, 6))]
    # The first three lie before the work on the feature, the rest inside it.
    before = [begun - timedelta(days=back, minutes=number) for back in (6, 3, 1)]
    step = (last - begun) / 5
    inside = [begun + step * place + timedelta(minutes=number) for place in (1, 3, 4)]
    name = f"{work.id}-S{number}"
    events, source = [], ""
    for state, at in zip(way, [*before, *inside], strict=False):
        role = "product_owner" if state in {"backlog", "refinement"} else "team"
        told = {"item_kind": "story", "item_id": name, "event": "moved"}
        who = {"actor": f"{role}/{work.team}-{drawing.randint(1, 5)}"}
        events.append({**told, "from_state": source, "to_state": state, "at": _at(at), **who})
        source = state
    sprint = (inside[0].date() - QUARTER).days // SPRINT_DAYS + 1
    row = {
        "id": name,
        "item": "story",
        "name": f"{work.row['name']}, part {number}",
        "value_stream_id": work.row["value_stream_id"],
        "team": work.team,
        "parent_id": work.id,
        "category": work.row["category"],
        "flow_kind": work.row["flow_kind"],
        "story_kind": drawing.choices(("functional", "enabler", "spike"), weights=(75, 20, 5))[0],
        "acceptance": "agreed with the product owner",
        "is_ready": "yes",
        "state": way[-1],
        "planned_interval": "2026Q4",
        "planned_sprint": f"2026Q4.{min(sprint, 7)}",
        "commitment": "committed",
        **_whole_by(events),
    }
    return row, events


def _whole_by(events: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """A story is brought together with all else when it is built, and tested before it is done."""
    moments = {event["to_state"]: datetime.fromisoformat(event["at"]) for event in events}
    known = {"integrated_on": moments.get("review"), "tested_on": moments.get("done")}
    return {name: at.astimezone(UTC).date().isoformat() for name, at in known.items() if at}


def _goal(story: Mapping[str, str]) -> dict[str, str]:
    """The goal of a team for a sprint in which it has a story."""
    team, sprint = story["team"], story["planned_sprint"]
    return {
        "id": f"{team}-{sprint}",
        "item": "sprint_goal",
        "name": f"{team.capitalize()} in {sprint}",
        "value_stream_id": story["value_stream_id"],
        "team": team,
        "state": "open" if sprint == "2026Q4.7" else "met",
        "planned_interval": "2026Q4",
        "planned_sprint": sprint,
    }


def _stay(work: Drawn, state: str) -> tuple[datetime | None, datetime | None]:
    """When a feature came to a state first, and when it left it."""
    came = left = None
    for event in work.events:
        if came is None and event.get("to_state") == state:
            came = datetime.fromisoformat(event["at"])
        elif came is not None and left is None and event.get("from_state") == state:
            left = datetime.fromisoformat(event["at"])
    return came, left


def _at(moment: datetime) -> str:
    return moment.replace(second=0, microsecond=0).isoformat()
