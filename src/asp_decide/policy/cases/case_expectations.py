"""What a case expects of rules and decision points, with every name in it checked to exist."""

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from asp_decide.diagnostics import did_you_mean
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.subject import SubjectKey, Subjects
from asp_decide.policy.cases.case import Expectation
from asp_decide.policy.cases.case_tables import QUIET, expected_of
from asp_decide.policy.written.document import (
    Bounded,
    Decide,
    Derive,
    Escalate,
    Require,
    Rule,
    Table,
)
from asp_decide.policy.written.form import Form
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import subject_of
from asp_decide.strict_yaml import Mapping as Entries
from asp_decide.strict_yaml import Node, Scalar

_ANSWER = re.compile(r"(?P<word>[a-z0-9_]+)(?: \((?P<reason>[A-Za-z0-9_-]+)\))?")


def parse_expectations(
    form: Form, policies: PolicySet, subjects: Subjects
) -> tuple[Expectation, ...]:
    """Everything under `expect`, with rules, points, subjects and words checked to exist."""
    found: list[Expectation] = []
    for name, node in form.entries("expect", "rules and decision points"):
        rule = policies.rules.get(name.text)
        if rule is None and name.text not in policies.points:
            tell_unknown(form, name, (*policies.rules, *policies.points), "rule or decision point")
            continue
        kind = POINTS_BY_NAME[name.text].subject if rule is None else subject_of(rule.thing)
        if rule is not None and isinstance(rule.thing, Table):
            for key, said in stated_of_subjects(form, name, node, kind, subjects):
                says = expected_of(rule.thing, said, form)
                found.append(Expectation(name.text, key, says, "", said.place))
            continue
        for key, text in said_of_subjects(form, name, node, kind, subjects):
            if rule is None:
                found.append(_answer(form, name.text, key, text))
            else:
                _check_result(form, rule.thing, text)
                found.append(Expectation(name.text, key, text.text, "", text.place))
    return tuple(found)


def said_of_subjects(
    form: Form, name: Scalar, node: Node, kind: str, subjects: Subjects
) -> Iterator[tuple[SubjectKey, Scalar]]:
    """What stands under a name: each subject of that kind, and the text that is said of it."""
    for key, said in stated_of_subjects(form, name, node, kind, subjects):
        text = form.as_scalar(said, f"what is expected of `{key.id}`")
        if text is said:
            yield key, text


def stated_of_subjects(
    form: Form, name: Scalar, node: Node, kind: str, subjects: Subjects
) -> Iterator[tuple[SubjectKey, Node]]:
    """What stands under a name: each subject of that kind, and whatever is stated of it."""
    if not isinstance(node, Entries):
        message = f"under `{name.text}` stand subjects and what is said of each"
        form.tell("P018", node.place, message, mend="write `{INI-1: ...}`")
        return
    for subject, said in node.entries:
        key = _key(form, subject, kind, subjects)
        if key is not None:
            yield key, said


def _answer(form: Form, point: str, subject: SubjectKey, text: Scalar) -> Expectation:
    found = _ANSWER.fullmatch(text.text)
    word = found.group("word") if found else text.text
    reason = (found.group("reason") or "") if found else ""
    known = (*POINTS_BY_NAME[point].answers, "review", "plan")
    if word not in known:
        tell_unknown(form, text, known, f"answer at `{point}`", word=word)
    if word == "review" and not reason:
        message = "a review is always `review (gap)`, `review (unknown)` or `review (RULE-ID)`"
        mend = "say why it is reviewed"
        form.tell("P019", text.place, message, mend=mend, width=text.width)
    return Expectation(point, subject, word, reason, text.place, is_point=True)


def _check_result(form: Form, rule: Rule, text: Scalar) -> None:
    known = results_of(rule)
    if text.text not in known:
        mend = did_you_mean(text.text, known, "it says " + ", ".join(known))
        message = f"{rule.head.id.text} never says `{shortened(text.text)}`"
        form.tell("P023", text.place, message, mend=mend, width=text.width)


def results_of(rule: Rule) -> tuple[str, ...]:
    """What a rule of that kind may say of a subject."""
    match rule:
        case Bounded():
            return ("kept", "broken", "does_not_apply", "unknown")
        case Decide() | Escalate():
            return ("fires", "spared", "does_not_fire", "unknown")
        case Require():
            return ("met", "spared", "unmet", "unknown")
        case Derive():
            return ("holds", "does_not_hold", "unknown")
        case Table():
            return QUIET
        case _:
            assert_never(rule)


def _key(form: Form, subject: Scalar, kind: str, subjects: Subjects) -> SubjectKey | None:
    for key in subjects:
        if (key.kind, key.id) == (kind, subject.text):
            return key
    tell_unknown(form, subject, [k.id for k in subjects if k.kind == kind], f"given {kind}")
    return None


def tell_unknown(
    form: Form, name: Scalar, known: Iterable[str], what: str, *, word: str = ""
) -> None:
    """Tell that nothing of that name is known, and which known one is near."""
    mend = did_you_mean(word or name.text, known, "the file under test, or `load`, declares it")
    message = f"there is no {what} `{shortened(word or name.text)}`"
    form.tell("P023", name.place, message, mend=mend, width=name.width)
