"""The witness: every rule decided again, in the plainest way, sharing nothing with the engine.

Conclusions begin at false and only rise, towards unknown and true: the least fixed point of each
layer, which is the meaning that the language gives to chaining.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    RequireClause,
    TableClause,
)
from asp_decide.clauses.condition import Condition, HoldsTest, Linked
from asp_decide.model.finding import Finding, Result, Seen, TableOutcome
from asp_decide.model.subject import Subject, SubjectKey, Subjects
from asp_decide.rules.findings import Findings, RuleResults
from asp_decide.rules.messages import Teller, teller
from asp_decide.rules.witnessed_bounds import WitnessedBound
from asp_decide.rules.witnessed_conditions import TRUTHS, Witness, leaves_of
from asp_decide.rules.witnessed_layers import layers_of
from asp_decide.rules.witnessed_levels import FALSE, NOWHERE, TRUE, UNKNOWN, Level, Levels
from asp_decide.rules.witnessed_results import OF_NOBODY, result_rows
from asp_decide.rules.witnessed_scopes import Asked, absent, asked_by, inside
from asp_decide.rules.witnessed_tables import table_outcome

type _Plain = LimitClause | DecideClause | RequireClause | DeriveClause | EscalateClause
"""A rule that asks one condition, and perhaps another that spares from it."""

type Inside = tuple[tuple[SubjectKey, ...], tuple[int, ...], tuple[bool, ...]]
"""The subjects that a rule speaks of, their places among all, and of whom that is in doubt."""


@dataclass(frozen=True, slots=True)
class ReferenceEvaluator:
    """A `RuleEngine` without a production system: witness of every plan, the audit's eye."""

    def findings(
        self, policies: CompiledPolicies, subjects: Subjects, *, currency: str
    ) -> tuple[Finding, ...]:
        """See `RuleEngine.findings`."""
        return tuple(self.judged(policies, subjects, currency=currency))

    def judged(self, policies: CompiledPolicies, subjects: Subjects, *, currency: str) -> Findings:
        """The same results at once, and each reason when it is asked for."""
        judging = _Judging(subjects, currency, policies)
        clauses = sorted(policies.clauses, key=lambda clause: clause.heading.rule)
        for layer in layers_of([c for c in clauses if isinstance(c, DeriveClause | TableClause)]):
            judging.rise([clause for clause in layer if isinstance(clause, DeriveClause)])
            judging.give([clause for clause in layer if isinstance(clause, TableClause)])
        results = tuple(judging.results(clause) for clause in clauses)
        return Findings(
            results, lambda number, place: judging.told(clauses[number], results[number], place)
        )


def result_on(clause: Clause, witness: Witness, subject: Subject) -> Result:
    """What the rule says of one subject, given the conclusions that the witness has."""
    found = [doubtful for _, doubtful in inside(asked_by(clause), [subject])]
    if not found:
        return OF_NOBODY[type(clause)]
    if found[0]:
        return "unknown"
    if isinstance(clause, TableClause):
        return outcome_on(clause, witness, subject).result
    asked, spares = _parts(clause)
    further = _quiet(clause) if spares is None else witness.level(spares, subject)
    if isinstance(clause, LimitClause):
        bound = WitnessedBound(clause, witness.subjects, witness.currency).seen(subject)
        further = TRUTHS.index(bound.truth)
    return result_rows(clause)[TRUE if asked is None else witness.level(asked, subject)][further]


def seen_by(
    clause: Clause, witness: Witness, subject: Subject, bound: WitnessedBound | None = None
) -> list[Seen]:
    """Everything that the rule looks at on one subject, in the order in which it is told.

    The `bound` of a limit may be given, where many subjects are told of.
    """
    seen: list[Seen] = absent(clause, subject)
    if isinstance(clause, LimitClause):
        bound = bound or WitnessedBound(clause, witness.subjects, witness.currency)
        seen.append(bound.seen(subject))
    if isinstance(clause, TableClause):
        return seen + [one for row in clause.rows for one in witness.seen(row.when, subject)]
    asked, spares = _parts(clause)
    seen += witness.seen(asked, subject)
    seen += witness.seen(spares, subject, spares=True)
    return seen


