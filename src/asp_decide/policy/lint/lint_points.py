"""What rules of one decision point say together, over all its cells: P102, P103 and P104."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from math import prod

from asp_decide.clauses.clause import Clause, CompiledPolicies, DecideClause, RequireClause
from asp_decide.diagnostics import Diagnostic, Place
from asp_decide.policy.cells.answer_cells import AUTHORITY, Side, Voice
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.bare_conditions import asked_in
from asp_decide.policy.cells.cell_parts import hanging_together
from asp_decide.policy.cells.clause_cells import asking_of
from asp_decide.policy.cells.fact_words import Units, told
from asp_decide.policy.cells.suppositions import Supposition
from asp_decide.policy.lint.confirmed import Claim, confirm
from asp_decide.policy.lint.shared_inputs import IF_IT_CAN_OCCUR, may_hang_together
from asp_decide.policy.lint.voices import Met, Proposal, Together, spoken_together
from asp_decide.policy.written.codes import note, problem

MOST_PAIRS = 50
"""Pairs of rules of one point that are told one by one; of more, nobody reads them so."""

_REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two proposals of different rules, and where each is looked at."""

    one: Proposal
    other: Proposal
    looked_at: tuple[Together, Together]

    @property
    def rules(self) -> tuple[Voice, Voice]:
        """Who proposes them."""
        first, second = self.looked_at
        return first.proposals[self.one], second.proposals[self.other]

    @property
    def both_speak(self) -> bool:
        """Whether both are ever proposed at once."""
        first, second = self.looked_at
        if first is second:
            return first.both(self.one, self.other)
        return first.both(self.one, self.one) and second.both(self.other, self.other)

    def met(self) -> Met:
        """Where both are proposed."""
        first, second = self.looked_at
        if first is second:
            return first.where(self.one, self.other)
        met = first.where(self.one), second.where(self.other)
        cases = met[0].cases * met[1].cases
        facts = (met[0].facts[0] + met[1].facts[0],) if cases else ()
        return Met(cases, met[0].of_cases * met[1].of_cases, facts)

    @property
    def could_go_for_the_other(self) -> bool:
        """Whether the first could be left out for the second, of the same answer: it binds no more.

        Nor does it act otherwise on what is missing. Of a table no single answer is left out.
        """
        less, more = self.rules
        return (
            isinstance(less, DecideClause)
            and _authority(less) >= _authority(more)
            and less.missing == more.missing
        )

    def says_no_more(self) -> bool:
        """Whether the first is proposed only where the second is."""
        first, second = self.looked_at
        if first is second:
            return first.says_no_more(self.one, self.other)
        return first.both(self.one, self.one) and second.is_always(self.other)

    def turned(self) -> "Pair":
        """The same two the other way round."""
        return Pair(self.other, self.one, (self.looked_at[1], self.looked_at[0]))


