"""One valid thing of each noun: a test says only what matters to it.

The small world of all examples: the day of the run is the last of 2026, money is in EUR at a
discount rate of ten percent a year, planning intervals are the quarters of 2025 to 2030.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from asp_decide.model.charter import Charter
from asp_decide.model.dependency import Dependency
from asp_decide.model.estimate import Estimate
from asp_decide.model.initiative import (
    DeadlineProfile,
    Demand,
    EnablerProfile,
    ExpiringProfile,
    FirstMoverProfile,
    Initiative,
    Option,
    StandardProfile,
)
from asp_decide.model.interval import Calendar, Interval
from asp_decide.model.outcome import Evidence, Outcome
from asp_decide.model.signal import Requirement, Signal, Theme
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import Capacity, ValueStream

AS_OF = date(2026, 12, 31)

type Amount = int | str | Decimal
type Exact = Amount | Fraction
type Points = Exact | tuple[Exact, Exact, Exact] | None


def weeks_after(weeks: int, as_of: date = AS_OF) -> date:
    """The day that many weeks after the day of the run."""
    return as_of + timedelta(weeks=weeks)


def an_estimate(points: Exact | tuple[Exact, Exact, Exact]) -> Estimate:
    """One number, or low, likely and high."""
    if isinstance(points, tuple):
        low, likely, high = (Fraction(point) for point in points)
        return Estimate(low=low, likely=likely, high=high)
    return Estimate(likely=Fraction(points))


def quarters(first_year: int = 2025, last_year: int = 2030) -> Calendar:
    """The quarters of those years: `2027Q1` and so on."""
    return Calendar(
        intervals=tuple(
            _quarter(year, number)
            for year in range(first_year, last_year + 1)
            for number in range(1, 5)
        )
    )


def a_calendar(*, weeks: int = 10, count: int = 8, first_day: date | None = None) -> Calendar:
    """Intervals of equal length, `P1`, `P2` ...; the first begins on the day after the run."""
    begin = first_day or AS_OF + timedelta(days=1)
    return Calendar(
        intervals=tuple(
            Interval.model_validate(
                {
                    "id": f"P{number + 1}",
                    "first_day": begin + timedelta(weeks=weeks * number),
                    "last_day": begin + timedelta(weeks=weeks * (number + 1), days=-1),
                }
            )
            for number in range(count)
        )
    )


def a_charter(**changes: Any) -> Charter:
    """EUR, ten percent a year, quarters; eight of them are planned and two blocks wait behind."""
    told: dict[str, Any] = {
        "name": "Example portfolio",
        "origin": "example",
        "currency": "EUR",
        "discount_rate_per_year": Decimal("0.10"),
        "calendar": quarters(),
    }
    return Charter(**(told | changes))


def a_value_stream(id: str = "payments", **changes: Any) -> ValueStream:  # noqa: A002
    """A stream whose name is its id."""
    return ValueStream(**({"id": id, "name": id} | changes))


def a_capacity(
    value_stream: str | None = "payments",
    interval: str = "2027Q1",
    likely: Amount | None = 26,
    **changes: Any,
) -> Capacity:
    """Net capacity of a stream in one interval, in team-weeks."""
    told: dict[str, Any] = {
        "value_stream_id": value_stream,
        "interval": interval,
        "likely": None if likely is None else Decimal(likely),
    }
    return Capacity(**(told | changes))


def standard(
    benefit_per_week: Points = 10_000,
    *,
    ends_on: date | None = None,
    life_weeks: Exact | None = None,
) -> StandardProfile:
    """A level benefit, to the end of 2029 unless an end or a life is said."""
    if ends_on is None and life_weeks is None:
        ends_on = date(2029, 12, 31)
    return StandardProfile(
        benefit_per_week=_points(benefit_per_week) or an_estimate(0),
        benefit_ends_on=ends_on,
        benefit_life_weeks=None if life_weeks is None else Fraction(life_weeks),
    )


def deadline(
    deadline_on: date,
    *,
    penalty: Points = None,
    cost_per_week: Points = None,
    until_on: date | None = None,
    hard: bool = False,
) -> DeadlineProfile:
    """Being late than that day costs."""
    return DeadlineProfile(
        deadline_on=deadline_on,
        deadline_is="hard" if hard else "priced",
        late_penalty=_points(penalty),
        late_cost_per_week=_points(cost_per_week),
        late_until_on=until_on,
    )


def expiring(benefit_per_week: Points, opens_on: date, closes_on: date) -> ExpiringProfile:
    """A benefit that falls evenly to nothing."""
    return ExpiringProfile(
        benefit_per_week=_points(benefit_per_week) or an_estimate(0),
        window_opens_on=opens_on,
        window_closes_on=closes_on,
    )


def first_mover(
    benefit_per_week: Points,
    *,
    life_weeks: Exact,
    erosion: Amount = "0.01",
    from_on: date = AS_OF,
) -> FirstMoverProfile:
    """A benefit whose peak erodes while one waits."""
    return FirstMoverProfile(
        benefit_per_week=_points(benefit_per_week) or an_estimate(0),
        benefit_life_weeks=Fraction(life_weeks),
        peak_erosion=Decimal(erosion),
        erosion_from_on=from_on,
    )


def enabler(benefit_per_week: Points = None, **changes: Any) -> EnablerProfile:
    """Worth what it unblocks."""
    return EnablerProfile(benefit_per_week=_points(benefit_per_week), **changes)


def an_initiative(id: str = "INI-1", **changes: Any) -> Initiative:  # noqa: A002
    """A business initiative in Investment Framing: 10,000 EUR a week until the end of 2029.

    `profile` gives the urgency; pass `profile=None` for an unknown benefit model.
    """
    told: dict[str, Any] = {
        "id": id,
        "name": f"Initiative {id}",
        "state": "investment_framing",
        "category": "business",
        "horizon": "H1",
        "profile": standard(),
        "probability_of_success": Decimal(1),
    }
    told |= changes
    profile = told["profile"]
    told.setdefault("urgency", profile.urgency if profile is not None else "standard")
    return Initiative(**told)


def a_demand(value_stream: str | None = "payments", effort: Points = 12, **changes: Any) -> Demand:
    """Effort of an option in one stream, in team-weeks; None is unknown."""
    told: dict[str, Any] = {"value_stream_id": value_stream, "remaining_effort": _points(effort)}
    return Demand(**(told | changes))


def an_option(
    initiative: str = "INI-1",
    option: str = "whole",
    *,
    effort: Points | Mapping[str, Points] = 12,
    weeks: Points = 12,
    outlay: Points = 0,
    **changes: Any,
) -> Option:
    """The whole of an initiative: 12 team-weeks of payments in 12 weeks, no outlay.

    `effort` may give several streams at once; None is unknown. The kind is the option's name
    unless said otherwise. A discovery takes analysts of the portfolio, a stop takes nothing;
    neither they nor a tranche release anything unless `benefit_share` says so.
    """
    kind = changes.pop("kind", option)
    told: dict[str, Any] = {
        "initiative_id": initiative,
        "option": option,
        "kind": kind,
        "demands": _demands(kind, effort),
        "remaining_duration_weeks": None if kind == "stop" else _points(weeks),
        "remaining_outlay": _points(outlay),
        "benefit_share": Decimal(0 if kind in {"discovery", "tranche", "stop"} else 1),
    }
    return Option(**(told | changes))


def a_dependency(from_id: str, to_id: str, **changes: Any) -> Dependency:
    """The first must be finished before the second starts."""
    return Dependency(**({"from_id": from_id, "to_id": to_id} | changes))


def a_theme(id: str = "THE-1", weight: Amount = "0.4", **changes: Any) -> Theme:  # noqa: A002
    """An active theme."""
    return Theme(**({"id": id, "weight": Decimal(weight), "status": "active"} | changes))


def a_requirement(id: str = "REQ-1", **changes: Any) -> Requirement:  # noqa: A002
    """A standing regulatory requirement without dates."""
    return Requirement(**({"id": id, "category": "regulatory"} | changes))


def a_signal(id: str = "SIG-1", **changes: Any) -> Signal:  # noqa: A002
    """A signal from the market, observed a month before the run."""
    told = {"id": id, "kind": "market", "origin": "environment", "observed_on": date(2026, 12, 1)}
    return Signal(**(told | changes))


def an_outcome(
    initiative: str = "INI-1",
    interval: str = "2026Q4",
    *,
    quantity: str = "value",
    forecast: Points = None,
    actual: Amount | None = None,
    **changes: Any,
) -> Outcome:
    """One quantity in one interval; it is measured if an actual is given, else open."""
    told: dict[str, Any] = {
        "initiative_id": initiative,
        "quantity": quantity,
        "interval": interval,
        "forecast": _points(forecast),
        "actual": None if actual is None else Decimal(actual),
        "status": "open" if actual is None else "measured",
    }
    return Outcome(**(told | changes))


def an_evidence(id: str = "EVI-1", about: str = "INI-1", **changes: Any) -> Evidence:  # noqa: A002
    """An experiment that supports an initiative's hypothesis, a month before the run."""
    told: dict[str, Any] = {
        "id": id,
        "about_kind": "initiative",
        "about_id": about,
        "informs": "success",
        "reading": "supports",
        "grade": "experiment",
        "origin": "market",
        "observed_on": date(2026, 12, 1),
        "source": f"study {id}",
    }
    return Evidence(**(told | changes))


