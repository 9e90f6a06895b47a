"""Conditions as written to conditions as decided: names resolved, limits in base units."""

from dataclasses import dataclass, field, replace
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
from asp_decide.policy.compiling.compile_overlays import limit_from, settings_on
from asp_decide.policy.written.dated import value_on
from asp_decide.policy.written.directions import IN_A_STREAM
from asp_decide.policy.written.document import DefinedMeasure, Derive, Joined, Leaf, Link, Written
from asp_decide.policy.written.phrase import (
    Amount,
    Bound,
    Conclusion,
    Equality,
    Named,
    Number,
    Phrase,
    Presence,
    amount_in_words,
    in_words,
    window_in_words,
)
from asp_decide.policy.written.policy_set import Output, PolicySet
from asp_decide.policy.written.resolution import Spec, resolve, stored


@dataclass(frozen=True, slots=True)
class Numbered:
    """One rule on one day, whose comparisons are numbered in the order written.

    With a `stream`, parameters have the values that the overlays of that value stream set.
    """

    rule: str
    policies: PolicySet
    as_of: date
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    stream: str = ""

    def next_key(self) -> str:
        """The key of the next comparison: the rule's id and its number."""
        return f"{self.rule}/{next(self.numbers)}"

    def amount(self, amount: Amount) -> tuple[Fraction, Unit, str]:
        """An amount in base units, its unit, and the parameter and day it comes from."""
        source = ""
        if isinstance(amount, Named):
            amount, source = self.value(amount.parameter)
        unit = self.policies.unit(amount.unit)
        assert unit is not None, "an amount was checked to have a unit"
        return amount.value * unit.factor, unit, source

    def value(self, parameter: str) -> tuple[Number, str]:
        """The value in force of a parameter, and the parameter with the day it is from."""
        settings = settings_on(parameter, self.policies, self.as_of) if self.stream else {}
        if self.stream in settings:
            overlay, setting = settings[self.stream]
            return setting.number, limit_from(setting, overlay)
        value = value_on(self.policies.parameters[parameter].thing, self.as_of)
        assert value is not None, "a parameter was checked to have a value on the day"
        return value.number, f"{parameter}@{value.from_day}"

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
    """The comparison of a leaf, with those of value streams that set another amount."""
    key = numbered.next_key()
    return replace(
        _compared(leaf, subject, key, numbered),
        in_streams=tuple(
            (stream, _compared(leaf, subject, key, replace(numbered, stream=stream)))
            for stream in _setting_streams(leaf.phrase, subject, numbered)
        ),
    )


def _setting_streams(phrase: Phrase, subject: str, numbered: Numbered) -> tuple[str, ...]:
    """The value streams whose overlays set an amount of the phrase, where they can differ."""
    if not isinstance(phrase, Bound) or subject not in IN_A_STREAM:
        return ()
    named = {one.parameter for one in (phrase.limit, phrase.upper) if isinstance(one, Named)}
    found = {
        stream for name in named for stream in settings_on(name, numbered.policies, numbered.as_of)
    }
    return tuple(sorted(found))


def _compared(leaf: Leaf, subject: str, key: str, numbered: Numbered) -> Comparison:
    policies = numbered.policies
    name = leaf.name.text
    spec = resolve(name, subject, policies)
    assert spec is not None, "every name was checked to mean something"
    kind = next(kind for kind in policies.words.subjects if kind == subject)
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
        case Output():
            return Comparison(key, kind, "output", name, test, phrase)
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
            assert isinstance(spec, AttributeSpec | Output), "only these are words"
            return WordTest(stored(spec, words), negated)
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
    number, _ = numbered.value(amount.parameter)
    return f"{decimal_text(number.value)} {number.unit} ({amount.parameter})"
