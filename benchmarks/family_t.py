"""Family T: tight, lumpy portfolios, drawn from a seed; one stream of chance for each aspect.

N initiatives, S value streams, T planning intervals and two tail blocks. Capacity is half of what
all whole options would need; work in progress, money, guardrails, links, exclusions and mandates
bind. A parameter added to one aspect moves no draw of another.
"""

import hashlib
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from asp_decide.clauses.bounded import CountOf, Scope, ShareOf, SubjectMeasure
from asp_decide.clauses.clause import CompiledPolicies, Heading, LimitClause
from asp_decide.clauses.condition import Comparison, KnownTest
from asp_decide.diagnostics import Place
from asp_decide.model.choice import Choice, ChoiceKind, ChoiceSet, Pool, Step
from asp_decide.model.dependency import Dependency
from asp_decide.model.ids import InitiativeId, IntervalId, Role, RuleId, ValueStreamId
from asp_decide.model.quantity import Unit
from asp_decide.model.subject import Measured, Subject, SubjectKey
from asp_decide.optimize.columns import Frame

WEEKS = 13
TAILS = (2, 4)
LOAD = Fraction(2)
CATEGORIES = ("business", "enabler", "technical_quality")


@dataclass(frozen=True, slots=True)
class Instance:
    """One drawn portfolio with its order by CD3."""

    choice_set: ChoiceSet
    frame: Frame
    order: dict[InitiativeId, int]
    digest: str


@dataclass(slots=True)
class _Bet:
    """One initiative as drawn: who does it, how long, what it brings and how that fades."""

    id: InitiativeId
    effort: dict[ValueStreamId, Fraction]
    steps: int
    level: Fraction
    profile: str
    turns: int
    outlay: Fraction
    category: str
    runs: bool
    has_mvp: bool
    released: Fraction
    exit_cost: Fraction
    choices: list[Choice] = field(default_factory=list)


def draw_instance(initiatives: int, streams: int, intervals: int, *, seed: int) -> Instance:
    """The instance of that size and seed: the same on every machine."""
    grid = _grid(intervals)
    names = tuple(ValueStreamId(f"stream-{n:02d}") for n in range(streams))
    bets = [_bet(n, names, intervals, seed) for n in range(initiatives)]
    for bet in bets:
        bet.choices = _choices(bet, grid)
    capacity = _capacity(bets, names, grid, seed)
    budget = _budget(bets, grid)
    choices = sorted(
        (choice for bet in bets for choice in bet.choices),
        key=lambda c: (c.initiative, c.option, c.start or 0),
    )
    choice_set = ChoiceSet(
        grid=grid,
        choices=tuple(choices),
        capacity=capacity,
        budget=budget,
        running=frozenset(bet.id for bet in bets if bet.runs),
        best_value={bet.id: _value(bet, Fraction(1), bet.steps - 1) for bet in bets},
    )
    frame = _frame(bets, choice_set, seed)
    ranked = sorted(bets, key=lambda bet: (-_cd3(bet), bet.id))
    order = {bet.id: place for place, bet in enumerate(ranked)}
    told = repr([(c.id, str(c.loss), sorted(map(str, c.demand.values()))) for c in choices])
    return Instance(choice_set, frame, order, hashlib.sha256(told.encode()).hexdigest()[:12])


def _chance(aspect: str, seed: int, number: int = 0) -> random.Random:
    return random.Random(f"{aspect} {seed} {number}")


