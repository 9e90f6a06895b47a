"""The nouns of the portfolio layer: what may be worth funding, and what can be done with it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from asp_decide.model.base import Model
from asp_decide.model.estimate import Estimate
from asp_decide.model.exact_number import ExactNumber
from asp_decide.model.ids import InitiativeId, RequirementId, SignalId, ThemeId, ValueStreamId
from asp_decide.model.value_stream import Function

type State = Literal[
    "intake",
    "triage",
    "held",
    "discovery_queue",
    "investigate",
    "investment_framing",
    "delivery_queue",
    "implementing",
    "outcome_assessment",
    "rejected",
    "declined",
    "stopped",
    "superseded",
    "assessed",
]

STATE_GROUPS: dict[str, tuple[str, ...]] = {
    "candidate": ("intake", "triage", "held"),
    "in_discovery": ("discovery_queue", "investigate", "investment_framing"),
    "funded": ("delivery_queue",),
    "in_delivery": ("implementing",),
    "learning": ("outcome_assessment",),
    "closed": ("rejected", "declined", "stopped", "superseded", "assessed"),
}
"""Groups of states that a policy may name; together they hold every state once."""

type Category = Literal["business", "enabler", "technical_quality", "run", "improvement"]
type Horizon = Literal["H0", "H1", "H2", "H3"]
type Urgency = Literal["standard", "deadline", "expiring", "first_mover", "enabler"]
type OptionKind = Literal[
    "discovery", "tranche", "mvp", "whole", "extended", "continue", "redirect", "pause", "stop"
]


class StandardProfile(Model):
    """A level benefit; its end is fixed in the calendar, or moves with delivery. Exactly one."""

    urgency: Literal["standard"] = "standard"
    benefit_per_week: Estimate
    benefit_ends_on: date | None = None
    benefit_life_weeks: ExactNumber | None = None


class DeadlineProfile(Model):
    """Being late costs: once, each week, or both. `deadline_is` hard: late options do not exist."""

    urgency: Literal["deadline"] = "deadline"
    deadline_on: date
    deadline_is: Literal["priced", "hard"] = "priced"
    late_penalty: Estimate | None = None
    late_cost_per_week: Estimate | None = None
    late_until_on: date | None = None


class ExpiringProfile(Model):
    """A benefit that falls evenly to nothing between the two days of its window."""

    urgency: Literal["expiring"] = "expiring"
    benefit_per_week: Estimate
    window_opens_on: date
    window_closes_on: date


class FirstMoverProfile(Model):
    """A lasting benefit whose peak erodes by `peak_erosion` (a share per week) from a day on."""

    urgency: Literal["first_mover"] = "first_mover"
    benefit_per_week: Estimate
    benefit_life_weeks: ExactNumber
    peak_erosion: Decimal
    erosion_from_on: date


class EnablerProfile(Model):
    """Value by what it unblocks; a benefit of its own is possible (as standard) but not needed."""

    urgency: Literal["enabler"] = "enabler"
    benefit_per_week: Estimate | None = None
    benefit_ends_on: date | None = None
    benefit_life_weeks: ExactNumber | None = None


type UrgencyProfile = (
    StandardProfile | DeadlineProfile | ExpiringProfile | FirstMoverProfile | EnablerProfile
)


class Initiative(Model):
    """Something that may be worth funding: an investment under uncertainty.

    `profile` is None while a column of its urgency is unknown; `benefit_model_lacks` then names
    the columns. `state_since` is the day on which it came into its present state. There is no field
    for money already spent.
    """

    id: InitiativeId = Field(min_length=1)
    name: str = Field(min_length=1)
    state: State
    state_since: date | None = None
    kind: Literal["initiative", "strategic"] = "initiative"
    parent_id: InitiativeId | None = None
    linked_group: str | None = None
    submitted_on: date | None = None
    sponsor: str | None = None
    lead: str | None = None
    problem: str | None = None
    value_hypothesis: str | None = None
    theme_ids: tuple[ThemeId, ...] = ()
    requirement_ids: tuple[RequirementId, ...] = ()
    signal_ids: tuple[SignalId, ...] = ()
    assumption_ids: tuple[str, ...] = ()
    horizon: Horizon | None = None
    category: Category | None = None
    reference_class: str | None = None
    urgency: Urgency | None = None
    profile: UrgencyProfile | None = Field(default=None, discriminator="urgency")
    benefit_model_lacks: tuple[str, ...] = ()
    probability_of_success: Decimal | None = Field(default=None, ge=0, le=1)
    value_if_refuted: Decimal = Field(default=Decimal(0), ge=0, le=1)
    relative_value: Decimal | None = None
    relative_urgency: Decimal | None = None
    relative_risk: Decimal | None = None
    relative_size: Decimal | None = None
    case_version: int | None = None
    case_agreed_on: date | None = None
    operability: str | None = None
    review_on: date | None = None
    sponsor_reviewed_on: date | None = None
    expedite: bool = False


class Demand(Model):
    """Remaining effort of one option in one value stream (and skill, and step of execution)."""

    value_stream_id: ValueStreamId | None
    function: Function = "delivery"
    skill: str | None = None
    step: int | None = Field(default=None, ge=1)
    remaining_effort: Estimate | None = None
    transition_effort: Decimal = Decimal(0)


class Option(Model):
    """What can be done with an initiative. All amounts are remaining, from the day of the run on.

    An amount that is None is unknown: the option is then not offered to the optimizer.
    """

    initiative_id: InitiativeId
    option: str = Field(min_length=1)
    kind: OptionKind
    demands: tuple[Demand, ...] = ()
    remaining_duration_weeks: Estimate | None = None
    remaining_outlay: Estimate | None = None
    benefit_share: Decimal = Field(default=Decimal(1), ge=0)
    probability_of_success: Decimal | None = Field(default=None, ge=0, le=1)
    test_sensitivity: Decimal | None = Field(default=None, ge=0, le=1)
    test_specificity: Decimal | None = Field(default=None, ge=0, le=1)
    continues_with: str | None = None
    transition_cost: Decimal = Decimal(0)
    earliest_start_on: date | None = None
    latest_start_on: date | None = None
    needs_ids: tuple[InitiativeId, ...] = ()

    @property
    def remaining_effort(self) -> Estimate | None:
        """Effort in all value streams together; None if one is unknown, or no capacity is asked."""
        efforts = [d.remaining_effort for d in self.demands if d.remaining_effort is not None]
        if not efforts or len(efforts) < len(self.demands):
            return None
        likely = sum((effort.likely for effort in efforts), Fraction(0))
        if all(effort.low is None for effort in efforts):
            return Estimate(likely=likely)
        low = sum((e.likely if e.low is None else e.low for e in efforts), Fraction(0))
        high = sum((e.likely if e.high is None else e.high for e in efforts), Fraction(0))
        return Estimate(low=low, likely=likely, high=high)
