"""Whether a rule knows every value that its message names."""

import re
from collections.abc import Iterator
from typing import assert_never

from asp_decide.diagnostics import Diagnostic, nearest
from asp_decide.model.catalogue import MeasureSpec
from asp_decide.model.subject import IN_STREAMS
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import (
    Bounded,
    Decide,
    DefinedMeasure,
    Derive,
    Escalate,
    Require,
    Rule,
    Table,
)
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.message_texts import Message
from asp_decide.policy.written.phrase import Named
from asp_decide.policy.written.policy_set import Output, PolicySet
from asp_decide.policy.written.resolution import resolve
from asp_decide.policy.written.rule_parts import amounts_of, conditions_of, leaves
from asp_decide.strict_yaml import Scalar

_PLACE = re.compile(r"\{([^{}]*)\}")


def check_message(rule: Rule, subject: str, policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell which places of the message cannot be filled in, in each language."""
    known = set(_known_in_message(rule, subject, policies))
    for _, text in rule.head.message.texts:
        _check_text(text, known, policies, slips)


def untranslated(policies: PolicySet) -> Iterator[Diagnostic]:
    """Rules that tell the people of this workspace in another language than theirs."""
    for declared in policies.rules.values():
        message = declared.thing.head.message
        if message.lacks(policies.language):
            at = declared.thing.head.id
            spoken = next(one for one, text in message.texts if text is _told(message, policies))
            told = f"{at.text} has no message in `{policies.language}` and speaks `{spoken}`"
            mend = f"add `{policies.language}: ...` to its message"
            yield problem("P035", at.place, told, mend=mend, width=at.width)


def _told(message: Message, policies: PolicySet) -> Scalar:
    return message.told_in(policies.language)


def _check_text(
    message: Scalar, known: set[str], policies: PolicySet, slips: list[Diagnostic]
) -> None:
    rest = _PLACE.sub("", message.text)
    if "{" in rest or "}" in rest:
        told = "a brace of the message has no partner"
        slips.append(problem("P111", message.place, told, mend="write `{name}`"))
    for name in dict.fromkeys(_PLACE.findall(message.text)):
        if name not in known and not policies.is_excused(name):
            near = nearest(name, known)
            mend = f"did you mean `{{{near}}}`?" if near else "it knows " + ", ".join(sorted(known))
            told = f"the message names `{{{shortened(name)}}}`, which this rule does not know"
            slips.append(problem("P111", message.place, told, mend=mend, width=message.width))


def _known_in_message(rule: Rule, subject: str, policies: PolicySet) -> Iterator[str]:
    yield subject
    if subject in IN_STREAMS:
        yield "value_stream"
    yield from _words_of(rule)
    for amount in amounts_of(rule):
        if isinstance(amount, Named):
            yield amount.parameter
    for condition in conditions_of(rule):
        for leaf, link in leaves(condition):
            spec = resolve(leaf.name.text, subject, policies)
            is_told = isinstance(spec, MeasureSpec | DefinedMeasure | Output)
            if link is None and (is_told or isinstance(rule, Table)):
                yield leaf.name.text


def _words_of(rule: Rule) -> tuple[str, ...]:
    match rule:
        case Bounded():
            return (rule.measure.text, "limit", "excess")
        case Decide():
            return ("answer",)
        case Require():
            return ("answer", "unmet")
        case Escalate():
            return ("role",)
        case Table():
            return tuple(output.text for output in rule.outputs)
        case Derive():
            return ()
        case _:
            assert_never(rule)