def outcome_on(clause: TableClause, witness: Witness, subject: Subject) -> TableOutcome:
    """What a table makes of one subject, given what the witness has found."""
    found = [doubtful for _, doubtful in inside(asked_by(clause), [subject])]
    if not found:
        return TableOutcome("no_row")
    if found[0]:
        return TableOutcome("unknown")
    return table_outcome(clause, [witness.level(row.when, subject) for row in clause.rows])


@dataclass(slots=True)
class _Judging:
    """One run: the subjects in order, the conclusions so far, and who is in which scope."""

    subjects: Subjects
    currency: str
    policies: CompiledPolicies
    levels: Levels = field(init=False)
    _witness: Witness | None = None
    _inside: dict[Asked, Inside] = field(default_factory=dict)
    _tellers: dict[str, Teller] = field(default_factory=dict)
    _bounds: dict[str, WitnessedBound] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.levels = Levels(self.subjects)

    def rise(self, clauses: Sequence[DeriveClause]) -> None:
        """Asks each rule of each subject, and again when a conclusion that it uses has risen."""
        users: dict[tuple[str, int], list[tuple[int, int, bool]]] = {}
        waiting: deque[tuple[int, int, bool]] = deque()
        fires = [self._fires(clause) for clause in clauses]
        for number, clause in enumerate(clauses):
            _, places, doubts = self._reached(clause)
            uses = _uses(clause)
            for place, doubtful in zip(places, doubts, strict=True):
                one = (number, place, doubtful)
                waiting.append(one)
                for used in self._used(uses, place):
                    users.setdefault(used, []).append(one)
        while waiting:
            number, place, doubtful = waiting.popleft()
            level = UNKNOWN if doubtful else fires[number](place)
            risen = self.levels.conclusion(clauses[number].name)
            if level > risen[place]:
                risen[place] = level
                waiting.extend(users.get((clauses[number].name, place), ()))

    def give(self, tables: Sequence[TableClause]) -> None:
        """Notes what each table gives each subject, when all that it asks for is finished."""
        for table in tables:
            _, places, _ = self._reached(table)
            outcomes = self._outcomes(table)
            for name in table.words:
                column = self.levels.given_by(name)
                for place, outcome in zip(places, outcomes, strict=True):
                    words = dict(outcome.outputs).get(name, (None,))
                    column[place] = (words[0], outcome.result != "unknown")

    def _outcomes(self, table: TableClause) -> tuple[TableOutcome, ...]:
        _, places, doubts = self._reached(table)
        rows = [self.levels.of(row.when) for row in table.rows]
        return tuple(
            TableOutcome("unknown")
            if doubtful
            else table_outcome(table, [level(place) for level in rows])
            for place, doubtful in zip(places, doubts, strict=True)
        )

    def results(self, clause: Clause) -> RuleResults:
        """What the rule says of everybody in its scope, when all conclusions have risen."""
        rule = clause.heading.rule
        keys, places, doubts = self._reached(clause)
        if not keys:
            return RuleResults(rule, (), (OF_NOBODY[type(clause)],))
        if isinstance(clause, TableClause):
            outcomes = self._outcomes(clause)
            return RuleResults(rule, keys, tuple(one.result for one in outcomes), outcomes)
        level = self._result(clause)
        if not any(doubts):
            return RuleResults(rule, keys, tuple(map(level, places)))
        both = zip(places, doubts, strict=True)
        found = tuple("unknown" if doubtful else level(place) for place, doubtful in both)
        return RuleResults(rule, keys, found)

    def _result(self, clause: _Plain) -> Callable[[int], Result]:
        """The rule as a function of the subject's place; what need not be asked is not."""
        asked, spared = (self._level(part) for part in _parts(clause))
        further, quiet = self._kept(clause) or spared, _quiet(clause)
        rows = result_rows(clause)

        def result(place: int) -> Result:
            row = rows[TRUE if asked is None else asked(place)]
            if further is None or row[FALSE] == row[UNKNOWN] == row[TRUE]:
                return row[quiet]
            return row[further(place)]

        return result

    def told(self, clause: Clause, of: RuleResults, place: int) -> Finding:
        """A result with everything that was seen, and the rule's own sentence."""
        result = of.results[place]
        if not of.keys:
            return Finding(of.rule, None, result)
        subject = self.subjects[of.keys[place]]
        bound = self._bound(clause) if isinstance(clause, LimitClause) else None
        seen = seen_by(clause, self._looking(), subject, bound)
        outcome = of.outcome(place)
        message = self._teller(clause).message(subject, result, seen, outcome)
        return Finding(of.rule, subject.key, result, tuple(seen), message, outcome)

    def _teller(self, clause: Clause) -> Teller:
        known = self._tellers.get(clause.heading.rule)
        if known is None:
            policies = self.policies
            known = self._tellers[clause.heading.rule] = teller(
                clause, policies.parameters, currency=self.currency, overlaid=policies.overlaid
            )
        return known

    def _looking(self) -> Witness:
        """The witness that looks at single subjects, with all conclusions as they have risen."""
        if self._witness is None:
            keys = self.levels.keys
            risen = {
                (name, keys[place]): level
                for name, levels in self.levels.risen.items()
                for place, level in enumerate(levels)
                if level
            }
            given = {
                (name, keys[place]): found
                for name, column in self.levels.given.items()
                for place, found in enumerate(column)
            }
            self._witness = Witness(self.subjects, self.currency, risen, given)
        return self._witness

    def _reached(self, clause: Clause) -> Inside:
        asked = asked_by(clause)
        found = self._inside.get(asked)
        if found is None:
            every = [self.subjects[key] for key in self.levels.keys]
            members = list(inside(asked, every))
            keys = tuple(subject.key for subject, _ in members)
            places = tuple(self.levels.place[key] for key in keys)
            found = self._inside[asked] = keys, places, tuple(doubt for _, doubt in members)
        return found

    def _level(self, condition: Condition | None) -> Level | None:
        return None if condition is None else self.levels.of(condition)

    def _fires(self, clause: DeriveClause) -> Level:
        when, unless = self.levels.of(clause.when), self._level(clause.unless)
        if unless is None:
            return when
        return lambda place: min(when(place), TRUE - unless(place))

    def _kept(self, clause: Clause) -> Level | None:
        if not isinstance(clause, LimitClause):
            return None
        bound, keys = self._bound(clause), self.levels.keys
        return lambda place: TRUTHS.index(bound.seen(self.subjects[keys[place]]).truth)

    def _bound(self, clause: LimitClause) -> WitnessedBound:
        known = self._bounds.get(clause.heading.rule)
        if known is None:
            known = WitnessedBound(clause, self.subjects, self.currency)
            self._bounds[clause.heading.rule] = known
        return known

    def _used(
        self, uses: Sequence[tuple[Linked | None, str]], place: int
    ) -> Iterator[tuple[str, int]]:
        for link, name in uses:
            if link is None:
                yield name, place
                continue
            yield from ((name, one) for one in self.levels.along(link, place) if one != NOWHERE)


def _parts(clause: _Plain) -> tuple[Condition | None, Condition | None]:
    """What the rule asks, and what spares from it."""
    if isinstance(clause, RequireClause):
        return clause.that, clause.unless
    return clause.when, None if isinstance(clause, LimitClause) else clause.unless


def _quiet(clause: _Plain) -> int:
    """The level of what a rule does not have: nothing spares, and no bound is broken."""
    return TRUE if isinstance(clause, LimitClause) else FALSE


def _uses(clause: DeriveClause) -> list[tuple[Linked | None, str]]:
    """The conclusions that a rule uses, each with the link along which it looks."""
    found: list[tuple[Linked | None, str]] = []
    for leaf, _ in (*leaves_of(clause.when), *leaves_of(clause.unless)):
        comparison = leaf.that if isinstance(leaf, Linked) else leaf
        if isinstance(comparison.test, HoldsTest):
            found.append((leaf if isinstance(leaf, Linked) else None, comparison.name))
    return found
