"""The programme as data: choices, rows with a rule or a fact behind each, a solver's answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, NamedTuple

from asp_decide.model.choice import Choice, Step
from asp_decide.model.ids import InitiativeId
from asp_decide.model.quantity import Unit

type Sense = Literal["<=", ">=", "="]
type OriginKind = Literal["rule", "fact", "answer", "link", "pin", "cut"]
type Term = tuple[int, Fraction]
type Outcome = Literal["optimal", "work limit", "time limit", "interrupted", "infeasible"]

LARGE = 20_000
"""From so many choices on a relaxation takes a minute, and the interior a third of the time."""

BETWEEN_RULES = ", "
"""Joins the rules that give one answer together; no rule's id contains it."""


class Origin(NamedTuple):
    """Why a row is there: a rule, a fact, an answer, a link or a person's pin.

    `id` is the rule (several where they give one answer together) or the word for the fact;
    `group` the value stream, pool or initiatives it is about; `interval` the step it holds in,
    empty where it holds for all. A plain tuple, because every multiplier is looked up by it.
    """

    kind: OriginKind
    id: str
    group: str = ""
    interval: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.id, self.group, self.interval) if part)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules behind the row; none for facts, links and pins."""
        return tuple(self.id.split(BETWEEN_RULES)) if self.kind in ("rule", "answer") else ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How people read the row of a limit: as a measure against the rule's own number.

    The measure is the row's sum divided by `available` (1 for a count). Where `of` is given the
    share is of what is allocated, and the row's sum is members less `stated` times `of`. Where
    `own` is given it is the measure of the choice that is taken. `stated` and the measure are in
    base units of `unit`. Rows of one rule that share `group` and interval are one bound for
    people: the one nearest to its limit. Where the group has a limit of its own, `set_by` names
    the overlay or exemption behind it, and `instead_of` is what the rule says.
    """

    measure: str
    unit: Unit
    at: Literal["most", "least"]
    stated: Fraction
    group: str
    available: Fraction = Fraction(1)
    of: tuple[Term, ...] = ()
    own: tuple[Term, ...] = ()
    set_by: str = ""
    instead_of: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A linear bound on what is taken together: the sum of terms stands to the limit as `sense`.

    `terms` are numbers of choices with their exact coefficients, in ascending order. `scale`
    divides the row into its normal form; it is fixed when the row is made, so that a row that
    later loses terms keeps it. `overridable` says that a role may suspend the rule behind it.
    """

    origin: Origin
    sense: Sense
    limit: Fraction
    terms: tuple[Term, ...]
    scale: Fraction
    reading: Reading | None = None
    overridable: bool = False

    @property
    def id(self) -> str:
        """The row's own name, unique in its programme."""
        return f"{self.origin.kind} {self.origin}"


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything the optimizer weighs: exactly one choice of each group, under all rows.

    `groups` hold the numbers of the choices of one initiative each. `losses` are what is
    minimised, by number of choice; `worth` is the sum of the best values W, the loss of doing
    nothing. `unit` divides losses into their normal form: the worth, where there is any.
    `watched` are the rows of advisory limits: measured, never binding.
    """

    choices: tuple[Choice, ...]
    groups: tuple[tuple[int, ...], ...]
    losses: tuple[Fraction, ...]
    rows: tuple[Row, ...]
    worth: Fraction
    unit: Fraction
    grid: tuple[Step, ...] = ()
    watched: tuple[Row, ...] = ()

    def number_of(self) -> Mapping[str, int]:
        """The number of each choice by its id."""
        return {choice.id: number for number, choice in enumerate(self.choices)}

    def numbers(self, taken: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these choices, ascending. Raises KeyError for an id that is not here."""
        number_of = self.number_of()
        return tuple(sorted(number_of[id_] for id_ in taken))

    def ids(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """The ids of these choices in the order of their initiatives."""
        chosen = sorted((self.choices[n].initiative, self.choices[n].id) for n in numbers)
        return tuple(id_ for _, id_ in chosen)

    def of_initiative(self) -> Mapping[InitiativeId, tuple[int, ...]]:
        """The numbers of the choices of each initiative."""
        return {self.choices[group[0]].initiative: group for group in self.groups if group}

    def without(self, rows: Iterable[Row]) -> "Programme":
        """The same programme less these rows: a relaxation of it."""
        gone = {row.id for row in rows}
        return replace(self, rows=tuple(row for row in self.rows if row.id not in gone))

    def only(self, kept: Iterable[int]) -> "Programme":
        """The same programme over fewer choices, renumbered, to be solved and not to be read.

        Rows keep their scale and lose their reading.
        """
        numbers = sorted(set(kept))
        new = {old: number for number, old in enumerate(numbers)}
        return replace(
            self,
            choices=tuple(self.choices[n] for n in numbers),
            groups=tuple(tuple(new[n] for n in group if n in new) for group in self.groups),
            losses=tuple(self.losses[n] for n in numbers),
            rows=tuple(
                replace(
                    row,
                    terms=tuple([(new[n], a) for n, a in row.terms if n in new]),
                    reading=None,
                )
                for row in self.rows
            ),
            watched=(),
        )

    def with_rows(self, rows: Iterable[Row]) -> "Programme":
        """The same programme with these rows as well."""
        return replace(self, rows=(*self.rows, *rows))


@dataclass(frozen=True, slots=True)
class Solution:
    """What a solver says of a programme, before anybody has checked it.

    `taken` are ids of choices, None where it has no plan. `bound` is the loss below which it
    says no plan exists, None if it says nothing.
    """

    outcome: Outcome
    taken: tuple[str, ...] | None = None
    bound: Fraction | None = None
    nodes: int = 0


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The programme with parts of choices allowed: a guide, and multipliers for the bound.

    `shares` say how much of each choice is taken, by its id; `multipliers` the price of each row
    in normal form, by its origin. Both are whole numbers over 2**40.
    """

    shares: Mapping[str, int]
    multipliers: Mapping[Origin, int]


def make_row(
    origin: Origin,
    sense: Sense,
    limit: Fraction,
    terms: Iterable[Term],
    *,
    reading: Reading | None = None,
) -> Row:
    """A row with its terms sorted, zeros left out and its scale set.

    The scale is the limit's size, or the largest coefficient's where the limit is zero, so that
    a factor on money or a change of the unit of capacity leaves the normal form as it is.
    """
    kept = sorted(term for term in terms if term[1])
    return row_in_order(origin, sense, limit, kept, reading=reading)


def row_in_order(
    origin: Origin,
    sense: Sense,
    limit: Fraction,
    terms: Iterable[Term],
    *,
    reading: Reading | None = None,
) -> Row:
    """The same of terms that ascend and hold no zeros, as most rows find them: they are many."""
    kept = tuple(terms)
    scale = abs(limit) if limit else _largest(kept)
    return Row(origin, sense, limit, kept, scale, reading)


def _largest(terms: Iterable[Term]) -> Fraction:
    """The size of the largest coefficient, 1 if there is none."""
    largest = last = Fraction(0)
    for _, amount in terms:
        # Most stand beside their like, and comparing fractions is the slow part.
        if amount is not last:
            largest, last = max(largest, abs(amount)), amount
    return largest or Fraction(1)


def make_programme(
    choices: Sequence[Choice],
    rows: Sequence[Row],
    *,
    worth: Fraction,
    grid: Sequence[Step] = (),
    watched: Sequence[Row] = (),
) -> Programme:
    """A programme over these choices, one group for each initiative in order of ids."""
    ids = [row.id for row in rows]
    assert len(set(ids)) == len(ids), "two rows of a programme share one origin"
    groups: dict[InitiativeId, list[int]] = {}
    for number, choice in enumerate(choices):
        groups.setdefault(choice.initiative, []).append(number)
    return Programme(
        choices=tuple(choices),
        groups=tuple(tuple(groups[initiative]) for initiative in sorted(groups)),
        losses=tuple(choice.loss for choice in choices),
        rows=tuple(rows),
        worth=worth,
        unit=worth if worth > 0 else _largest_loss(choices),
        grid=tuple(grid),
        watched=tuple(watched),
    )


def _largest_loss(choices: Sequence[Choice]) -> Fraction:
    return max((abs(choice.loss) for choice in choices), default=Fraction(0)) or Fraction(1)
