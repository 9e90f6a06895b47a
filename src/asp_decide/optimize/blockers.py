"""Why an initiative waits: which rows stop each of its better choices, and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.evaluation import slack_of, sum_of
from asp_decide.optimize.programme import Programme, Row


@dataclass(frozen=True, slots=True)
class Shortage:
    """A row that leaves too little room for a choice, and what is missing, in the row's unit."""

    row: Row
    missing: Fraction


@dataclass(frozen=True, slots=True)
class Blocked:
    """A choice that would lose less than the one taken, and what stands in its way.

    `gain` is the loss that it would spare, while everybody else stays where they are.
    """

    choice: Choice
    gain: Fraction
    shortages: tuple[Shortage, ...]

    @property
    def needs_only_more(self) -> bool:
        """Whether more capacity, money or room under a limit would let it in."""
        return all(
            s.row.sense == "<=" and s.row.limit > 0 and s.row.origin.kind in ("fact", "rule")
            for s in self.shortages
        )


def blockers(
    programme: Programme, taken: Sequence[str], initiative: InitiativeId
) -> tuple[Blocked, ...]:
    """Every better choice of the initiative with its shortages: the easiest to let in first.

    Easiest is what needs only more of something, then what needs least of it as a share of the
    limits. The first one says the least that lets the initiative in and displaces nobody.
    """
    numbers = frozenset(programme.numbers(taken))
    own = frozenset(programme.of_initiative()[initiative])
    now = next(iter(numbers & own))
    others = numbers - own
    rows = [row for row in programme.rows if any(number in own for number, _ in row.terms)]
    sums = [(row, sum_of(row, others), dict(row.terms)) for row in rows]
    found = [
        Blocked(
            choice=programme.choices[number],
            gain=programme.losses[now] - programme.losses[number],
            shortages=tuple(
                Shortage(row, -slack)
                for row, total, amounts in sums
                if (slack := slack_of(row, total + amounts.get(number, Fraction(0)))) < 0
            ),
        )
        for number in sorted(own)
        if programme.losses[number] < programme.losses[now]
    ]
    return tuple(sorted(found, key=_effort))


def _effort(blocked: Blocked) -> tuple[bool, Fraction, Fraction, str]:
    lacking = sum((s.missing / s.row.scale for s in blocked.shortages), Fraction(0))
    return not blocked.needs_only_more, lacking, -blocked.gain, blocked.choice.id
