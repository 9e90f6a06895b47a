"""What a person decided about a plan, as records: one act for each initiative."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asp_decide.clauses.acting_against import point_decided, rules_against
from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.further_money import further_money
from asp_decide.clauses.masked_fields import closed_fields, name_or_mask
from asp_decide.clauses.result_records import sorted_answers
from asp_decide.model.approval import Approval, Override
from asp_decide.model.finding import Answer
from asp_decide.model.plan import Decision, Plan, Price
from asp_decide.model.subject import PORTFOLIO

BRAKE = "brake"
"""The decision point at which a run that changes very much is confirmed."""


@dataclass(frozen=True, slots=True)
class Act:
    """A person's approval of a plan, and what each departure from it costs, where it was asked.

    `prices` are by initiative.
    """

    approval: Approval
    prices: Mapping[str, Price] = field(default_factory=dict)

    @property
    def decided_otherwise(self) -> dict[str, str]:
        """The decisions that depart from the plan, by initiative."""
        return {one.initiative: one.decision for one in self.approval.overrides}


def approval_records(
    act: Act, plan: Plan, answers: Sequence[Answer], *, first_answer: int
) -> list[dict[str, Any]]:
    """A record for each decision of the plan, and one for a brake that was confirmed.

    `first_answer` is the number of the run's first answer record: a recommendation leads to the
    record of the answer that gave it.
    """
    given = {
        (answer.point, answer.subject.id): first_answer + number
        for number, answer in enumerate(sorted_answers(answers))
    }
    ids = override_ids(act.approval, plan)
    overrides: dict[str, Override] = {one.initiative: one for one in act.approval.overrides}
    records = [
        _approval(
            act,
            one,
            override=overrides.get(one.initiative),
            id_=ids.get(one.initiative),
            record=given.get((one.point, one.initiative)),
        )
        for one in plan.decisions
    ]
    if plan.brake.tripped and act.approval.confirmed_brake:
        records.append(_confirmation(act, plan))
    return records


def override_records(
    act: Act, plan: Plan, policies: CompiledPolicies, answers: Sequence[Answer]
) -> list[dict[str, Any]]:
    """A record for each departure from the plan, with the rules that it suspends."""
    ids = override_ids(act.approval, plan)
    decisions = {one.initiative: one for one in plan.decisions}
    return [
        {
            "kind": "override",
            "id": ids[one.initiative],
            "subject": {"initiative": one.initiative},
            "rules": rules_against(one, plan, policies, answers),
            "does": "suspend",
            "decided": one.decision,
            **_scale(one, decisions[one.initiative], plan.run.currency),
            "granted": {
                "by": act.approval.role,
                "person": act.approval.person,
                "on": act.approval.on.isoformat(),
            },
            "effective": {"from": act.approval.on.isoformat(), "until": one.until.isoformat()},
            "needs": {
                "reason": one.reason,
                "evidence": list(one.evidence),
                "recovery_plan": one.recovery_plan,
                "second_approver": one.second_approver,
            },
            "price": _price(act, one.initiative, plan),
        }
        for one in _by_initiative(act.approval)
    ]


def read_act(records: Iterable[Mapping[str, Any]]) -> Act | None:
    """The act that these records of a run tell of; None if nobody has decided.

    A name that is masked is its commitment, and a price that is masked is not there. Raises
    ValueError if they are no records of one person's approval of a plan.
    """
    found = list(records)
    approvals = [one for one in found if one["kind"] == "approval"]
    if not approvals:
        return None
    overrides = [one for one in found if is_override(one)]
    try:
        approval = Approval(
            plan=next(one["plan"] for one in found if one["kind"] == "manifest"),
            person=_person(approvals),
            role=approvals[0]["by"],
            on=approvals[0]["on"],
            confirmed_brake=any(one["point"] == BRAKE for one in approvals),
            overrides=tuple(read_override(one) for one in overrides),
        )
        prices = {
            one["subject"]["initiative"]: Price(origin=one["id"], frees="", **_bare(one["price"]))
            for one in overrides
            if one["price"] is not None and "/price" not in closed_fields(one)
        }
    except (KeyError, TypeError, StopIteration) as error:
        raise ValueError(f"no record of an act: {error} is missing") from error
    return Act(approval, prices)


def read_override(record: Mapping[str, Any]) -> Override:
    """The override that a record tells of. Raises KeyError, ValueError if it tells of none."""
    return Override(
        initiative=record["subject"]["initiative"],
        decision=record["decided"],
        option=record.get("option"),
        until=record["effective"]["until"],
        **{need: name_or_mask(told) for need, told in record["needs"].items()},
    )


def _person(approvals: Sequence[Mapping[str, Any]]) -> Any:
    """Who approved: by the first record that says so, else by a commitment."""
    opened = [one["person"] for one in approvals if "/person" not in closed_fields(one)]
    return opened[0] if opened else name_or_mask(approvals[0]["person"])


def is_override(record: Mapping[str, Any]) -> bool:
    """Whether a record tells of an override at `apply`, and not of an exemption of the register."""
    return record["kind"] == "override" and "decided" in record


def override_ids(approval: Approval, plan: Plan) -> dict[str, str]:
    """The number of each override in the register, by initiative: `OV-2026Q4-001`."""
    return {
        one.initiative: f"OV-{plan.run.id}-{number:03}"
        for number, one in enumerate(_by_initiative(approval), start=1)
    }


def _approval(
    act: Act, decision: Decision, *, override: Override | None, id_: str | None, record: int | None
) -> dict[str, Any]:
    approval = act.approval
    return {
        "kind": "approval",
        "point": decision.point if override is None else point_decided(override, decision),
        "subject": {"initiative": decision.initiative},
        "recommended": {"answer": decision.decision, "record": record},
        "decided": decision.decision if override is None else override.decision,
        "by": approval.role,
        "person": approval.person,
        "on": approval.on.isoformat(),
        "reason": "" if override is None else override.reason,
        "override": id_,
        "review_on": decision.until if override is None else override.until.isoformat(),
    }


def _confirmation(act: Act, plan: Plan) -> dict[str, Any]:
    approval = act.approval
    return {
        "kind": "approval",
        "point": BRAKE,
        "subject": {"portfolio": PORTFOLIO},
        "recommended": {"answer": "halt", "record": None},
        "decided": "confirm",
        "by": approval.role,
        "person": approval.person,
        "on": approval.on.isoformat(),
        "reason": plan.brake.message,
        "override": None,
        "review_on": None,
    }


def _bare(price: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in price.items() if name != "unit"}


def _price(act: Act, initiative: str, plan: Plan) -> dict[str, Any] | None:
    price = act.prices.get(initiative)
    if price is None:
        return None
    return {
        "low": price.low,
        "high": price.high,
        "unit": plan.run.currency,
        "measurable": price.measurable,
    }


def _scale(override: Override, decision: Decision, currency: str) -> dict[str, Any]:
    """The option that was asked for, and the money in it that earns less than it costs."""
    told: dict[str, Any] = {} if override.option is None else {"option": override.option}
    found = further_money(decision, override.decision, override.option)
    if found is not None:
        course = found.course
        told["margin"] = {"option": course.option, "amount": course.margin, "unit": currency}
    return told


def _by_initiative(approval: Approval) -> list[Override]:
    return sorted(approval.overrides, key=lambda one: one.initiative)
