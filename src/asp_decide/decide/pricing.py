"""What the rules and pins that bind a plan cost: found by asking again without each of them."""

from collections.abc import Callable, Mapping, Sequence

from asp_decide.canonical import decimal_text
from asp_decide.decide.outlook import Outlook
from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Price
from asp_decide.optimize.pipeline import Solved
from asp_decide.optimize.prices import AskedAgain, price_without
from asp_decide.optimize.programme import Origin
from asp_decide.optimize.solver import Means

PLACES = 6
_NAMED = 3
"""Initiatives that the sentence of a price names before it counts the rest."""

type Progress = Callable[[str], None]


def prices(
    outlook: Outlook,
    solved: Solved,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
    progress: Progress,
) -> tuple[Price, ...]:
    """The price of each rule of which a row binds, and of each pin; rules first, sorted.

    A rule that leaves the plan room everywhere is not asked about here, to spare the time: it can
    cost all the same, where the better plan lies more than one step beyond it, and
    `rule_prices` asks about every rule. What the watch has ended is not asked any more. Raises
    SolverFailedError.
    """
    told: list[Price] = []
    for rule in binding_rules(outlook):
        if means.watch.ended():
            return tuple(told)
        progress(f"asking what {rule} costs")

        def of_rule(origin: Origin, rule: str = rule) -> bool:
            return rule in origin.rules

        again = price_without(outlook.prepared.programme, of_rule, solved, means, order=order)
        told.append(_price(rule, again, outlook))
    for pin in (row.origin for row in outlook.prepared.programme.rows if row.origin.kind == "pin"):
        if means.watch.ended():
            break
        progress(f"asking what it costs to {pin}")
        again = price_without(outlook.prepared.programme, pin.__eq__, solved, means, order=order)
        told.append(_price(str(pin), again, outlook))
    return tuple(told)


def binding_rules(outlook: Outlook) -> tuple[str, ...]:
    """Rules that leave the plan no room, and rules that fixed an answer; sorted."""
    bound = {b.rule for b in outlook.bounds if b.binding and not b.advisory}
    fixed = {
        rule
        for row in outlook.prepared.programme.rows
        for rule in row.origin.rules
        if row.origin.kind == "answer"
    }
    return tuple(sorted(bound | fixed))


def _price(rule: str, again: AskedAgain, outlook: Outlook) -> Price:
    return Price(
        origin=rule,
        low=decimal_text(again.low, PLACES),
        high=decimal_text(again.high, PLACES),
        measurable=again.measurable,
        frees=what_would_change(outlook.taken, again.taken, outlook),
    )


def what_would_change(taken: Sequence[Choice], others: Sequence[str], outlook: Outlook) -> str:
    """The first initiatives that would get another choice, each with it; empty if none would."""
    known = {choice.id: choice for choice in outlook.prepared.programme.choices}
    other = {known[id_].initiative: known[id_] for id_ in others if id_ in known}
    names = {i.id: i.name for i in outlook.prepared.inputs.snapshot.initiatives}
    changed = [
        f"{names[choice.initiative]} ({choice.initiative}): {_told(other[choice.initiative])}"
        for choice in taken
        if choice.initiative in other and other[choice.initiative].id != choice.id
    ]
    if not changed:
        return ""
    more = f", and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
    return "; ".join(changed[:_NAMED]) + more


def _told(choice: Choice) -> str:
    return choice.id.partition("/")[2].replace("@", " from ")
