"""Parts of an explanation about one decision: its courses, how firm it is, what it assumes."""

from dataclasses import dataclass

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import figures_or_none
from asp_decide.report.sections.firmness_section import firmness_lines
from asp_decide.report.sections.rules_beside_numbers import told_beside


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with rows under columns, or with lines of text."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()


_COURSES = ("option", "kind", "worth from here on", "its cost")
_SCALES = ("what its sign tells", "more than deciding at once", "more than for less money")


def courses_parts(decision: Decision, currency: str) -> tuple[Part, ...]:
    """What each course is worth, and what the numbers say beside what was decided."""
    if not decision.courses:
        return ()
    scaled = any(
        one is not None for course in decision.courses for one in (course.margin, course.gain)
    )
    rows = tuple(
        (
            course.option,
            course.kind,
            course.why or figures_or_none(course.worth),
            figures_or_none(course.cost),
            *(
                map(figures_or_none, (course.information, course.gain, course.margin))
                if scaled
                else ()
            ),
        )
        for course in decision.courses
    )
    beside = f"  {told_beside(decision, currency)}"
    title = f"What each course is worth, in {currency} at the price of capacity"
    columns = (*_COURSES, *_SCALES) if scaled else _COURSES
    return Part("Beside the numbers", lines=(beside,)), Part(title, columns, rows)


def firmness_part(plan: Plan, initiative: str) -> tuple[Part, ...]:
    """In how many worlds the answer stays best, and which number may turn it."""
    found = [] if plan.firmness is None else plan.firmness.initiatives
    lines = tuple(
        f"  {line}"
        for one in found
        if one.initiative == initiative
        for line in firmness_lines(one, plan.run.currency)
    )
    return (Part("How firm it is", lines=lines),) if lines else ()


def assumed_part(plan: Plan, initiative: str) -> tuple[Part, ...]:
    """What the plan took for granted of it, and what evidence made of its case."""
    about = tuple(f"{initiative}{mark}" for mark in (" ", ":", "/"))
    lines = tuple(f"  {one}" for one in plan.assumptions if one.startswith(about))
    return (Part("Assumed", lines=lines),) if lines else ()
