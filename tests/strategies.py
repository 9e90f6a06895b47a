"""The nouns of the portfolio for Hypothesis: any valid thing, from plain to awkward."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from asp_decide.model.charter import Charter
from asp_decide.model.estimate import Estimate
from asp_decide.model.initiative import Initiative, Option, UrgencyProfile
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.value_stream import Capacity
from builders import (
    AS_OF,
    a_capacity,
    a_charter,
    a_dependency,
    a_snapshot,
    an_initiative,
    an_option,
    deadline,
    enabler,
    expiring,
    first_mover,
    standard,
)

STREAMS = ("lending", "payments")

OPEN_STATES = (
    "intake",
    "triage",
    "held",
    "discovery_queue",
    "investigate",
    "investment_framing",
    "delivery_queue",
    "implementing",
    "outcome_assessment",
)


def decimals(low: int, high: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    """Decimals of that many places, both ends included."""
    scale = 10**places
    return st.integers(low * scale, high * scale).map(lambda n: Decimal(n).scaleb(-places))


def shares() -> st.SearchStrategy[Decimal]:
    """0 to 1 in whole percent."""
    return st.integers(0, 100).map(lambda percent: Decimal(percent).scaleb(-2))


def days(first_week: int = -60, last_week: int = 260) -> st.SearchStrategy[date]:
    """Days around the day of the run, past ones included."""
    offsets = st.integers(first_week * 7, last_week * 7)
    return offsets.map(lambda offset: AS_OF + timedelta(days=offset))


def estimates(low: int, high: int, places: int = 0) -> st.SearchStrategy[Estimate]:
    """One point, or three in order."""
    points = decimals(low, high, places).map(Fraction)
    single = points.map(lambda likely: Estimate(likely=likely))
    triple = (
        st.tuples(points, points, points)
        .map(sorted)
        .map(lambda p: Estimate(low=p[0], likely=p[1], high=p[2]))
    )
    return single | triple


def rates() -> st.SearchStrategy[Decimal]:
    """Yearly discount rates from none to a third, tiny ones included."""
    return st.sampled_from([Decimal(rate) for rate in ("0", "0.000001", "0.03", "0.10", "0.33")])


@st.composite
def profiles(draw: st.DrawFn, money: int = 50_000) -> UrgencyProfile:
    """Any urgency with everything that it needs; amounts are not negative."""
    benefit = draw(st.integers(0, money))
    first, later = sorted(draw(st.tuples(days(), days())))
    weeks = draw(decimals(1, 300, 1))
    kinds: tuple[UrgencyProfile, ...] = (
        standard(benefit, ends_on=later),
        standard(benefit, life_weeks=weeks),
        deadline(first, penalty=draw(st.integers(0, money)), cost_per_week=benefit, until_on=later),
        deadline(first, cost_per_week=benefit, hard=True),
        expiring(benefit, first, later),
        first_mover(benefit, life_weeks=weeks, erosion=draw(shares()), from_on=first),
        enabler(benefit, benefit_ends_on=later),
        enabler(),
    )
    return draw(st.sampled_from(kinds))


@st.composite
def options(draw: st.DrawFn, initiative: str, kind: str) -> Option:
    """An option of a kind whose amounts are all known and often fit."""
    effort = {
        stream: draw(st.integers(0, 20))
        for stream in draw(st.lists(st.sampled_from(STREAMS), min_size=1, unique=True))
    }
    return an_option(
        initiative,
        kind,
        effort={} if kind == "stop" else effort,
        weeks=draw(estimates(1, 40)).likely,
        outlay=draw(st.integers(0, 100_000)),
        benefit_share=draw(shares()),
        transition_cost=draw(st.integers(0, 5_000).map(Decimal)),
        **(draw(_examinations()) if kind in {"discovery", "tranche"} else {}),
    )


@st.composite
def initiatives(draw: st.DrawFn, id: str) -> Initiative:  # noqa: A002
    """An initiative in any open state, with any benefit and chance."""
    return an_initiative(
        id,
        state=draw(st.sampled_from(OPEN_STATES)),
        profile=draw(profiles()),
        probability_of_success=draw(shares()),
        value_if_refuted=draw(shares()),
    )


@st.composite
def snapshots(draw: st.DrawFn, most: int = 4) -> Snapshot:
    """A small portfolio of two streams, whose capacity differs from interval to interval.

    Later initiatives may wait for earlier ones, so there is no circle.
    """
    charter: Charter = a_charter(planning_intervals=draw(st.integers(1, 5)))
    held = tuple(draw(initiatives(f"INI-{n}")) for n in range(1, draw(st.integers(1, most)) + 1))
    offered = [
        draw(options(initiative.id, kind))
        for initiative in held
        for kind in _kinds(initiative)
        if draw(st.integers(0, 9))
    ]
    return a_snapshot(
        held,
        offered,
        charter=charter,
        capacities=draw(_capacities(charter)),
        dependencies=[
            a_dependency(before.id, after.id, lag_weeks=draw(st.integers(0, 4)))
            for before, after in combinations(held, 2)
            if not draw(st.integers(0, 3))
        ],
    )


def _examinations() -> st.SearchStrategy[dict[str, Any]]:
    """How well a test tells; the whole follows a good sign."""
    return st.fixed_dictionaries(
        {
            "test_sensitivity": shares(),
            "test_specificity": shares(),
            "continues_with": st.just("whole"),
        }
    )


@st.composite
def _capacities(draw: st.DrawFn, charter: Charter) -> tuple[Capacity, ...]:
    planned = charter.calendar.ahead(AS_OF)[: charter.planning_intervals]
    return tuple(
        a_capacity(stream, interval.id, draw(st.integers(0, 30)))
        for stream in STREAMS
        for interval in planned
    )


def _kinds(initiative: Initiative) -> tuple[str, ...]:
    match initiative.state:
        case "implementing":
            return ("continue", "redirect", "pause", "stop")
        case "investment_framing" | "delivery_queue":
            return ("tranche", "mvp", "whole", "extended")
        case _:
            return ("discovery", "whole")
