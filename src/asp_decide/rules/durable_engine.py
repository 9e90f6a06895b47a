"""The engine of recorded runs: we decide comparisons, durable_rules draws what follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    LimitClause,
    RequireClause,
    TableClause,
)
from asp_decide.model.finding import Finding, Seen, Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import Subject, Subjects
from asp_decide.rules.bounds import BoundReader, bound_reader
from asp_decide.rules.drawn_parts import Part, Rail
from asp_decide.rules.findings import Findings, RuleResults
from asp_decide.rules.given_column import GivenColumn
from asp_decide.rules.kept_bounds import kept_rails
from asp_decide.rules.messages import Teller, teller
from asp_decide.rules.network import Stratum, network
from asp_decide.rules.normal_form import leaves
from asp_decide.rules.overview import Leaf, Overview
from asp_decide.rules.rails import Bits, Rails, bits_of, places_of
from asp_decide.rules.reach import Reach, reach_of
from asp_decide.rules.results import result_of, result_of_nobody
from asp_decide.rules.scopes import asked_states, by_kind, member, scope_of
from asp_decide.rules.sight import Sight
from asp_decide.rules.stratum_facts import Drafting, Keyring, drawings
from asp_decide.rules.table_outcomes import outcome_of
from asp_decide.rules.worker_process import WorkerProcess

type Draw = Callable[[Mapping[str, Any]], Sequence[Sequence[Any]]]
type Drawn = dict[RuleId, dict[tuple[Part, Rail], Bits]]


@dataclass(frozen=True, slots=True)
class DurableEngine:
    """A `RuleEngine` whose conclusions durable_rules draws, in a process with a time limit.

    The limit holds for each drawing. Raises EngineFailedError where the process dies, hangs or
    fails, and NotInstalledError where the library cannot be loaded.
    """

    time_limit_seconds: int

    def findings(
        self, policies: CompiledPolicies, subjects: Subjects, *, currency: str
    ) -> tuple[Finding, ...]:
        """See `RuleEngine.findings`."""
        return tuple(self.judged(policies, subjects, currency=currency))

    def judged(self, policies: CompiledPolicies, subjects: Subjects, *, currency: str) -> Findings:
        """The same results at once, and each reason when it is asked for."""
        with WorkerProcess(time_limit_seconds=self.time_limit_seconds) as worker:
            return drawn(policies, subjects, worker.draw, currency=currency)


def drawn_findings(
    policies: CompiledPolicies, subjects: Subjects, draw: Draw, *, currency: str
) -> tuple[Finding, ...]:
    """The findings of all rules, where `draw` says what fires in a stratum."""
    return tuple(drawn(policies, subjects, draw, currency=currency))


def drawn(policies: CompiledPolicies, subjects: Subjects, draw: Draw, *, currency: str) -> Findings:
    """The results of all rules, where `draw` says what fires in a stratum."""
    clauses = sorted(policies.clauses, key=lambda clause: clause.heading.rule)
    kinds = by_kind(subjects)
    overview = Overview(subjects)
    bounds = {
        clause.heading.rule: bound_reader(clause, kinds, currency=currency)
        for clause in clauses
        if isinstance(clause, LimitClause)
    }
    drafting = _drafted(clauses, overview, bounds)
    fired: Drawn = {}
    for stratum in network(clauses):
        _finish(stratum, drafting, draw, fired)
    sight = Sight(overview, currency)
    telling = [
        _telling(clause, sight, bounds.get(clause.heading.rule), policies) for clause in clauses
    ]
    results = tuple(
        _results_of(clause, drafting.reach[clause.heading.rule], fired) for clause in clauses
    )
    return Findings(results, lambda rule, place: telling[rule].finding(results[rule], place))


def _drafted(
    clauses: Sequence[Clause], overview: Overview, bounds: Mapping[RuleId, BoundReader]
) -> Drafting:
    reach = {clause.heading.rule: reach_of(clause, overview) for clause in clauses}
    kept = {
        clause.heading.rule: kept_rails(
            clause, reach[clause.heading.rule], bounds[clause.heading.rule]
        )
        for clause in clauses
        if isinstance(clause, LimitClause)
    }
    return Drafting(reach, kept, overview, Keyring())


def _finish(stratum: Stratum, drafting: Drafting, draw: Draw, drawn: Drawn) -> None:
    """Draws a stratum to its end, and keeps its conclusions for those above it."""
    fired: dict[tuple[RuleId, Part, Rail, str], list[int]] = {}
    for sets, request in drawings(stratum, drafting):
        by_name = [{rule.name: rule for rule in one.rules} for one in sets]
        for number, name, code in draw(request):
            rule = by_name[number][name]
            place = drafting.reach[rule.rule].roll.place[drafting.keys.key(code)]
            concludes = rule.concludes.removesuffix("?")
            fired.setdefault((rule.rule, rule.part, rule.rail, concludes), []).append(place)
    concluded: dict[tuple[str, RuleId], dict[Rail, Bits]] = {}
    for (rule_id, part, rail, conclusion), places in fired.items():
        bits = bits_of(places, len(drafting.reach[rule_id].roll.subjects))
        parts = drawn.setdefault(rule_id, {})
        parts[part, rail] = parts.get((part, rail), 0) | bits
        if conclusion in stratum.concludes:
            rails = concluded.setdefault((conclusion, rule_id), {})
            rails[rail] = rails.get(rail, 0) | bits
    for (conclusion, rule_id), rails in concluded.items():
        certain = rails.get("certain", 0)
        drafting.overview.conclude(
            conclusion,
            drafting.reach[rule_id].roll.kind,
            Rails(certain, certain | rails.get("possible", 0)),
        )
    for table in stratum.tables:
        _give(table, drafting.reach[table.heading.rule], drawn, drafting.overview)


def _give(table: TableClause, reach: Reach, drawn: Drawn, overview: Overview) -> None:
    """Keeps what a table gives, now that all its rows are drawn, for the rules above it."""
    words: dict[str, dict[str, Bits]] = {name: {} for name in table.words}
    unknown = 0
    for parts, bits in _classes(reach.all, drawn.get(table.heading.rule, {})):
        outcome = outcome_of(table, parts)
        if outcome.result == "unknown":
            unknown |= bits
        for name, (word, *_) in outcome.outputs:
            if name in words:
                words[name][word] = words[name].get(word, 0) | bits
    for name, by_word in words.items():
        overview.give(name, reach.roll.kind, GivenColumn(by_word, unknown))


def _results_of(clause: Clause, reach: Reach, drawn: Drawn) -> RuleResults:
    """The result of each subject, by the parts of the rule that were drawn for it."""
    rule = clause.heading.rule
    if not reach.all:
        return RuleResults(rule, (), (result_of_nobody(clause),))
    if isinstance(clause, TableClause):
        return _outcomes_of(clause, reach, drawn)
    classes = [
        (result_of(clause, parts), bits) for parts, bits in _classes(reach.all, drawn.get(rule, {}))
    ]
    return RuleResults(rule, reach.roll.keys(reach.all), _by_place(classes, reach))


def _by_place[T](classes: Sequence[tuple[T, Bits]], reach: Reach) -> tuple[T, ...]:
    """What each subject in reach gets, in their order, given what each class of them gets.

    Most rules say the same of most subjects: the largest class is not gone through.
    """
    ordered = sorted(classes, key=lambda one: -one[1].bit_count())
    told = [ordered[0][0]] * len(reach.roll.subjects)
    for what, bits in ordered[1:]:
        for place in places_of(bits):
            told[place] = what
    if reach.all == reach.roll.everybody:
        return tuple(told)
    return tuple(told[place] for place in places_of(reach.all))


def _outcomes_of(table: TableClause, reach: Reach, drawn: Drawn) -> RuleResults:
    rule = table.heading.rule
    classes = [
        (outcome_of(table, parts), bits) for parts, bits in _classes(reach.all, drawn.get(rule, {}))
    ]
    outcomes = _by_place(classes, reach)
    results = tuple(outcome.result for outcome in outcomes)
    return RuleResults(rule, reach.roll.keys(reach.all), results, outcomes)


def _classes(
    everybody: Bits, drawn: Mapping[tuple[Part, Rail], Bits]
) -> list[tuple[frozenset[tuple[Part, Rail]], Bits]]:
    """The subjects by the parts that were drawn for them, each subject in one class."""
    classes: list[tuple[frozenset[tuple[Part, Rail]], Bits]] = [(frozenset(), everybody)]
    for part, bits in drawn.items():
        split = [
            (parts | extra, inside)
            for parts, of in classes
            for extra, inside in ((frozenset({part}), of & bits), (frozenset(), of & ~bits))
        ]
        classes = [(parts, inside) for parts, inside in split if inside]
    return classes


@dataclass(frozen=True, slots=True)
class _Telling:
    """Makes findings of one rule: what was seen of the subject, and the rule's own sentence."""

    clause: Clause
    sight: Sight
    bound: BoundReader | None
    tells: Teller
    asked: tuple[Leaf, ...]
    spares: tuple[Leaf, ...]

    def finding(self, of: RuleResults, place: int) -> Finding:
        """The finding on the subject in that place of the rule's results."""
        result = of.results[place]
        if not of.keys:
            return Finding(of.rule, None, result)
        subject = self.sight.overview.subjects[of.keys[place]]
        seen = _unplaced(self.clause, subject)
        if self.bound is not None:
            seen += (self.bound(subject),)
        seen += self.sight.seen(self.asked, subject)
        seen += tuple(replace(s, spares=True) for s in self.sight.seen(self.spares, subject))
        outcome = of.outcome(place)
        message = self.tells.message(subject, result, seen, outcome)
        return Finding(of.rule, subject.key, result, seen, message, outcome)


def _telling(
    clause: Clause, sight: Sight, bound: BoundReader | None, policies: CompiledPolicies
) -> _Telling:
    tells = teller(clause, policies.parameters, currency=sight.currency, overlaid=policies.overlaid)
    spares = leaves(getattr(clause, "unless", None))
    return _Telling(clause, sight, bound, tells, _asked(clause), spares)


def _asked(clause: Clause) -> tuple[Leaf, ...]:
    """The comparisons of what the rule asks; of a table those of its rows, one after the other."""
    match clause:
        case TableClause():
            return tuple(leaf for row in clause.rows for leaf in leaves(row.when))
        case RequireClause():
            return leaves(clause.that)
        case _:
            return leaves(clause.when)


def _unplaced(clause: Clause, subject: Subject) -> tuple[Seen, ...]:
    """The attributes that would say whether the subject is in scope at all, and are missing."""
    found = member(subject, scope_of(clause).where + asked_states(clause))
    assert found is not None, "a finding speaks of a subject in the rule's scope"
    return tuple(
        Seen(
            f"{clause.heading.rule}/0",
            attribute,
            f"one of {', '.join(words)}",
            Truth.UNKNOWN,
            why="missing",
        )
        for attribute, words in found.missing
    )
