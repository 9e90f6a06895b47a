"""Conditions as written to conditions as decided: names resolved, limits in base units."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import count
from typing import assert_never

from asp_decide.canonical import decimal_text
from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    Condition,
    HoldsTest,
    KnownTest,
    Linked,
    Not,
    QuantityTest,
    Test,
    WordTest,
)
from asp_decide.model.catalogue import AttributeSpec, FieldSpec, MeasureSpec
from asp_decide.model.quantity import Unit
from asp_decide.policy.dated import value_on
from asp_decide.policy.document import DefinedMeasure, Derive, Joined, Leaf, Link, Written
from asp_decide.policy.phrase import (
    Amount,
    Bound,
    Conclusion,
    Equality,
    Named,
    Phrase,
    Presence,
    amount_in_words,
    in_words,
    window_in_words,
)
from asp_decide.policy.policy_set import PolicySet
from asp_decide.policy.resolution import Spec, resolve
from asp_decide.policy.vocabulary import expanded


@dataclass(frozen=True, slots=True)
class Numbered:
    """One rule on one day, whose comparisons are numbered in the order written."""

    rule: str
    policies: PolicySet
    as_of: date
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def next_key(self) -> str:
        """The key of the next comparison: the rule's id and its number."""
        return f"{self.rule}/{next(self.numbers)}"

    def amount(self, amount: Amount) -> tuple[Fraction, Unit, str]:
        """An amount in base units, its unit, and the parameter and day it comes from."""
        limit_from = ""
        if isinstance(amount, Named):
            parameter = self.policies.parameters[amount.parameter].thing
            value = value_on(parameter, self.as_of)
            assert value is not None, "a parameter was checked to have a value on the day"
            limit_from = f"{amount.parameter}@{value.from_day}"
            amount = value.number
        unit = self.policies.unit(amount.unit)
        assert unit is not None, "an amount was checked to have a unit"
        return amount.value * unit.factor, unit, limit_from

    def optional(self, condition: Written | None, subject: str) -> Condition | None:
        """The condition compiled, if there is one."""
        return None if condition is None else compile_condition(condition, subject, self)


def compile_condition(condition: Written, subject: str, numbered: Numbered) -> Condition:
    """The condition with every name resolved for that kind of subject."""
    match condition:
        case Leaf():
            return _comparison(condition, subject, numbered)
        case Link(quantifier, link, that):
            target = numbered.policies.words.links[subject, link.text].target
            return Linked(quantifier, link.text, _comparison(that, target, numbered))
        case Joined(word, parts):
            compiled = tuple(compile_condition(part, subject, numbered) for part in parts)
            if word == "not":
                return Not(compiled[0])
            return All(compiled) if word == "all" else AnyOf(compiled)
        case _:
            assert_never(condition)


def _comparison(leaf: Leaf, subject: str, numbered: Numbered) -> Comparison:
    policies = numbered.policies
    name = leaf.name.text
    spec = resolve(name, subject, policies)
    assert spec is not None, "every name was checked to mean something"
    kind = next(kind for kind in policies.words.subjects if kind == subject)
    key = numbered.next_key()
    test = _test(leaf.phrase, spec, numbered)
    phrase = _shown(leaf.phrase, numbered)
    match spec:
        case AttributeSpec():
            return Comparison(key, kind, "attribute", name, test, phrase)
        case FieldSpec():
            return Comparison(key, kind, "field", name, test, phrase)
        case MeasureSpec():
            return Comparison(key, kind, "measure", name, test, phrase)
        case Derive():
            return Comparison(key, kind, "conclusion", name, test, phrase)
        case DefinedMeasure():
            above, below = (of.text for of in spec.of)
            return Comparison(key, kind, "ratio", name, test, phrase, ratio_of=(above, below))
        case _:
            assert_never(spec)


def _test(phrase: Phrase, spec: Spec, numbered: Numbered) -> Test:
    match phrase:
        case Presence(known):
            return KnownTest(known)
        case Equality(words, negated):
            assert isinstance(spec, AttributeSpec), "only an attribute is a word"
            return WordTest(expanded(spec, words), negated)
        case Conclusion(holds):
            return HoldsTest(holds)
        case Bound(word, limit, upper, window):
            value, unit, source = numbered.amount(limit)
            far: Fraction | None = None
            if upper is not None:
                far, _, second = numbered.amount(upper)
                source = ", ".join(part for part in (source, second) if part)
            return QuantityTest(word, value, unit, far, window, source)
        case _:
            assert_never(phrase)


def _shown(phrase: Phrase, numbered: Numbered) -> str:
    """The phrase with the values of its parameters filled in, their names behind them."""
    if not isinstance(phrase, Bound):
        return in_words(phrase)
    amounts = [phrase.limit, *([phrase.upper] if phrase.upper is not None else [])]
    told = " and ".join(_amount_shown(amount, numbered) for amount in amounts)
    return f"{phrase.word} {told}{window_in_words(phrase.window)}"


def _amount_shown(amount: Amount, numbered: Numbered) -> str:
    if not isinstance(amount, Named):
        return amount_in_words(amount)
    value = value_on(numbered.policies.parameters[amount.parameter].thing, numbered.as_of)
    assert value is not None, "a parameter was checked to have a value on the day"
    return f"{decimal_text(value.number.value)} {value.number.unit} ({amount.parameter})"
