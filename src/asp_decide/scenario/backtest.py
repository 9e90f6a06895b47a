"""Other policies on recorded runs: what they would have decided, and what is known to follow.

Only what was observed is counted. Work that went on and would have been stopped has shown what it
was worth; work that was stopped or never begun has not, and its value is not guessed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from asp_decide.model.choice import Pool
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.outcome import Outcome
from asp_decide.model.plan import Decision, Plan

type Effect = Literal[
    "false stop", "late stop found", "no difference", "not observed yet", "never observable"
]

GOES_ON = frozenset({"continue", "start", "fund", "fund_tranche", "redirect", "examine"})
"""Decisions after which an initiative uses capacity."""

ENDS = frozenset({"stop", "supersede", "reject", "decline"})
"""Decisions after which it is gone."""


@dataclass(frozen=True, slots=True)
class Then:
    """A recorded run: its plan, what people decided, and what capacity was worth on that day.

    `decided` holds a word for each initiative of the plan. `capacity_prices` are money for each
    unit of capacity, by pool.
    """

    plan: Plan
    decided: Mapping[str, str]
    capacity_prices: Mapping[Pool, Fraction]

    @property
    def as_of(self) -> date:
        """The day of the run."""
        return date.fromisoformat(self.plan.run.as_of)

    @property
    def first(self) -> str:
        """The first interval that the run planned."""
        return self.plan.run.intervals[0]


@dataclass(frozen=True, slots=True)
class Changed:
    """One decision that the other policies would have taken differently.

    `observed` are the intervals from the run on in which its value was measured; `regret` is that
    value less outlay and less capacity at its price then, in money: positive where stopping
    would have been wrong. None where nothing was observed. `held` is the capacity of the first
    interval that it would have held more (or less) than it did.
    """

    run: str
    initiative: str
    name: str
    was: str
    would_be: str
    rules: tuple[str, ...]
    effect: Effect
    observed: tuple[str, ...]
    regret: Fraction | None
    held: Fraction
    in_sample: bool


@dataclass(frozen=True, slots=True)
class Backtested:
    """One run under the other policies: how many decisions it has, and which would change.

    `moved` is the capacity of the first interval that would have gone elsewhere, in the unit of
    the plan.
    """

    run: str
    as_of: date
    decisions: int
    changed: tuple[Changed, ...]
    moved: Fraction


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What is known today: all recorded runs, outcomes, and when the other policies were approved.

    The runs say what work held later. Whoever approved the policies after a run may have known
    its outcomes, so these do not confirm them.
    """

    runs: tuple[Then, ...]
    outcomes: tuple[Outcome, ...]
    approved: date

    def value(self, initiative: str) -> dict[str, Fraction]:
        """The money that was measured of an initiative, by interval."""
        return {
            one.interval: Fraction(one.actual)
            for one in self.outcomes
            if one.initiative_id == initiative
            and one.quantity == "value"
            and one.status == "measured"
            and one.actual is not None
        }

    def cost(self, initiative: str, interval: str, then: Then) -> Fraction:
        """Outlay, and capacity at its price then, of an initiative in an interval, in money."""
        allocations = self._in_force(interval, then).plan.allocations
        spent = [
            Fraction(one.money)
            + Fraction(one.amount)
            * then.capacity_prices.get(Pool(ValueStreamId(one.value_stream)), Fraction(0))
            for one in allocations
            if one.initiative == initiative and one.interval == interval
        ]
        return sum(spent, start=Fraction(0))

    def _in_force(self, interval: str, then: Then) -> Then:
        """The last run that planned the interval before it was over: its own, or an earlier one."""
        order = then.plan.run.intervals
        place = order.index(interval)
        found = then
        for one in sorted(self.runs, key=lambda run: run.as_of):
            if one.first in order and order.index(one.first) <= place:
                found = one
        return found


def backtest(then: Then, other: Plan, hindsight: Hindsight) -> Backtested:
    """What `other`, the plan of the same facts under other policies, would have changed."""
    assert then.plan.run.facts == other.run.facts, "both plans are of the same facts"
    changed = [
        _changed(then, decision, other, hindsight)
        for decision in other.decisions
        if decision.decision != then.decided[decision.initiative]
    ]
    return Backtested(
        run=then.plan.run.id,
        as_of=then.as_of,
        decisions=len(other.decisions),
        changed=tuple(changed),
        moved=_moved(then, other),
    )


def _changed(then: Then, after: Decision, other: Plan, hindsight: Hindsight) -> Changed:
    initiative, was = after.initiative, then.decided[after.initiative]
    effect: Effect = "never observable"
    observed: tuple[str, ...] = ()
    regret: Fraction | None = None
    if was in GOES_ON and after.decision in ENDS:
        value = hindsight.value(initiative)
        observed = tuple(i for i in then.plan.run.intervals if i in value)
        regret = sum(
            (value[i] - hindsight.cost(initiative, i, then) for i in observed), start=Fraction(0)
        )
        effect = _effect(regret) if observed else "not observed yet"
    more = _held(other, initiative, then.first) - _held(then.plan, initiative, then.first)
    return Changed(
        run=then.plan.run.id,
        initiative=initiative,
        name=after.name,
        was=was,
        would_be=after.decision,
        rules=tuple(dict.fromkeys(reason.rule for reason in after.reasons if reason.rule)),
        effect=effect,
        observed=observed,
        regret=regret if observed else None,
        held=more,
        in_sample=bool(observed) and then.as_of <= hindsight.approved,
    )


def _effect(regret: Fraction) -> Effect:
    if not regret:
        return "no difference"
    return "false stop" if regret > 0 else "late stop found"


def _held(plan: Plan, initiative: str, interval: str) -> Fraction:
    return sum(
        (
            Fraction(one.amount)
            for one in plan.allocations
            if one.initiative == initiative and one.interval == interval
        ),
        start=Fraction(0),
    )


def _moved(then: Then, other: Plan) -> Fraction:
    """Capacity that work loses in the first interval: what others gain of it is the same."""
    before, after = (dict(_by_pool(plan, then.first)) for plan in (then.plan, other))
    return sum(
        (max(Fraction(0), held - after.get(key, Fraction(0))) for key, held in before.items()),
        start=Fraction(0),
    )


def _by_pool(plan: Plan, interval: str) -> Iterator[tuple[tuple[str, str], Fraction]]:
    held: dict[tuple[str, str], Fraction] = {}
    for one in plan.allocations:
        if one.interval == interval:
            key = (one.value_stream, one.initiative)
            held[key] = held.get(key, Fraction(0)) + Fraction(one.amount)
    yield from held.items()
