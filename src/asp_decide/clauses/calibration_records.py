"""What was learnt of forecasts, as records: one for each reference class and quantity."""

from typing import Any

from asp_decide.model.calibration import Calibration
from asp_decide.model.plan import Plan


def calibration_records(plan: Plan) -> list[dict[str, Any]]:
    """A record for each class of which something is known, in the order of the plan.

    Whether it corrects, and what held-back cases say of that, stands in each.
    """
    return [
        {"kind": "calibration", **one.model_dump(mode="json", exclude={"newest"})}
        | {"newest": one.newest.isoformat()}
        for one in plan.calibration
    ]


def cited(plan: Plan) -> str:
    """The version of the calibration that a plan knew; empty where nothing had been learnt."""
    return Calibration(classes=plan.calibration).version
