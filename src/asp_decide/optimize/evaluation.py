"""What a plan amounts to, summed exactly: its rows, its loss, and what it breaks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.optimize.programme import Programme, Row


@dataclass(frozen=True, slots=True)
class Breach:
    """A row that a plan breaks, and by how much (in the row's own unit, above zero)."""

    row: Row
    by: Fraction


def loss_of(programme: Programme, numbers: Iterable[int]) -> Fraction:
    """The loss of these choices together, in money."""
    return sum((programme.losses[number] for number in numbers), Fraction(0))


def sum_of(row: Row, taken: frozenset[int]) -> Fraction:
    """What the taken choices add up to in the row, in its own unit."""
    return sum((amount for number, amount in row.terms if number in taken), Fraction(0))


def slack_of(row: Row, total: Fraction) -> Fraction:
    """Room left under (or above) the limit; negative where the row is broken."""
    match row.sense:
        case "<=":
            return row.limit - total
        case ">=":
            return total - row.limit
        case "=":
            return -abs(total - row.limit)


def breaches(programme: Programme, numbers: Sequence[int]) -> tuple[Breach, ...]:
    """Every row that these choices break, in the order of the programme's rows."""
    taken = frozenset(numbers)
    found = ((row, slack_of(row, sum_of(row, taken))) for row in programme.rows)
    return tuple(Breach(row, -slack) for row, slack in found if slack < 0)


def takes_one_each(programme: Programme, numbers: Sequence[int]) -> bool:
    """Whether exactly one choice of every initiative is taken, and nothing else."""
    taken = frozenset(numbers)
    if len(taken) != len(numbers) or len(taken) != len(programme.groups):
        return False
    return all(sum(number in taken for number in group) == 1 for group in programme.groups)


def is_feasible(programme: Programme, numbers: Sequence[int]) -> bool:
    """Whether these choices are a plan: one of each initiative, no row broken."""
    return takes_one_each(programme, numbers) and not breaches(programme, numbers)
