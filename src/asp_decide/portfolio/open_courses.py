"""The courses open to an initiative and their worth from here on: whole, in stages, or ended.

The rules and the plan say what is done; these amounts stand beside what they say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.model.choice import Pool
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative, Option
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import Measured
from asp_decide.portfolio.book import RUNNING, Book, open_book
from asp_decide.portfolio.business_case import WHOLE, after_sign, staged_value
from asp_decide.portfolio.continuation import forward_of
from asp_decide.portfolio.forward_value import Prices, forward_value, full_cost, known_prices
from asp_decide.portfolio.next_tranche import next_tranche
from asp_decide.portfolio.staging import follow_up

_NOTHING = Fraction(0)
_SCALES = WHOLE | {"tranche"}
_IN_DELIVERY = frozenset({"continue", "redirect", "tranche", "pause", "stop"})


@dataclass(frozen=True, slots=True)
class OpenCourse:
    """One course: its worth from here on and its cost, both with capacity at its price, in money.

    `information` is what a tranche's sign is worth, less what waiting for it loses (EVSI), and
    `gain` what the tranche is worth more than deciding at once: that less its cost. `margin` is
    what the course is worth more than the best smaller one, or than doing nothing: what the
    further money earns. They are None where there is no such thing, or it is not known.
    """

    option: Option
    worth: Measured
    cost: Fraction | None = None
    information: Fraction | None = None
    gain: Fraction | None = None
    margin: Fraction | None = None


def courses_of(
    snapshot: Snapshot, capacity_prices: Mapping[Pool, Fraction], *, book: Book | None = None
) -> Mapping[InitiativeId, tuple[OpenCourse, ...]]:
    """The courses open to each initiative of the snapshot, at these prices of capacity.

    Its `book` may be open already.
    """
    book = book or open_book(snapshot)
    prices = known_prices(book, capacity_prices)
    return {one.id: open_courses(book, one, prices) for one in book.snapshot.initiatives}


def open_courses(book: Book, initiative: Initiative, prices: Prices) -> tuple[OpenCourse, ...]:
    """The courses of a case at Gate 2, the smallest first, or of work in delivery, by name.

    None are open to what is neither. What is not known stands last.
    """
    options = book.options.get(initiative.id, ())
    if initiative.kind == "strategic":
        return ()
    if initiative.state == RUNNING:
        running = [o for o in options if o.kind in _IN_DELIVERY]
        return tuple(_going_on(book, o, prices) for o in running)
    if initiative.state != "investment_framing":
        return ()
    return _with_margins([_scale(book, o, prices) for o in options if o.kind in _SCALES])


def smallest_worth_its_cost(courses: Iterable[OpenCourse]) -> OpenCourse | None:
    """The smallest tranche whose sign is worth more than the tranche costs; None without any.

    What a tranche releases by itself pays for a part of it.
    """
    return next((one for one in courses if one.gain is not None and one.gain > 0), None)


def _going_on(book: Book, option: Option, prices: Prices) -> OpenCourse:
    if option.kind != "tranche":
        return _valued(book, option, forward_of(book, option, prices), prices)
    found = next_tranche(book, option, prices)
    course = _valued(book, option, found.worth, prices)
    return replace(course, information=found.information, gain=found.gain)


def _valued(book: Book, option: Option, worth: Measured, prices: Prices) -> OpenCourse:
    if worth.value is None:
        return OpenCourse(option, worth)
    cost = full_cost(book, option, prices)
    return OpenCourse(option, Measured(book.money(worth.value)), book.money(cost))


def _scale(book: Book, option: Option, prices: Prices) -> OpenCourse:
    if option.kind != "tranche":
        return _valued(book, option, forward_value(book, option, prices), prices)
    course = _valued(book, option, staged_value(book, option, prices), prices)
    if course.worth.value is None:
        return course
    at_once = forward_value(book, follow_up(book, option), prices).value
    if at_once is None:
        return course
    decided = max(_NOTHING, at_once)
    tells = after_sign(book, option, prices) - decided
    return replace(
        course,
        information=book.money(tells),
        gain=course.worth.value - book.money(decided),
    )


def _with_margins(courses: Sequence[OpenCourse]) -> tuple[OpenCourse, ...]:
    known = [one for one in courses if one.worth.value is not None and one.cost is not None]
    unknown = [one for one in courses if one.worth.value is None or one.cost is None]
    told: list[OpenCourse] = []
    below = _NOTHING
    for course in sorted(known, key=_size):
        assert course.worth.value is not None, "what is not known stands apart"
        told.append(replace(course, margin=course.worth.value - below))
        below = max(below, course.worth.value)
    return (*told, *unknown)


def _size(course: OpenCourse) -> tuple[Fraction, str]:
    assert course.cost is not None, "what has no cost has no size"
    return course.cost, course.option.option
