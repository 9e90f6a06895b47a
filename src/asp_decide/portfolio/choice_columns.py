"""What one initiative contributes to the programme, and how a choice is made of a schedule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.choice import Choice, Removal
from asp_decide.model.initiative import Initiative, Option, OptionKind
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.schedule import Schedule
from asp_decide.portfolio.staging import prior, unknown_of_course
from asp_decide.portfolio.work import streams_of

_OFFERED: Mapping[OptionKind, str] = {
    "discovery": "in the discovery queue only",
    "tranche": "from Investment Framing on",
    "mvp": "from Investment Framing on, before work begins",
    "whole": "from Investment Framing on, before work begins",
    "extended": "from Investment Framing on, before work begins",
    "continue": "for work in delivery only",
    "redirect": "for work in delivery only",
    "pause": "for work in delivery only",
    "stop": "for work in delivery only",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The choices of one initiative, those that were not made, and W, what its best could bring.

    `assumptions` are sentences that the record must tell with them.
    """

    choices: tuple[Choice, ...]
    removed: tuple[Removal, ...]
    best_value: Fraction
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Valued:
    """An option placed on the grid, with what it brings; `is_done` if its work ends there.

    What `goes_on` is work that runs today.
    """

    option: Option
    placed: Schedule
    value: Fraction
    is_done: bool = True
    goes_on: bool = False


def columns(
    initiative: Initiative,
    valued: Iterable[Valued],
    *,
    best_value: Fraction,
    removed: Iterable[Removal],
    beside: Iterable[Choice],
) -> Columns:
    """The columns of an initiative: its options where they can be done, and what stands beside."""
    made = [_choice(initiative, each, best_value=best_value) for each in valued]
    return Columns((*made, *beside), tuple(removed), best_value)


def removal(option: Option, start: int | None, reason: str) -> Removal:
    """An option that is not offered, at one start or (None) at all."""
    return Removal(option.initiative_id, option.option, start, reason)


def not_offered(option: Option) -> Removal:
    """An option of a kind that the state of its initiative does not offer."""
    return removal(option, None, f"`{option.kind}` is offered {_OFFERED[option.kind]}")


def reason_against(book: Book, option: Option) -> str:
    """Why an option cannot be valued, in words (`a and b are not known`); empty if it can."""
    unknown = list(unknown_of_course(book, option))
    initiative = book.initiatives[option.initiative_id]
    if option.kind != "stop" or option.benefit_share:
        if initiative.profile is None:
            lacking = ", ".join(f"`{column}`" for column in initiative.benefit_model_lacks)
            unknown.append(f"the benefit ({lacking} missing)" if lacking else "the benefit")
        if prior(book, option) is None:
            unknown.append("the probability of success")
    if not unknown:
        return ""
    verb = "is" if len(unknown) == 1 else "are"
    return f"{' and '.join(unknown)} {verb} not known"


def _choice(initiative: Initiative, each: Valued, *, best_value: Fraction) -> Choice:
    option, placed = each.option, each.placed
    only_now = option.kind in {"continue", "stop"}
    return Choice(
        id=f"{initiative.id}/{option.option}" + ("" if only_now else f"@{placed.name}"),
        initiative=initiative.id,
        option=option.option,
        kind=option.kind,
        start=placed.start,
        finish=placed.finish if each.is_done else None,
        value=each.value,
        loss=best_value - each.value + placed.cost,
        demand=placed.demand,
        outlay=placed.outlay,
        active=() if option.kind == "stop" else tuple(range(placed.start, placed.finish + 1)),
        streams=streams_of(option),
        needs=option.needs_ids,
        goes_on=each.goes_on,
    )
