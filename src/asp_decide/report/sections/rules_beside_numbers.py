"""What the rules say of a case or of work in delivery, beside what the numbers say of it.

Rules are agreed beforehand and numbers are computed: where they part, the difference is the price
of keeping to the rule, and a board should see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.plan import Course, Decision, Plan
from asp_decide.report.amounts import NONE_GIVEN, figures_or_none, known, money
from asp_decide.report.decision_groups import initiative_name
from asp_decide.report.page import Block, Column, Section, table
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers

_NOTHING = Fraction(0)
_AT_ONCE = {kind: kind.capitalize() for kind in ("continue", "redirect", "pause", "stop")}
_GOING_ON = {**_AT_ONCE, "tranche": "One more tranche"}
_FUNDS_NOTHING = frozenset({"return", "decline", "wait"})


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The course that the numbers prefer, and how much more it is worth than what was decided.

    `best` is None where doing nothing is worth most. `apart` is None where what was decided takes
    no course whose worth is known, and zero where both say the same.
    """

    best: Course | None
    apart: Fraction | None


def side_by_side(decision: Decision) -> SideBySide | str:
    """Numbers beside a decision at Gate 2 or at validation, or why they cannot be compared.

    A case may also be left, which is worth nothing and costs nothing; work in delivery may not.
    """
    unknown = [course for course in decision.courses if course.worth is None]
    if unknown:
        return f"`{unknown[0].option}`: {unknown[0].why}"
    at_gate = decision.state == "investment_framing"
    worths = {course.option: known(course.worth) or _NOTHING for course in decision.courses}
    best = max(decision.courses, key=lambda course: worths[course.option], default=None)
    most = _NOTHING if best is None else worths[best.option]
    if at_gate and most <= 0:
        best, most = None, _NOTHING
    taken: Fraction | None = worths.get(decision.option or "")
    if decision.option is None and at_gate and decision.decision in _FUNDS_NOTHING:
        taken = _NOTHING
    return SideBySide(best, None if taken is None else most - taken)


def told_beside(decision: Decision, currency: str) -> str:
    """The comparison in a sentence; empty where no course is open."""
    if not decision.courses:
        return ""
    found = side_by_side(decision)
    if isinstance(found, str):
        return f"the numbers cannot be compared: {found}"
    said = "to do nothing" if found.best is None else f"`{found.best.option}`"
    if found.apart is None:
        return f"the numbers alone say {said}"
    if not found.apart:
        return f"the numbers say {said} as well"
    speaks = "the rules say" if decision.by == "rules" else "the plan, within limits, says"
    decided = decision.option or decision.decision.replace("_", " ")
    price = money(found.apart, currency)
    return f"the numbers alone say {said}; {speaks} `{decided}`, which is worth {price} less"


def smallest_worth_its_cost(courses: Sequence[Course]) -> Course | None:
    """The smallest tranche whose sign is worth more than the tranche costs; None without any."""
    return next((one for one in courses if (known(one.gain) or _NOTHING) > 0), None)


def beside_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """Validation and Gate 2, rules and numbers side by side; None where nothing is compared."""
    blocks: list[Block] = []
    running = [d for d in plan.decisions if d.courses and d.state == "implementing"]
    cases = [d for d in plan.decisions if d.courses and d.state == "investment_framing"]
    if running:
        blocks.append(_validation(running, plan.run.currency, numbers))
    if cases:
        blocks.append(_gate_2(cases, plan.run.currency, numbers))
    if not blocks:
        return None
    return Section("beside", "What the rules say, and what the numbers say", tuple(blocks))


def _validation(decisions: Sequence[Decision], currency: str, numbers: RecordNumbers) -> Block:
    kinds = _GOING_ON if any(_staged(d) for d in decisions) else _AT_ONCE
    columns = (
        Column("In delivery"),
        Column("Decided"),
        *(Column(title, "number") for title in kinds.values()),
        Column("Beside it", "reason"),
    )
    rows = tuple(
        (
            initiative_name(d),
            f"{d.decision} ({d.reasons[0].rule})" if _by_a_rule(d) else d.decision,
            *(_best_of(d.courses, kind) for kind in kinds),
            told_beside(d, currency),
        )
        for d in decisions
    )
    apart = sum(_is_apart(d) for d in decisions)
    caption = (
        f"Worth from here on in {currency}, at the price of capacity; "
        f"rules and numbers part in {apart or 'none'} of {len(decisions)}"
    )
    return table(caption, columns, rows, (numbers.decision(d) for d in decisions))


def _gate_2(decisions: Sequence[Decision], currency: str, numbers: RecordNumbers) -> Block:
    columns = (
        Column("Case"),
        Column("Decided"),
        Column("Whole", "number"),
        Column("In stages", "number"),
        Column("Smallest tranche worth its cost"),
        Column("What more money earns", "reason"),
        Column("Beside it", "reason"),
    )
    rows = tuple(
        (
            initiative_name(d),
            d.decision.replace("_", " "),
            _most([c for c in d.courses if c.kind != "tranche"]),
            _most([c for c in d.courses if c.kind == "tranche"]),
            NONE_GIVEN if (c := smallest_worth_its_cost(d.courses)) is None else c.option,
            "; ".join(_margin(c) for c in d.courses if c.margin is not None) or NONE_GIVEN,
            told_beside(d, currency),
        )
        for d in decisions
    )
    caption = f"Worth at Gate 2 in {currency}, at the price of capacity; the smallest course first"
    return table(caption, columns, rows, (numbers.decision(d) for d in decisions))


def _margin(course: Course) -> str:
    return f"{course.option} {figures_or_none(course.margin)}"


def _staged(decision: Decision) -> bool:
    return any(course.kind == "tranche" for course in decision.courses)


def _is_apart(decision: Decision) -> bool:
    found = side_by_side(decision)
    return decision.by == "rules" and isinstance(found, SideBySide) and bool(found.apart)


def _by_a_rule(decision: Decision) -> bool:
    return decision.by == "rules" and bool(decision.reasons) and bool(decision.reasons[0].rule)


def _best_of(courses: Sequence[Course], kind: str) -> str:
    return _most([course for course in courses if course.kind == kind])


def _most(courses: Sequence[Course]) -> str:
    if not courses:
        return NONE_GIVEN
    if any(course.worth is None for course in courses):
        return "not known"
    return figures_or_none(max((c.worth for c in courses if c.worth), key=Fraction))