def _grid(intervals: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    begins = 0
    for number, length in enumerate([1] * intervals + list(TAILS)):
        ends, is_tail = begins + length * WEEKS, number >= intervals
        id_ = f"tail {number - intervals + 1}" if is_tail else f"Q{number + 1:02d}"
        covers = () if is_tail else (IntervalId(id_),)
        steps.append(Step(number, id_, Fraction(begins), Fraction(ends), is_tail, covers))
        begins = ends
    return tuple(steps)


def _bet(number: int, streams: tuple[ValueStreamId, ...], intervals: int, seed: int) -> _Bet:
    size, value = _chance("size", seed, number), _chance("value", seed, number)
    state, money = _chance("state", seed, number), _chance("money", seed, number)
    touched = size.choices([1, 2, 3], [55, 30, 15])[0]
    home, *others = size.sample(streams, min(touched, len(streams)))
    steps = min(size.choices([1, 2, 3, 4], [35, 35, 20, 10])[0], max(1, intervals // 2))
    per_step = round(10 * (size.lognormvariate(1.6, 0.7) + 0.5))
    effort = {home: Fraction(per_step * steps, 10)}
    for stream in others:
        effort[stream] = Fraction(max(1, round(per_step * size.uniform(0.15, 0.5))) * steps, 10)
    total = sum(effort.values(), Fraction(0))
    rate = value.uniform(6, 9) * value.lognormvariate(-1.6, 0.8)
    runs = state.random() < 0.12
    outlay = Fraction(round(float(total) * money.uniform(0.1, 0.4) * 75), 10)
    return _Bet(
        id=InitiativeId(f"INI-{number:04d}"),
        effort=effort,
        steps=min(steps, 2) if runs else steps,
        level=Fraction(round(float(total) * rate * 10), 10),
        profile=value.choices(["steady", "lasting", "deadline", "expiring"], [45, 25, 17, 13])[0],
        turns=value.randint(max(1, intervals // 3), intervals + 1),
        outlay=outlay,
        category=state.choices(CATEGORIES, [60, 25, 15])[0],
        runs=runs,
        has_mvp=size.random() < 0.3 and steps > 1,
        released=Fraction(state.randint(0, 40), 100),
        exit_cost=outlay * Fraction(state.randint(5, 20), 100),
    )


def _value(bet: _Bet, part: Fraction, finish_step: int, grid: tuple[Step, ...] = ()) -> Fraction:
    """Value if done by the end of that step, in thousands: level per interval until it fades."""
    at = Fraction(finish_step + 1)
    if grid:
        at = grid[finish_step].ends / WEEKS
    life = Fraction(12)
    match bet.profile:
        case "steady":
            worth = bet.level * max(Fraction(0), life - at)
        case "lasting":
            worth = bet.level * life * Fraction(99, 100) ** math.floor(at)
        case "deadline":
            worth = bet.level * (life if at <= bet.turns else max(Fraction(0), life - at) / 2)
        case _:
            closes = Fraction(bet.turns + 6)
            worth = bet.level * max(Fraction(0), closes - at) ** 2 / closes
    return round(worth * part * 10) / Fraction(10)


def _choices(bet: _Bet, grid: tuple[Step, ...]) -> list[Choice]:
    best = _value(bet, Fraction(1), bet.steps - 1)
    everything = Fraction(1)
    made: list[Choice] = []
    if bet.runs:
        made.append(_choice(bet, ("continue", "continue"), (0, bet.steps), everything, grid))
        made.append(_stop(bet, best))
        made.extend(
            _choice(bet, ("pause", "pause"), (start, bet.steps), everything, grid)
            for start in range(1, len(grid))
            if start + bet.steps <= len(grid)
        )
        return made
    made.append(_leave(bet, best))
    scales: list[tuple[ChoiceKind, int, Fraction]] = [("whole", bet.steps, everything)]
    if bet.has_mvp:
        scales.append(("mvp", bet.steps - 1, Fraction(55, 100)))
    for kind, steps, part in scales:
        made.extend(
            _choice(bet, (kind, kind), (start, steps), part, grid)
            for start in range(len(grid))
            if start + steps <= len(grid)
        )
    return made


def _choice(
    bet: _Bet,
    named: tuple[str, ChoiceKind],
    when: tuple[int, int],
    part: Fraction,
    grid: tuple[Step, ...],
) -> Choice:
    option, kind = named
    start, steps = when
    # In a tail block everything fits into the block's own length, or runs on into the next.
    active = tuple(range(start, min(start + steps, len(grid))))
    if grid[start].is_tail:
        active = (start,)
    finish = active[-1]
    benefit = Fraction(6, 10) if kind == "mvp" else Fraction(1)
    value = _value(bet, benefit, finish, grid)
    outlay = bet.outlay * part
    best = _value(bet, Fraction(1), bet.steps - 1)
    demand = {
        (Pool(stream), step): amount * part / len(active)
        for stream, amount in bet.effort.items()
        for step in active
    }
    return Choice(
        id=f"{bet.id}/{option}/{start}",
        initiative=bet.id,
        option=option,
        kind=kind,
        start=start,
        finish=finish,
        value=value,
        loss=best - value + outlay,
        demand=demand,
        outlay={step: outlay / len(active) for step in active},
        active=active,
        streams=tuple(sorted(bet.effort)),
    )


def _leave(bet: _Bet, best: Fraction) -> Choice:
    zero = Fraction(0)
    return Choice(f"{bet.id}/leave/-", bet.id, "leave", "leave", None, None, zero, best)


def _stop(bet: _Bet, best: Fraction) -> Choice:
    kept = round(best * bet.released * 10) / Fraction(10)
    loss = best - kept + bet.exit_cost
    return Choice(f"{bet.id}/stop/0", bet.id, "stop", "stop", 0, None, kept, loss)


def _capacity(
    bets: list[_Bet], streams: tuple[ValueStreamId, ...], grid: tuple[Step, ...], seed: int
) -> dict[tuple[Pool, int], Fraction]:
    chance = _chance("capacity", seed)
    planned = sum(not step.is_tail for step in grid)
    capacity: dict[tuple[Pool, int], Fraction] = {}
    for stream in streams:
        demand = sum((bet.effort.get(stream, Fraction(0)) for bet in bets), Fraction(0))
        level = demand / LOAD / planned
        for step in grid:
            drawn = level * Fraction(round(chance.uniform(0.85, 1.10) * 1000), 1000)
            length = step.weeks / WEEKS
            capacity[Pool(stream), step.number] = Fraction(round(drawn * length * 10), 10)
    return capacity


def _budget(bets: list[_Bet], grid: tuple[Step, ...]) -> dict[int, Fraction]:
    planned = sum(not step.is_tail for step in grid)
    total = sum((bet.outlay for bet in bets), Fraction(0))
    each = round(total * Fraction(97, 100) / LOAD / planned * 10) / Fraction(10)
    return {step.number: each * (step.weeks / WEEKS) for step in grid}


def _cd3(bet: _Bet) -> Fraction:
    """Cost of delay of one interval by the intervals that the work takes."""
    first, second = _value(bet, Fraction(1), bet.steps - 1), _value(bet, Fraction(1), bet.steps)
    return (first - second) / bet.steps


def _frame(bets: list[_Bet], choice_set: ChoiceSet, seed: int) -> Frame:
    chance = _chance("links", seed)
    candidates = [bet for bet in bets if not bet.runs]
    links = _links(candidates, chance)
    mandated = _mandates(candidates, links, choice_set.capacity, chance)
    clauses = [_wip(bets, choice_set), _portfolio_wip(bets, choice_set), *_shares(), _date_rule()]
    subjects = {
        SubjectKey("initiative", bet.id): Subject(
            SubjectKey("initiative", bet.id),
            attributes={"category": bet.category},
            measures={"weeks_to_requirement": Measured(Fraction(mandated.get(bet.id, 0)))},
        )
        for bet in bets
    }
    return Frame(
        policies=CompiledPolicies(tuple(clauses), {}, ""),
        answers=(),
        subjects=subjects,
        applies={("DATE-01", initiative): True for initiative in mandated},
        dependencies=links,
    )


def _links(candidates: list[_Bet], chance: random.Random) -> tuple[Dependency, ...]:
    order = list(candidates)
    chance.shuffle(order)
    links: list[Dependency] = []
    for place, bet in enumerate(order[1:], start=1):
        if chance.random() < 0.12:
            first = order[chance.randrange(max(0, place - 20), place)]
            links.append(Dependency(from_id=first.id, to_id=bet.id))
    for _ in range(round(len(candidates) * 0.03)):
        one, other = chance.sample(candidates, 2)
        links.append(Dependency(from_id=one.id, to_id=other.id, kind="excludes"))
    return tuple(links)


def _mandates(
    candidates: list[_Bet],
    links: tuple[Dependency, ...],
    capacity: Mapping[tuple[Pool, int], Fraction],
    chance: random.Random,
) -> dict[InitiativeId, int]:
    """At most one for each stream, of half its capacity, free of links: together they fit."""
    linked = {link.from_id for link in links} | {link.to_id for link in links}
    small: list[tuple[_Bet, ValueStreamId]] = []
    for bet in candidates:
        (stream, effort), *others = bet.effort.items()
        least = min(amount for (pool, _), amount in capacity.items() if pool.value_stream == stream)
        if not others and bet.id not in linked and effort / bet.steps <= least / 2:
            small.append((bet, stream))
    wanted = round(len(candidates) * 0.04)
    chance.shuffle(small)
    due: dict[ValueStreamId, tuple[InitiativeId, int]] = {}
    for bet, stream in small:
        if len(due) < wanted and stream not in due:
            due[stream] = bet.id, (bet.turns + bet.steps) * WEEKS
    return dict(due.values())


def _mean_demand(bets: list[_Bet]) -> float:
    amounts = [float(a) / bet.steps for bet in bets for a in bet.effort.values()]
    return sum(amounts) / len(amounts)


def _stream_limit(bets: list[_Bet], choice_set: ChoiceSet) -> int:
    capacity = [float(a) for (_, step), a in choice_set.capacity.items() if step == 0]
    mean = sum(capacity) / len(capacity)
    return max(2, math.ceil(0.9 * mean / _mean_demand(bets)))


def _wip(bets: list[_Bet], choice_set: ChoiceSet) -> LimitClause:
    limit = Fraction(_stream_limit(bets, choice_set))
    return _limit("WIP-01", _counted(), per="value_stream", at_most=limit)


def _portfolio_wip(bets: list[_Bet], choice_set: ChoiceSet) -> LimitClause:
    streams = len({pool for pool, _ in choice_set.capacity})
    limit = Fraction(math.ceil(0.8 * streams * _stream_limit(bets, choice_set)))
    return _limit("WIP-02", _counted(), per="portfolio", at_most=limit)


def _shares() -> list[LimitClause]:
    caps = {"business": 75, "enabler": 45, "technical_quality": 30}
    floors = {"enabler": 5, "technical_quality": 3}
    made = [
        _limit(f"CAP-{n}", _share(category), per="portfolio", at_most=Fraction(cap, 100))
        for n, (category, cap) in enumerate(caps.items())
    ]
    made += [
        _limit(f"FLOOR-{n}", _share(category), per="portfolio", at_least=Fraction(floor, 100))
        for n, (category, floor) in enumerate(floors.items())
    ]
    return made


def _counted() -> CountOf:
    return CountOf(Scope("initiative", (("state", ("implementing",)),)))


def _share(category: str) -> ShareOf:
    return ShareOf("capacity", "available", Scope("initiative", (("category", (category,)),)))


def _date_rule() -> LimitClause:
    test = Comparison("DATE-01/1", "initiative", "field", "mandatory", KnownTest(known=True), "")
    measure = SubjectMeasure(Scope("initiative"), "requirement_slack")
    return LimitClause(
        _heading("DATE-01"),
        "requirement_slack",
        measure,
        "initiative",
        Unit("weeks", "time"),
        "mandatory",
        at_least=Fraction(0),
        when=test,
    )


def _limit(
    rule: str,
    measure: CountOf | ShareOf,
    *,
    per: str,
    at_most: Fraction | None = None,
    at_least: Fraction | None = None,
) -> LimitClause:
    group = "value_stream" if per == "value_stream" else "portfolio"
    unit = Unit("%", "share", Fraction(1, 100))
    return LimitClause(
        _heading(rule),
        rule,
        measure,
        "value_stream" if group == "value_stream" else "portfolio",
        unit,
        "mandatory",
        at_most=at_most,
        at_least=at_least,
    )


def _heading(rule: str) -> Heading:
    place = Place("benchmarks")
    role = Role("portfolio_manager")
    return Heading(RuleId(rule), rule, role, "drawn", "", "portfolio", place)
