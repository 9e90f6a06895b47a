"""What rules of one decision point say together, over all its cells: P102, P103 and P104."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import chain, combinations, product
from math import prod

from asp_decide.clauses.clause import Clause, CompiledPolicies, DecideClause
from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.policy.answer_cells import AUTHORITY, Side
from asp_decide.policy.axes import Axes
from asp_decide.policy.axis_histories import TooManyCellsError
from asp_decide.policy.bare_conditions import asked_in
from asp_decide.policy.cell_parts import Part, hanging_together
from asp_decide.policy.cell_space import MOST_CELLS, Cells
from asp_decide.policy.clause_cells import asking_of, part_of_clauses, results_in
from asp_decide.policy.codes import note, problem
from asp_decide.policy.fact_words import told, units_of
from asp_decide.policy.shared_inputs import may_hang_together
from asp_decide.policy.suppositions import Supposition, asked_at, supposed_subjects, supposing

_REVIEW = "review"
_IF_IT_CAN = ", if it can occur"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Rules that hang together, and the cells in which each proposes its answer, or may."""

    clauses: tuple[DecideClause, ...]
    part: Part
    fires: Mapping[str, Cells]
    may_fire: Mapping[str, Cells]

    @property
    def silent(self) -> Cells:
        """The cells in which none of them says anything, for certain."""
        spoken = 0
        for cells in self.may_fire.values():
            spoken |= cells
        return self.part.possible & ~spoken


