"""What is said of its own subject alone steers nothing else, by whatever way it is named."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from asp_decide.diagnostics import Diagnostic
from asp_decide.model.catalogue import MeasureSpec
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import Bounded, Leaf, Rule, Written
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import asked_subject
from asp_decide.policy.written.rule_parts import conditions_of, leaves
from asp_decide.policy.written.vocabulary import an
from asp_decide.strict_yaml import Scalar


def check_said_alone(policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell where something said of one subject alone would decide about another.

    It may not be looked at along a link, and no bound that a plan has to keep may hang on it: not
    by itself, not by a ratio of it, and not by what follows from it in any number of steps.
    """
    sources = _Sources(policies)
    for declared in policies.rules.values():
        rule = declared.thing
        conditions = conditions_of(rule)
        slips += _along_links(conditions, sources)
        if _binds_a_plan(rule, policies):
            slips += _in_a_bound(conditions, sources)
    for written in policies.exemptions:
        slips += _along_links(written.lapses_when, sources)
        known = policies.rules.get(written.rule.text)
        if known is not None and _binds_a_plan(known.thing, policies):
            slips += _in_a_bound(written.lapses_when, sources)


@dataclass(frozen=True, slots=True)
class _Source:
    """A measure that is said of its subject alone, and the rules by which something follows."""

    measure: MeasureSpec
    by: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sources:
    """Of each name what is said alone and stands behind it, if anything."""

    policies: PolicySet
    _known: dict[str, _Source | None] = field(default_factory=dict)

    def of(self, name: str) -> _Source | None:
        """The first such measure that a measure, conclusion or output comes from."""
        if name not in self._known:
            self._known[name] = None  # a circle leads to nothing new
            self._known[name] = self._found(name)
        return self._known[name]

    def _found(self, name: str) -> _Source | None:
        for spec in self.policies.words.measure(name):
            if spec.alone:
                return _Source(spec)
        if (measure := self.policies.measures.get(name)) is not None:
            parts = measure.thing.of if measure.thing.kind == "ratio" else ()
            return next(filter(None, (self.of(part.text) for part in parts)), None)
        for rule in self._rules_that_give(name):
            for condition in conditions_of(rule):
                for leaf, link in leaves(condition):
                    source = self.of(leaf.name.text) if link is None else None
                    if source is not None:
                        return _Source(source.measure, (rule.head.id.text, *source.by))
        return None

    def _rules_that_give(self, name: str) -> Iterator[Rule]:
        if (conclusion := self.policies.conclusions.get(name)) is not None:
            yield conclusion.thing
        output = self.policies.outputs.get(name)
        if output is not None and asked_subject(output.thing):
            yield output.thing.table


def _along_links(conditions: tuple[Written, ...], sources: _Sources) -> Iterator[Diagnostic]:
    for leaf, link in (found for one in conditions for found in leaves(one)):
        source = sources.of(leaf.name.text) if link is not None else None
        if source is not None:
            of = an(source.measure.subject)
            yield _told(leaf, source, f"is said of {of} alone, and of nothing linked to it")


def _in_a_bound(conditions: tuple[Written, ...], sources: _Sources) -> Iterator[Diagnostic]:
    for leaf, link in (found for one in conditions for found in leaves(one)):
        source = sources.of(leaf.name.text) if link is None else None
        if source is not None:
            of = an(source.measure.subject)
            yield _told(
                leaf, source, f"is said of {of} alone, and this bounds what else is planned"
            )


def _told(leaf: Leaf, source: _Source, why: str) -> Diagnostic:
    at: Scalar = leaf.name
    measure = source.measure
    message = f"`{at.text}` {why}"
    if at.text != measure.name:
        by = f" by {', '.join(source.by)}" if source.by else ""
        message = f"`{at.text}` follows from `{measure.name}`{by}, which {why}"
    mend = f"write a rule of {an(measure.subject)}"
    return problem("P022", at.place, message, mend=mend, width=at.width)


def _binds_a_plan(rule: Rule, policies: PolicySet) -> bool:
    """Whether a plan is held to the bound of the rule: of many subjects, or of what it sets."""
    if not isinstance(rule, Bounded):
        return False
    declared = policies.measures.get(rule.measure.text)
    if declared is not None:
        return declared.thing.kind != "ratio"
    return any(spec.planned for spec in policies.words.measure(rule.measure.text))
