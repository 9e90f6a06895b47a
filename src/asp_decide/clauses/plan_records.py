"""What a plan does with limits, capacity and money, as records."""

from typing import Any

from asp_decide.clauses.clause import CompiledPolicies, LimitClause
from asp_decide.clauses.own_limits import rules_own
from asp_decide.model.plan import Plan


def bound_records(plan: Plan, policies: CompiledPolicies) -> list[dict[str, Any]]:
    """A record for each limit, group and interval, in the order of the plan.

    Where a group has a limit of its own, the record says who set it and what the rule says.
    """
    origins: dict[tuple[str, str], str] = {
        (clause.heading.rule, one.set_by): one.limit_from
        for clause in policies.clauses
        if isinstance(clause, LimitClause)
        for one in (*clause.own_limits, rules_own(clause))
    }
    return [
        {
            "kind": "bound",
            "rule": bound.rule,
            "name": bound.name,
            "group": bound.group,
            "interval": bound.interval,
            "planned": bound.planned,
            "at": bound.at,
            "limit": bound.limit,
            "limit_from": origins.get((bound.rule, bound.set_by), ""),
            "stated": bound.stated,
            "unit": bound.unit,
            "slack": bound.slack,
            "binding": bound.binding,
            "kept": bound.kept,
            **({"set_by": bound.set_by, "instead_of": bound.instead_of} if bound.set_by else {}),
        }
        for bound in plan.bounds
    ]


def allocation_records(plan: Plan) -> list[dict[str, Any]]:
    """A record for each initiative, value stream and interval, in the order of the plan."""
    options = {one.initiative: one.option for one in plan.decisions}
    return [
        {
            "kind": "allocation",
            "initiative": one.initiative,
            "option": options.get(one.initiative),
            "value_stream": one.value_stream,
            "interval": one.interval,
            "amount": one.amount,
            "unit": plan.run.capacity_unit,
            "money": one.money,
            "currency": plan.run.currency,
        }
        for one in plan.allocations
    ]


def price_records(plan: Plan) -> list[dict[str, Any]]:
    """A record for each price, in the order of the plan."""
    return [
        {
            "kind": "price",
            "rule": one.origin,
            "low": one.low,
            "high": one.high,
            "unit": plan.run.currency,
            "measurable": one.measurable,
            "frees": one.frees,
        }
        for one in plan.prices
    ]
