"""The principles of a delivery system as checks with codes; a design that keeps them shows none."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from asp_decide.model.decision_point import DECISION_POINTS
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.role_map import MODEL_ROLES
from asp_decide.model.value_stream import Capacity
from asp_decide.scenario.inspection import DesignFinding, Inspected
from asp_decide.scenario.knowledge import rests_on_one
from asp_decide.scenario.project_signs import (
    disbanded,
    disguised_project,
    funding_ends,
    one_initiative,
)
from asp_decide.scenario.structure import FRESH, alive, released_in

type Principle = Literal[
    "flow over push",
    "continuous learning",
    "economic rationality",
    "value stream funding",
    "capacity visibility",
    "two layers",
]

OF_THE_TWELVE: Mapping[Principle, tuple[str, ...]] = {
    "flow over push": ("04", "05"),
    "continuous learning": ("11", "12"),
    "economic rationality": ("03",),
    "value stream funding": ("01", "04"),
    "capacity visibility": ("04", "08"),
    "two layers": (),
}
"""Which of the twelve principles of the Agile System Portal each of the five stands for."""

_GOALS = frozenset({"pi_goal", "sprint_goal"})
_APPROVED = (*STATE_GROUPS["funded"], *STATE_GROUPS["in_delivery"])


@dataclass(frozen=True, slots=True)
class Check:
    """An executable form of a principle: its code, what it forbids, and how it is found."""

    code: str
    name: str
    principle: Principle
    forbids: str
    find: Callable[[Inspected], Iterator[DesignFinding]]


def findings(inspected: Inspected) -> tuple[DesignFinding, ...]:
    """Everything that contradicts a principle, in the order of the checks; a clean design none."""
    return tuple(one for check in CHECKS for one in check.find(inspected))


def _no_limit(of: Inspected) -> Iterator[DesignFinding]:
    if of.limit is None and alive(of.snapshot):
        told = "no rule limits how many initiatives are in delivery in a value stream"
        yield DesignFinding("FLOW-1", "portfolio", told, ("policies/portfolio",))


def _over_limit(of: Inspected) -> Iterator[DesignFinding]:
    running: dict[str, list[str]] = defaultdict(list)
    for one in of.snapshot.initiatives:
        if one.state in STATE_GROUPS["in_delivery"]:
            for stream in of.streams.get(one.id, ()):
                running[stream].append(one.id)
    for stream, names in sorted(running.items()):
        if of.limit is not None and len(names) > of.limit:
            told = f"{len(names)} initiatives are in delivery, and {of.limit} may be"
            rows = tuple(f"initiatives {name}" for name in sorted(names))
            yield DesignFinding("FLOW-2", stream, told, rows)


def _no_release(of: Inspected) -> Iterator[DesignFinding]:
    if not of.snapshot.delivery.releases:
        return
    for stream in alive(of.snapshot):
        empty = [interval.id for interval, count in released_in(of.snapshot, stream) if not count]
        if empty:
            told = f"nothing was released in {', '.join(empty)}"
            rows = tuple(f"releases {stream.id} {name}" for name in empty)
            yield DesignFinding("FLOW-3", stream.id, told, rows)


def _no_hypothesis(of: Inspected) -> Iterator[DesignFinding]:
    judged = {row.initiative_id for row in of.snapshot.outcomes if row.quantity == "success"}
    for one in of.snapshot.initiatives:
        if one.state in STATE_GROUPS["in_delivery"] and one.id not in judged:
            told = "in delivery, and no outcome says when its hypothesis is judged"
            yield DesignFinding("LEARN-1", one.id, told, (f"initiatives {one.id}",))


def _verdict_overdue(of: Inspected) -> Iterator[DesignFinding]:
    last = {one.id: one.last_day for one in of.snapshot.charter.calendar.intervals}
    for row in of.snapshot.outcomes:
        due = last.get(row.interval)
        if row.quantity != "success" or row.verdict is not None or due is None:
            continue
        if due + FRESH < of.snapshot.as_of:
            told = f"its hypothesis was to be judged on {due}"
            where = f"outcomes {row.initiative_id} {row.interval}"
            yield DesignFinding("LEARN-2", row.initiative_id, told, (where,))


def _no_cost_of_delay(of: Inspected) -> Iterator[DesignFinding]:
    for one in of.snapshot.initiatives:
        if one.state in _APPROVED and one.profile is None and one.relative_value is None:
            lacks = ", ".join(one.benefit_model_lacks) or "its urgency"
            told = f"approved, and nobody knows what waiting costs: {lacks} is missing"
            yield DesignFinding("ECON-1", one.id, told, (f"initiatives {one.id}",))


def _ordered_by_points(of: Inspected) -> Iterator[DesignFinding]:
    """Points in place of money decide an order within one backlog only."""
    for one in of.snapshot.initiatives:
        if one.state in _APPROVED and one.relative_value is not None and one.profile is None:
            told = "is ordered by points, which no other backlog can be compared with"
            yield DesignFinding("ECON-2", one.id, told, (f"initiatives {one.id}",))


def _unstated_capacity(of: Inspected) -> Iterator[DesignFinding]:
    for stream, interval, rows in _coming(of):
        if all(row.likely is None for row in rows):
            told = f"its capacity in {interval} is not known"
            yield DesignFinding("CAP-1", stream, told, (f"capacity {stream} {interval}",))


def _old_capacity(of: Inspected) -> Iterator[DesignFinding]:
    for stream, interval, rows in _coming(of):
        stated = min((row.stated_on for row in rows if row.stated_on is not None), default=None)
        if stated is not None and of.snapshot.as_of - stated > FRESH:
            told = f"its capacity in {interval} was stated on {stated}, more than a quarter ago"
            yield DesignFinding("CAP-2", stream, told, (f"capacity {stream} {interval}",))


def _coming(of: Inspected) -> Iterator[tuple[str, str, tuple[Capacity, ...]]]:
    """The streams with what is stated of them for the interval that comes next."""
    ahead = of.snapshot.charter.calendar.ahead(of.snapshot.as_of)
    for stream in alive(of.snapshot) if ahead else ():
        rows = tuple(
            row
            for row in of.snapshot.capacities
            if (row.value_stream_id, row.interval) == (stream.id, ahead[0].id)
            and row.function == "delivery"
        )
        yield stream.id, ahead[0].id, rows


def _planned_without_capacity(of: Inspected) -> Iterator[DesignFinding]:
    """Work planned for a coming interval in which its stream has no capacity stated."""
    known = {(row.value_stream_id, row.interval) for row in of.snapshot.capacities}
    coming = {one.id for one in of.snapshot.charter.calendar.ahead(of.snapshot.as_of)}
    planned: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in of.snapshot.delivery.features:
        at = (one.value_stream_id, one.planned_interval)
        if one.item not in _GOALS and at[1] in coming and at not in known:
            planned[str(at[0]), str(at[1])].append(one.id)
    for (stream, interval), names in sorted(planned.items()):
        told = (
            f"{', '.join(sorted(names)[:3])} planned for {interval}, whose capacity nobody states"
        )
        yield DesignFinding("CAP-3", stream, told, tuple(f"features {n}" for n in sorted(names)))


def _stale_plan(of: Inspected) -> Iterator[DesignFinding]:
    """Starts after the interval that the newest recorded plan was made for had ended."""
    until = of.planned_until
    for one in of.snapshot.initiatives:
        began = one.state_since
        if one.state not in STATE_GROUPS["in_delivery"] or until is None or began is None:
            continue
        if began > until:
            told = f"began on {began}, by a plan whose interval ended on {until}"
            yield DesignFinding("CAP-4", one.id, told, (f"initiatives {one.id}",))


def _crossed_layer(of: Inspected) -> Iterator[DesignFinding]:
    """A decision of one layer that somebody of the other one takes."""
    levels = {role.key: role.level for role in MODEL_ROLES}
    fits = {"portfolio": {"portfolio", "organization"}, "delivery": {"value stream", "team"}}
    for point in DECISION_POINTS:
        holder = of.snapshot.charter.rights.get(point.name)
        level = levels.get(holder or "")
        if level is not None and level not in fits[point.layer]:
            told = f"`{point.name}` of the {point.layer} layer is decided by `{holder}`"
            yield DesignFinding("LAYER-1", point.name, told, (f"asp.yaml rights.{point.name}",))


CHECKS: tuple[Check, ...] = (
    Check("FLOW-1", "no-limit", "flow over push", "work begins without a limit", _no_limit),
    Check("FLOW-2", "over-limit", "flow over push", "more is open than may be", _over_limit),
    Check("FLOW-3", "no-release", "flow over push", "an interval without a release", _no_release),
    Check(
        "LEARN-1",
        "no-hypothesis",
        "continuous learning",
        "work whose worth is never judged",
        _no_hypothesis,
    ),
    Check(
        "LEARN-2",
        "verdict-overdue",
        "continuous learning",
        "a hypothesis past its day",
        _verdict_overdue,
    ),
    Check(
        "LEARN-3",
        "rests-on-one",
        "continuous learning",
        "a component that one person knows",
        rests_on_one,
    ),
    Check(
        "ECON-1",
        "no-cost-of-delay",
        "economic rationality",
        "a queue that nobody has priced",
        _no_cost_of_delay,
    ),
    Check(
        "ECON-2", "points", "economic rationality", "points in place of money", _ordered_by_points
    ),
    Check(
        "FUND-1",
        "funding-ends",
        "value stream funding",
        "funding that ends with an initiative",
        funding_ends,
    ),
    Check(
        "FUND-2",
        "disguised-project",
        "value stream funding",
        "a stream that is a project by its dates",
        disguised_project,
    ),
    Check(
        "FUND-3",
        "disbanded-team",
        "value stream funding",
        "a team that ends with an initiative",
        disbanded,
    ),
    Check(
        "FUND-4",
        "one-initiative",
        "value stream funding",
        "a stream for one initiative",
        one_initiative,
    ),
    Check(
        "CAP-1",
        "capacity-unknown",
        "capacity visibility",
        "planning without capacity",
        _unstated_capacity,
    ),
    Check(
        "CAP-2",
        "capacity-old",
        "capacity visibility",
        "planning with an old statement of capacity",
        _old_capacity,
    ),
    Check(
        "CAP-3",
        "planned-blind",
        "capacity visibility",
        "features planned where no capacity is stated",
        _planned_without_capacity,
    ),
    Check(
        "CAP-4",
        "stale-plan",
        "capacity visibility",
        "starts by a plan whose interval is over",
        _stale_plan,
    ),
    Check(
        "LAYER-1",
        "crossed-layer",
        "two layers",
        "a decision that the other layer takes",
        _crossed_layer,
    ),
)
"""The principles as checks; the five of the model have at least one each."""
