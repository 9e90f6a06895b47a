"""Two plans of the same portfolio side by side: decisions, capacity, and what the change costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.model.plan import Decision, Plan, Price

type Fate = Literal["entered", "left", "moved"]

NOT_IN_IT = "not in it"
"""What is said of an initiative that one of the plans does not know."""


@dataclass(frozen=True, slots=True)
class Redecided:
    """A decision that differs, with the rules that gave it in either plan."""

    initiative: str
    name: str
    was: str
    now: str
    was_by: tuple[str, ...]
    now_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Capacity of a value stream that an initiative holds otherwise, by interval in either plan."""

    initiative: str
    name: str
    value_stream: str
    fate: Fate
    was: Mapping[str, Fraction]
    now: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class MoneyInterval:
    """What the second plan loses more than the first at its best, as a proven interval.

    Below zero it loses less. `measurable` is false where the interval holds 0 while a gap is open.
    """

    low: Fraction
    high: Fraction

    @property
    def measurable(self) -> bool:
        """Whether it can be told from nothing; nothing at gap zero is a finding too."""
        return self.low == self.high or not self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What differs from one plan to another.

    `moved` is capacity that goes elsewhere, in the unit of the plans. `more_lost` is None where
    the two do not plan the same facts, or no bound is known. `prices` are those of rules that
    differ, None where the plan has none.
    """

    old: Plan
    new: Plan
    redecided: tuple[Redecided, ...]
    replaced: tuple[Replaced, ...]
    moved: Fraction
    more_lost: MoneyInterval | None
    prices: tuple[tuple[str, Price | None, Price | None], ...]

    @property
    def is_same(self) -> bool:
        """Whether they decide and place alike."""
        return not self.redecided and not self.replaced


def plan_difference(old: Plan, new: Plan) -> PlanDifference:
    """What differs from the old plan to the new one, by initiative."""
    replaced = tuple(_replaced(old, new))
    return PlanDifference(
        old,
        new,
        tuple(_redecided(old, new)),
        replaced,
        sum((_given_up(one) for one in replaced), start=Fraction(0)),
        _more_lost(old, new),
        tuple(_prices(old, new)),
    )


def _redecided(old: Plan, new: Plan) -> Iterator[Redecided]:
    was = {one.initiative: one for one in old.decisions}
    is_now = {one.initiative: one for one in new.decisions}
    for initiative in sorted({*was, *is_now}):
        before, after = was.get(initiative), is_now.get(initiative)
        if before is None or after is None or before.decision != after.decision:
            known = after or before
            assert known is not None, "it is in one of the plans"
            yield Redecided(
                initiative, known.name, _word(before), _word(after), _rules(before), _rules(after)
            )


def _word(decision: Decision | None) -> str:
    return NOT_IN_IT if decision is None else decision.decision


def _rules(decision: Decision | None) -> tuple[str, ...]:
    reasons = () if decision is None else decision.reasons
    return tuple(dict.fromkeys(reason.rule for reason in reasons if reason.rule))


def _replaced(old: Plan, new: Plan) -> Iterator[Replaced]:
    was, is_now = _held(old), _held(new)
    names = {one.initiative: one.name for plan in (old, new) for one in plan.decisions}
    for initiative, stream in sorted({*was, *is_now}):
        before, after = was.get((initiative, stream), {}), is_now.get((initiative, stream), {})
        if before != after:
            fate: Fate = "moved" if before and after else "left" if before else "entered"
            name = names.get(initiative, initiative)
            yield Replaced(initiative, name, stream, fate, before, after)


def _held(plan: Plan) -> dict[tuple[str, str], dict[str, Fraction]]:
    """The capacity that each initiative holds of each value stream, by interval."""
    found: dict[tuple[str, str], dict[str, Fraction]] = {}
    for one in plan.allocations:
        amount = Fraction(one.amount)
        if amount:
            by_interval = found.setdefault((one.initiative, one.value_stream), {})
            by_interval[one.interval] = by_interval.get(one.interval, Fraction(0)) + amount
    return found


def _given_up(one: Replaced) -> Fraction:
    return sum(
        (max(Fraction(0), held - one.now.get(when, Fraction(0))) for when, held in one.was.items()),
        start=Fraction(0),
    )


def _more_lost(old: Plan, new: Plan) -> MoneyInterval | None:
    """The least loss of the new plan less that of the old: each is known up to its gap."""
    same_facts = old.run.facts == new.run.facts and old.run.charter == new.run.charter
    if not same_facts or old.objective.bound is None or new.objective.bound is None:
        return None
    was = Fraction(old.objective.bound), Fraction(old.objective.loss)
    is_now = Fraction(new.objective.bound), Fraction(new.objective.loss)
    return MoneyInterval(is_now[0] - was[1], is_now[1] - was[0])


def _prices(old: Plan, new: Plan) -> Iterator[tuple[str, Price | None, Price | None]]:
    was = {one.origin: one for one in old.prices if one.measurable}
    is_now = {one.origin: one for one in new.prices if one.measurable}
    for rule in sorted({*was, *is_now}):
        before, after = was.get(rule), is_now.get(rule)
        if _interval(before) != _interval(after):
            yield rule, before, after


def _interval(price: Price | None) -> tuple[Fraction, Fraction] | None:
    return None if price is None else (Fraction(price.low), Fraction(price.high))
