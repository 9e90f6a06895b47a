"""When no plan exists: how little would have to give way for one to exist."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.errors import SolverFailedError
from asp_decide.optimize.conflict import openness, standing_together
from asp_decide.optimize.evaluation import Breach, breaches, takes_one_each
from asp_decide.optimize.exact_solve import forbidden, solve_exactly, without_losses
from asp_decide.optimize.programme import OriginKind, Outcome, Programme, Row
from asp_decide.optimize.solver import Means

_MOST_CUTS = 50
"""Near misses that are cut off before the solver is given up."""

_WHOLE: frozenset[OriginKind] = frozenset({"pin", "answer", "link"})
"""Origins that stand or go as a whole: nothing of them is more or less."""

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class More:
    """A limit that gives way by so much, in the row's own unit: more room, or less of a floor."""

    row: Row
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Later:
    """A date that gives way: done by the end of step `done_in`, so many planning steps later."""

    row: Row
    done_in: int
    steps: int


@dataclass(frozen=True, slots=True)
class Without:
    """A pin, an answer or a link, or a date that no later day helps: all rows of it go."""

    rows: tuple[Row, ...]


type Concession = More | Later | Without


@dataclass(frozen=True, slots=True)
class WayOut:
    """What would have to give way together for a plan to exist, and one that would exist then.

    `least` says that no less would do, proven by the solver; false where its work ran out.
    `together` marks the least in total of everything, where it is more than one concession.
    """

    concessions: tuple[Concession, ...]
    taken: tuple[str, ...]
    least: bool

    @property
    def together(self) -> bool:
        """Whether several things have to give way."""
        return len(self.concessions) > 1


def ways_out(programme: Programme, conflicting: Iterable[str], means: Means) -> tuple[WayOut, ...]:
    """What to give up, each by itself, then the least of everything together; none is empty.

    `conflicting` are the ids of the rows of a smallest conflicting set: whatever makes a plan
    possible has to loosen one of them. Each rule, fact, answer, link or pin of it is loosened
    alone, by the least that helps; those that do not help alone are left out. What is most open
    to decision comes first, and of equals what gives way least as a share of its limit.

    The least of everything counts each limit in parts of itself, and whatever cannot be had in
    parts as one. It stands last, where it is several things at once. Raises SolverFailedError.
    """
    wanted = set(conflicting)
    alone: list[WayOut] = []
    for rows in standing_together(programme.rows):
        if wanted & {row.id for row in rows}:
            found = _alone(programme, rows, means)
            if found is not None:
                alone.append(found)
    alone.sort(key=_share)
    whole = _together(programme, means)
    return (*alone, *([whole] if whole is not None and (whole.together or not alone) else []))


def loosened(programme: Programme, concessions: Sequence[Concession]) -> Programme:
    """The programme with these concessions made, and everything else as it is."""
    by_row: dict[str, Concession] = {}
    for one in concessions:
        for row in one.rows if isinstance(one, Without) else (one.row,):
            by_row[row.id] = one
    rows = [_loosened(programme, row, by_row.get(row.id)) for row in programme.rows]
    return replace(programme, rows=tuple(row for row in rows if row is not None))


def _loosened(programme: Programme, row: Row, given: Concession | None) -> Row | None:
    match given:
        case None:
            return row
        case More():
            sign = -1 if row.sense == ">=" else 1
            return replace(row, limit=row.limit + sign * given.amount)
        case Later():
            in_time = set(_done_by(programme, row, given.done_in))
            return replace(row, terms=tuple((n, _ONE) for n in sorted(in_time)))
        case Without():
            return None


def _alone(programme: Programme, rows: Sequence[Row], means: Means) -> WayOut | None:
    """The least that these rows, of one origin, must give way while all others stand."""
    first = rows[0]
    if is_date(first):
        return _later(programme, first, means)
    if first.origin.kind in _WHOLE:
        return _without(programme, rows, means)
    return _least(programme, {row.id: 1 / row.scale for row in rows}, means)


def is_date(row: Row) -> bool:
    """Whether the row says that something is done, in time."""
    return row.origin.kind == "rule" and row.sense == "=" and row.reading is not None


def _later(programme: Programme, row: Row, means: Means) -> WayOut | None:
    """The first step in which it could be done instead; nobody asks for it where there is none.

    A later date allows whatever an earlier one does, so the first that helps is found by halves.
    """
    last = _last_in_time(programme, row)
    steps = sorted({f for _, f in _finishes(programme, row) if f > last})
    undecided = False
    low, high = 0, len(steps)
    found: tuple[str, ...] | None = None
    while low < high:
        middle = (low + high) // 2
        given = Later(row, steps[middle], steps[middle] - last)
        taken, outcome = _plan_of(loosened(programme, [given]), means)
        undecided |= taken is None and outcome != "infeasible"
        if taken is None:
            low = middle + 1
        else:
            high, found = middle, taken
    if found is None:
        return _without(programme, [row], means)
    return WayOut((Later(row, steps[high], steps[high] - last),), found, least=not undecided)


