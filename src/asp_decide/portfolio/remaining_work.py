"""What is still to be done of an initiative, alone and with all parts of its linked group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative, Option
from asp_decide.model.subject import Measured
from asp_decide.portfolio.book import Book, is_done, is_open
from asp_decide.portfolio.delay_loss import leading_option

_LINKED = {"linked_outlay": "remaining_outlay", "linked_effort": "remaining_effort"}


def remaining_work(book: Book) -> Mapping[InitiativeId, Mapping[str, Measured]]:
    """Outlay and effort to complete of every initiative, and the same of its linked group.

    They are those of its leading option. Parts that belong together count together, so that
    slicing keeps nothing below a threshold; a sum is unknown if one of its parts is.
    """
    alone = {initiative.id: _alone(book, initiative) for initiative in book.snapshot.initiatives}
    groups: dict[str, list[InitiativeId]] = defaultdict(list)
    for initiative in book.snapshot.initiatives:
        if initiative.linked_group is not None:
            groups[initiative.linked_group].append(initiative.id)
    told = {}
    for initiative in book.snapshot.initiatives:
        group = initiative.linked_group
        parts = [initiative.id] if group is None else groups[group]
        together = {name: _sum(alone[part][own] for part in parts) for name, own in _LINKED.items()}
        told[initiative.id] = alone[initiative.id] | together
    return told


def _alone(book: Book, initiative: Initiative) -> dict[str, Measured]:
    """Nothing remains of what is done or closed."""
    if not is_open(initiative) or is_done(initiative):
        nothing = Measured(Fraction(0))
        return {"remaining_outlay": nothing, "remaining_effort": nothing}
    option = leading_option(book, initiative.id)
    if option is None:
        missing = Measured(None, "no option is stated")
        return {"remaining_outlay": missing, "remaining_effort": missing}
    outlay = option.remaining_outlay
    return {
        "remaining_outlay": Measured(None, "missing") if outlay is None else Measured(outlay.mean),
        "remaining_effort": _effort(option),
    }


def _effort(option: Option) -> Measured:
    return _sum(
        Measured(None, "missing")
        if demand.remaining_effort is None
        else Measured(demand.remaining_effort.mean)
        for demand in option.demands
    )


def _sum(parts: Iterable[Measured]) -> Measured:
    total = Fraction(0)
    for part in parts:
        if part.value is None:
            return part
        total += part.value
    return Measured(total)
