"""How firm the answers of a plan are, as their records tell it."""

from collections.abc import Mapping
from typing import Any

from asp_decide.model.plan import Plan


def firmness_by_answer(plan: Plan) -> Mapping[tuple[str, str], dict[str, Any]]:
    """What the record of an answer says of it beside, by decision point and initiative.

    Its probability of being best is the share of drawn worlds in which it is, from the least to the
    most; `turns` are the numbers up to which nothing turns it, by the proof of the plan.
    """
    if plan.firmness is None:
        return {}
    told = {
        one.initiative: one.model_dump(mode="json", exclude={"initiative"})
        for one in plan.firmness.initiatives
    }
    return {
        (one.point, one.initiative): {
            "firmness": told[one.initiative]
            | {"worlds": plan.firmness.worlds, "seed": plan.firmness.seed}
        }
        for one in plan.decisions
        if one.initiative in told
    }
