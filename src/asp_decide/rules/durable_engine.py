"""The engine of recorded runs: we decide comparisons, durable_rules draws what follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from asp_decide.clauses.clause import Clause, CompiledPolicies, LimitClause, RequireClause
from asp_decide.model.finding import Finding, Seen, Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import SubjectKey, Subjects
from asp_decide.rules.bounds import bound_reader
from asp_decide.rules.drawn_parts import Part, Rail
from asp_decide.rules.messages import teller
from asp_decide.rules.network import Stratum, network
from asp_decide.rules.normal_form import leaves
from asp_decide.rules.results import result_of, result_of_nobody, truth_of
from asp_decide.rules.scopes import Reached, by_kind, reached
from asp_decide.rules.sight import Sight
from asp_decide.rules.stratum_facts import Drafting, Keyring, Reach, told
from asp_decide.rules.worker_process import WorkerProcess

type Draw = Callable[[Mapping[str, Any]], Sequence[Sequence[Any]]]
type Drawn = dict[tuple[RuleId, SubjectKey], set[tuple[Part, Rail]]]


@dataclass(frozen=True, slots=True)
class DurableEngine:
    """A `RuleEngine` whose conclusions durable_rules draws, in a process with a time limit.

    The limit holds for each stratum. Raises EngineFailedError where the process dies, hangs or
    fails, and NotInstalledError where the library cannot be loaded.
    """

    time_limit_seconds: int

    def findings(
        self, policies: CompiledPolicies, subjects: Subjects, *, currency: str
    ) -> tuple[Finding, ...]:
        """See `RuleEngine.findings`."""
        with WorkerProcess(time_limit_seconds=self.time_limit_seconds) as worker:
            return drawn_findings(policies, subjects, worker.draw, currency=currency)


def drawn_findings(
    policies: CompiledPolicies, subjects: Subjects, draw: Draw, *, currency: str
) -> tuple[Finding, ...]:
    """The findings of all rules, where `draw` says what fires in a stratum."""
    clauses = sorted(policies.clauses, key=lambda clause: clause.heading.rule)
    drafting = _drafted(clauses, subjects, currency)
    drawn: Drawn = {}
    for stratum in network(clauses):
        _finish(stratum, drafting, draw, drawn)
    return tuple(
        finding
        for clause in clauses
        for finding in _findings_of(clause, drafting, drawn, policies, currency)
    )


def _drafted(clauses: Sequence[Clause], subjects: Subjects, currency: str) -> Drafting:
    kinds = by_kind(subjects)
    reach: Reach = {clause.heading.rule: reached(clause, kinds) for clause in clauses}
    bounds: dict[RuleId, dict[SubjectKey, Seen]] = {}
    for clause in clauses:
        if isinstance(clause, LimitClause):
            read = bound_reader(clause, kinds, currency=currency)
            bounds[clause.heading.rule] = {
                found.subject.key: read(found.subject) for found in reach[clause.heading.rule]
            }
    return Drafting(reach, bounds, Sight(subjects, currency), Keyring())


def _finish(stratum: Stratum, drafting: Drafting, draw: Draw, drawn: Drawn) -> None:
    """Draws a stratum to its end, and keeps its conclusions for those above it."""
    sets, request = told(stratum, drafting)
    by_name = [{rule.name: rule for rule in one.rules} for one in sets]
    concluded: dict[tuple[str, SubjectKey], set[tuple[Part, Rail]]] = {}
    for number, name, code in draw(request):
        rule, key = by_name[number][name], drafting.keys.key(code)
        drawn.setdefault((rule.rule, key), set()).add((rule.part, rule.rail))
        if rule.concludes:
            conclusion = rule.concludes.removesuffix("?")
            concluded.setdefault((conclusion, key), set()).add(("acts", rule.rail))
    for at, rails in concluded.items():
        drafting.sight.conclusions[at] = truth_of("acts", rails)


def _findings_of(
    clause: Clause, drafting: Drafting, drawn: Drawn, policies: CompiledPolicies, currency: str
) -> list[Finding]:
    rule = clause.heading.rule
    found = drafting.reach[rule]
    if not found:
        return [Finding(rule, None, result_of_nobody(clause))]
    tells = teller(clause, policies.parameters, currency=currency, overlaid=policies.overlaid)
    condition = clause.that if isinstance(clause, RequireClause) else clause.when
    asked, spares = leaves(condition), leaves(getattr(clause, "unless", None))
    findings: list[Finding] = []
    for one in found:
        key = one.subject.key
        result = result_of(clause, drawn.get((rule, key), ()))
        seen = _unplaced(clause, one)
        if isinstance(clause, LimitClause):
            seen += (drafting.bounds[rule][key],)
        seen += drafting.sight.seen(asked, one.subject)
        seen += tuple(replace(s, spares=True) for s in drafting.sight.seen(spares, one.subject))
        findings.append(Finding(rule, key, result, seen, tells.message(one.subject, result, seen)))
    return findings


def _unplaced(clause: Clause, found: Reached) -> tuple[Seen, ...]:
    """The attributes that would say whether the subject is in scope at all, and are missing."""
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
