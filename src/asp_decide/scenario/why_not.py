"""Why an initiative is not in the plan: what it lacks, what it would cost, whom it displaces."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.decide.investment import Planned
from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Decision
from asp_decide.optimize.evaluation import slack_of, sum_of
from asp_decide.optimize.nearest_plan import nearest_plan
from asp_decide.optimize.prices import FORCED, AskedAgain, price_of_taking, taking
from asp_decide.optimize.programme import Programme, Row


@dataclass(frozen=True, slots=True)
class Displaced:
    """An initiative that gets another choice in the plan with it that is nearest to this one."""

    initiative: InitiativeId
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """Room that is missing in one row of the plan: how much, in the row's own unit.

    `row` is a capacity, a budget or a limit; `amount` is above zero.
    """

    row: Row
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Entry:
    """The choice that would need the least room beside the plan as it is, and what it lacks.

    Nobody is displaced. Empty `lacking` means that it fits already, and is not worth having.
    """

    choice: str
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What stands between an initiative and the plan.

    `regret` is the least loss with it less that of the plan, as a proven interval; `more_loss` what
    the plan found with it loses more than the plan (below zero: it is the better plan).
    `factor` is by how much its benefit would have to be multiplied to be let in, exact while its
    choice stays the best. `impossible` names what forbids it altogether, `by_itself` where nothing
    else has a part in that; then there is no regret.
    `entry` is None where links or answers of rules keep every choice of it out.
    """

    decision: Decision
    regret: tuple[Fraction, Fraction] | None
    measurable: bool
    more_loss: Fraction
    factor: tuple[Fraction, Fraction] | None
    displaced: tuple[Displaced, ...]
    entry: Entry | None
    impossible: tuple[str, ...]
    by_itself: bool = False


def why_not(planned: Planned, initiative: InitiativeId) -> WhyNot | None:
    """Why it does not begin in the first interval; None where it does, or runs already.

    Where no choice of it begins so early, the earliest of its choices is asked about. Raises
    SolverFailedError.
    """
    programme = planned.outlook.prepared.programme
    decision = next(d for d in planned.plan.decisions if d.initiative == initiative)
    now = next((c for c in planned.outlook.taken if c.initiative == initiative), None)
    if initiative in planned.outlook.prepared.inputs.choice_set.running:
        return None
    earliest = _earliest(programme, initiative)
    if now is None or not earliest:
        return _unplannable(planned, decision)
    if now.begins_work and now.start == 0:
        return None
    entry = _entry(programme, planned, now, earliest)
    try:
        again = price_of_taking(
            programme, earliest, planned.solved, planned.means, order=planned.order
        )
    except NoFeasiblePlanError as error:
        asked = f"{FORCED.id} {initiative}"
        causes = tuple(origin for origin in error.origins if origin != asked)
        return _impossible(decision, causes, entry)
    return WhyNot(
        decision=decision,
        regret=(again.low, again.high),
        measurable=again.measurable,
        more_loss=again.other.certificate.loss - planned.solved.certificate.loss,
        factor=_factor(again, programme, initiative),
        displaced=tuple(_displaced(planned, _nearest(planned, again, earliest), initiative)),
        entry=entry,
        impossible=(),
    )


def _earliest(programme: Programme, initiative: InitiativeId) -> list[int]:
    """Its choices that begin in the first step in which any of them begins."""
    begins = [
        (choice.start, number)
        for number in programme.of_initiative().get(initiative, ())
        if (choice := programme.choices[number]).begins_work
        and choice.start is not None
        and not programme.grid[choice.start].is_tail
    ]
    return [number for start, number in begins if start == min(begins)[0]]


def _unplannable(planned: Planned, decision: Decision) -> WhyNot:
    removed = planned.outlook.prepared.inputs.choice_set.removed
    reasons = [one.reason for one in removed if one.initiative == decision.initiative]
    causes = dict.fromkeys(reasons or ["it has no option that could begin"])
    return replace(_impossible(decision, tuple(causes), None), by_itself=True)


def _impossible(decision: Decision, causes: tuple[str, ...], entry: Entry | None) -> WhyNot:
    return WhyNot(
        decision=decision,
        regret=None,
        measurable=False,
        more_loss=Fraction(0),
        factor=None,
        displaced=(),
        entry=entry,
        impossible=causes,
    )


def _factor(
    again: AskedAgain, programme: Programme, initiative: InitiativeId
) -> tuple[Fraction, Fraction] | None:
    known = {choice.id: choice for choice in programme.choices}
    forced = next(known[one] for one in again.taken if known[one].initiative == initiative)
    if forced.value <= 0:
        return None
    low, high = (max(Fraction(0), end) for end in (again.low, again.high))
    return 1 + low / forced.value, 1 + high / forced.value


def _nearest(planned: Planned, again: AskedAgain, among: Sequence[int]) -> tuple[str, ...]:
    """The plan with it that changes least: a search is free to move whoever costs nothing to move.

    What lies within the gap of the plan is no measurable difference, so it may lose that much more.
    """
    programme, base = planned.outlook.prepared.programme, planned.solved.certificate
    return nearest_plan(
        taking(programme, among),
        to=base.taken,
        known=again.taken,
        most_loss=again.other.certificate.loss + base.loss - base.bound,
        means=planned.means,
    )


def _displaced(
    planned: Planned, with_it: Sequence[str], initiative: InitiativeId
) -> Iterator[Displaced]:
    programme = planned.outlook.prepared.programme
    known = {choice.id: choice for choice in programme.choices}
    others = {known[one].initiative: known[one] for one in with_it}
    for choice in planned.outlook.taken:
        other = others[choice.initiative]
        if other.id != choice.id and choice.initiative != initiative:
            yield Displaced(choice.initiative, _told(choice), _told(other))


def _told(choice: Choice) -> str:
    return choice.id.partition("/")[2].replace("@", " from ")


def _entry(
    programme: Programme, planned: Planned, now: Choice, among: Sequence[int]
) -> Entry | None:
    """The choice that lacks room in the fewest places, then the least of it."""
    numbers = programme.number_of()
    beside = frozenset(numbers[c.id] for c in planned.outlook.taken if c.id != now.id)
    totals = {row.id: sum_of(row, beside) for row in programme.rows}
    found = [
        Entry(programme.choices[number].id, lacking)
        for number in among
        if (lacking := _lacking(programme, totals, number)) is not None
    ]
    return min(found, key=_how_much, default=None)


def _lacking(
    programme: Programme, totals: Mapping[str, Fraction], number: int
) -> tuple[Lacking, ...] | None:
    """What the choice lacks beside the others; None where more room would not help it."""
    lacking: list[Lacking] = []
    for row in programme.rows:
        own = next((amount for n, amount in row.terms if n == number), Fraction(0))
        slack = slack_of(row, totals[row.id] + own)
        if slack >= 0:
            continue
        if row.origin.kind not in ("fact", "rule") or row.sense != "<=":
            return None
        lacking.append(Lacking(row, -slack))
    return tuple(lacking)


def _how_much(entry: Entry) -> tuple[int, Fraction, str]:
    share = sum((one.amount / one.row.scale for one in entry.lacking), start=Fraction(0))
    return len(entry.lacking), share, entry.choice
