"""Answers at decision points of other files, as a case gives them."""

from collections.abc import Iterable, Mapping

from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.subject import SubjectKey, SubjectKind, Subjects
from asp_decide.policy.checks.check_points import REVIEW
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.strict_yaml import Node, Scalar


def given_answers(
    said: Iterable[tuple[SubjectKey, Mapping[str, Scalar]]],
    subjects: Subjects,
    slips: list[Diagnostic],
) -> Mapping[tuple[str, SubjectKey], str]:
    """The answers of other files' points; each is asked in the state that its subject is in."""
    found: dict[tuple[str, SubjectKey], str] = {}
    for key, answers in said:
        for point, text in answers.items():
            states, state = POINTS_BY_NAME[point].states, subjects[key].attributes.get("state")
            if states and state not in states:
                message = f"`{point}` is not asked of what is `{state or 'in no state'}`"
                mend = "it is asked in " + ", ".join(states)
                slips.append(problem("P022", text.place, message, mend=mend, width=text.width))
            found[point, key] = text.text
    return found


def is_answer(
    name: str, value: Node, kind: SubjectKind, policies: PolicySet, *, is_named: bool
) -> bool:
    """Whether this is the answer at a decision point.

    Where the catalogue has the name too (`is_named`), as of `relevance`, the word tells.
    """
    point = policies.words.points.get(name)
    if point is None or point.subject != kind:
        return False
    is_word = isinstance(value, Scalar) and value.text in (*point.answers, REVIEW)
    return is_word or not is_named


def answer_given(
    point: Scalar, value: Node, policies: PolicySet, slips: list[Diagnostic]
) -> Scalar:
    """The answer of another file at a point; that of the file itself follows from its rules."""
    if not isinstance(value, Scalar):
        slips.append(problem("P018", value.place, "one text stands here", mend="write a text"))
        return point
    text = value
    if point.text in policies.points:
        message = f"`{point.text}` is answered by the rules under test"
        mend = "state it under `expect`"
        slips.append(problem("P022", point.place, message, mend=mend, width=point.width))
    known = (*POINTS_BY_NAME[point.text].answers, REVIEW)
    if text.text not in known:
        near = did_you_mean(text.text, known, "its answers are " + ", ".join(known))
        message = f"`{shortened(text.text)}` is no answer at `{point.text}`"
        slips.append(problem("P023", text.place, message, mend=near, width=text.width))
    return text
