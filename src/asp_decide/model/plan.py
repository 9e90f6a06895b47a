"""What the engine recommends for one snapshot: decisions, reasons, capacity, prices, gap.

This is the content of `plan.json`. Every number of the trade is a decimal text; money is in the
currency of `objective`, capacity in the unit that `run` names, gaps are shares between 0 and 1, and
amounts of rules stand in the unit beside them.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from asp_decide.canonical import bytes_digest, refuse_endless
from asp_decide.model.base import Model
from asp_decide.model.calibration import ClassCalibration
from asp_decide.model.firmness import Firmness
from asp_decide.model.forced_decision import ForcedDecision

SCHEMA_VERSION = "1"

type DecisionWord = Literal[
    "register",
    "return",
    "examine",
    "hold",
    "reject",
    "supersede",
    "return_to_triage",
    "start",
    "wait",
    "fund",
    "fund_tranche",
    "decline",
    "continue",
    "redirect",
    "pause",
    "stop",
    "review",
    "confirmed",
    "partly",
    "refuted",
    "not_measurable",
]


class Run(Model):
    """What went into a plan, so that the same can go in again."""

    id: str
    as_of: str
    facts: str
    policies: str
    charter: str
    versions: Mapping[str, str]
    engine: Literal["durable", "reference"]
    seed: int
    budget: Literal["quick", "board", "deep"]
    limits: Mapping[str, int]
    capacity_unit: str
    currency: str
    intervals: tuple[str, ...]
    exploratory: bool = False
    pinned: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Reason(Model):
    """One reason: a rule or a fact (`capacity payments 2027Q2`), measured against its limit.

    `margin` is measured less limit; amounts are None where the reason has none.
    """

    rule: str
    result: str = ""
    measure: str = ""
    measured: str | None = None
    limit: str | None = None
    margin: str | None = None
    unit: str = ""
    message: str


class Course(Model):
    """What one option of an initiative is worth from here on, with capacity at its price, in money.

    `information` is what the sign of a tranche is worth, `gain` what the tranche is worth more than
    deciding at once, `margin` what further money earns against the best for less; None where there
    is none. `worth` is None where it is not known, and `why` says what is missing.
    """

    option: str
    kind: str
    worth: str | None
    cost: str | None = None
    information: str | None = None
    gain: str | None = None
    margin: str | None = None
    why: str = ""


class Decision(Model):
    """What is to be done with one open initiative, and why.

    `start` is the planning interval in which the work begins (None where none is foreseen),
    `finish` the one in which it is done; `point` is the decision point that gave the word and
    `by` says whether rules or the optimizer gave it. `value` is what the chosen option brings,
    `loss` what is not earned against the best. A tranche is done and decided anew by `until`, the
    last day of the interval in which it ends. `courses` stand beside what was decided at Gate 2
    and at validation: all that is open, and what each is worth.
    """

    initiative: str
    name: str
    state: str
    decision: DecisionWord
    point: str
    by: Literal["rules", "plan", "state"]
    option: str | None
    start: str | None
    finish: str | None
    until: str | None = None
    value_streams: tuple[str, ...]
    reasons: tuple[Reason, ...]
    value: str | None = None
    loss: str | None = None
    cost_of_delay_per_week: str | None = None
    remaining_duration_weeks: str | None = None
    cd3: str | None = None
    remaining_effort: str | None = None
    courses: tuple[Course, ...] = ()


class Allocation(Model):
    """Capacity and outlay given to one initiative, in one value stream and interval."""

    value_stream: str
    interval: str
    initiative: str
    amount: str
    money: str = "0"


class CapacityLine(Model):
    """Net capacity of a value stream in an interval, and how much of it the plan commits."""

    value_stream: str
    interval: str
    net: str
    committed: str


class Bound(Model):
    """One limit for one group in one interval: what the plan has, and what is allowed.

    `limit` is the bound as it was used: never less than what runs today and may go on; `stated`
    is the number that holds for the group. Where that is not the rule's own, `set_by` names the
    overlay or exemption that set it and `instead_of` is what the rule says. `binding` is true
    where one more step would cross it.
    """

    rule: str
    name: str
    group: str
    interval: str | None
    planned: str
    limit: str
    stated: str
    unit: str
    at: Literal["most", "least"]
    slack: str
    binding: bool
    kept: bool
    set_by: str = ""
    instead_of: str | None = None


class Price(Model):
    """What a rule, a mandate or an override costs: an interval found by asking again.

    `low` and `high` in money; `measurable` is false where the interval contains 0 while a gap is
    open. `frees` tells in a sentence what the plan would do without it.
    """

    origin: str
    low: str
    high: str
    measurable: bool
    frees: str = ""


class PlannedExemption(Model):
    """One exemption of the register as this plan used it, or why it could not.

    `does` is `suspend`, or the limit that it puts in place of the rule's. It is `used` where the
    rule would have acted without it; `refused` where it has ended or lapsed, with `why`. `doubt`
    says what is not known of a condition that may have ended it. `renewals` counts those in a row
    before it. `price` is the loss with it less the loss without it: below zero it brings something;
    None where it was not used, or where there would be no plan without it.
    """

    id: str
    rule: str
    subject: str
    does: str
    by: str
    until: str
    state: Literal["used", "unused", "refused"]
    why: str = ""
    doubt: str = ""
    renewals: int = 0
    ends_before_next_run: bool = False
    price: Price | None = None


class Objective(Model):
    """How good the plan is. Proven means certified: checked by anyone, offline.

    `loss` and `bound` are money; `gap` is (loss - bound) as a share of value captured, from exact
    numbers; None if nothing is captured and loss and bound differ. The `stated` figures are the
    solver's own.
    """

    loss: str
    bound: str | None
    gap: str | None
    bound_stated: str | None
    gap_stated: str | None
    value_captured: str
    status: str
    currency: str


class PlanFinding(Model):
    """Something in the plan that people should know: a broken advisory limit, owed data."""

    rule: str
    subject: str
    result: str
    severity: str
    message: str


class Brake(Model):
    """Whether the run changes so much that a role must confirm it before it is applied."""

    tripped: bool
    rule: str = ""
    role: str = ""
    message: str = ""


_NAMES = frozenset(
    {"initiative", "id", "name", "value_stream", "option", "group", "rule", "person"}
)
"""Keys under which a text is a name, and no number however it looks."""


class Plan(Model):
    """The whole recommendation; decides nothing until a person applies it.

    `calibration` is what it knew of forecasts by reference class, and what it corrected by that;
    `firmness` what became of its answers in drawn worlds, None where none were drawn; `forced` are
    the decisions that rules ask of a person by name, by initiative and rule.
    """

    schema_version: str = SCHEMA_VERSION
    run: Run
    decisions: tuple[Decision, ...]
    allocations: tuple[Allocation, ...]
    capacity: tuple[CapacityLine, ...]
    bounds: tuple[Bound, ...]
    prices: tuple[Price, ...]
    objective: Objective
    findings: tuple[PlanFinding, ...]
    assumptions: tuple[str, ...]
    exemptions: tuple[PlannedExemption, ...] = ()
    calibration: tuple[ClassCalibration, ...] = ()
    firmness: Firmness | None = None
    forced: tuple[ForcedDecision, ...] = ()
    brake: Brake = Field(default_factory=lambda: Brake(tripped=False))

    @model_validator(mode="before")
    @classmethod
    def _refuse_endless(cls, told: Any) -> Any:
        """A plan comes from a file, and whoever wrote it may not mean well."""
        refuse_endless(told, names=_NAMES)
        return told


def plan_bytes(plan: Plan) -> bytes:
    """The bytes of `plan.json`: for people too, and always the same for the same plan."""
    body = json.dumps(plan.model_dump(mode="json"), ensure_ascii=False, indent=2)
    return (body + "\n").encode()


def plan_digest(plan: Plan) -> str:
    """The digest of `plan.json`, by which a board approves that plan and no other."""
    return bytes_digest(plan_bytes(plan))