@dataclass(frozen=True, slots=True)
class PointLint:
    """The rules of a decision point, looked at in pairs and all together."""

    side: Side
    policies: CompiledPolicies
    axes: Axes
    currency: str
    units: Units

    def findings(self) -> Iterator[Diagnostic]:
        """Everything that is to be said of the point, in a fixed order."""
        speaking = [one for one in self.side.clauses if not isinstance(one, RequireClause)]
        conditions = {n: asking_of(clause).conditions for n, clause in enumerate(speaking)}
        parts: list[Together] = []
        undecided = False
        for numbers in hanging_together(conditions):
            try:
                parts.append(spoken_together([speaking[n] for n in numbers], self.axes))
            except TooManyCellsError:
                undecided = True
        where = {proposal: part for part in parts for proposal in part.proposals}
        yield from self._implied(where)
        yield from self._meetings(where)
        if not undecided:
            try:
                yield from self._gap(parts)
            except TooManyCellsError:
                undecided = True
        if undecided:
            yield self._undecided()

    def _implied(self, where: Mapping[Proposal, Together]) -> Iterator[Diagnostic]:
        """Each rule that adds nothing to one with the same answer, with the first such one."""
        gone: dict[str, Pair] = {}
        for one, other in _pairs(where):
            if one.answer != other.answer or one.rule in gone or other.rule in gone:
                continue
            pair = Pair(one, other, (where[one], where[other]))
            # Of two that imply each other the one with the later id goes.
            for way in (pair.turned(), pair):
                if way.could_go_for_the_other and way.says_no_more():
                    gone[way.one.rule] = way
                    break
        facts = {rule: way.met().facts[0] for rule, way in gone.items()}
        self._confirm([(facts[rule], (way.one, way.other)) for rule, way in gone.items()])
        for rule, way in gone.items():
            message = f"{rule} says nothing that {way.other.rule} does not say: {way.one.answer}"
            mend, place = f"take it out, or narrow {way.other.rule}", way.rules[0].heading.place
            found = problem("P102", place, message, mend=mend, width=len(rule))
            yield replace(found, examples=self._told((facts[rule],)))

    def _meetings(self, where: Mapping[Proposal, Together]) -> Iterator[Diagnostic]:
        """Each two that both speak and do not say the same; of very many, two of each answers."""
        differing = (
            Pair(one, other, (where[one], where[other]))
            for one, other in _pairs(where)
            if one.answer != other.answer
        )
        meeting = [pair for pair in differing if pair.both_speak]
        ranks = {one: self._rank(one, rule) for one, rule in _voices(meeting).items()}
        by_answers: dict[tuple[str, str], list[Pair]] = {}
        for pair in meeting:
            first, second = sorted((pair.one, pair.other), key=ranks.__getitem__)
            by_answers.setdefault((first.answer, second.answer), []).append(pair)
        crowded = len(meeting) > MOST_PAIRS
        shown = [found[0] for _, found in sorted(by_answers.items())] if crowded else meeting
        mets = [pair.met() for pair in shown]
        self._confirm(
            [(met.facts[0], (pair.one, pair.other)) for pair, met in zip(shown, mets, strict=True)]
        )
        for pair, met in zip(shown, mets, strict=True):
            if crowded:
                first, second = self._in_order(pair)
                message = self._told_together(by_answers[first.answer, second.answer])
            else:
                message = self._told_apart(pair, met)
            found = problem("P103", self._place(), message, width=len(self.side.point))
            yield replace(found, examples=self._told(met.facts[:1]))

    def _in_order(self, pair: Pair) -> tuple[Proposal, Proposal]:
        """The two proposals, that which comes first in the first place."""
        both = zip((pair.one, pair.other), pair.rules, strict=True)
        first, second = sorted(both, key=lambda one: self._rank(*one))
        return first[0], second[0]

    def _rank(self, proposal: Proposal, clause: Voice) -> tuple[int, int]:
        return _authority(clause), self.side.ranks[proposal.answer]

    def _told_apart(self, pair: Pair, met: Met) -> str:
        one, other = pair.rules
        first = self._in_order(pair)[0]
        force = (one if first is pair.one else other).enforce
        why = "`order`" if one.enforce == other.enforce else f"its being {force}"
        return (
            f"{_named(pair.one, one)} and {_named(pair.other, other)} both speak in "
            f"{met.cases} of {met.of_cases} cases; {why} gives {first.answer}"
            f"{self._doubt(pair.rules)}"
        )

    def _told_together(self, pairs: Sequence[Pair]) -> str:
        shown = pairs[0]
        first, second = self._in_order(shown)
        return (
            f"{len(pairs)} pairs of rules both speak in some case, {shown.one.rule} and "
            f"{shown.other.rule} among them: {first.answer} comes before {second.answer}"
            f"{self._doubt(tuple(_voices(pairs).values()))}"
        )

    def _gap(self, parts: Sequence[Together]) -> Iterator[Diagnostic]:
        order = self.side.order
        if order is None or order.otherwise != _REVIEW or not parts:
            return
        silent = [one.silent() for one in parts]
        cells, every = prod(one.cases for one in silent), prod(one.of_cases for one in silent)
        if not cells:
            return
        clauses = tuple(clause for one in parts for clause in one.clauses)
        message = (
            f"`{self.side.point}`: no rule speaks for {cells} of {every} cases, which fall to "
            f"`{_REVIEW}`{self._doubt(clauses)}"
        )
        examples = tuple(
            dict.fromkeys(
                tuple(chain.from_iterable(one.facts[end] for one in silent)) for end in (0, -1)
            )
        )
        self._confirm([(example, ()) for example in examples])
        mend = "say what holds there, or leave it to people knowingly"
        found = problem("P104", self._place(), message, mend=mend, width=len(self.side.point))
        yield replace(found, examples=self._told(examples))

    def _confirm(self, claims: Sequence[Claim]) -> None:
        confirm(claims, self.side, self.axes.judge, self.axes.memory)

    def _undecided(self) -> Diagnostic:
        message = (
            f"`{self.side.point}`: whether some rule speaks in every case is not decided: too much "
            "hangs together"
        )
        mend = "`derive` a part of what the rules ask"
        return note("P104", self._place(), message, mend=mend)

    def _place(self) -> Place:
        order = self.side.order
        return self.side.clauses[0].heading.place if order is None else order.place

    def _doubt(self, clauses: Sequence[Clause]) -> str:
        asked = {
            question
            for clause in clauses
            for condition in asking_of(clause).conditions
            for question in asked_in(condition)
        }
        return IF_IT_CAN_OCCUR if may_hang_together(asked, self.policies.clauses) else ""

    def _told(self, suppositions: Sequence[Supposition]) -> tuple[str, ...]:
        return tuple(told(one, self.units, self.currency) for one in suppositions)


def _voices(pairs: Sequence[Pair]) -> dict[Proposal, Voice]:
    """Each proposal of the pairs with its rule."""
    looked_at: dict[Proposal, Together] = {}
    for pair in pairs:
        looked_at[pair.one], looked_at[pair.other] = pair.looked_at
    return {proposal: part.proposals[proposal] for proposal, part in looked_at.items()}


def _pairs(proposals: Iterable[Proposal]) -> Iterator[tuple[Proposal, Proposal]]:
    """Every two proposals of different rules once, by rule and answer."""
    both = combinations(sorted(proposals), 2)
    return ((one, other) for one, other in both if one.rule != other.rule)


def _authority(clause: Voice) -> int:
    assert clause.enforce is not None, "whoever answers says what it takes to act against it"
    return AUTHORITY.index(clause.enforce)


def _named(proposal: Proposal, clause: Voice) -> str:
    is_rule = isinstance(clause, DecideClause)
    return proposal.rule if is_rule else f"{proposal.rule} ({proposal.answer})"
