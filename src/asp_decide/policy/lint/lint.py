"""Lint: what a policy set says in every case, today and in each era to come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from asp_decide.clauses.clause import (
    Clause,
    CompiledPolicies,
    DeriveClause,
    RequireClause,
    TableClause,
)
from asp_decide.diagnostics import Diagnostic
from asp_decide.memory import Memory, Same
from asp_decide.model.decision_point import DECISION_POINTS
from asp_decide.policy.cases.case import Judge
from asp_decide.policy.cells.answer_cells import side_of, spoken_at
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.fact_words import Units, units_of
from asp_decide.policy.cells.stream_versions import clause_as_in, streams_with_own_amounts
from asp_decide.policy.cells.table_words import knowing_tables
from asp_decide.policy.compiling.compile import compile_policies
from asp_decide.policy.compiling.compiled_before import the_same_clause
from asp_decide.policy.lint.lint_points import PointLint
from asp_decide.policy.lint.lint_rules import lint_rule
from asp_decide.policy.lint.lint_tables import TableLint
from asp_decide.policy.written.dated import check_in_force
from asp_decide.policy.written.eras import eras
from asp_decide.policy.written.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class Lint:
    """Looks at policies in all their cases; `judge` is the evaluator that is asked.

    It remembers what it has asked, and what it has found: the rules of two eras, and before and
    after an edit, mostly ask and say the same. Of a rule or a decision point it looks again only
    if something is another that is looked at there.
    """

    axes: Axes
    currency: str
    memory: Memory = field(default_factory=Memory)

    @classmethod
    def by(cls, judge: Judge, *, currency: str, memory: Memory | None = None) -> "Lint":
        """A lint that asks this evaluator, and remembers in this memory."""
        memory = memory or Memory()
        return cls(Axes(judge, memory=memory), currency, memory)

    def of_set(self, policies: PolicySet, *, as_of: date) -> tuple[Diagnostic, ...]:
        """Everything that is found on `as_of` and in each later era, each thing told once.

        The set has been checked, and was in force as a whole on `as_of`.
        """
        found: dict[Diagnostic, date] = {}
        for day in eras(policies, since=as_of):
            slips = check_in_force(policies, day)
            if slips:
                later = slips if day > as_of and _has_rules(slips) else ()
                found |= {slip: as_of for slip in later if slip not in found}
                continue
            compiled = compile_policies(policies, as_of=day, memory=self.memory)
            for slip in self.of_day(compiled):
                found.setdefault(slip, day)
        return tuple(
            slip if day == as_of else replace(slip, message=f"from {day} on {slip.message}")
            for slip, day in found.items()
        )

    def of_day(self, policies: CompiledPolicies) -> tuple[Diagnostic, ...]:
        """Everything that is found in the rules of one day, sorted by place."""
        found: dict[Diagnostic, None] = {}
        for stream in ("", *streams_with_own_amounts(policies)):
            for slip in self._of_version(self._as_in(policies, stream)):
                if slip not in found:
                    told = f"in {stream} {slip.message}" if stream else slip.message
                    found[replace(slip, message=told)] = None
        return tuple(sorted(found))

    def refusals(self, policies: CompiledPolicies) -> tuple[Diagnostic, ...]:
        """What is found in the rules of one day and forbids to decide by them."""
        found: dict[Diagnostic, None] = {}
        for stream in ("", *streams_with_own_amounts(policies)):
            found |= dict.fromkeys(_errors(self._of_rules(self._as_in(policies, stream))))
        return tuple(sorted(found))

    def _as_in(self, policies: CompiledPolicies, stream: str) -> CompiledPolicies:
        """The rules as a value stream has them: those that are no other there are the same."""

        def version() -> CompiledPolicies:
            clauses = (self._clause_as_in(one, stream) for one in policies.clauses)
            return replace(policies, clauses=tuple(clauses))

        return self.memory.recall(("rules in", Same(policies), stream), version)

    def _clause_as_in(self, clause: Clause, stream: str) -> Clause:
        return self.memory.recall(
            ("clause in", Same(clause), stream),
            lambda: the_same_clause(clause_as_in(clause, stream), self.memory),
        )

    def _of_version(self, policies: CompiledPolicies) -> Iterator[Diagnostic]:
        yield from self._of_rules(policies)
        axes, units = knowing_tables(self.axes, policies), units_of(policies.clauses)
        drawing = [c for c in policies.clauses if isinstance(c, DeriveClause | TableClause)]
        around = (
            tuple(axes.outputs.items()),
            tuple(units.items()),
            tuple(Same(clause) for clause in drawing),
        )
        for point in DECISION_POINTS:
            speaking = spoken_at(policies, point.name)
            if all(isinstance(clause, RequireClause) for clause in speaking):
                continue
            order = policies.points.get(point.name)
            where = None if order is None else order.place
            yield from self.memory.recall(
                ("point", point.name, tuple(map(Same, speaking)), order, where, around),
                partial(self._of_point, point.name, policies, axes, units),
            )

    def _of_point(
        self, point: str, policies: CompiledPolicies, axes: Axes, units: Units
    ) -> tuple[Diagnostic, ...]:
        side = side_of(policies, point)
        return tuple(PointLint(side, policies, axes, self.currency, units).findings())

    def _of_rules(self, policies: CompiledPolicies) -> tuple[Diagnostic, ...]:
        """What is found in each rule by itself; in a version of all rules once."""

        def found() -> tuple[Diagnostic, ...]:
            return tuple(one for found in self._of_each_rule(policies) for one in found)

        return self.memory.recall(("rules", Same(policies)), found)

    def _of_each_rule(self, policies: CompiledPolicies) -> Iterator[Iterable[Diagnostic]]:
        axes, units = knowing_tables(self.axes, policies), units_of(policies.clauses)
        outputs = tuple(axes.outputs.items())
        for clause in policies.clauses:
            yield self.memory.recall(
                ("rule by itself", Same(clause), outputs), partial(_of_rule, clause, axes)
            )
            if isinstance(clause, TableClause):
                yield TableLint(clause, policies, axes, self.currency, units).findings()


def _of_rule(clause: Clause, axes: Axes) -> tuple[Diagnostic, ...]:
    return tuple(lint_rule(clause, axes))


def _errors(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    return (one for one in found if one.level == "error")


def _has_rules(slips: Iterable[Diagnostic]) -> bool:
    return not any(slip.message.startswith("no rule is in force") for slip in slips)
