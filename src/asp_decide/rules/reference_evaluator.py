"""The witness: every rule decided again, in the plainest way, sharing nothing with the engine.

Conclusions begin at false and only rise, towards unknown and true: the least fixed point of each
layer, which is the meaning that the language gives to chaining.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    RequireClause,
    Scope,
    SubjectMeasure,
)
from asp_decide.clauses.condition import Comparison, HoldsTest, Linked
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Finding, Result, Seen, Truth
from asp_decide.model.subject import Subject, Subjects
from asp_decide.rules.messages import teller
from asp_decide.rules.witnessed_bounds import WitnessedBound
from asp_decide.rules.witnessed_conditions import (
    FALSE,
    TRUE,
    TRUTHS,
    UNKNOWN,
    Named,
    Witness,
    along,
    leaves_of,
)

type Inside = list[tuple[Subject, list[Seen]]]


@dataclass(frozen=True, slots=True)
class ReferenceEvaluator:
    """A `RuleEngine` without a production system: witness of every plan, the audit's eye."""

    def findings(
        self, policies: CompiledPolicies, subjects: Subjects, *, currency: str
    ) -> tuple[Finding, ...]:
        """See `RuleEngine.findings`."""
        witness = Witness(subjects, currency)
        clauses = sorted(policies.clauses, key=lambda clause: clause.heading.rule)
        derived = [clause for clause in clauses if isinstance(clause, DeriveClause)]
        layers = _layers(derived)
        for layer in sorted(set(layers.values())):
            _rise(witness, [clause for clause in derived if layers[clause.name] == layer])
        return tuple(f for clause in clauses for f in _judged(clause, witness, policies))


def result_on(clause: Clause, witness: Witness, subject: Subject) -> Result:
    """What the rule says of one subject, given the conclusions that the witness has."""
    inside = {one.key: missing for one, missing in _inside(clause, {subject.key: subject})}
    if subject.key not in inside:
        return _OF_NOBODY[type(clause)]
    if inside[subject.key]:
        return "unknown"
    bound: list[Seen] = []
    if isinstance(clause, LimitClause):
        bound = [WitnessedBound(clause, witness.subjects, witness.currency).seen(subject)]
    return _result(clause, witness, subject, bound)


def _judged(clause: Clause, witness: Witness, policies: CompiledPolicies) -> Iterator[Finding]:
    rule, inside = clause.heading.rule, _inside(clause, witness.subjects)
    tells = teller(
        clause, policies.parameters, currency=witness.currency, overlaid=policies.overlaid
    )
    bound = None
    if isinstance(clause, LimitClause):
        bound = WitnessedBound(clause, witness.subjects, witness.currency)
    if not inside:
        yield Finding(rule, None, _OF_NOBODY[type(clause)])
    for subject, missing in inside:
        seen = list(missing)
        if bound is not None:
            seen.append(bound.seen(subject))
        asked = clause.that if isinstance(clause, RequireClause) else clause.when
        seen += witness.seen(asked, subject)
        if not isinstance(clause, LimitClause):
            seen += witness.seen(clause.unless, subject, spares=True)
        result = "unknown" if missing else _result(clause, witness, subject, seen)
        yield Finding(rule, subject.key, result, tuple(seen), tells.message(subject, result, seen))


_OF_NOBODY: dict[type[Clause], Result] = {
    LimitClause: "does_not_apply",
    RequireClause: "does_not_apply",
    DecideClause: "does_not_fire",
    EscalateClause: "does_not_fire",
    DeriveClause: "does_not_hold",
}


def _result(clause: Clause, witness: Witness, subject: Subject, seen: Sequence[Seen]) -> Result:
    if isinstance(clause, LimitClause):
        applies = TRUE if clause.when is None else witness.level(clause.when, subject)
        return _OF_LIMITS[applies, TRUTHS.index(seen[0].truth)]
    spared = FALSE if clause.unless is None else witness.level(clause.unless, subject)
    if isinstance(clause, RequireClause):
        return _OF_REQUIREMENTS[witness.level(clause.that, subject), spared]
    found = _OF_RULES[witness.level(clause.when, subject), spared]
    return _OF_CONCLUSIONS.get(found, found) if isinstance(clause, DeriveClause) else found


_OF_LIMITS: dict[tuple[int, int], Result] = {
    (FALSE, FALSE): "does_not_apply",
    (FALSE, UNKNOWN): "does_not_apply",
    (FALSE, TRUE): "does_not_apply",
    (UNKNOWN, FALSE): "unknown",
    (UNKNOWN, UNKNOWN): "unknown",
    (UNKNOWN, TRUE): "unknown",
    (TRUE, FALSE): "broken",
    (TRUE, UNKNOWN): "unknown",
    (TRUE, TRUE): "kept",
}
"""By whether the limit applies, and whether its bound is kept."""

