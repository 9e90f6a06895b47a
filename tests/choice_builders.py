"""What the optimizer is given, built in one line: choices, grids, limits, frames, portfolios."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from asp_decide.clauses.clause import (
    Bounded,
    Clause,
    CompiledPolicies,
    CountOf,
    DecideClause,
    Enforce,
    Heading,
    LargestShareOf,
    LimitClause,
    RequireClause,
    Scope,
    ShareOf,
    SubjectMeasure,
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
            (a_pool(stream), step.number): Fraction(amount) * (step.weeks / WEEKS)
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


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A random small portfolio: what the optimizer is given, and the order of CD3."""

    choice_set: ChoiceSet
    frame: Frame
    order: Mapping[InitiativeId, int]


ROW_KINDS = (
    "budget",
    "wip",
    "floor",
    "ceiling",
    "allocated",
    "largest",
    "precedence",
    "need",
    "exclusion",
    "date",
    "answers",
    "running",
    "pins",
)
"""Kinds of rows that a random portfolio may have beside capacity."""


def a_portfolio(seed: int, kinds: Iterable[str] = (), *, most: int = 7) -> Portfolio:
    """A random portfolio of at most `most` initiatives with rows of these kinds.

    Amounts stand on coarse grids, so that limits are met exactly and losses tie.
    """
    draw = random.Random(seed)
    wanted = frozenset(kinds)
    grid = a_grid(draw.randint(2, 3), draw.choice([(), (), (2,)]))
    streams = ["ads", "billing", "cards"][: draw.randint(1, 3)]
    names = [f"INI-{n + 1}" for n in range(draw.randint(3, most))]
    running = {n for n in names if "running" in wanted and draw.random() < 0.4}
    choices: list[Choice] = []
    for name in names:
        choices += _choices_of(name, draw, grid, streams, names, name in running, wanted)
    choice_set = a_choice_set(
        choices,
        grid=grid,
        capacity={stream: draw.randint(2, 8) for stream in streams},
        budget={s: draw.randint(2, 9) for s in range(len(grid))} if "budget" in wanted else None,
        running=running,
    )
    order = list(names)
    draw.shuffle(order)
    frame = _frame_of(draw, wanted, names, running, choice_set)
    return Portfolio(choice_set, frame, {InitiativeId(n): p for p, n in enumerate(order)})


def _choices_of(
    name: str,
    draw: random.Random,
    grid: tuple[Step, ...],
    streams: Sequence[str],
    names: Sequence[str],
    runs: bool,
    wanted: frozenset[str],
) -> list[Choice]:
    best = draw.choice([0, 10, 20, 20, 30, 35])
    needs = {
        s: draw.choice([1, 1, 2, 3, Fraction(5, 2)])
        for s in draw.sample(streams, draw.randint(1, min(2, len(streams))))
    }
    fades = draw.choice([0, 5, 5, 10])
    steps = draw.randint(1, 2)
    outlay = draw.choice([0, 1, 2]) if "budget" in wanted else 0
    after = (draw.choice(names),) if "need" in wanted and draw.random() < 0.5 else ()
    made: list[Choice] = []
    if runs:
        made.append(a_choice(name, "continue", 0, value=best, best=best, needs=needs, steps=steps))
        made.append(a_choice(name, "review", 0, value=0, best=0, needs=needs, steps=1))
        made.append(a_choice(name, "stop", 0, value=5, best=best, cost=draw.choice([0, 3])))
        for start in range(1, len(grid) - steps + 1):
            value = max(0, best - fades * start)
            made.append(
                a_choice(name, "pause", start, value=value, best=best, needs=needs, steps=steps)
            )
        return made
    made.append(leave(name, best))
    for kind, part in (("whole", 1), ("mvp", Fraction(1, 2))):
        if kind == "mvp" and draw.random() < 0.6:
            continue
        smaller = {s: Fraction(a) * part for s, a in needs.items()}
        for start in range(len(grid) - steps + 1):
            value = max(Fraction(0), best * (part + 1) / 2 - fades * (start + steps - 1))
            only = tuple(i for i in after if i != name) if kind == "whole" else ()
            made.append(
                a_choice(
                    name,
                    "whole" if kind == "whole" else "mvp",
                    start,
                    value=value,
                    best=best,
                    needs=smaller,
                    steps=steps,
                    outlay=outlay,
                    after=only,
                )
            )
    return made


def _frame_of(
    draw: random.Random,
    wanted: frozenset[str],
    names: Sequence[str],
    running: set[str],
    choice_set: ChoiceSet,
) -> Frame:
    clauses: list[Clause] = []
    quarter = Fraction(1, 4)
    if "wip" in wanted:
        per = draw.choice(["value_stream", "portfolio"])
        clauses.append(wip(draw.randint(1, 3), per="portfolio" if per == "portfolio" else per))
    if "floor" in wanted:
        clauses.append(
            share("GRD-01", "technical_quality", at_least=draw.choice([1, 2]) * quarter / 2)
        )
    if "ceiling" in wanted:
        clauses.append(share("GRD-02", "business", at_most=draw.choice([1, 2, 3]) * quarter))
    if "allocated" in wanted:
        clauses.append(
            share("GRD-03", "business", at_most=draw.choice([1, 2, 3]) * quarter, basis="allocated")
        )
    if "largest" in wanted:
        basis: Literal["available", "allocated"] = draw.choice(["available", "allocated"])
        clauses.append(largest("GRD-04", draw.choice([1, 2]) * quarter, basis=basis))
    candidates = [name for name in names if name not in running]
    answers: list[Answer] = []
    if "answers" in wanted:
        clauses += [
            a_decision("STOP-01", "validation", "stop", enforce="overridable"),
            a_decision("CON-01", "validation", "continue", enforce="advisory"),
        ]
        for name in names:
            if draw.random() < 0.4:
                answers.append(_answer_of(name, draw, runs=name in running))
    applies: dict[tuple[str, str], bool] = {}
    if "date" in wanted and candidates:
        clauses.append(in_time())
        applies["GRD-11", draw.choice(candidates)] = True
    links: list[Dependency] = []
    if "precedence" in wanted:
        for _ in range(draw.randint(1, 3)):
            first, second = sorted(draw.sample(range(len(names)), 2))
            links.append(before(names[first], names[second], draw.choice([0, 0, 4])))
    if "exclusion" in wanted:
        for _ in range(draw.randint(1, 3)):
            links.append(excludes(*draw.sample(names, 2)))
    subjects = [
        an_initiative_subject(
            name,
            weeks_to_requirement=draw.choice([26, 39, 40]),
            category=draw.choice(["business", "technical_quality", None]),
            state="implementing" if name in running else "delivery_queue",
        )
        for name in names
    ]
    frame = a_frame(
        *clauses, answers=answers, subjects=subjects, applies=applies, dependencies=links
    )
    if "pins" in wanted and len(candidates) > 1:
        pinned, dropped = draw.sample(candidates, 2)
        return replace(frame, pinned=(InitiativeId(pinned),), dropped=(InitiativeId(dropped),))
    return frame


def _answer_of(name: str, draw: random.Random, *, runs: bool) -> Answer:
    if runs:
        word = draw.choice(["stop", "continue", "review"])
        rule = {"stop": ("STOP-01",), "continue": ("CON-01",), "review": ()}[word]
        answer = an_answer(name, "validation", word, *rule)
        return replace(answer, why="unknown") if word == "review" else answer
    word = draw.choice(["wait", "review", "plan"])
    return replace(an_answer(name, "start", word), otherwise=True)
