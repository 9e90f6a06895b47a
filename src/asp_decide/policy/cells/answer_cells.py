"""Where a decision point, as it was and as it is, gives another answer.

Rules that share nothing are looked at apart. Of each part only what can move the answer is kept:
the proposal that would win, and what is owed. The answer itself is given by the judge, of one
made-up subject for each such outcome.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from asp_decide.clauses.clause import (
    CompiledPolicies,
    DecideClause,
    PointOrder,
    RequireClause,
    TableClause,
)
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Answer, Result
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.cell_parts import hanging_together
from asp_decide.policy.cells.clause_cells import asking_of, part_of_clauses, said_in
from asp_decide.policy.cells.suppositions import (
    Supposition,
    asked_at,
    supposed_subjects,
    supposing,
)
from asp_decide.policy.cells.table_cells import Outcome

MOST_OUTCOMES = 20_000
"""Combinations of what the parts of a point say: beyond this nothing is said of the point."""

type Spoken = DecideClause | RequireClause | TableClause
type Voice = DecideClause | TableClause
type _Owed = frozenset[tuple[tuple[str, ...], str, bool]]

AUTHORITY = ("mandatory", "overridable", "advisory")


@dataclass(frozen=True, slots=True)
class Side:
    """The rules of one decision point in one version of the policies, and the order there.

    `ranks` are the places of all answers; what the order leaves out follows, `review` last.
    """

    policies: CompiledPolicies
    point: str
    clauses: tuple[Spoken, ...]
    order: PointOrder | None
    ranks: Mapping[str, int]


def side_of(policies: CompiledPolicies, point: str) -> Side:
    """What one version says at a point; where a run would halt for want of a fact it goes on."""
    order = policies.points.get(point)
    declared = () if order is None else order.order
    words = dict.fromkeys((*declared, *POINTS_BY_NAME[point].answers, "review"))
    clauses = tuple(
        one if isinstance(one, RequireClause) else replace(one, missing="review")
        for one in spoken_at(policies, point)
    )
    return Side(policies, point, clauses, order, {word: n for n, word in enumerate(words)})


def spoken_at(policies: CompiledPolicies, point: str) -> tuple[Spoken, ...]:
    """The rules that speak at a decision point."""
    spoken = (
        c for c in policies.clauses if isinstance(c, DecideClause | RequireClause | TableClause)
    )
    return tuple(one for one in spoken if one.point == point)


@dataclass(frozen=True, slots=True)
class Said:
    """All of what rules say that can move an answer: the first proposal, and what is owed."""

    first: tuple[int, int, bool, str] | None = None
    owed: _Owed = frozenset()

    def with_result(
        self, clause: Spoken, result: Result | Outcome, ranks: Mapping[str, int]
    ) -> "Said":
        """The same after one more rule has spoken."""
        if isinstance(clause, TableClause):
            assert isinstance(result, Outcome), "a table gives words"
            return self._with_outcome(clause, result, ranks)
        if isinstance(clause, RequireClause):
            if result not in {"unmet", "unknown"}:
                return self
            owed = (clause.before, clause.otherwise, result == "unknown")
            return replace(self, owed=_strongest(self.owed | {owed}))
        if result not in {"fires", "unknown"}:
            return self
        return self._with_answer(clause, clause.answer, ranks, certain=result == "fires")

    def _with_outcome(
        self, clause: TableClause, outcome: Outcome, ranks: Mapping[str, int]
    ) -> "Said":
        said = self
        for answer in outcome.answers:
            said = said._with_answer(clause, answer, ranks, certain=outcome.result == "gives")
        return said

    def _with_answer(
        self, clause: Voice, answer: str, ranks: Mapping[str, int], *, certain: bool
    ) -> "Said":
        assert clause.enforce is not None, "whoever answers says what it takes to act against it"
        authority = AUTHORITY.index(clause.enforce)
        rank = (authority, ranks[answer], not certain, clause.heading.rule)
        return replace(self, first=rank if self.first is None else min(self.first, rank))

    def with_said(self, other: "Said") -> "Said":
        """What both say."""
        firsts = [one for one in (self.first, other.first) if one is not None]
        return Said(min(firsts, default=None), _strongest(self.owed | other.owed))


type Both = tuple[Said, Said]


@dataclass(slots=True)
class Outcomes:
    """What can be said at a point in two versions, each with how often and a fact for it."""

    found: dict[Both, tuple[int, Supposition]] = field(
        default_factory=lambda: {(Said(), Said()): (1, ())}
    )

    def with_part(self, said: Mapping[Both, tuple[int, Supposition]]) -> "Outcomes":
        """The outcomes with those of a part that shares nothing with the others."""
        combined: dict[Both, tuple[int, Supposition]] = {}
        for (old, new), (cells, supposition) in self.found.items():
            for (old_too, new_too), (cells_too, further) in said.items():
                both = old.with_said(old_too), new.with_said(new_too)
                before, stands = combined.get(both, (0, (*supposition, *further)))
                combined[both] = before + cells * cells_too, stands
            if len(combined) > MOST_OUTCOMES:
                raise TooManyCellsError
        return Outcomes(combined)


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """Cells in which a point gives another answer, and a fact that stands for them."""

    point: str
    old: Answer | None
    new: Answer | None
    supposition: Supposition
    cells: int
    of_cells: int


def differing_answers(old: Side, new: Side, axes: Axes) -> list[AnswerDifference]:
    """One difference for each pair of answers that differ. Raises TooManyCellsError.

    Answers differ too if they take other answers from the plan, or bind with other force.
    """
    outcomes = outcomes_of(old, new, axes)
    same_order = old.order == new.order
    moved = [one for one in outcomes.items() if not same_order or one[0][0] != one[0][1]]
    if not moved:
        return []
    suppositions = [asked_at(old.point, supposition) for _, (_, supposition) in moved]
    answers_before = _answers(old, suppositions, axes)
    answers_after = _answers(new, suppositions, axes)
    total = sum(cells for cells, _ in outcomes.values())
    found: dict[tuple[Hashable, Hashable], AnswerDifference] = {}
    rows = zip(moved, suppositions, answers_before, answers_after, strict=True)
    for (_, (cells, _)), supposition, before, after in rows:
        ends = _moving(before, old), _moving(after, new)
        if ends[0] == ends[1]:
            continue
        if ends in found:
            found[ends] = replace(found[ends], cells=found[ends].cells + cells)
        else:
            found[ends] = AnswerDifference(old.point, before, after, supposition, cells, total)
    return list(found.values())


def outcomes_of(old: Side, new: Side, axes: Axes) -> Mapping[Both, tuple[int, Supposition]]:
    """Everything that can be said at the point, old and new together."""
    ranks = old.ranks, new.ranks
    spoken = {(0, one.heading.rule): one for one in old.clauses}
    spoken |= {(1, one.heading.rule): one for one in new.clauses}
    # In an order that is the same whichever version is the old one.
    spoken = dict(sorted(spoken.items(), key=lambda of: (of[0][1], repr(asking_of(of[1])))))
    outcomes = Outcomes()
    conditions = {key: asking_of(clause).conditions for key, clause in spoken.items()}
    for keys in hanging_together(conditions):
        part = part_of_clauses([spoken[key] for key in keys], axes)
        blocks: dict[Both, int] = {(Said(), Said()): part.possible}
        for key in keys:
            further: dict[Both, int] = {}
            for result, cells in said_in(spoken[key], part).items():
                for both, block in blocks.items():
                    if met := block & cells:
                        said = both[key[0]].with_result(spoken[key], result, ranks[key[0]])
                        now = (said, both[1]) if key[0] == 0 else (both[0], said)
                        further[now] = further.get(now, 0) | met
            blocks = further
        outcomes = outcomes.with_part(
            {
                both: (block.bit_count(), part.space.supposition(block))
                for both, block in blocks.items()
            }
        )
    return outcomes.found


def _answers(side: Side, suppositions: Sequence[Supposition], axes: Axes) -> list[Answer | None]:
    kind = POINTS_BY_NAME[side.point].subject
    subjects, keys = supposed_subjects(kind, suppositions)
    _, answers = axes.judge(supposing(side.policies, side.clauses), subjects)
    given = {answer.subject: answer for answer in answers if answer.point == side.point}
    return [given.get(key) for key in keys]


def _moving(answer: Answer | None, side: Side) -> Hashable:
    """What of an answer moves anything: the word, why it is `review`, what it blocks, its force."""
    if answer is None:
        return None
    forces = [
        AUTHORITY.index(clause.enforce)
        for clause in side.clauses
        if clause.enforce and clause.heading.rule in answer.by
    ]
    return answer.answer, answer.why, answer.blocked_answers, min(forces, default=None)


def _strongest(owed: _Owed) -> _Owed:
    """Of two that block alike the one that is unknown."""
    return frozenset(one for one in owed if one[2] or (one[0], one[1], True) not in owed)
