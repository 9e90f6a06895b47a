"""Where one step more capacity may bring something: by the relaxation, and by single changes.

What the relaxation gains is a direction only, and it may be nothing where a whole choice just
fails to fit. What one change of one initiative gains is sure, and it may be nothing where only two
changes together gain. So both are asked, of every place, before any plan is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from asp_decide.optimize.duality import GRID
from asp_decide.optimize.evaluation import loss_of, slack_of, sum_of
from asp_decide.optimize.live_model import LiveModel
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme, Row

_SOLVER_SEED = 7
_A_TRIFLE = Fraction(1, 10**9)
"""Of all there is to earn: what a solver's tolerance may leave is no promise."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A row with one step more: in money, what the relaxation gains, and one change alone.

    `swap` is the plan after that change, empty where no single change gains anything.
    """

    row: Row
    more: Fraction
    relaxed: Fraction
    sure: Fraction
    swap: tuple[str, ...] = ()


def promises(
    programme: Programme, taken: Sequence[str], more: Mapping[Row, Fraction]
) -> tuple[Promise, ...]:
    """The rows whose step promises anything: first what is sure to gain most, then by direction.

    `taken` is a plan of the programme, `more` the step of each row in its own unit. Raises
    SolverFailedError.
    """
    relaxed = _relaxed(programme, more)
    sure = dict(_swaps(programme, taken, more))
    found = [
        Promise(row, step, relaxed.get(row.id, Fraction(0)), *sure.get(row.id, (Fraction(0), ())))
        for row, step in more.items()
    ]
    promising = [one for one in found if one.relaxed > 0 or one.sure > 0]
    return tuple(sorted(promising, key=lambda one: (-one.sure, -one.relaxed, one.row.origin)))


def _relaxed(programme: Programme, more: Mapping[Row, Fraction]) -> dict[str, Fraction]:
    """By how much less the relaxation loses with the step of each row: one model, asked again."""
    live = LiveModel(programme, seed=_SOLVER_SEED)
    live.close(removed.choice for removed in presolve(programme).removed)
    least = _least(programme, live)
    trifle = abs(programme.worth) * _A_TRIFLE
    gains: dict[str, Fraction] = {}
    for place, row in enumerate(programme.rows):
        if row in more:
            rows = list(programme.rows)
            rows[place] = replace(row, limit=row.limit + more[row])
            live.become(replace(programme, rows=tuple(rows)))
            gain = least - _least(programme, live)
            gains[row.id] = gain if gain > trifle else Fraction(0)
    return gains


def _least(programme: Programme, live: LiveModel) -> Fraction:
    found = live.relax()
    assert found is not None, "a programme with a plan has a relaxation"
    shares = zip(programme.choices, programme.losses, strict=True)
    lost = (loss * found.shares[choice.id] for choice, loss in shares if found.shares[choice.id])
    return sum(lost, Fraction(0)) / GRID


def _swaps(
    programme: Programme, taken: Sequence[str], more: Mapping[Row, Fraction]
) -> Iterator[tuple[str, tuple[Fraction, tuple[str, ...]]]]:
    """Of each row, the best change of one initiative that only this row's step makes possible."""
    steps = {row.id: step for row, step in more.items()}
    numbers = frozenset(programme.numbers(taken))
    columns = _columns(programme)
    slack = [slack_of(row, sum_of(row, numbers)) for row in programme.rows]
    best: dict[str, tuple[Fraction, int, int]] = {}
    for group in programme.groups:
        (now,) = numbers & set(group)
        for other in group:
            gain = programme.losses[now] - programme.losses[other]
            short = _short_of(programme, columns, slack, (now, other)) if gain > 0 else None
            if short is not None and short[1] <= steps.get(short[0], Fraction(0)):
                best[short[0]] = max(best.get(short[0], (gain, now, other)), (gain, now, other))
    for row, (gain, now, other) in best.items():
        plan = programme.ids(numbers - {now} | {other})
        assert loss_of(programme, programme.numbers(plan)) == loss_of(programme, numbers) - gain
        yield row, (gain, plan)


def _short_of(
    programme: Programme,
    columns: Sequence[Mapping[int, Fraction]],
    slack: Sequence[Fraction],
    change: tuple[int, int],
) -> tuple[str, Fraction] | None:
    """The one row that stands against a change, and by how much; None if there are more of them."""
    now, other = (columns[number] for number in change)
    against: list[tuple[str, Fraction]] = []
    for place in sorted(now.keys() | other.keys()):
        row = programme.rows[place]
        added = other.get(place, Fraction(0)) - now.get(place, Fraction(0))
        left = slack[place] + (added if row.sense == ">=" else -added)
        if row.sense == "=" and added:
            return None
        if left < 0:
            against.append((row.id, -left))
    return against[0] if len(against) == 1 else None


def _columns(programme: Programme) -> list[dict[int, Fraction]]:
    columns: list[dict[int, Fraction]] = [{} for _ in programme.choices]
    for place, row in enumerate(programme.rows):
        for number, amount in row.terms:
            columns[number][place] = amount
    return columns
