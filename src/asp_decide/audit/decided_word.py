"""What follows for an initiative from its last answer and the choice that was taken."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from asp_decide.audit.planned_use import text
from asp_decide.model.choice import Choice, Step
from asp_decide.model.finding import Answer
from asp_decide.model.initiative import Initiative
from asp_decide.model.plan import Course
from asp_decide.model.subject import Measured, Subject
from asp_decide.portfolio.open_courses import OpenCourse

type Decided = tuple[str, str, Literal["rules", "plan", "state"]]

_OF_RUNNING_WORK = frozenset({"continue", "redirect", "pause", "stop"})


def decided_word(
    answer: Answer | None, taken: Choice, grid: Sequence[Step], *, pays: bool
) -> Decided:
    """Word, decision point, and who gave it: the rules, the plan, or nobody (the state).

    `pays` says whether some choice of the initiative would lose less than leaving it if capacity
    were free: work that does not pay is declined at Gate 2, and otherwise waits.
    """
    if answer is None:
        return ("wait", "", "state")
    if answer.answer in {"fund", "fund_tranche"} and not _begins_in_the_plan(taken, grid):
        return ("wait", answer.point, "plan")
    if answer.answer != "plan":
        return (answer.answer, answer.point, "rules")
    return (_word_of_the_plan(answer.point, taken, grid, pays=pays), answer.point, "plan")


def decided_fields(
    word: Decided, taken: Choice, grid: Sequence[Step], *, initiative: Initiative, subject: Subject
) -> dict[str, Any]:
    """What a decision of `plan.json` says of the initiative, save reasons, courses and days."""
    step = starting_step(word, taken, grid)
    doing = taken.kind not in {"leave", "review"}
    works = doing and taken.kind not in {"stop", "pause"}
    delay, duration = (
        _known(subject, "remaining_cost_of_delay"),
        _known(subject, "remaining_duration"),
    )
    return {
        "decision": word[0],
        "point": word[1],
        "by": word[2],
        "name": initiative.name,
        "state": initiative.state,
        "option": taken.option if doing else None,
        "start": step.id if step else None,
        "finish": grid[taken.finish].id if step and taken.finish is not None else None,
        "value_streams": taken.streams if works else subject.streams,
        "value": text(taken.value) if doing else None,
        "loss": text(taken.loss),
        "cost_of_delay_per_week": _text(delay),
        "remaining_duration_weeks": _text(duration),
        "cd3": _text(delay / duration) if delay is not None and duration else None,
        "remaining_effort": _text(_known(subject, "remaining_effort")),
    }


def tranche_ends(word: Decided, taken: Choice, grid: Sequence[Step], as_of: date) -> str | None:
    """The last day of a tranche, by which it is decided anew; None of anything else."""
    if taken.kind != "tranche" or taken.finish is None or starting_step(word, taken, grid) is None:
        return None
    return grid[taken.finish].last_day(as_of).isoformat()


def course_told(course: OpenCourse) -> Course:
    """A course as `plan.json` tells it."""
    amounts = {
        "worth": course.worth.value,
        "cost": course.cost,
        "information": course.information,
        "gain": course.gain,
        "margin": course.margin,
    }
    return Course.model_validate(
        {
            "option": course.option.option,
            "kind": course.option.kind,
            "why": course.worth.why,
            **{name: _text(amount) for name, amount in amounts.items()},
        }
    )


def last_answers(answers: Sequence[Answer]) -> Mapping[str, Answer]:
    """The answer of the last point at which each initiative was asked; points come in order."""
    return {one.subject.id: one for one in answers if one.subject.kind == "initiative"}


def paying(choices: Sequence[Choice]) -> frozenset[str]:
    """The initiatives of which some choice loses less than leaving them."""
    leaving = {one.initiative: one.loss for one in choices if one.kind == "leave"}
    return frozenset(
        one.initiative
        for one in choices
        if one.kind != "leave" and one.loss < leaving.get(one.initiative, one.loss)
    )


def starting_step(word: Decided, taken: Choice, grid: Sequence[Step]) -> Step | None:
    """The step that the plan tells as the start of the work; None where none is foreseen."""
    said, _, by = word
    starts = by != "state" and said != "stop" and (said, by) != ("review", "rules")
    if not starts or taken.start is None or grid[taken.start].is_tail:
        return None
    return grid[taken.start]


def _word_of_the_plan(point: str, taken: Choice, grid: Sequence[Step], *, pays: bool) -> str:
    if taken.kind in _OF_RUNNING_WORK or taken.kind == "review":
        return taken.kind
    if point == "validation":
        assert taken.kind == "tranche", "no other work goes on"
        return "fund_tranche"
    if point != "gate_2":
        return "start" if taken.start == 0 else "wait"
    if _begins_in_the_plan(taken, grid):
        return "fund_tranche" if taken.kind == "tranche" else "fund"
    return "wait" if pays else "decline"


def _begins_in_the_plan(taken: Choice, grid: Sequence[Step]) -> bool:
    return taken.start is not None and not grid[taken.start].is_tail


def _known(subject: Subject, name: str) -> Fraction | None:
    found = subject.measures.get(name)
    return found.value if isinstance(found, Measured) else None


def _text(value: Fraction | None) -> str | None:
    return None if value is None else text(value)
