"""What exemptions leave of the rules, and which of them renew another."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from asp_decide.clauses.clause import Clause, CompiledPolicies, LimitClause, OwnLimit
from asp_decide.clauses.exemption import Exemption


def exempted(policies: CompiledPolicies, standing: Iterable[Exemption]) -> CompiledPolicies:
    """The policies as these exemptions leave them: suspended for some, at another limit for others.

    A suspended rule is judged as ever and binds nobody; a replaced limit is read in place of the
    rule's own and of any that an overlay sets.
    """
    found = tuple(standing)
    if not found:
        return policies
    return replace(
        policies,
        clauses=tuple(_with_limits(clause, found) for clause in policies.clauses),
        suspended={(one.rule, one.subject): one.id for one in found if one.replaced is None},
    )


def _with_limits(clause: Clause, found: Sequence[Exemption]) -> Clause:
    replaced = [
        OwnLimit(one.subject, one.replaced, one.id, one.id)
        for one in found
        if one.rule == clause.heading.rule and one.replaced is not None
    ]
    if not replaced or not isinstance(clause, LimitClause):
        return clause
    exempt = {one.subject for one in replaced}
    kept = (one for one in clause.own_limits if one.subject not in exempt)
    return replace(
        clause, own_limits=tuple(sorted((*kept, *replaced), key=lambda one: one.subject))
    )


def renewals(exemption: Exemption, register: Iterable[Exemption]) -> int:
    """How many exemptions of that rule and subject ran before it without a day between them."""
    others = [
        one
        for one in register
        if (one.rule, one.subject) == (exemption.rule, exemption.subject) and one.id != exemption.id
    ]
    number, begins = 0, exemption.effective.from_day
    while before := [
        one
        for one in others
        if one.effective.from_day < begins
        and one.effective.until is not None
        and one.effective.until >= begins - timedelta(days=1)
    ]:
        number, begins = number + 1, min(one.effective.from_day for one in before)
    return number
