"""How firmly an initiative stands in a plan: what the best answers of many worlds do with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from asp_decide.model.choice import Choice
from asp_decide.model.firmness import Hold
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.duality import GRID
from asp_decide.optimize.programme import Programme
from asp_decide.scenario.core import works

type Shares = Mapping[InitiativeId, Mapping[str, int]]
"""How much of each answer an initiative gets in one world, over 2**40."""

CORE = Fraction(95, 100)
OUT = Fraction(5, 100)
_A_TRIFLE = GRID // 10**6
"""What a solver's tolerance may leave of a choice that is taken, or not taken, as a whole."""


@dataclass(frozen=True, slots=True)
class Often:
    """In what part of the worlds something holds: by the relaxation's own count `often`.

    It is at least `surely`, where it is taken as a whole, and at most `possibly`, where any of it
    is.
    """

    often: Fraction
    surely: Fraction
    possibly: Fraction

    @classmethod
    def of(cls, shares: Sequence[int]) -> Self:
        """What these shares of as many worlds come to."""
        return cls(
            often=Fraction(sum(shares), GRID * len(shares)),
            surely=Fraction(sum(s >= GRID - _A_TRIFLE for s in shares), len(shares)),
            possibly=Fraction(sum(s > _A_TRIFLE for s in shares), len(shares)),
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """How often an initiative is worked on in the planning intervals, over all worlds that fit.

    `answers` say the same of each answer that any world gives: an option that is worked on, or
    `later`, `leave`, `pause`, `stop`, `review`. `answer` is that of the plan.
    """

    initiative: InitiativeId
    in_plan: bool
    worked_on: Often
    answer: str
    answers: Mapping[str, Often]

    @property
    def best(self) -> Often:
        """How often the answer of the plan is the best one."""
        return self.answers.get(self.answer, Often(Fraction(0), Fraction(0), Fraction(0)))

    @property
    def hold(self) -> Hold:
        """Core in at least 95 of 100 worlds, out in at most 5, contested in between.

        Not resolved where that depends on what becomes of parts.
        """
        if self.worked_on.surely >= CORE:
            return "core"
        if self.worked_on.possibly <= OUT:
            return "out"
        open_ = self.worked_on.surely > OUT and self.worked_on.possibly < CORE
        return "contested" if open_ else "not resolved"


def holdings(
    programme: Programme, taken: Sequence[str], worlds: Sequence[Shares]
) -> tuple[Holding, ...]:
    """How often each initiative is in, sorted by it; none where no world fits anything.

    `taken` is the plan of the programme, by ids of choices. What can only stay as it is is left
    out.
    """
    if not worlds:
        return ()
    known = by_id(programme)
    planned = {known[one].initiative: known[one] for one in taken}
    told: list[Holding] = []
    for initiative, group in sorted(programme.of_initiative().items()):
        working = {n for n in group if works(programme, programme.choices[n])}
        if working and len(working) < len(group):
            options = {programme.choices[n].option for n in working}
            each = [shares[initiative] for shares in worlds]
            told.append(_holding(programme, planned[initiative], options, each))
    return tuple(told)


def _holding(
    programme: Programme, planned: Choice, working: set[str], each: Sequence[Mapping[str, int]]
) -> Holding:
    return Holding(
        planned.initiative,
        works(programme, planned),
        Often.of([sum(s for answer, s in one.items() if answer in working) for one in each]),
        answer_of(programme, planned),
        {
            answer: Often.of([one.get(answer, 0) for one in each])
            for answer in sorted({answer for one in each for answer in one})
        },
    )


def answer_of(programme: Programme, choice: Choice) -> str:
    """What a choice does in the planning intervals: its option, or `later` if it begins behind."""
    if choice.begins_work and not works(programme, choice):
        return "later"
    return choice.option


def by_id(programme: Programme) -> Mapping[str, Choice]:
    """The choices of a programme by their ids."""
    return {choice.id: choice for choice in programme.choices}


def percentile(values: Sequence[Fraction], part: Fraction) -> Fraction:
    """The least of the values that at least that part of them do not exceed.

    >>> str(percentile([Fraction(n) for n in (4, 1, 3, 2)], Fraction(1, 2)))
    '2'
    """
    ordered = sorted(values)
    place = -((-part * len(ordered)).__floor__())
    return ordered[max(0, place - 1)]
