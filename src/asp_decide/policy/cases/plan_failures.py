"""What came out of the plan of a case otherwise than expected."""

from collections.abc import Iterator

from asp_decide.canonical import decimal_text
from asp_decide.policy.cases.case import CasePlan, Failure, NamedBound, PlanExpectation


def plan_failures(expected: PlanExpectation, plan: CasePlan, currency: str) -> tuple[Failure, ...]:
    """What the plan is otherwise; what is not solved to a gap of zero fails whatever it says."""
    if plan.why_not_proven:
        said = f"the plan is not proven: {plan.why_not_proven}"
        return (Failure(expected.place, said, "a gap of zero", plan.why_not_proven),)
    if plan.feasible is not expected.feasible:
        wanted, got = _yes(yes=expected.feasible), _yes(yes=plan.feasible)
        said = f"`feasible` is `{got}`, expected `{wanted}`"
        against = ", ".join((*sorted(plan.conflict), *plan.facts_in_conflict))
        reasons = (f"these cannot hold together: {against}",) if against else ()
        return (Failure(expected.feasible_at, said, wanted, got, reasons),)
    return (
        *_other_answers(expected, plan),
        *_other_bounds(expected, "binding", expected.binding, plan.binding),
        *_other_prices(expected, plan, currency),
        *_other_bounds(expected, "conflict", expected.conflict, plan.conflict),
    )


def _other_answers(expected: PlanExpectation, plan: CasePlan) -> Iterator[Failure]:
    for one in expected.answers:
        got = plan.words.get((one.name, one.subject))
        if got is None:
            said = f"the plan has no `{one.name}` for {one.subject.id}, expected `{one.says}`"
            yield Failure(one.place, said, one.says, "nothing")
        elif got != one.says:
            said = f"`{one.name}` of {one.subject.id} is `{got}` in the plan, expected `{one.says}`"
            because = plan.reasons.get((one.name, one.subject))
            yield Failure(one.place, said, one.says, got, (because,) if because else ())
    named = {(one.name, one.subject) for one in expected.answers}
    points = {one.name: one.place for one in expected.answers}
    for (point, subject), got in sorted(plan.words.items()):
        if point in points and (point, subject) not in named:
            said = (
                f"`{point}` of {subject.id} is `{got}` in the plan, which the case does not state"
            )
            yield Failure(points[point], said, "nothing unstated", got)


def _other_bounds(
    expected: PlanExpectation,
    key: str,
    stated: tuple[NamedBound, ...] | None,
    found: frozenset[str],
) -> Iterator[Failure]:
    if stated is None:
        return
    got = ", ".join(sorted(found)) or "nothing"
    for one in stated:
        if one.text not in found:
            said = f"`{one.text}` is not in `{key}`, which is {got}"
            yield Failure(one.place, said, one.text, got)
    place = stated[0].place if stated else expected.place
    for text in sorted(found - {one.text for one in stated}):
        said = f"`{text}` is in `{key}`, which the case does not state"
        yield Failure(place, said, "nothing unstated", text)


def _other_prices(expected: PlanExpectation, plan: CasePlan, currency: str) -> Iterator[Failure]:
    for one in expected.prices:
        got = plan.prices[one.rule]
        if got != one.amount:
            wanted, found = (f"{decimal_text(a, 6)} {currency}" for a in (one.amount, got))
            said = f"the price of {one.rule} is {found}, expected {wanted}"
            yield Failure(one.place, said, wanted, found)


def _yes(*, yes: bool) -> str:
    return "yes" if yes else "no"
