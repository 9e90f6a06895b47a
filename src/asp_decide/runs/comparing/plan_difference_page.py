"""What differs between two plans, as people read it and for machines."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.model.plan import Price
from asp_decide.report.amounts import NONE_GIVEN, counted, money, money_between, number, quantity
from asp_decide.report.sections.price_table import NO_DIFFERENCE, price_line
from asp_decide.runs.page_section import PageSection
from asp_decide.scenario.plan_difference import MoneyInterval, PlanDifference

PLACES = 6


def sections_of_plans(found: PlanDifference, title: str) -> tuple[PageSection, ...]:
    """The sum of it in a few sentences, then decisions, capacity and prices that differ."""
    currency = found.new.run.currency
    redecided = tuple(
        (
            one.initiative,
            one.name,
            one.was.replace("_", " "),
            ", ".join(one.was_by) or NONE_GIVEN,
            one.now.replace("_", " "),
            ", ".join(one.now_by) or NONE_GIVEN,
        )
        for one in found.redecided
    )
    replaced = tuple(
        (one.initiative, one.name, one.value_stream, one.fate, _held(one.was), _held(one.now))
        for one in found.replaced
    )
    prices = tuple(
        (rule, *(NONE_GIVEN if one is None else price_line(one, currency) for one in both))
        for rule, *both in found.prices
    )
    unit = found.new.run.capacity_unit
    return (
        PageSection(title, tuple(_summary(found))),
        PageSection(
            "Decisions that change", (), ("initiative", "name", "was", "by", "is", "by"), redecided
        ),
        PageSection(
            f"Capacity that is used otherwise, {unit}",
            (),
            ("initiative", "name", "value stream", "it", "was", "is"),
            replaced,
        ),
        PageSection("Prices of rules that change", (), ("rule", "was", "is"), prices),
    )


def plans_as_json(found: PlanDifference) -> dict[str, Any]:
    """The same for machines; amounts are decimal texts."""
    more = found.more_lost
    return {
        "runs": [found.old.run.id, found.new.run.id],
        "currency": found.new.run.currency,
        "capacity_unit": found.new.run.capacity_unit,
        "decisions": len(found.new.decisions),
        "redecided": [
            {
                "initiative": one.initiative,
                "was": one.was,
                "was_by": list(one.was_by),
                "is": one.now,
                "is_by": list(one.now_by),
            }
            for one in found.redecided
        ],
        "replaced": [
            {
                "initiative": one.initiative,
                "value_stream": one.value_stream,
                "change": one.fate,
                "was": _texts(one.was),
                "is": _texts(one.now),
            }
            for one in found.replaced
        ],
        "moved": decimal_text(found.moved, PLACES),
        "more_lost": None
        if more is None
        else {
            "low": decimal_text(more.low, PLACES),
            "high": decimal_text(more.high, PLACES),
            "measurable": more.measurable,
        },
        "prices": [
            {"rule": rule, "was": _price(before), "is": _price(after)}
            for rule, before, after in found.prices
        ],
    }


def _summary(found: PlanDifference) -> Iterator[str]:
    decisions = counted(len(found.new.decisions), "decisions")
    verb = "changes" if len(found.redecided) == 1 else "change"
    yield f"{len(found.redecided)} of {decisions} {verb}"
    if found.replaced:
        unit = found.new.run.capacity_unit
        currency = found.new.run.currency
        moved = quantity(found.moved, currency if unit == "money" else unit, currency)
        verb = "goes" if moved.startswith("1 ") else "go"
        yield f"{moved} of capacity {verb} elsewhere"
    if found.old.run.facts != found.new.run.facts:
        yield "the plans are of different facts: what they lose cannot be compared"
    else:
        yield more_lost_in_words(found.more_lost, found.new.run.currency)


def more_lost_in_words(more: MoneyInterval | None, currency: str) -> str:
    """What the change costs or brings over the horizon, in a sentence."""
    if more is None:
        return "no bound is known of one of the plans: what the change costs is not known"
    if not more.measurable:
        low, high = money(more.low, currency, "down"), money(more.high, currency, "up")
        return f"what the change costs: {NO_DIFFERENCE} ({low} to {high})"
    if more.low == more.high == 0:
        return "the change costs nothing"
    if more.high <= 0:
        return f"the change brings {money_between(-more.high, -more.low, currency)}"
    return f"the change costs {money_between(more.low, more.high, currency)}"


def _held(by_interval: Mapping[str, Fraction]) -> str:
    told = (f"{interval} {number(amount)}" for interval, amount in sorted(by_interval.items()))
    return ", ".join(told) or NONE_GIVEN


def _texts(by_interval: Mapping[str, Fraction]) -> dict[str, str]:
    return {when: decimal_text(amount, PLACES) for when, amount in sorted(by_interval.items())}


def _price(price: Price | None) -> dict[str, str] | None:
    return None if price is None else {"low": price.low, "high": price.high}
