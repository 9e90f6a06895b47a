"""Lint: what a policy set says in every case, today and in each era to come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from asp_decide.clauses.clause import CompiledPolicies, RequireClause, TableClause
from asp_decide.diagnostics import Diagnostic
from asp_decide.model.decision_point import DECISION_POINTS
from asp_decide.policy.answer_cells import side_of
from asp_decide.policy.axes import Axes
from asp_decide.policy.case import Judge
from asp_decide.policy.compile import compile_policies
from asp_decide.policy.dated import check_in_force
from asp_decide.policy.eras import eras
from asp_decide.policy.fact_words import units_of
from asp_decide.policy.lint_points import PointLint
from asp_decide.policy.lint_rules import lint_rule
from asp_decide.policy.lint_tables import TableLint
from asp_decide.policy.policy_set import PolicySet
from asp_decide.policy.stream_versions import as_in, streams_with_own_amounts
from asp_decide.policy.table_words import knowing_tables


@dataclass(frozen=True, slots=True)
class Lint:
    """Looks at policies in all their cases; `judge` is the evaluator that is asked.

    It remembers what it has asked: the rules of two eras mostly ask the same.
    """

    axes: Axes
    currency: str

    @classmethod
    def by(cls, judge: Judge, *, currency: str) -> "Lint":
        """A lint that asks this evaluator."""
        return cls(Axes(judge), currency)

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
            for slip in self.of_day(compile_policies(policies, as_of=day)):
                found.setdefault(slip, day)
        return tuple(
            slip if day == as_of else replace(slip, message=f"from {day} on {slip.message}")
            for slip, day in found.items()
        )

    def of_day(self, policies: CompiledPolicies) -> tuple[Diagnostic, ...]:
        """Everything that is found in the rules of one day, sorted by place."""
        found: dict[Diagnostic, None] = {}
        for stream in ("", *streams_with_own_amounts(policies)):
            for slip in self._of_version(as_in(policies, stream)):
                if slip not in found:
                    told = f"in {stream} {slip.message}" if stream else slip.message
                    found[replace(slip, message=told)] = None
        return tuple(sorted(found))

    def refusals(self, policies: CompiledPolicies) -> tuple[Diagnostic, ...]:
        """What is found in the rules of one day and forbids to decide by them."""
        found: dict[Diagnostic, None] = {}
        for stream in ("", *streams_with_own_amounts(policies)):
            found |= dict.fromkeys(_errors(self._of_rules(as_in(policies, stream))))
        return tuple(sorted(found))

    def _of_version(self, policies: CompiledPolicies) -> Iterator[Diagnostic]:
        yield from self._of_rules(policies)
        axes, units = knowing_tables(self.axes, policies), units_of(policies.clauses)
        for point in DECISION_POINTS:
            side = side_of(policies, point.name)
            if any(not isinstance(clause, RequireClause) for clause in side.clauses):
                yield from PointLint(side, policies, axes, self.currency, units).findings()

    def _of_rules(self, policies: CompiledPolicies) -> Iterator[Diagnostic]:
        axes, units = knowing_tables(self.axes, policies), units_of(policies.clauses)
        for clause in policies.clauses:
            yield from lint_rule(clause, axes)
            if isinstance(clause, TableClause):
                yield from TableLint(clause, policies, axes, self.currency, units).findings()


def _errors(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    return (one for one in found if one.level == "error")


def _has_rules(slips: Iterable[Diagnostic]) -> bool:
    return not any(slip.message.startswith("no rule is in force") for slip in slips)
