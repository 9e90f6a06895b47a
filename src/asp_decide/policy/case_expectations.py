"""What a case expects of rules and decision points, and what came out otherwise."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from asp_decide.diagnostics import Place, nearest
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.subject import SubjectKey, Subjects
from asp_decide.policy.document import Bounded, Decide, Derive, Escalate, Require, Rule
from asp_decide.policy.form import Form
from asp_decide.policy.grammar import shortened
from asp_decide.policy.policy_set import PolicySet
from asp_decide.policy.rule_parts import subject_of
from asp_decide.strict_yaml import Mapping as Node
from asp_decide.strict_yaml import Scalar

LOUD = frozenset({"fires", "spared", "broken", "unmet", "holds"})
"""Results that no case may leave unnamed."""

_ANSWER = re.compile(r"(?P<word>[a-z0-9_]+)(?: \((?P<reason>[A-Za-z0-9_-]+)\))?")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a rule or a decision point is expected to say of one subject.

    `reason` is `gap` or `unknown` of a review, or the rule that gave an answer; it may be empty.
    """

    name: str
    subject: SubjectKey
    says: str
    reason: str
    place: Place
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """The rules that a case must account for; `bounds` are limits and guardrails among them."""

    rules: frozenset[str]
    bounds: frozenset[str]


def parse_expectations(
    form: Form, policies: PolicySet, subjects: Subjects
) -> tuple[Expectation, ...]:
    """Everything under `expect`, with rules, points, subjects and words checked to exist."""
    found: list[Expectation] = []
    for name, node in form.entries("expect", "rules and decision points"):
        rule = policies.rules.get(name.text)
        if rule is None and name.text not in policies.points:
            _tell_unknown(form, name, (*policies.rules, *policies.points), "rule or decision point")
            continue
        if not isinstance(node, Node):
            message = f"under `{name.text}` stand subjects and what is said of each"
            form.tell("P018", node.place, message, mend="write `{INI-1: fires}`")
            continue
        kind = POINTS_BY_NAME[name.text].subject if rule is None else subject_of(rule.thing)
        for subject, said in node.entries:
            text = form.as_scalar(said, f"what is expected of `{subject.text}`")
            key = _key(form, subject, kind, subjects)
            if key is None:
                continue
            if rule is None:
                found.append(_answer(form, name.text, key, text))
            else:
                _check_result(form, rule.thing, text)
                found.append(Expectation(name.text, key, text.text, "", text.place))
    return tuple(found)


def failures_of(
    expected: Iterable[Expectation],
    findings: Iterable[Finding],
    answers: Iterable[Answer],
    *,
    judged: Judged,
) -> tuple[str, ...]:
    """What came out otherwise than expected, a line each; nothing loud goes unnamed."""
    stated = tuple(expected)
    said = {
        (str(finding.rule), finding.subject): finding
        for finding in findings
        if finding.subject is not None
    }
    answered = {(answer.point, answer.subject): answer for answer in answers}
    return (
        *_unlike_findings([e for e in stated if not e.is_point], said, judged),
        *_unlike_answers([e for e in stated if e.is_point], answered),
    )


def _unlike_findings(
    stated: list[Expectation],
    said: Mapping[tuple[str, SubjectKey], Finding],
    judged: Judged,
) -> Iterator[str]:
    for one in stated:
        finding = said.get((one.name, one.subject))
        if finding is None:
            yield f"{one.name} says nothing of {one.subject.id}, expected `{one.says}`"
        elif finding.result != one.says:
            yield (
                f"{one.name} says `{finding.result}` of {one.subject.id}, "
                f"expected `{one.says}`{_because(finding)}"
            )
    named, rules = {(e.name, e.subject) for e in stated}, {e.name for e in stated}
    for (rule, subject), finding in sorted(said.items(), key=lambda pair: pair[0]):
        if (rule, subject) in named:
            continue
        if rule in rules:
            yield f"{rule} says `{finding.result}` of {subject.id}, which the case does not state"
        elif rule in judged.rules and _is_loud(finding, judged):
            yield f"unexpected: {rule} says `{finding.result}` of {subject.id}{_because(finding)}"