def _without(programme: Programme, rows: Sequence[Row], means: Means) -> WayOut | None:
    given = (Without(tuple(rows)),)
    taken, _ = _plan_of(loosened(programme, given), means)
    return None if taken is None else WayOut(given, taken, least=True)


def _least(programme: Programme, weights: Mapping[str, Fraction], means: Means) -> WayOut | None:
    """The least that the weighted rows must give way; None if no plan keeps all the others.

    A plan that oversteps another row by a trifle is forbidden, and the solver asked again.
    """
    cuts: list[Row] = []
    for _ in range(_MOST_CUTS):
        asked = programme.with_rows(cuts)
        solution = means.solver.least_overstep(asked, weights, limit=means.limit)
        if solution.taken is None:
            return None
        numbers = programme.numbers(solution.taken)
        assert takes_one_each(programme, numbers), "the solver takes one choice of each"
        broken = breaches(programme, numbers)
        if all(breach.row.id in weights for breach in broken):
            given = tuple(_given(programme, broken, numbers))
            return WayOut(given, solution.taken, least=solution.outcome == "optimal")
        cuts.append(forbidden(numbers, f"near miss {len(cuts)}"))
    raise SolverFailedError(f"the solver offered {_MOST_CUTS} plans that break a row by a trifle")


def _together(programme: Programme, means: Means) -> WayOut | None:
    """The least of everything; what is idle beside what goes whole is not asked for."""
    way = _least(programme, {row.id: 1 / row.scale for row in programme.rows}, means)
    if way is None or all(isinstance(one, More) for one in way.concessions):
        return way
    for one in way.concessions:
        others = tuple(other for other in way.concessions if other != one)
        rest = loosened(programme, others)
        taken, _ = _plan_of(rest, means)
        if taken is not None:
            way = replace(way, concessions=others, taken=taken)
        elif isinstance(one, Without) and is_date(one.rows[0]):
            way = _as_soon(way, one, _later(rest, one.rows[0], means))
    return way


def _as_soon(way: WayOut, given_up: Without, later: WayOut | None) -> WayOut:
    """The same way out with a date that is kept as nearly as it can be, instead of given up."""
    if later is None:
        return way
    kept = tuple(later.concessions[0] if one == given_up else one for one in way.concessions)
    return replace(way, concessions=kept, taken=later.taken)


def _share(way: WayOut) -> tuple[int, Fraction]:
    """How open to decision it is, then how much of its limits it takes."""
    first = way.concessions[0]
    row = first.rows[0] if isinstance(first, Without) else first.row
    amounts = (one.amount / one.row.scale for one in way.concessions if isinstance(one, More))
    return openness(row), sum(amounts, Fraction(0))


def _given(
    programme: Programme, broken: Sequence[Breach], taken: Sequence[int]
) -> Iterator[Concession]:
    """What gives way, and to what, where a plan breaks these rows; each origin once."""
    by = {breach.row.id: breach.by for breach in broken}
    for rows in standing_together(programme.rows):
        if not any(row.id in by for row in rows):
            continue
        if is_date(rows[0]):
            yield _as_late_as(programme, rows[0], taken)
        elif rows[0].origin.kind in _WHOLE:
            yield Without(rows)
        else:
            yield from (More(row, by[row.id]) for row in rows if row.id in by)


def _as_late_as(programme: Programme, row: Row, taken: Sequence[int]) -> Concession:
    finishes = dict(_finishes(programme, row))
    done = next((finishes[number] for number in taken if number in finishes), None)
    if done is None:
        return Without((row,))
    return Later(row, done, done - _last_in_time(programme, row))


def _plan_of(programme: Programme, means: Means) -> tuple[tuple[str, ...] | None, Outcome]:
    solution = solve_exactly(without_losses(programme), means)
    return solution.taken, solution.outcome


def _finishes(programme: Programme, row: Row) -> list[tuple[int, int]]:
    """Every choice that would do what the date asks, early or late, with the step of its end."""
    assert row.reading is not None, "a date is read by people"
    choices = programme.choices
    ends = [(number, choices[number].finish) for number, _ in row.reading.own]
    return [(number, finish) for number, finish in ends if finish is not None]


def _done_by(programme: Programme, row: Row, step: int) -> list[int]:
    return [number for number, finish in _finishes(programme, row) if finish <= step]


def _last_in_time(programme: Programme, row: Row) -> int:
    """The last step that is still in time, by what the date itself says."""
    assert row.reading is not None, "a date is read by people"
    late = [
        programme.choices[number].finish
        for number, slack in row.reading.own
        if slack < row.reading.stated
    ]
    found = [finish for finish in late if finish is not None]
    if found:
        return min(found) - 1
    return max((finish for _, finish in _finishes(programme, row)), default=-1)
