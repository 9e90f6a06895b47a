"""Money that a person's decision adds to a case, and whether it earns what it costs.

A larger scale is worth its money where its margin is positive: where it is worth more than the best
course for less, or than doing nothing. Who adds money that is not worth it says so with evidence
and has another person agree; that right is nobody's alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.clauses.clause import Need
from asp_decide.model.approval import Override
from asp_decide.model.pin import Pin
from asp_decide.model.plan import Course, Decision, Plan

CARRIED_OUT_BY: Mapping[str, frozenset[str]] = {
    "fund": frozenset({"mvp", "whole", "extended"}),
    "fund_tranche": frozenset({"tranche"}),
    **{word: frozenset({word}) for word in ("continue", "redirect", "pause", "stop")},
}
"""Answers at Gate 2 and at validation, and the kinds of options by which each is carried out."""

_NEEDS: tuple[Need, ...] = ("evidence", "second_approver")


@dataclass(frozen=True, slots=True)
class FurtherMoney:
    """A course that takes more money than what was recommended, and earns less than it costs.

    `against` is the best course for less; None where that is to do nothing.
    """

    course: Course
    against: Course | None

    @property
    def shortfall(self) -> Fraction:
        """How much less the course is worth, in money, above 0."""
        return -Fraction(self.course.margin or 0)

    @property
    def instead(self) -> str:
        """The best for less, in words."""
        return "doing nothing" if self.against is None else f"`{self.against.option}`"

    def lacking(self, override: Override) -> tuple[Need, ...]:
        """What the override does not bring of what such money needs."""
        return tuple(need for need in _NEEDS if not getattr(override, need))


def ways_to_do(decision: Decision, answer: str) -> tuple[Course, ...]:
    """The open courses by which an answer to this decision would be carried out."""
    kinds = CARRIED_OUT_BY.get(answer, frozenset())
    return tuple(course for course in decision.courses if course.kind in kinds)


def further_money(decision: Decision, answer: str, option: str | None) -> FurtherMoney | None:
    """The money that an answer at Gate 2 adds and that is not worth it; None if there is none.

    Without an option of its own the plan picks one, so that money is refused only if none is worth
    it. What is not known is no reason to refuse: who decides is told so elsewhere.
    """
    if decision.point != "gate_2":
        return None
    named = [course for course in ways_to_do(decision, answer) if option in (None, course.option)]
    taken = next((c for c in decision.courses if c.option == decision.option), None)
    adding = [c for c in named if taken is None or _cost(c) > _cost(taken)]
    margins = [Fraction(c.margin) for c in adding if c.margin is not None]
    if not adding or len(margins) < len(named) or max(margins) >= 0:
        return None
    least = max(adding, key=lambda course: Fraction(course.margin or 0))
    return FurtherMoney(least, _best_for_less(least, decision.courses))


def pinned_money(plan: Plan) -> Iterator[tuple[Decision, FurtherMoney]]:
    """What a plan funds at a loss because somebody pinned it, by initiative."""
    pinned = {Pin.read(one).initiative for one in plan.run.pinned}
    for decision in plan.decisions:
        if decision.initiative in pinned and decision.option is not None:
            left = decision.model_copy(update={"option": None})
            found = further_money(left, decision.decision, decision.option)
            if found is not None:
                yield decision, found


def _best_for_less(course: Course, courses: Iterable[Course]) -> Course | None:
    """The course that is worth most of those that cost less, if it is worth anything."""
    cheaper = [c for c in courses if c.worth is not None and _cost(c) < _cost(course)]
    best = max(cheaper, key=_worth, default=None)
    return best if best is not None and _worth(best) > 0 else None


def _cost(course: Course) -> Fraction:
    return Fraction(course.cost or 0)


def _worth(course: Course) -> Fraction:
    return Fraction(course.worth or 0)
