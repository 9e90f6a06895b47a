"""What a case expects of its plan: whether there is one, what it answers, binds and costs."""

from collections.abc import Iterable

from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.subject import PORTFOLIO, Subjects
from asp_decide.policy.cases.case import Expectation, NamedBound, PlanExpectation, StatedPrice
from asp_decide.policy.cases.case_amounts import amount_written_out
from asp_decide.policy.cases.case_expectations import said_of_subjects, tell_unknown
from asp_decide.policy.written.form import Form, open_form
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.strict_yaml import Scalar

CAPACITY = "capacity"
"""What stands before `@` where not a rule binds, but the people that there are."""

_KEYS = ("binding", "price", "conflict")
_OF_NO_PLAN = ("conflict",)
_OF_A_PLAN = ("binding", "price")


def parse_plan(form: Form, policies: PolicySet, subjects: Subjects) -> PlanExpectation | None:
    """Everything under `expect_plan`, with points, subjects, rules and words checked to exist."""
    node = form.values.get("expect_plan")
    if node is None:
        return None
    points = [name for name, point in POINTS_BY_NAME.items() if point.subject == "initiative"]
    plan = open_form(
        node,
        form.slips,
        what="`expect_plan`",
        required=("feasible",),
        optional=(*_KEYS, *points),
    )
    feasible = plan.word("feasible", ("yes", "no"), default="yes") == "yes"
    for key in (*points, *_OF_A_PLAN) if not feasible else _OF_NO_PLAN:
        if plan.has(key):
            what = "there is a plan" if feasible else "there is no plan"
            message = f"`{key}` says nothing where {what}"
            at = plan.keys[key]
            plan.tell("P019", at.place, message, mend="leave it out", width=at.width)
    return PlanExpectation(
        plan.place,
        feasible,
        plan.scalar("feasible").place,
        tuple(e for name in points for e in _answers(plan, name, subjects)),
        _bounds(plan, policies, subjects) if plan.has("binding") else None,
        tuple(_prices(plan, policies)),
        _rules(plan, policies) if plan.has("conflict") else None,
    )


def _answers(plan: Form, point: str, subjects: Subjects) -> Iterable[Expectation]:
    if not plan.has(point):
        return
    at = POINTS_BY_NAME[point]
    known = tuple(dict.fromkeys((*at.answers, "review", "wait")))
    name, node = plan.keys[point], plan.values[point]
    for key, text in said_of_subjects(plan, name, node, at.subject, subjects):
        if text.text not in known:
            tell_unknown(plan, text, known, f"answer of a plan at `{point}`")
        yield Expectation(point, key, text.text, "", text.place, is_point=True)


def _bounds(plan: Form, policies: PolicySet, subjects: Subjects) -> tuple[NamedBound, ...]:
    groups = sorted({PORTFOLIO, *(key.id for key in subjects)})
    found = []
    for text in _texts(plan, "binding"):
        rule, at, group = text.text.partition("@")
        if not at:
            message = f"`{text.text}` names no group that is bound"
            mend = f"write `{text.text}@...`, with the stream, the initiative or `portfolio`"
            plan.tell("P019", text.place, message, mend=mend, width=text.width)
        elif rule not in (*policies.rules, CAPACITY):
            tell_unknown(plan, text, (*policies.rules, CAPACITY), "rule", word=rule)
        elif group not in groups:
            tell_unknown(plan, text, groups, "group given", word=group)
        found.append(NamedBound(text.text, text.place))
    return tuple(found)


def _rules(plan: Form, policies: PolicySet) -> tuple[NamedBound, ...]:
    found = []
    for text in _texts(plan, "conflict"):
        if text.text not in policies.rules:
            tell_unknown(plan, text, policies.rules, "rule")
        found.append(NamedBound(text.text, text.place))
    return tuple(found)


def _texts(plan: Form, key: str) -> tuple[Scalar, ...]:
    """The texts of a list that may be empty: nothing binds, no rule is in the conflict."""
    node = plan.values[key]
    return () if getattr(node, "items", None) == () else plan.scalars(key)


def _prices(plan: Form, policies: PolicySet) -> Iterable[StatedPrice]:
    money = policies.unit(policies.currency)
    assert money is not None, "the workspace's currency is a unit"
    for name, node in plan.entries("price", "rules and what each costs"):
        if name.text not in policies.rules:
            tell_unknown(plan, name, policies.rules, "rule")
            continue
        text = plan.as_scalar(node, f"the price of `{name.text}`")
        number = amount_written_out(text, f"the price of {name.text}", money, policies, plan.slips)
        if number is not None:
            yield StatedPrice(name.text, number.value * money.factor, text.place)
