"""What rules were compiled to before, so that after an edit only what it touches is compiled."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from asp_decide.clauses.clause import Clause, TableClause
from asp_decide.memory import Memory, Same
from asp_decide.policy.compiling.meaning import meaning_of_document, meaning_of_rule
from asp_decide.policy.written.document import PolicyDocument, Rule
from asp_decide.policy.written.policy_set import PolicySet


@dataclass(frozen=True, slots=True)
class CompiledBefore:
    """A set of policies, and what was compiled of its rules before.

    What a rule compiles to depends on the rule, on the day, and on what the files declare beside
    rules; conclusions and outputs are declared by the rules that give them.
    """

    policies: PolicySet
    memory: Memory

    def meaning(self, rule: Rule) -> str:
        """The digest of the rule's meaning."""
        return self.memory.recall(
            ("meaning", self._rule(rule), self.declared()),
            lambda: meaning_of_rule(rule, self.policies),
        )

    def clause(self, rule: Rule, as_of: date, compiled: Callable[[], Clause]) -> Clause:
        """What the rule compiles to on that day: as it was `compiled` before, or is now."""
        return self.memory.recall(
            ("clause", self._rule(rule), self.declared(), as_of),
            lambda: the_same_clause(compiled(), self.memory),
        )

    def meaning_of_document(self, document: PolicyDocument) -> str:
        """The digest of what a policy file means."""
        return self.memory.recall(
            ("meaning of a file", Same(document), self.declared()),
            lambda: meaning_of_document(document, self.policies),
        )

    def _rule(self, rule: Rule) -> Same:
        """The rule, or the equal one of an earlier reading."""
        return self.memory.recall(("rule", Same(rule)), lambda: Same(self.memory.one_of(rule)))

    def declared(self) -> Same:
        """All that the files declare beside rules, and what the workspace has agreed on."""
        return self.memory.recall(
            ("declared", Same(self.policies)),
            lambda: Same(self.memory.one_of(_declared_in(self.policies))),
        )


def the_same_clause(clause: Clause, memory: Memory) -> Clause:
    """The clause, or an equal one that was there before; where a row stands is of it as well."""
    rows = clause.rows if isinstance(clause, TableClause) else ()
    return memory.one_of(clause, tuple(row.place for row in rows))


def _declared_in(policies: PolicySet) -> Hashable:
    """All that the rules of a set can name, and how the set is read."""
    named = (policies.parameters, policies.measures, policies.conclusions, policies.outputs)
    return (
        policies.words.layer,
        policies.currency,
        policies.roles,
        policies.language,
        policies.overlays,
        tuple(tuple((name, one.thing) for name, one in of.items()) for of in named),
    )