def _is_loud(finding: Finding, judged: Judged) -> bool:
    """Loud is what moves something, and what a rule that is no bound cannot tell."""
    if finding.result == "unknown":
        return finding.rule not in judged.bounds
    return finding.result in LOUD


def _because(finding: Finding) -> str:
    told = [f"{seen.name} {seen.test}: {seen.truth.value}" for seen in finding.seen]
    return " (" + "; ".join(told) + ")" if told else ""


def _unlike_answers(
    stated: list[Expectation], answered: Mapping[tuple[str, SubjectKey], Answer]
) -> Iterator[str]:
    for one in stated:
        answer = answered.get((one.name, one.subject))
        wanted = f"{one.says} ({one.reason})" if one.reason else one.says
        if answer is None:
            yield f"`{one.name}` was not asked of {one.subject.id}, expected `{wanted}`"
        elif answer.answer != one.says or (one.reason and one.reason not in _reasons(answer)):
            told = ", ".join(_reasons(answer))
            found = f"{answer.answer} ({told})" if told else answer.answer
            yield f"`{one.name}` of {one.subject.id} is `{found}`, expected `{wanted}`"
    named, points = {(e.name, e.subject) for e in stated}, {e.name for e in stated}
    for (point, subject), answer in sorted(answered.items(), key=lambda pair: pair[0]):
        if point in points and (point, subject) not in named:
            yield f"`{point}` of {subject.id} is `{answer.answer}`, which the case does not state"


def _reasons(answer: Answer) -> tuple[str, ...]:
    why = (answer.why,) if answer.why else ()
    return (*why, *answer.by, *answer.blocked_by)


def _answer(form: Form, point: str, subject: SubjectKey, text: Scalar) -> Expectation:
    found = _ANSWER.fullmatch(text.text)
    word = found.group("word") if found else text.text
    reason = (found.group("reason") or "") if found else ""
    known = (*POINTS_BY_NAME[point].answers, "review", "plan")
    if word not in known:
        _tell_unknown(form, text, known, f"answer at `{point}`", word=word)
    if word == "review" and not reason:
        message = "a review is always `review (gap)`, `review (unknown)` or `review (RULE-ID)`"
        mend = "say why it is reviewed"
        form.tell("P019", text.place, message, mend=mend, width=text.width)
    return Expectation(point, subject, word, reason, text.place, is_point=True)


def _check_result(form: Form, rule: Rule, text: Scalar) -> None:
    known = _results_of(rule)
    if text.text not in known:
        near = nearest(text.text, known)
        mend = f"did you mean `{near}`?" if near else "it says " + ", ".join(known)
        message = f"{rule.head.id.text} never says `{shortened(text.text)}`"
        form.tell("P023", text.place, message, mend=mend, width=text.width)


def _results_of(rule: Rule) -> tuple[str, ...]:
    match rule:
        case Bounded():
            return ("kept", "broken", "does_not_apply", "unknown")
        case Decide() | Escalate():
            return ("fires", "spared", "does_not_fire", "unknown")
        case Require():
            return ("met", "spared", "unmet", "unknown")
        case Derive():
            return ("holds", "does_not_hold", "unknown")
        case _:
            assert_never(rule)


def _key(form: Form, subject: Scalar, kind: str, subjects: Subjects) -> SubjectKey | None:
    for key in subjects:
        if (key.kind, key.id) == (kind, subject.text):
            return key
    _tell_unknown(form, subject, [k.id for k in subjects if k.kind == kind], f"given {kind}")
    return None


def _tell_unknown(
    form: Form, name: Scalar, known: Iterable[str], what: str, *, word: str = ""
) -> None:
    near = nearest(word or name.text, known)
    mend = f"did you mean `{near}`?" if near else "the file under test, or `load`, declares it"
    message = f"there is no {what} `{shortened(word or name.text)}`"
    form.tell("P023", name.place, message, mend=mend, width=name.width)
