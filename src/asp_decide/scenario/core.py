"""What every near-best plan agrees on, proven initiative by initiative.

The plan that a solver returns is one of many that are nearly as good, and a search that begins
with it finds it again: that shows no stability. So each fate is put to the question whether any
plan within the tolerance decides otherwise, and a bound or another plan answers it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.certify import proven_bound
from asp_decide.optimize.cut_relaxation import CutRelaxation
from asp_decide.optimize.pipeline import Solved, solve_programme
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.solver import Means
from asp_decide.scenario.executor import Where, ask_all

type Fate = Literal["core", "contested", "out", "not resolved"]
type Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How firmly an initiative is in the plan, or out of it.

    `core`: every plan within the tolerance has its work in the planning intervals; `out`: none has;
    `contested`: a plan was found that decides otherwise, and loses `more` than the plan; `not
    resolved`: neither was shown within the work allowed. `at_least` is the proven least that any
    plan which decides otherwise loses more, in money; None where there is no such plan at all.
    """

    initiative: InitiativeId
    in_plan: bool
    fate: Fate
    at_least: Fraction | None
    more: Fraction | None


@dataclass(frozen=True, slots=True)
class Question:
    """A programme with its plan, and what may be used to look for others."""

    programme: Programme
    solved: Solved
    means: Means
    order: Mapping[InitiativeId, int]


def standings(
    question: Question, tolerance: Fraction, *, where: Where, progress: Progress
) -> tuple[Standing, ...]:
    """The fate of every initiative that could be decided otherwise, sorted by initiative.

    `tolerance` is money: plans that lose so much more than the plan count as good. Each is asked
    by itself, `where` that may be. Raises SolverFailedError, and what a cluster raises.
    """
    asked = range(len(_open_to_question(question.programme)))
    shared = question, tolerance
    return ask_all(some_standings, shared, asked, where=where, progress=progress)


def some_standings(
    shared: tuple[Question, Fraction], numbers: Sequence[int]
) -> tuple[Standing, ...]:
    """The fates of some of them, by their places in the order of initiatives."""
    question, tolerance = shared
    programme = question.programme
    initiatives, groups = _open_to_question(programme), programme.of_initiative()
    taken = set(programme.numbers(question.solved.taken))
    told: list[Standing] = []
    for initiative in (initiatives[number] for number in numbers):
        group = groups[initiative]
        working = {n for n in group if works(programme, programme.choices[n])}
        in_plan = bool(working & taken)
        gone = working if in_plan else set(group) - working
        other = programme.only(n for n in range(len(programme.choices)) if n not in gone)
        so_far = Standing(initiative, in_plan, "core", None, None)
        told.append(_standing(question, other, so_far, tolerance))
    return tuple(told)


def _open_to_question(programme: Programme) -> list[InitiativeId]:
    """Those that can be worked on and can be left; the others can only stay as they are."""
    return [
        initiative
        for initiative, group in sorted(programme.of_initiative().items())
        if 0 < sum(works(programme, programme.choices[n]) for n in group) < len(group)
    ]


def _standing(
    question: Question, other: Programme, so_far: Standing, tolerance: Fraction
) -> Standing:
    """First the relaxation is asked, which costs little; a whole plan only where it is silent."""
    loss = question.solved.certificate.loss
    firm = replace(so_far, fate="core" if so_far.in_plan else "out")
    bound = _bound(question, other)
    if bound is None:
        return firm
    if bound - loss > tolerance:
        return replace(firm, at_least=bound - loss)
    try:
        again = solve_programme(other, question.means, order=question.order)
    except NoFeasiblePlanError:
        return firm
    proven = again.certificate
    more = proven.loss - loss
    least = max(Fraction(0), max(bound, proven.bound) - loss)
    fate: Fate = "not resolved"
    if more <= tolerance:
        fate = "contested"
    elif least > tolerance:
        fate = firm.fate
    return replace(firm, fate=fate, at_least=least, more=more)


def _bound(question: Question, programme: Programme) -> Fraction | None:
    """A loss that no plan of the programme goes below; None if it has none at all."""
    left = presolve(programme)
    if left.impossible is not None:
        return None
    stated = arrange(left.programme)
    relaxation = CutRelaxation(stated, question.means.solver.live(stated))
    guide = relaxation.guide()
    return None if guide is None else proven_bound(programme, relaxation.proof(guide))


def works(programme: Programme, choice: Choice) -> bool:
    """Whether the initiative is worked on in the planning intervals, or goes on."""
    if choice.kind in {"leave", "stop", "pause"}:
        return False
    return choice.start is None or not programme.grid[choice.start].is_tail