def spoken_by(clauses: Sequence[DecideClause], axes: Axes) -> Spoken:
    """The cells of rules that are looked at together. Raises TooManyCellsError."""
    part = part_of_clauses(clauses, axes)
    results = {clause.heading.rule: results_in(clause, part) for clause in clauses}
    return Spoken(
        tuple(clauses),
        part,
        {rule: found.get("fires", 0) for rule, found in results.items()},
        {rule: found.get("fires", 0) | found.get("unknown", 0) for rule, found in results.items()},
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rules, and where each is looked at: the same cells if they hang together."""

    one: DecideClause
    other: DecideClause
    spoken: tuple[Spoken, Spoken]

    def turned(self) -> "Pair":
        """The same two the other way round."""
        return Pair(self.other, self.one, (self.spoken[1], self.spoken[0]))


@dataclass(frozen=True, slots=True)
class PointLint:
    """The rules of a decision point, looked at in pairs and all together."""

    side: Side
    policies: CompiledPolicies
    axes: Axes
    currency: str

    def findings(self) -> Iterator[Diagnostic]:
        """Everything that is to be said of the point, in a fixed order."""
        deciding = [one for one in self.side.clauses if isinstance(one, DecideClause)]
        parts: list[Spoken] = []
        apart: list[list[Spoken]] = []
        undecided = False
        conditions = {n: asking_of(clause).conditions for n, clause in enumerate(deciding)}
        for numbers in hanging_together(conditions):
            together = [deciding[number] for number in numbers]
            try:
                parts.append(spoken_by(together, self.axes))
                apart.append([parts[-1]])
            except TooManyCellsError:
                undecided = True
                apart.append(list(self._each_pair_apart(together)))
        for pair in _pairs(apart):
            yield from self._pair(pair)
        if undecided:
            yield self._undecided()
        else:
            yield from self._gap(parts)

    def _each_pair_apart(self, clauses: Sequence[DecideClause]) -> Iterator[Spoken]:
        for pair in combinations(clauses, 2):
            try:
                yield spoken_by(pair, self.axes)
            except TooManyCellsError:
                continue

    def _pair(self, pair: Pair) -> Iterator[Diagnostic]:
        one, other = pair.one, pair.other
        if one.answer == other.answer:
            yield from _implied(pair)
            return
        counts, suppositions = _both_fire(pair)
        if not counts[0]:
            return
        first, second = sorted((one, other), key=self._rank)
        why = "`order`" if first.enforce == second.enforce else f"its being {first.enforce}"
        message = (
            f"{one.heading.rule} and {other.heading.rule} both speak in {counts[0]} of "
            f"{counts[1]} cases; {why} gives {first.answer}{self._doubt((one, other))}"
        )
        self._confirm(suppositions, {one.heading.rule, other.heading.rule})
        found = problem("P103", self._place(), message, width=len(self.side.point))
        yield replace(found, examples=self._told(suppositions))

    def _gap(self, parts: Sequence[Spoken]) -> Iterator[Diagnostic]:
        order = self.side.order
        if order is None or order.otherwise != _REVIEW or not parts:
            return
        silent = [one.silent for one in parts]
        if not all(silent):
            return
        cells = prod(cells.bit_count() for cells in silent)
        every = prod(one.part.possible.bit_count() for one in parts)
        clauses = tuple(clause for one in parts for clause in one.clauses)
        message = (
            f"`{self.side.point}`: no rule speaks for {cells} of {every} cases, which fall to "
            f"`{_REVIEW}`{self._doubt(clauses)}"
        )
        examples = list(_examples(parts, silent))
        self._confirm(examples, set())
        mend = "say what holds there, or leave it to people knowingly"
        found = problem("P104", self._place(), message, mend=mend, width=len(self.side.point))
        yield replace(found, examples=self._told(examples))

    def _confirm(self, suppositions: Sequence[Supposition], speaking: AbstractSet[str]) -> None:
        """The facts that are told judged as wholes: these rules speak, or nobody does."""
        kind = POINTS_BY_NAME[self.side.point].subject
        facts = [asked_at(self.side.point, one) for one in suppositions]
        subjects, keys = supposed_subjects(kind, facts)
        deciding = [one for one in self.side.clauses if isinstance(one, DecideClause)]
        findings, _ = self.axes.judge(supposing(self.policies, deciding), subjects)
        for key in keys:
            fires = {f.rule for f in findings if f.subject == key and f.result == "fires"}
            said = fires | {f.rule for f in findings if f.subject == key and f.result == "unknown"}
            rules = {clause.heading.rule for clause in deciding}
            agrees = fires >= speaking if speaking else said.isdisjoint(rules)
            assert agrees, f"at {self.side.point} {said} speak, and lint says {speaking} do"

    def _undecided(self) -> Diagnostic:
        message = (
            f"`{self.side.point}`: whether some rule speaks in every case is not decided: over "
            f"{MOST_CELLS} cases hang together"
        )
        mend = "`derive` a part of what the rules ask"
        return note("P104", self._place(), message, mend=mend)

    def _place(self) -> Place:
        order = self.side.order
        return self.side.clauses[0].heading.place if order is None else order.place

    def _rank(self, clause: DecideClause) -> tuple[int, int]:
        return AUTHORITY.index(clause.enforce), self.side.ranks[clause.answer]

    def _doubt(self, clauses: Sequence[Clause]) -> str:
        asked = {
            question
            for clause in clauses
            for condition in asking_of(clause).conditions
            for question in asked_in(condition)
        }
        return _IF_IT_CAN if may_hang_together(asked, self.policies.clauses) else ""

    def _told(self, suppositions: Sequence[Supposition]) -> tuple[str, ...]:
        units = units_of(self.policies.clauses)
        return tuple(told(one, units, self.currency) for one in suppositions)


def _pairs(apart: Sequence[Sequence[Spoken]]) -> list[Pair]:
    """Every two rules of the point once, by their ids.

    Each of `apart` is looked at in one part, or pair by pair where that is too much. Two of its
    rules are a pair only in a part that has both: they look at the same things.
    """
    found: dict[tuple[str, str], Pair] = {}
    for parts in apart:
        for spoken in parts:
            for one, other in combinations(spoken.clauses, 2):
                found[one.heading.rule, other.heading.rule] = Pair(one, other, (spoken, spoken))
    for first, second in combinations(map(_where_looked_at, apart), 2):
        for (one, spoken), (other, beside) in product(first, second):
            found[one.heading.rule, other.heading.rule] = Pair(one, other, (spoken, beside))
    ordered = (pair if key[0] < key[1] else pair.turned() for key, pair in found.items())
    return sorted(ordered, key=lambda pair: (pair.one.heading.rule, pair.other.heading.rule))


def _where_looked_at(parts: Sequence[Spoken]) -> list[tuple[DecideClause, Spoken]]:
    """Each rule of the parts, with the first in which it is looked at."""
    found: dict[str, tuple[DecideClause, Spoken]] = {}
    for spoken in parts:
        for clause in spoken.clauses:
            found.setdefault(clause.heading.rule, (clause, spoken))
    return list(found.values())


def _implied(pair: Pair) -> Iterator[Diagnostic]:
    """That one of two rules with the same answer adds nothing to the other, in any case."""
    # Of two that imply each other the one with the later id goes.
    for way in (pair.turned(), pair):
        less, more = way.one, way.other
        weaker = AUTHORITY.index(less.enforce) >= AUTHORITY.index(more.enforce)
        if weaker and less.missing == more.missing and _says_no_more(way):
            rule, by = less.heading.rule, more.heading.rule
            message = f"{rule} says nothing that {by} does not say: {less.answer}"
            mend = f"take it out, or narrow {by}"
            yield problem("P102", less.heading.place, message, mend=mend, width=len(rule))
            return


def _says_no_more(pair: Pair) -> bool:
    less, more, spoken = pair.one.heading.rule, pair.other.heading.rule, pair.spoken
    fires, may_fire = spoken[0].fires[less], spoken[0].may_fire[less]
    if not fires:
        return False
    if spoken[0] is spoken[1]:
        return not fires & ~spoken[1].fires[more] and not may_fire & ~spoken[1].may_fire[more]
    return spoken[1].fires[more] == spoken[1].part.possible


def _both_fire(pair: Pair) -> tuple[tuple[int, int], list[Supposition]]:
    """In how many of how many cases both speak, and a fact for it."""
    spoken = pair.spoken
    fires = spoken[0].fires[pair.one.heading.rule], spoken[1].fires[pair.other.heading.rule]
    if spoken[0] is spoken[1]:
        both = fires[0] & fires[1]
        counts = both.bit_count(), spoken[0].part.possible.bit_count()
        facts = [spoken[0].part.space.supposition(both)] if both else []
        return counts, facts
    every = prod(one.part.possible.bit_count() for one in spoken)
    counts = fires[0].bit_count() * fires[1].bit_count(), every
    if not counts[0]:
        return counts, []
    fact = spoken[0].part.space.supposition(fires[0]) + spoken[1].part.space.supposition(fires[1])
    return counts, [fact]


def _examples(parts: Sequence[Spoken], silent: Sequence[Cells]) -> Iterator[Supposition]:
    """Two facts of which no rule speaks, as unlike as the order of cells makes them."""
    first = [one.part.space.supposition(cells) for one, cells in zip(parts, silent, strict=True)]
    last = [
        one.part.space.supposition(1 << (cells.bit_length() - 1))
        for one, cells in zip(parts, silent, strict=True)
    ]
    facts = (tuple(chain.from_iterable(each)) for each in (first, last))
    return iter(dict.fromkeys(facts))