_OF_RULES: dict[tuple[int, int], Result] = {
    (FALSE, FALSE): "does_not_fire",
    (FALSE, UNKNOWN): "does_not_fire",
    (FALSE, TRUE): "does_not_fire",
    (UNKNOWN, FALSE): "unknown",
    (UNKNOWN, UNKNOWN): "unknown",
    (UNKNOWN, TRUE): "spared",
    (TRUE, FALSE): "fires",
    (TRUE, UNKNOWN): "unknown",
    (TRUE, TRUE): "spared",
}
"""By `when` and `unless`: the last column of the table of three values."""

_OF_REQUIREMENTS: dict[tuple[int, int], Result] = {
    (FALSE, FALSE): "unmet",
    (FALSE, UNKNOWN): "unknown",
    (FALSE, TRUE): "spared",
    (UNKNOWN, FALSE): "unknown",
    (UNKNOWN, UNKNOWN): "unknown",
    (UNKNOWN, TRUE): "spared",
    (TRUE, FALSE): "met",
    (TRUE, UNKNOWN): "met",
    (TRUE, TRUE): "met",
}
"""By `that` and `unless`."""

_OF_CONCLUSIONS: dict[Result, Result] = {
    "fires": "holds",
    "spared": "does_not_hold",
    "does_not_fire": "does_not_hold",
}
"""A conclusion that is spared does not hold: it is used, and not acted upon."""


def _inside(clause: Clause, subjects: Subjects) -> Inside:
    """The subjects that the rule speaks of, each with what is missing to place it for certain."""
    scope = Scope(clause.per) if isinstance(clause, LimitClause) else clause.scope
    if isinstance(clause, LimitClause) and isinstance(clause.measure, SubjectMeasure):
        scope = clause.measure.members
    wanted = [(name, words, False) for name, words in scope.where]
    unfiled = ""
    if isinstance(clause, DecideClause | RequireClause):
        point = POINTS_BY_NAME[clause.point]
        unfiled = point.answered_by
        wanted += [("state", point.states, False)] if point.states else []
        wanted += [(point.asks_for, ("yes",), True)] if point.asks_for else []
    inside: Inside = []
    for key, subject in sorted(subjects.items()):
        words = subject.attributes
        outside = key.kind != scope.subject or words.get(unfiled) is not None
        for name, allowed, strictly in wanted:
            word = words.get(name)
            outside |= word not in allowed and (strictly or word is not None)
        if not outside:
            missing = [(name, allowed) for name, allowed, _ in wanted if words.get(name) is None]
            inside.append((subject, [_absent(clause, *one) for one in missing]))
    return inside


def _absent(clause: Clause, attribute: str, words: tuple[str, ...]) -> Seen:
    test = f"one of {', '.join(words)}"
    return Seen(f"{clause.heading.rule}/0", attribute, test, Truth.UNKNOWN, why="missing")


def _rise(witness: Witness, clauses: Sequence[DeriveClause]) -> None:
    """Asks each rule of each subject, and again whenever a conclusion that it uses has risen."""
    asked = [(c, s, bool(missing)) for c in clauses for s, missing in _inside(c, witness.subjects)]
    users: dict[Named, list[tuple[DeriveClause, Subject, bool]]] = {}
    for one in asked:
        for used in _used(one[0], one[1]):
            users.setdefault(used, []).append(one)
    waiting = deque(asked)
    while waiting:
        clause, subject, doubtful = waiting.popleft()
        level = UNKNOWN if doubtful else witness.fires(clause.when, clause.unless, subject)
        named = (clause.name, subject.key)
        if level > witness.risen.get(named, FALSE):
            witness.risen[named] = level
            waiting.extend(users.get(named, ()))


def _used(clause: DeriveClause, subject: Subject) -> Iterator[Named]:
    for leaf, _ in (*leaves_of(clause.when), *leaves_of(clause.unless)):
        if isinstance(leaf, Linked):
            if isinstance(leaf.that.test, HoldsTest):
                yield from ((leaf.that.name, key) for key in along(leaf, subject))
        elif isinstance(leaf.test, HoldsTest):
            yield leaf.name, subject.key


def _layers(derived: Sequence[DeriveClause]) -> dict[str, int]:
    """How many finished layers each conclusion needs below it."""
    layers = {clause.name: 0 for clause in derived}
    for _ in range(len(layers) + 1):
        before = dict(layers)
        for clause in derived:
            needed = [layers[name] + above for name, above in _needed(clause) if name in layers]
            layers[clause.name] = max([layers[clause.name], *needed])
        if layers == before:
            return layers
    raise AssertionError("no conclusion follows from its own denial")


def _needed(clause: DeriveClause) -> Iterator[tuple[str, int]]:
    """Conclusions that a rule uses, and 1 where it can ask only when they are finished."""
    wanted = [*leaves_of(clause.when), *leaves_of(clause.unless, is_denied=True)]
    for leaf, is_denied in wanted:
        comparison: Comparison = leaf.that if isinstance(leaf, Linked) else leaf
        if not isinstance(comparison.test, HoldsTest):
            continue
        asks_denial = is_denied is comparison.test.holds
        if isinstance(leaf, Linked):
            asks_denial = is_denied or leaf.quantifier == "every" or not comparison.test.holds
        yield comparison.name, int(asks_denial)
