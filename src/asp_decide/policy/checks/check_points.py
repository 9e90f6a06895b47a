"""Whether decision points and their answers can be meant, and nothing moves money by itself."""

from asp_decide.diagnostics import Diagnostic, did_you_mean
from asp_decide.model.decision_point import DecisionPoint
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import Decide, Ordered, Require, Table
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.policy_set import ANSWER, PolicySet
from asp_decide.policy.written.resolution import wrong_layer
from asp_decide.policy.written.rule_parts import point_of
from asp_decide.strict_yaml import Scalar

REVIEW = "review"
"""An answer at every point, which may be proposed and ordered like any other; else it is last."""


def check_at_point(
    rule: Decide | Require | Table, policies: PolicySet, slips: list[Diagnostic]
) -> str | None:
    """The subject that the rule's decision point asks, with every wrong answer told."""
    assert rule.at is not None, "the rule stands at a decision point"
    point = check_point(rule.at, policies, slips)
    if point is None:
        return None
    if rule.at.text not in policies.points and not policies.is_excused(rule.at.text):
        message = f"no file says in which order the answers of `{rule.at.text}` win"
        mend = f"declare `{rule.at.text}: {{order: [...], otherwise: ...}}` under `decisions`"
        slips.append(problem("P025", rule.at.place, message, mend=mend, width=rule.at.width))
    if isinstance(rule, Decide | Table):
        proposed = (rule.answer,) if isinstance(rule, Decide) else _answers_of(rule)
        for answer in proposed:
            if answer.text != REVIEW:
                check_answer(answer, point, slips)
        return point.subject
    for answer in rule.before:
        check_answer(answer, point, slips)
    safe = [word for word in (*point.otherwise, REVIEW) if word != "plan"]
    if rule.otherwise.text not in (*point.answers, REVIEW):
        check_answer(rule.otherwise, point, slips)
    elif rule.otherwise.text not in safe:
        message = f"`else: {rule.otherwise.text}` moves money where something is not known"
        mend = "write " + " or ".join(f"`else: {word}`" for word in dict.fromkeys(safe))
        place, width = rule.otherwise.place, rule.otherwise.width
        slips.append(problem("P031", place, message, mend=mend, width=width))
    return point.subject


def _given_at(point: DecisionPoint, policies: PolicySet) -> frozenset[str]:
    """The answers that some rule of the policies gives at the point, or asks something before."""
    given: set[str] = set()
    for declared in policies.rules.values():
        rule = declared.thing
        if point_of(rule) != point.name:
            continue
        match rule:
            case Decide():
                given.add(rule.answer.text)
            case Table():
                given |= {answer.text for answer in _answers_of(rule)}
            case Require():
                given |= {answer.text for answer in rule.before}
            case _:
                pass
    return frozenset(given)


def _answers_of(table: Table) -> tuple[Scalar, ...]:
    """The answers that a table's rows give, if its first output is called so."""
    if not table.outputs or table.outputs[0].text != ANSWER:
        return ()
    return tuple(row.then[0] for row in table.rows)


def check_point(name: Scalar, policies: PolicySet, slips: list[Diagnostic]) -> DecisionPoint | None:
    """The decision point of that name, or None with the reason told."""
    points = policies.words.points
    point = points.get(name.text)
    if point is not None:
        return point
    if (wrong := wrong_layer(name, policies)) is not None:
        slips.append(wrong)
        return None
    mend = did_you_mean(name.text, points, "the points are " + ", ".join(points))
    message = f"there is no decision point `{shortened(name.text)}`"
    slips.append(problem("P023", name.place, message, mend=mend, width=name.width))
    return None


def check_answer(answer: Scalar, point: DecisionPoint, slips: list[Diagnostic]) -> None:
    """Tell if that is no answer of the point."""
    if answer.text in point.answers:
        return
    mend = did_you_mean(answer.text, point.answers, "its answers are " + ", ".join(point.answers))
    message = f"`{shortened(answer.text)}` is no answer at `{point.name}`"
    slips.append(problem("P023", answer.place, message, mend=mend, width=answer.width))


def check_ordered(ordered: Ordered, policies: PolicySet, slips: list[Diagnostic]) -> None:
    """Tell what is wrong with the order of a point: each answer once, and a safe `otherwise`."""
    point = check_point(ordered.point, policies, slips)
    if point is None:
        return
    for answer in ordered.order:
        if answer.text != REVIEW:
            check_answer(answer, point, slips)
    named = [answer.text for answer in ordered.order]
    for answer in ordered.order:
        if named.count(answer.text) > 1:
            message = f"`{answer.text}` stands twice in the order"
            mend = "name every answer once"
            slips.append(problem("P024", answer.place, message, mend=mend, width=answer.width))
            break
    given = _given_at(point, policies)
    needed = [one for one in point.answers if one not in point.optional or one in given]
    if left_out := [answer for answer in needed if answer not in named]:
        message = f"the order of `{point.name}` leaves out " + ", ".join(left_out)
        place = ordered.order[0].place if ordered.order else ordered.point.place
        slips.append(problem("P011", place, message, mend="name every answer once"))
    word = ordered.otherwise
    if word.text in point.otherwise:
        return
    mend = "write " + " or ".join(f"`otherwise: {safe}`" for safe in point.otherwise)
    if word.text in point.answers or word.text == "plan":
        message = f"`otherwise: {word.text}` decides where no rule has spoken"
        slips.append(problem("P031", word.place, message, mend=mend, width=word.width))
    else:
        message = f"`{word.text}` is no answer at `{point.name}`"
        slips.append(problem("P023", word.place, message, mend=mend, width=word.width))
