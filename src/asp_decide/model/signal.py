"""What the environment and the organization told us, and what follows from it for long."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from asp_decide.model.base import Model
from asp_decide.model.ids import InitiativeId, RequirementId, SignalId, ThemeId, ValueStreamId
from asp_decide.model.initiative import Category


class Theme(Model):
    """A strategic theme: what the organization wants, with its weight among the active ones."""

    id: ThemeId = Field(min_length=1)
    intent: str | None = None
    weight: Decimal | None = Field(default=None, ge=0, le=1)
    status: Literal["proposed", "active", "retired"] | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    review_on: date | None = None


class Requirement(Model):
    """A standing constraint: never done, never a backlog item."""

    id: RequirementId = Field(min_length=1)
    category: Literal["regulatory", "business_rule", "non_functional", "operational"] | None = None
    statement: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    owner: str | None = None
    applies_to_streams: tuple[ValueStreamId, ...] = ()
    applies_to_categories: tuple[Category, ...] = ()
    checked_at: tuple[Literal["gate_2", "verify"], ...] = ()
    breach_cost_per_week: Decimal | None = None
    signal_id: SignalId | None = None


class Signal(Model):
    """A signal and its disposition; `open` is a question nobody has answered yet."""

    id: SignalId = Field(min_length=1)
    kind: Literal["market", "regulatory", "strategic", "other"] | None = None
    origin: Literal["environment", "organization"] | None = None
    observed_on: date | None = None
    effective_on: date | None = None
    description: str | None = None
    holds_continuously: bool | None = None
    affects_themes: tuple[ThemeId, ...] = ()
    affects_initiatives: tuple[InitiativeId, ...] = ()
    affects_streams: tuple[ValueStreamId, ...] = ()
    affects_assumptions: tuple[str, ...] = ()
    disposition: (
        Literal["open", "need", "requirement", "theme_change", "assumption_change", "none"] | None
    ) = None
    disposed_by: str | None = None
    disposed_on: date | None = None
    became_ids: tuple[str, ...] = ()
