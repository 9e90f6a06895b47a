"""What rows are made of: the choices by number, and everything that frames them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from asp_decide.clauses.clause import CompiledPolicies, LimitClause, OwnLimit
from asp_decide.clauses.own_limits import limit_for
from asp_decide.model.choice import Choice, ChoiceSet, Pool, Step
from asp_decide.model.dependency import Dependency
from asp_decide.model.finding import Answer
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.model.subject import PORTFOLIO, SubjectKey, Subjects
from asp_decide.optimize.programme import Term


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything beside the choices that shapes a programme.

    `answers` are the prevailing ones of all decision points. `applies` says for the rules with
    a condition whether it holds for a group (a value stream, an initiative, or `portfolio`); a
    pair that is absent does not apply. `pinned` initiatives must go ahead, some in an interval,
    `dropped` ones must not; what is done with those in `scales` is done by the option there.
    `budget_carries_over` lets money that is left serve later steps. `capacity_p85` is the capacity
    met in 85 of 100 intervals, absent where it is not known.
    """

    policies: CompiledPolicies
    answers: tuple[Answer, ...]
    subjects: Subjects
    applies: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    dependencies: tuple[Dependency, ...] = ()
    budget_carries_over: bool = True
    pinned: tuple[Pin, ...] = ()
    dropped: tuple[InitiativeId, ...] = ()
    scales: Mapping[InitiativeId, str] = field(default_factory=dict)
    capacity_p85: Mapping[tuple[Pool, int], Fraction] = field(default_factory=dict)

    def holds(self, clause: LimitClause, group: str) -> bool:
        """Whether the limit is in force for the group."""
        return clause.when is None or self.applies.get((clause.heading.rule, group), False)

    def suspends(self, clause: LimitClause, group: str) -> str:
        """The exemption by which the limit does not bind the group; empty if it does."""
        key = SubjectKey(clause.per, group)
        return self.policies.suspended.get((clause.heading.rule, key), "")

    def held_to(self, clause: LimitClause, group: str) -> OwnLimit:
        """The limit that a group or an initiative is held to: its own, or the rule's."""
        key = SubjectKey(clause.per, group)
        subject = self.subjects.get(key)
        return limit_for(clause, key, subject.streams if subject is not None else ())


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer says of an initiative's choices: which remain, and whether one must be."""

    allowed: frozenset[int]
    forced: bool


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a measure each choice of a group has, and what the measure is a share of.

    Either of what is `available`, or of what the plan allocates (`of`); a plain amount is a share
    of 1.
    """

    group: str
    used: tuple[Term, ...]
    available: Fraction = Fraction(1)
    of: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The choices that may be taken, by number and by initiative.

    `ruled` holds what binding answers leave of the choices of an initiative, `held` the numbers
    of the review choices that are certain to be taken, `going_on` the choice by which each
    initiative that runs and may go on does so. `demands` are all demands by pool and step. What a
    group has of capacity over some steps is the same for every limit: `extents` remembers it.
    """

    choices: tuple[Choice, ...]
    by_initiative: Mapping[InitiativeId, tuple[int, ...]]
    choice_set: ChoiceSet
    frame: Frame
    ruled: Mapping[InitiativeId, frozenset[int]] = field(default_factory=dict)
    held: frozenset[int] = frozenset()
    going_on: tuple[int, ...] = ()
    demands: Mapping[tuple[Pool, int], tuple[Term, ...]] = field(default_factory=dict)
    extents: dict[tuple[str, tuple[int, ...]], Extent | None] = field(
        default_factory=dict, compare=False
    )

    @property
    def grid(self) -> tuple[Step, ...]:
        """All steps, tail blocks included."""
        return self.choice_set.grid

    @property
    def planned(self) -> tuple[Step, ...]:
        """The steps of the planning intervals, without the tail."""
        return tuple(step for step in self.grid if not step.is_tail)

    def numbered(self) -> Iterator[tuple[int, Choice]]:
        """Every choice with its number."""
        return enumerate(self.choices)

    def value_streams(self) -> tuple[str, ...]:
        """Every value stream with capacity or with work, sorted."""
        with_capacity = {pool.value_stream for pool, _ in self.choice_set.capacity}
        with_work = {stream for choice in self.choices for stream in choice.streams}
        return tuple(sorted((with_capacity | with_work) - {""}))

    def pools(self, group: str) -> tuple[Pool, ...]:
        """The pools of delivery whose capacity is the group's: a value stream's, or all.

        The capacity of a stream contains that of its scarce skills, so skills count only where
        nothing is known of the stream as a whole.
        """
        found = {pool for pool, _ in self.choice_set.capacity if pool.function == "delivery"}
        if group != PORTFOLIO:
            found = {pool for pool in found if pool.value_stream == group}
        whole = {pool.value_stream for pool in found if not pool.skill}
        return tuple(sorted(p for p in found if not p.skill or p.value_stream not in whole))


def going_on(columns: Columns) -> tuple[int, ...]:
    """For each initiative that runs and may go on, the choice by which it does, by initiative.

    That is to continue; to be held where a review is certain; to do one more tranche or to be
    redirected at once where an answer leaves nothing else. What must stop or pause does not go on.
    """
    found = (_goes_on_by(columns, initiative) for initiative in sorted(columns.choice_set.running))
    return tuple(number for number in found if number is not None)


def demands_of(choices: Iterable[Choice]) -> dict[tuple[Pool, int], tuple[Term, ...]]:
    """What each choice needs of each pool in each step, by number of choice."""
    found: defaultdict[tuple[Pool, int], list[Term]] = defaultdict(list)
    for number, choice in enumerate(choices):
        for place, amount in choice.demand.items():
            if amount:
                found[place].append((number, amount))
    return {place: tuple(terms) for place, terms in sorted(found.items())}


def total(amounts: Iterator[Fraction]) -> Fraction:
    """The exact sum, zero for none; what shares a denominator is added up in whole numbers."""
    by_denominator: defaultdict[int, int] = defaultdict(int)
    for amount in amounts:
        above, below = amount.as_integer_ratio()
        by_denominator[below] += above
    return sum((Fraction(n, below) for below, n in by_denominator.items()), Fraction(0))


def _goes_on_by(columns: Columns, initiative: InitiativeId) -> int | None:
    numbers = columns.by_initiative.get(initiative, ())
    allowed = columns.ruled.get(initiative, frozenset(numbers))
    for kind in ("continue", "review", "tranche", "redirect"):
        for number in numbers:
            choice = columns.choices[number]
            if number in allowed and choice.kind == kind and choice.start in (0, None):
                return number
    return None
