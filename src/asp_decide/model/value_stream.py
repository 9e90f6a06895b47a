"""The joint of the two layers: a long-lived value stream and the capacity it has shown."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from asp_decide.model.base import Model
from asp_decide.model.ids import IntervalId, ValueStreamId

type Function = Literal["delivery", "analysis"]


class ValueStream(Model):
    """Long-lived teams around a product: identity, capacity, cadence.

    `ramp_up_loss` is the capacity that it loses when a team comes to it, in team-weeks for each
    team-week a week; `disruption_cost` the money lost once when a team leaves it. What a release
    and a planning cost, whatever is in them, only the delivery layer reads: it stands outside the
    digest that plans of the portfolio rest on.
    """

    id: ValueStreamId = Field(min_length=1)
    name: str = Field(min_length=1)
    product: str | None = None
    customer: Literal["external", "internal", "both"] | None = None
    owner: str | None = None
    formed_on: date | None = None
    retired_on: date | None = None
    teams: tuple[str, ...] = ()
    funding_per_week: Decimal | None = None
    cost_per_team_week: Decimal | None = None
    ramp_up_loss: Decimal | None = None
    disruption_cost: Decimal | None = None
    release_transaction_cost: Decimal | None = Field(default=None, exclude=True)
    planning_transaction_cost: Decimal | None = Field(default=None, exclude=True)


class Capacity(Model):
    """Net capacity of a value stream in one interval, after run work and reserves.

    `likely` is what the stream is expected to deliver (team-weeks, or money where the charter
    says so); `low` is its P10 and `high` its P90, where past delivery has shown them. None is
    unknown. Without a value stream it is the analytical capacity of the portfolio itself. `basis`
    says where it comes from: stated as past delivery has shown it (`measured`), planned
    (`estimated`), or computed from what finished features took (`throughput`).
    """

    value_stream_id: ValueStreamId | None
    interval: IntervalId
    function: Function = "delivery"
    team: str | None = None
    skill: str | None = None
    low: Decimal | None = Field(default=None, ge=0)
    likely: Decimal | None = Field(default=None, ge=0)
    high: Decimal | None = Field(default=None, ge=0)
    basis: Literal["measured", "estimated", "throughput"] = "estimated"
    stated_on: date | None = None
    funded: Decimal | None = None


class Burn(Model):
    """What a value stream was funded with for an interval, and what of it was spent.

    A signal about the stream's budget. No initiative has such an amount, and no option.
    """

    value_stream_id: ValueStreamId
    interval: IntervalId
    funded: Decimal | None = None
    spent: Decimal | None = None


class Staffing(Model):
    """Who was there in a value stream or a team of it in one interval: people, never their output.

    `members` are those at its beginning, `joined` and `left` those who came and went during it, and
    `member_ids` pseudonyms, by which it is known who stayed. No decision reads any of it.
    """

    value_stream_id: ValueStreamId
    interval: IntervalId
    team: str | None = None
    members: int | None = Field(default=None, ge=0)
    joined: int | None = Field(default=None, ge=0)
    left: int | None = Field(default=None, ge=0)
    member_ids: tuple[str, ...] = ()
