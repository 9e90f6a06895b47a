"""The recorded act of a person by role, and the part of it that departs from the plan."""

from datetime import date

from pydantic import Field

from asp_decide.model.base import Model
from asp_decide.model.ids import InitiativeId, Role


class Override(Model):
    """A decision other than the recommended one, with everything the rules ask of it.

    `option` is the scale, tranche or redirect that it is to be; None leaves that to the plan.
    """

    initiative: InitiativeId
    decision: str
    option: str | None = None
    reason: str = Field(min_length=1)
    until: date
    evidence: tuple[str, ...] = ()
    recovery_plan: str | None = None
    second_approver: str | None = None

    @property
    def asked(self) -> str:
        """The decision as it was asked for: `fund`, or `fund/whole`."""
        return self.decision if self.option is None else f"{self.decision}/{self.option}"


class Approval(Model):
    """A person in a role approves one plan, by its digest, on a day."""

    plan: str
    person: str = Field(min_length=1)
    role: Role
    on: date
    confirmed_brake: bool = False
    overrides: tuple[Override, ...] = ()