def a_snapshot(
    initiatives: Iterable[Initiative] | None = None,
    options: Iterable[Option] | None = None,
    **changes: Any,
) -> Snapshot:
    """A portfolio of one initiative in one stream, with capacity in every interval of the plan.

    What is not said follows from what is: initiatives without any option get one (`continue` for
    work in delivery, with a `stop`), streams are those that options name, each with 26 team-weeks
    in each planned interval. Everything is sorted as a loaded snapshot is.
    """
    charter: Charter = changes.pop("charter", None) or a_charter()
    as_of: date = changes.pop("as_of", AS_OF)
    all_initiatives = tuple(initiatives) if initiatives is not None else (an_initiative(),)
    if options is None:
        options = [o for i in all_initiatives for o in _usual_options(i)]
    all_options = tuple(options)
    capacities: tuple[Capacity, ...]
    if "capacities" in changes:
        capacities = tuple(changes.pop("capacities"))
    else:
        planned = charter.calendar.ahead(as_of)[: charter.planning_intervals]
        capacities = tuple(
            a_capacity(stream, interval.id, function=function)
            for stream, function in sorted(_pools(all_options), key=str)
            for interval in planned
        )
    streams = changes.pop("value_streams", None)
    if streams is None:
        named = {c.value_stream_id for c in capacities if c.value_stream_id is not None}
        streams = tuple(a_value_stream(stream) for stream in named)
    return Snapshot(
        as_of=as_of,
        charter=charter,
        value_streams=tuple(sorted(streams, key=lambda s: s.id)),
        capacities=tuple(sorted(capacities, key=_capacity_key)),
        initiatives=tuple(sorted(all_initiatives, key=lambda i: i.id)),
        options=tuple(sorted(all_options, key=lambda o: (o.initiative_id, o.option))),
        **{name: tuple(rows) for name, rows in changes.items()},
    )


