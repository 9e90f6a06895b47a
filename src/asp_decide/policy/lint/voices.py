"""Who answers at a decision point, and in which cells: each rule, and each answer of a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from asp_decide.clauses.clause import DecideClause, TableClause
from asp_decide.policy.cells.answer_cells import Voice
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.cell_diagrams import DiagramSpace
from asp_decide.policy.cells.cell_parts import Part
from asp_decide.policy.cells.cell_sets import CellSet, added, joined
from asp_decide.policy.cells.clause_cells import crowded_part_of_clauses, fires_in, part_of_clauses
from asp_decide.policy.cells.suppositions import Supposition
from asp_decide.policy.cells.table_cells import outcomes_in


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """An answer, and the rule that proposes it."""

    rule: str
    answer: str


@dataclass(frozen=True, slots=True)
class Met:
    """In how many of how many cases something is so, and a fact for it."""

    cases: int
    of_cases: int
    facts: tuple[Supposition, ...] = ()


class Together(Protocol):
    """Rules that hang together, looked at in all their cells."""

    @property
    def clauses(self) -> Sequence[Voice]:
        """The rules, in their order."""
        ...

    @property
    def proposals(self) -> Mapping[Proposal, Voice]:
        """Each answer that one of them proposes in some case, by rule and answer."""
        ...

    def both(self, one: Proposal, other: Proposal) -> bool:
        """Whether the two answers are ever proposed for certain at once."""
        ...

    def where(self, *proposals: Proposal) -> Met:
        """Where all these answers are proposed for certain, at once."""
        ...

    def says_no_more(self, less: Proposal, more: Proposal) -> bool:
        """Whether the one is proposed only where the other is, and may be only where it may."""
        ...

    def is_always(self, proposal: Proposal) -> bool:
        """Whether the answer is proposed in every case."""
        ...

    def silent(self) -> Met:
        """Where nobody says anything, for certain. Raises TooManyCellsError."""
        ...


@dataclass(frozen=True, slots=True)
class Spoken[C: CellSet]:
    """Rules that hang together, and the cells in which each answer is proposed, or may be."""

    clauses: tuple[Voice, ...]
    part: Part[C]
    fires: Mapping[Proposal, C]
    may_fire: Mapping[Proposal, C]
    proposals: Mapping[Proposal, Voice]
    crowd: DiagramSpace | None = None

    def both(self, one: Proposal, other: Proposal) -> bool:
        """Whether the two answers are ever proposed for certain at once."""
        return self.part.space.overlap(self.fires[one], self.fires[other])

    def where(self, *proposals: Proposal) -> Met:
        """Where all these answers are proposed for certain, at once."""
        self._ask_anew()
        cells = self.part.possible
        for one in proposals:
            cells = cells & self.fires[one]
        return self._met(cells)

    def says_no_more(self, less: Proposal, more: Proposal) -> bool:
        """Whether the one is proposed only where the other is, and may be only where it may."""
        self._ask_anew()
        fires, may_fire = self.fires[less], self.may_fire[less]
        if not fires or self._leaves(fires, self.fires[more]):
            return False
        return not self._leaves(may_fire, self.may_fire[more])

    def _leaves(self, less: C, more: C) -> bool:
        """Whether some cell of the one is outside the other."""
        return self.part.space.overlap(less, self.part.possible & ~more)

    def is_always(self, proposal: Proposal) -> bool:
        """Whether the answer is proposed in every case."""
        return not self.part.possible & ~self.fires[proposal]

    def silent(self) -> Met:
        """Where nobody says anything, for certain. Raises TooManyCellsError."""
        self._ask_anew()
        spoken = joined(list(self.may_fire.values()), self.part.space.none)
        return self._met(self.part.possible & ~spoken)

    def _met(self, cells: C) -> Met:
        counts = cells.bit_count(), self.part.possible.bit_count()
        if not cells:
            return Met(*counts)
        space = self.part.space
        ends = space.supposition(cells), space.supposition(cells, last=True)
        return Met(*counts, tuple(dict.fromkeys(ends)))

    def _ask_anew(self) -> None:
        if self.crowd is not None:
            self.crowd.ask_anew()


def spoken_together(clauses: Sequence[Voice], axes: Axes) -> Together:
    """The rules in all their cells: gone through, or as diagrams where they are too many.

    Raises TooManyCellsError if those of one thing alone are.
    """
    try:
        return spoken_in(clauses, part_of_clauses(clauses, axes))
    except TooManyCellsError:
        part, space = crowded_part_of_clauses(clauses, axes)
        return spoken_in(clauses, part, space)


def spoken_in[C: CellSet](
    clauses: Sequence[Voice], part: Part[C], crowd: DiagramSpace | None = None
) -> Spoken[C]:
    """What the rules propose in the cells of this part; `crowd` are those cells as diagrams."""
    fires: dict[Proposal, C] = {}
    may_fire: dict[Proposal, C] = {}
    by: dict[Proposal, Voice] = {}
    for clause in clauses:
        if crowd is not None:
            crowd.ask_anew()
        for proposal, sure, perhaps in _proposed(clause, part):
            by[proposal] = clause
            may_fire[proposal] = added(may_fire, proposal, perhaps)
            fires[proposal] = added(fires, proposal, sure)
    return Spoken(tuple(clauses), part, fires, may_fire, by, crowd)


def _proposed[C: CellSet](clause: Voice, part: Part[C]) -> Iterator[tuple[Proposal, C, C]]:
    """Each answer with the cells in which it is proposed for certain, and where it may be."""
    rule = clause.heading.rule
    match clause:
        case DecideClause(answer=answer):
            yield Proposal(rule, answer), *fires_in(clause, part)
        case TableClause():
            for outcome, cells in outcomes_in(clause, part).items():
                sure = cells if outcome.result == "gives" else part.space.none
                for answer in outcome.answers:
                    yield Proposal(rule, answer), sure, cells
