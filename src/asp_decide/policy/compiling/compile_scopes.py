"""Which subjects a rule speaks of and what it bounds, from words to scopes."""

from typing import Literal

from asp_decide.clauses.bounded import (
    Bounded,
    CountOf,
    LargestShareOf,
    Scope,
    ShareOf,
    SubjectMeasure,
    SumOf,
)
from asp_decide.clauses.condition import Comparison, WordTest
from asp_decide.model.catalogue import AttributeSpec, MeasureSpec
from asp_decide.model.quantity import Unit
from asp_decide.model.subject import SubjectKind
from asp_decide.policy.compiling.compile_conditions import Numbered
from asp_decide.policy.written import document
from asp_decide.policy.written.document import Chosen, DefinedMeasure, Rule
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import members_of, unit_of
from asp_decide.policy.written.rule_parts import subject_of
from asp_decide.policy.written.vocabulary import expanded


def compile_measure(rule: document.Bounded, policies: PolicySet) -> tuple[Bounded, Unit]:
    """What a rule bounds, and in which unit."""
    declared = policies.measures.get(rule.measure.text)
    if declared is None:
        spec = policies.words.spec(rule.per.text, rule.measure.text)
        assert isinstance(spec, MeasureSpec), "a bound was checked to be on a measure of its group"
        unit = unit_of(spec, policies)
        assert unit is not None, "a measure of the catalogue has a unit"
        return SubjectMeasure(compile_scope(rule, policies), rule.measure.text), unit
    unit = unit_of(declared.thing, policies)
    assert unit is not None, "a defined measure was checked to have a unit"
    return _defined(declared.thing, rule, policies), unit


def _defined(defined: DefinedMeasure, rule: document.Bounded, policies: PolicySet) -> Bounded:
    kind = members_of(defined, policies)
    members = Scope(kind_of(kind, policies), _where(defined.where, kind, policies))
    if defined.kind == "ratio":
        above, below = defined.of
        return SubjectMeasure(
            compile_scope(rule, policies), rule.measure.text, ratio_of=(above.text, below.text)
        )
    if defined.kind == "count":
        return CountOf(members)
    if defined.kind == "sum":
        return SumOf(members, defined.of[1].text)
    assert defined.basis is not None, "a share was checked to have a basis"
    if defined.kind == "largest_share_of":
        return LargestShareOf(defined.basis, members)
    quantity: Literal["capacity", "budget"] = "capacity"
    if defined.of[0].text == "budget":
        quantity = "budget"
    return ShareOf(quantity, defined.basis, members)


def compile_scope(rule: Rule, policies: PolicySet) -> Scope:
    """Which subjects a rule speaks of."""
    subject = subject_of(rule)
    return Scope(kind_of(subject, policies), _where(rule.head.where, subject, policies))


def _where(
    where: tuple[Chosen, ...], subject: str, policies: PolicySet
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        sorted(
            (
                chosen.attribute.text,
                expanded(
                    _attribute(chosen, subject, policies), tuple(w.text for w in chosen.words)
                ),
            )
            for chosen in where
        )
    )


def compile_chosen(chosen: Chosen, rule: document.Bounded, numbered: Numbered) -> Comparison:
    """A line of `where` over a group, as a comparison with the group's attribute."""
    subject = rule.per.text
    spec = _attribute(chosen, subject, numbered.policies)
    words = expanded(spec, tuple(word.text for word in chosen.words))
    return Comparison(
        numbered.next_key(),
        kind_of(subject, numbered.policies),
        "attribute",
        spec.name,
        WordTest(words),
        f"one of {', '.join(words)}" if len(words) > 1 else f"is {words[0]}",
    )


def _attribute(chosen: Chosen, subject: str, policies: PolicySet) -> AttributeSpec:
    spec = policies.words.spec(subject, chosen.attribute.text)
    assert isinstance(spec, AttributeSpec), "`where` was checked to name attributes"
    return spec


def kind_of(subject: str, policies: PolicySet) -> SubjectKind:
    """The kind of subject of that name."""
    return next(kind for kind in policies.words.subjects if kind == subject)