def _usual_options(initiative: Initiative) -> tuple[Option, ...]:
    match initiative.state:
        case "implementing":
            return (
                an_option(initiative.id, "continue"),
                an_option(initiative.id, "stop", effort={}),
            )
        case "discovery_queue" | "investment_framing" | "delivery_queue":
            return (an_option(initiative.id),)
        case _:
            return ()


def _demands(kind: str, effort: Points | Mapping[str, Points]) -> tuple[Demand, ...]:
    if isinstance(effort, Mapping):
        return tuple(a_demand(stream, effort[stream]) for stream in sorted(effort))
    if kind == "stop":
        return ()
    if kind == "discovery":
        return (a_demand(None, effort, function="analysis"),)
    return (a_demand("payments", effort),)


def _pools(options: Iterable[Option]) -> set[tuple[str | None, str]]:
    named: set[tuple[str | None, str]] = {
        (demand.value_stream_id, demand.function) for option in options for demand in option.demands
    }
    return named or {("payments", "delivery")}


def _capacity_key(capacity: Capacity) -> tuple[str, ...]:
    return (
        capacity.value_stream_id or "",
        capacity.interval,
        capacity.function,
        capacity.team or "",
        capacity.skill or "",
    )


def _points(points: Points) -> Estimate | None:
    return None if points is None else an_estimate(points)


def _quarter(year: int, number: int) -> Interval:
    first = date(year, 3 * number - 2, 1)
    following = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return Interval.model_validate(
        {
            "id": f"{year}Q{number}",
            "first_day": first,
            "last_day": following - timedelta(days=1),
        }
    )
