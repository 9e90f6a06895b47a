"""What each rule costs, everywhere and in each value stream: found by asking again without it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.decide.investment import Planned
from asp_decide.decide.pricing import PLACES, Progress, binding_rules, what_would_change
from asp_decide.model.plan import Price
from asp_decide.optimize.prices import price_without
from asp_decide.optimize.programme import Origin, Programme


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What the rows of one rule cost over the plan's horizon.

    `value_stream` and `initiative` are empty for the rule as a whole. With one of them it is the
    price of the rule's rows there alone, or of what it asks of that initiative, all others
    standing; so the parts need not add up to the whole. `binds` says that some row of the rule
    leaves the plan no room or fixed an answer.
    """

    price: Price
    value_stream: str
    binds: bool
    initiative: str = ""


def rules_with_rows(planned: Planned) -> tuple[str, ...]:
    """The rules that bound the plan with at least one row, sorted; only these can cost anything."""
    rows = planned.outlook.prepared.programme.rows
    return tuple(sorted({rule for row in rows for rule in row.origin.rules}))


def rule_prices(
    planned: Planned, rules: Collection[str], *, every_stream: bool, progress: Progress
) -> tuple[RulePrice, ...]:
    """The prices of the rules, sorted by rule: as a whole, then in each value stream.

    Where the price of the whole cannot be told from nothing, its parts are asked about only if
    `every_stream` is wanted: each is a plan of its own to be found. Then the price of what a rule
    asks of single initiatives is told as well: of a mandate, or of an answer.

    A rule that leaves the plan room is asked about all the same: work comes in lumps, and a
    better plan may lie beyond more than one step. The price of a rule is the least loss with it
    less the least loss without it, as an interval; it is never below zero, and a single
    number where both plans are proven best. Raises SolverFailedError.
    """
    return tuple(
        price
        for rule in sorted(rules)
        for price in _prices_of(rule, planned, every_stream=every_stream, progress=progress)
    )


def _prices_of(
    rule: str, planned: Planned, *, every_stream: bool, progress: Progress
) -> Iterator[RulePrice]:
    binds = rule in binding_rules(planned.outlook)
    origins = [
        row.origin for row in planned.outlook.prepared.programme.rows if rule in row.origin.rules
    ]
    if not origins:
        return
    # The plan has asked already about the rules that bind it.
    known = next((price for price in planned.plan.prices if price.origin == rule), None)
    price = known or _asked(rule, planned, frozenset(origins), progress, "")
    whole = RulePrice(price, "", binds)
    yield whole
    by_stream = _by_stream(origins, planned.outlook.prepared.programme)
    if len(by_stream) > 1 and (every_stream or whole.price.measurable):
        for stream, found in sorted(by_stream.items()):
            yield RulePrice(_asked(rule, planned, found, progress, stream), stream, binds)
    by_initiative = _by_initiative(origins, planned.outlook.prepared.programme)
    if every_stream and len(by_initiative) > 1:
        for initiative, found in sorted(by_initiative.items()):
            price = _asked(rule, planned, found, progress, initiative)
            yield RulePrice(price, "", binds, initiative)


def _asked(
    rule: str, planned: Planned, gone: frozenset[Origin], progress: Progress, where: str
) -> Price:
    progress(f"asking what {rule} costs" + (f" for {where}" if where else ""))
    again = price_without(
        planned.outlook.prepared.programme,
        gone.__contains__,
        planned.solved,
        planned.means,
        order=planned.order,
    )
    return Price(
        origin=rule,
        low=decimal_text(again.low, PLACES),
        high=decimal_text(again.high, PLACES),
        measurable=again.measurable,
        frees=what_would_change(planned.outlook.taken, again.taken, planned.outlook),
    )


def _by_stream(origins: list[Origin], programme: Programme) -> dict[str, frozenset[Origin]]:
    """The rows of a rule by the value streams that they are about.

    A row about one initiative is about every stream that the initiative may touch.
    """
    touched: dict[str, set[str]] = {}
    for choice in programme.choices:
        touched.setdefault(choice.initiative, set()).update(choice.streams)
    streams = {stream for found in touched.values() for stream in found}
    of: dict[str, set[Origin]] = {}
    for origin in origins:
        first, _, rest = origin.group.partition(" ")
        about = {first} if first in streams else touched.get(rest or first, set())
        for stream in about:
            of.setdefault(stream, set()).add(origin)
    return {stream: frozenset(found) for stream, found in of.items()}


def _by_initiative(origins: list[Origin], programme: Programme) -> dict[str, frozenset[Origin]]:
    """The rows of a rule that are about one initiative each, by it."""
    known = programme.of_initiative()
    of: dict[str, set[Origin]] = {}
    for origin in origins:
        about = origin.group.rpartition(" ")[2]
        if about in known:
            of.setdefault(about, set()).add(origin)
    return {initiative: frozenset(found) for initiative, found in of.items()}


def per_week(amount: str, weeks: Fraction) -> str:
    """An amount over the horizon as an amount for each week of it, as a decimal text."""
    return decimal_text(Fraction(amount) / weeks, PLACES)
