"""A decision about the organization itself: both designs, what was expected of them, by whom."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.model.base import Model
from asp_decide.model.ids import Role
from asp_decide.model.organization import KnownDemand, OrganizationDesign

FOLDER = "designs/"
"""Where the changes of the design are kept in a workspace, a file each."""

MOST_PLAYED = 1_000_000
"""Items in all worlds together: whoever audits a file of somebody else plays it in bounded time."""


class DesignFigure(Model):
    """One measure of both designs: its unit, both means, and between what the difference lies.

    `unit` is a currency, `weeks` or `items`. `low` and `high` hold the mean difference (changed
    less as it is) with nine chances in ten; `better_in` and `worse_in` are shares of the worlds.
    """

    name: str
    unit: str
    as_it_is: Decimal
    changed: Decimal
    low: Decimal
    high: Decimal
    better_in: Decimal
    worse_in: Decimal


class DesignChange(Model):
    """A change of the design as it was decided, whole: from the file alone it is played again.

    `changes` were made to the design `as_it_is`, which gave `changed`; `found` is what so many
    `runs`, drawn from the demand by the seed, said of both. `point` is the decision point whose
    holder takes such a change; `by` is the role in which the `person` took it.
    """

    v: Literal["design/1"] = "design/1"
    id: str
    as_of: date
    changes: tuple[str, ...]
    as_it_is: OrganizationDesign
    changed: OrganizationDesign
    demand: KnownDemand
    runs: int = Field(ge=1)
    seed: int = Field(ge=0)
    found: tuple[DesignFigure, ...]
    assumptions: tuple[str, ...]
    by: Role
    person: str
    on: date
    reason: str

    @model_validator(mode="after")
    def _playable(self) -> Self:
        if played(self.demand, self.runs) > MOST_PLAYED:
            raise ValueError(f"it plays more than {MOST_PLAYED:,} items")
        return self

    @property
    def point(self) -> str:
        """The decision point whose holder takes it."""
        return point_of(self.changes)

    @property
    def path(self) -> str:
        """Its file, by its place in the workspace and in a bundle."""
        return f"{FOLDER}{self.id}.json"


def played(demand: KnownDemand, runs: int) -> Fraction:
    """How many items all worlds have together, on average."""
    return runs * (len(demand.present) + demand.arrivals_per_week * demand.weeks)


def point_of(changes: Iterable[str]) -> str:
    """Where such a change is decided: `rebalance` if it only moves capacity, else `stream`."""
    only_moves = all(one.partition("=")[0] == "split" for one in changes)
    return "rebalance" if only_moves else "stream"


def design_bytes(change: DesignChange) -> bytes:
    """The canonical bytes of a change."""
    return canonical_json(change.model_dump(mode="json"))


def read_design(body: bytes) -> DesignChange:
    """The change that a file tells of. Raises ValueError if `design_bytes` does not write it."""
    change = DesignChange.model_validate(read_canonical(body))
    # Whatever was not understood above would not come back, and nothing is passed over in silence.
    if design_bytes(change) != body:
        raise ValueError("it says more than a change of the design does, or in another way")
    return change
