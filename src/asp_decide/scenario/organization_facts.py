"""The organization and its demand as the facts and policies of a portfolio state them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.clauses.clause import CompiledPolicies, LimitClause
from asp_decide.model.estimate import Estimate
from asp_decide.model.initiative import STATE_GROUPS, Initiative, Option
from asp_decide.model.organization import (
    KnownDemand,
    KnownPart,
    OrganizationDesign,
    StreamCapacity,
)
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import Book, is_open, open_book
from asp_decide.portfolio.choice_columns import reason_against
from asp_decide.portfolio.delay_loss import earliest_finish, leading_option, value

_WEEKS_A_YEAR = 52
_APPROVED = (*STATE_GROUPS["funded"], *STATE_GROUPS["in_delivery"])


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """The design as it is, its demand, and in sentences what was taken for granted of both."""

    design: OrganizationDesign
    demand: KnownDemand
    assumptions: tuple[str, ...]


def organization_of(
    snapshot: Snapshot,
    policies: CompiledPolicies,
    *,
    weeks: int,
    load: Fraction,
    approved_per_week: Fraction | None,
) -> KnownOrganization:
    """The design and the demand of a snapshot.

    Initiatives come as often as `approved_per_week` says, where the log of work knows how many
    passed Gate 2; else so often that they ask for `load` of the capacity.
    """
    book = open_book(snapshot)
    streams = tuple(_streams(book))
    names = {one.name for one in streams}
    parts: dict[str, tuple[KnownPart, ...]] = {}
    left_out = []
    for one in snapshot.initiatives:
        if not is_open(one) or one.state in STATE_GROUPS["learning"]:
            continue
        own = tuple(_parts(book, one, names, weeks=weeks))
        if own:
            parts[one.id] = own
        else:
            left_out.append(one.id)
    approved = {one.id for one in snapshot.initiatives if one.state in _APPROVED}
    limit = wip_limit_in(policies)
    design = OrganizationDesign(streams, order="cd3", wip_limit=limit)
    known = tuple(parts.values())
    rate, told = _rate(known, streams, load, approved_per_week)
    present = tuple(own for name, own in parts.items() if name in approved)
    demand = KnownDemand(known, present, rate, weeks, tuple(one.name for one in streams))
    assumptions = (
        told,
        "no policy limits the initiatives in delivery of a stream"
        if limit is None
        else f"a stream has at most {limit} initiatives in delivery, as the policies say",
        "what can be started is started by cost of delay over duration, as plans do first",
        "items open at once in a stream share its capacity, and lose nothing but by `switching=`",
        "work in several streams is done in each on its own, its cost of delay divided by effort",
        f"cost of delay is the mean of the first {weeks} weeks, and stays level",
        *(
            (f"left out, without known effort and worth: {', '.join(sorted(left_out))}",)
            if left_out
            else ()
        ),
    )
    return KnownOrganization(design, demand, assumptions)


def wip_limit_in(policies: CompiledPolicies) -> int | None:
    """The tightest count of initiatives in a value stream that any rule allows, if one does."""
    limits = [
        clause.at_most
        for clause in policies.clauses
        if isinstance(clause, LimitClause)
        and clause.per == "value_stream"
        and clause.unit.name == "initiatives"
        and clause.at_most is not None
        and clause.when is None
    ]
    return max(1, int(min(limits))) if limits else None


def _streams(book: Book) -> Iterator[StreamCapacity]:
    """Streams with their capacity a week in the first interval that is planned.

    Where a stream states its whole capacity, that of its scarce skills is a part of it.
    """
    first = book.grid.steps[0]
    whole: dict[str, Fraction] = {}
    skilled: dict[str, Fraction] = defaultdict(Fraction)
    for (pool, step), amount in book.supply.capacity.items():
        if step != 0 or pool.function != "delivery" or not pool.value_stream:
            continue
        if pool.skill:
            skilled[pool.value_stream] += amount
        else:
            whole[pool.value_stream] = amount
    for name, amount in sorted({**skilled, **whole}.items()):
        if amount > 0:
            yield StreamCapacity(name, amount / (first.ends - first.begins))


def _parts(
    book: Book, initiative: Initiative, streams: Iterable[str], *, weeks: int
) -> Iterator[KnownPart]:
    option = leading_option(book, initiative.id)
    if option is None or option.remaining_duration_weeks is None or reason_against(book, option):
        return
    duration = option.remaining_duration_weeks.mean
    efforts = _efforts(option, frozenset(streams))
    total = sum((effort.mean for effort in efforts.values()), Fraction(0))
    if not total or duration <= 0:
        return
    soon = earliest_finish(book, option)
    lost = value(book, option, soon) - value(book, option, soon + weeks)
    rate = max(Fraction(0), lost / weeks)
    for stream, effort in sorted(efforts.items()):
        share = effort.mean / total
        yield KnownPart(stream, effort, effort.mean / duration, rate * share)


def _efforts(option: Option, streams: frozenset[str]) -> Mapping[str, Estimate]:
    """Effort of delivery by stream; nothing where any of it is unknown or in no known stream."""
    found: dict[str, Estimate] = {}
    for demand in option.demands:
        if demand.function != "delivery":
            continue
        effort, stream = demand.remaining_effort, demand.value_stream_id
        if effort is None or stream not in streams:
            return {}
        if effort.mean > 0:
            found[str(stream)] = _added(found.get(str(stream)), effort)
    return found


def _added(one: Estimate | None, other: Estimate) -> Estimate:
    if one is None:
        return other
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    if low is None or high is None:
        return Estimate(likely=one.likely + other.likely)
    return Estimate(likely=one.likely + other.likely, low=low, high=high)


def _rate(
    known: tuple[tuple[KnownPart, ...], ...],
    streams: tuple[StreamCapacity, ...],
    load: Fraction,
    approved_per_week: Fraction | None,
) -> tuple[Fraction, str]:
    """Initiatives a week, and where that number comes from."""
    if approved_per_week is not None:
        yearly = round(approved_per_week * _WEEKS_A_YEAR)
        return (
            approved_per_week,
            f"{yearly} initiatives a year pass Gate 2, as the log of work says",
        )
    capacity = sum((one.capacity for one in streams), Fraction(0))
    efforts = [sum((part.effort.mean for part in parts), Fraction(0)) for parts in known]
    mean = sum(efforts, Fraction(0)) / len(efforts) if efforts else Fraction(0)
    rate = load * capacity / mean if mean else Fraction(0)
    told = f"initiatives like the known ones come and ask for {round(load * 100)} % of the capacity"
    return rate, told + ", as no log of work says how many pass Gate 2"
