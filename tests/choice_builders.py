"""What the optimizer is given, built in one line: choices, grids, limits, frames, portfolios."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from asp_decide.clauses.bounded import (
    Bounded,
    CountOf,
    LargestShareOf,
    Scope,
    ShareOf,
    SubjectMeasure,
)
from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    Enforce,
    Heading,
    LimitClause,
    RequireClause,
)
from asp_decide.clauses.condition import Comparison, Condition, KnownTest
from asp_decide.diagnostics import Place
from asp_decide.model.choice import Choice, ChoiceKind, ChoiceSet, Pool, Step
from asp_decide.model.dependency import Dependency
from asp_decide.model.finding import Answer
from asp_decide.model.ids import InitiativeId, IntervalId, Role, RuleId, ValueStreamId
from asp_decide.model.quantity import Unit
from asp_decide.model.subject import Measured, Subject, SubjectKey, SubjectKind
from asp_decide.optimize.columns import Frame

WEEKS = 13
SHARE = Unit("%", "share", Fraction(1, 100))
INITIATIVES = Unit("initiatives", "initiatives")


def a_grid(planned: int = 3, tails: Sequence[int] = ()) -> tuple[Step, ...]:
    """So many quarters, and tail blocks of so many quarters each behind them."""
    steps: list[Step] = []
    begins = 0
    for number, length in enumerate([1] * planned + list(tails)):
        ends = begins + length * WEEKS
        is_tail = number >= planned
        id_ = f"later {number - planned + 1}" if is_tail else f"Q{number + 1}"
        intervals = () if is_tail else (IntervalId(id_),)
        steps.append(Step(number, id_, Fraction(begins), Fraction(ends), is_tail, intervals))
        begins = ends
    return tuple(steps)


def a_weekly_grid(weeks: int) -> tuple[Step, ...]:
    """So many weeks, one step each."""
    return tuple(
        Step(n, f"W{n + 1}", Fraction(n), Fraction(n + 1), is_tail=False, intervals=())
        for n in range(weeks)
    )


def a_pool(stream: str = "payments") -> Pool:
    return Pool(ValueStreamId(stream))


def a_choice(
    initiative: str,
    kind: ChoiceKind = "whole",
    start: int | None = 0,
    *,
    value: int | Fraction = 0,
    best: int | Fraction | None = None,
    needs: Mapping[str, int | Fraction] | None = None,
    steps: int = 1,
    outlay: int | Fraction = 0,
    option: str = "",
    after: Iterable[str] = (),
    cost: int | Fraction = 0,
) -> Choice:
    """A choice that needs so much of each stream in each of its steps; loss from value and best."""
    active = () if start is None else tuple(range(start, start + steps))
    idle = kind in {"leave", "stop"}
    demand = {
        (a_pool(stream), step): Fraction(amount)
        for stream, amount in (needs or {}).items()
        for step in active
        if amount
    }
    name = option or kind
    return Choice(
        id=f"{initiative}/{name}/{'-' if start is None else start}",
        initiative=InitiativeId(initiative),
        option=name,
        kind=kind,
        start=start,
        finish=None if start is None or idle else start + steps - 1,
        value=Fraction(value),
        loss=Fraction(value if best is None else best) - Fraction(value) + outlay + cost,
        demand={} if idle else demand,
        outlay={start: Fraction(outlay)} if start is not None and outlay else {},
        active=() if idle else active,
        streams=() if idle else tuple(ValueStreamId(s) for s in sorted(needs or {})),
        needs=tuple(InitiativeId(i) for i in after),
    )


def leave(initiative: str, best: int | Fraction) -> Choice:
    """To leave it: everything that it could bring is lost."""
    return a_choice(initiative, "leave", None, value=0, best=best)


def a_job(name: str, weeks: int, cost: Callable[[int], int], *, horizon: int) -> list[Choice]:
    """Work that must be done once, one after another: what it costs to be done by a week."""
    made = []
    for start in range(horizon - weeks + 1):
        whole = a_choice(name, "whole", start, needs={"lane": 1}, steps=weeks)
        made.append(replace(whole, loss=Fraction(cost(start + weeks))))
    return made


def a_choice_set(
    choices: Iterable[Choice],
    *,
    grid: tuple[Step, ...] | None = None,
    capacity: Mapping[str, int | Fraction] | None = None,
    budget: Mapping[int, int | Fraction] | None = None,
    running: Iterable[str] = (),
) -> ChoiceSet:
    """A choice set with the same capacity of each stream in every quarter, and as much in tails."""
    steps = grid or a_grid()
    found = sorted(choices, key=lambda c: (c.initiative, c.option, c.start or 0))
    best: dict[InitiativeId, Fraction] = {}
    for choice in found:
        most = choice.loss + choice.value - sum(choice.outlay.values())
        best[choice.initiative] = max(best.get(choice.initiative, Fraction(0)), most)
    return ChoiceSet(
        grid=steps,
        choices=tuple(found),
        capacity={
            (a_pool(stream), step.number): Fraction(amount) * max(Fraction(1), step.weeks / WEEKS)
            for stream, amount in (capacity or {}).items()
            for step in steps
        },
        budget={step: Fraction(amount) for step, amount in (budget or {}).items()},
        running=frozenset(InitiativeId(i) for i in running),
        best_value=best,
    )


def a_heading(rule: str) -> Heading:
    return Heading(
        rule=RuleId(rule),
        title=rule,
        owner=Role("portfolio_manager"),
        because="so that the test has a reason",
        message="",
        layer="portfolio",
        place=Place("policies/test.yaml"),
    )


def a_limit(
    rule: str,
    measure: Bounded,
    *,
    at_most: int | Fraction | None = None,
    at_least: int | Fraction | None = None,
    per: SubjectKind = "value_stream",
    enforce: Enforce = "mandatory",
    when: Condition | None = None,
    unit: Unit = SHARE,
) -> LimitClause:
    return LimitClause(
        heading=a_heading(rule),
        name=rule.lower(),
        measure=measure,
        per=per,
        unit=INITIATIVES if isinstance(measure, CountOf) else unit,
        enforce=enforce,
        at_most=None if at_most is None else Fraction(at_most),
        at_least=None if at_least is None else Fraction(at_least),
        when=when,
    )


def scope(**where: str | tuple[str, ...]) -> Scope:
    """Initiatives with these attributes."""
    found = ((k, (v,) if isinstance(v, str) else v) for k, v in sorted(where.items()))
    return Scope("initiative", tuple(found))


def wip(at_most: int, *, rule: str = "WIP-01", per: SubjectKind = "value_stream") -> LimitClause:
    return a_limit(rule, CountOf(scope(state="in_delivery")), at_most=at_most, per=per)


def share(
    rule: str,
    category: str,
    *,
    basis: Literal["available", "allocated"] = "available",
    at_most: Fraction | None = None,
    at_least: Fraction | None = None,
    quantity: Literal["capacity", "budget"] = "capacity",
    per: SubjectKind = "value_stream",
) -> LimitClause:
    measure = ShareOf(quantity, basis, scope(category=category) if category else scope())
    return a_limit(rule, measure, at_most=at_most, at_least=at_least, per=per)


def largest(
    rule: str, at_most: Fraction, *, basis: Literal["available", "allocated"] = "available"
) -> LimitClause:
    return a_limit(rule, LargestShareOf(basis, scope()), at_most=at_most)


def in_time(rule: str = "GRD-11") -> LimitClause:
    """Mandatory work is done before its date."""
    test = Comparison(f"{rule}/1", "initiative", "field", "mandatory", KnownTest(known=True), "")
    measure = SubjectMeasure(scope(), "requirement_slack")
    return a_limit(rule, measure, at_least=0, per="initiative", when=test)


def a_decision(rule: str, point: str, answer: str, *, enforce: Enforce) -> DecideClause:
    test = Comparison(f"{rule}/1", "initiative", "field", "lead", KnownTest(known=True), "")
    return DecideClause(
        a_heading(rule), point, answer, scope(), test, None, "review", enforce, None
    )


def a_requirement(rule: str, point: str, before: tuple[str, ...], otherwise: str) -> RequireClause:
    test = Comparison(f"{rule}/1", "initiative", "field", "lead", KnownTest(known=True), "")
    return RequireClause(
        a_heading(rule), rule.lower(), point, before, test, otherwise, scope(), None, "mandatory"
    )


def policies(*clauses: Clause) -> CompiledPolicies:
    ordered = tuple(sorted(clauses, key=lambda clause: clause.heading.rule))
    return CompiledPolicies(ordered, {}, "sha256:0")


def an_answer(initiative: str, point: str, answer: str, *by: str) -> Answer:
    key = SubjectKey("initiative", initiative)
    return Answer(point, key, answer, tuple(RuleId(rule) for rule in by))


def an_initiative_subject(
    initiative: str, *, weeks_to_requirement: int | None = None, **attributes: str | None
) -> Subject:
    known = Measured(
        None if weeks_to_requirement is None else Fraction(weeks_to_requirement), "missing"
    )
    key = SubjectKey("initiative", initiative)
    return Subject(key, attributes=attributes, measures={"weeks_to_requirement": known})


def a_frame(
    *clauses: Clause,
    answers: Iterable[Answer] = (),
    subjects: Iterable[Subject] = (),
    applies: Mapping[tuple[str, str], bool] | None = None,
    dependencies: Iterable[Dependency] = (),
) -> Frame:
    return Frame(
        policies=policies(*clauses),
        answers=tuple(answers),
        subjects={subject.key: subject for subject in subjects},
        applies=applies or {},
        dependencies=tuple(dependencies),
    )


def before(first: str, second: str, lag_weeks: int = 0) -> Dependency:
    return Dependency.model_validate(
        {"from_id": first, "to_id": second, "kind": "finish_start", "lag_weeks": lag_weeks}
    )


def excludes(one: str, other: str) -> Dependency:
    return Dependency(from_id=one, to_id=other, kind="excludes")
