"""What rules, mandates and overrides cost, as intervals that the plan found by asking again."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from asp_decide.model.called import called
from asp_decide.model.plan import Plan, Price
from asp_decide.report.amounts import money_between
from asp_decide.report.page import Column, Figure, Table, table
from asp_decide.report.pictures.pictures import PriceBar, price_picture
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, together

NO_DIFFERENCE = "no measurable difference"

_PRICED = (Column("Rule, mandate or override"), Column("Price", "number"))

SAME_PLAN = "the same plan"
"""What is planned without a rule that nobody would miss."""


def price_figure(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Figure:
    """Every price of the plan, the dearest first; the plan must have one."""
    prices = dearest_first(plan.prices)
    names = names_of_rules(plan)
    currency = plan.objective.currency
    bars = tuple(
        PriceBar(
            rule_name(price.origin, names),
            Fraction(price.low),
            Fraction(price.high),
            price_line(price, currency) if price.measurable else NO_DIFFERENCE,
            price.measurable,
        )
        for price in prices
    )
    columns = (*_PRICED, Column("Without it", "reason"))
    rows = tuple(
        (rule_name(p.origin, names), price_line(p, currency), p.frees or SAME_PLAN) for p in prices
    )
    records = tuple(numbers.find("price", rule=p.origin) for p in prices)
    shown = table("Prices, found by planning again without each", columns, rows, records)
    behind = together(*records)
    return Figure(_finding(prices, currency), price_picture(bars), shown, behind)


def prices_alone(prices: Iterable[Price], plan: Plan, numbers: RecordNumbers) -> Table:
    """What these cost, for who may not read what else the plan would do, in a table."""
    names, shown = names_of_rules(plan), dearest_first(prices)
    rows = tuple(
        (rule_name(p.origin, names), price_line(p, plan.objective.currency)) for p in shown
    )
    records = tuple(numbers.find("price", rule=p.origin) for p in shown)
    return table(
        "Prices of other rules, found by planning again without each", _PRICED, rows, records
    )


def price_line(price: Price, currency: str) -> str:
    """A price in money; where the gap hides it, that there is no measurable difference."""
    interval = money_between(Fraction(price.low), Fraction(price.high), currency)
    return interval if price.measurable else f"{NO_DIFFERENCE} ({interval})"


def dearest_first(prices: Iterable[Price]) -> tuple[Price, ...]:
    """Measurable prices by what they cost at least, then those that the gap hides."""

    def key(price: Price) -> tuple[bool, Fraction, Fraction, str]:
        return (not price.measurable, -Fraction(price.low), -Fraction(price.high), price.origin)

    return tuple(sorted(prices, key=key))


def rule_name(rule: str, names: Mapping[str, str]) -> str:
    """The rule's id with its name behind, where the plan knows one."""
    name = names.get(rule, "")
    return f"{rule} {called(name)}" if name and name != rule else rule


def names_of_rules(plan: Plan) -> Mapping[str, str]:
    """What the limits of the plan are called, by rule."""
    return {bound.rule: bound.name for bound in plan.bounds}


def _finding(prices: tuple[Price, ...], currency: str) -> str:
    hidden = sum(not price.measurable for price in prices)
    if hidden == len(prices):
        return f"None of {len(prices)} prices can be told from nothing: {NO_DIFFERENCE}."
    dearest = prices[0]
    told = f"{dearest.origin} costs most: {price_line(dearest, currency)}."
    return f"{told} {hidden} of {len(prices)} show {NO_DIFFERENCE}." if hidden else told
