"""What a person granted against a rule: an exemption of the register, an override at `apply`."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from asp_decide.clauses.condition import Condition
from asp_decide.diagnostics import Place
from asp_decide.model.effective import Period
from asp_decide.model.ids import Role, RuleId
from asp_decide.model.subject import SubjectKey


@dataclass(frozen=True, slots=True)
class Grant:
    """Who granted a deviation from a rule, on which day, for how long, and what they brought."""

    by: Role
    person: str
    on: date
    effective: Period
    reason: str
    evidence: tuple[str, ...] = ()
    recovery_plan: str | None = None
    second_approver: str | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """One rule that one subject need not follow for a time, or follows at another limit.

    `replaced` is that limit in base units, None where the rule is suspended; `does` says it in
    words. `lapses_when` are conditions on the subject of which the first true one ends it early.
    """

    id: str
    rule: RuleId
    subject: SubjectKey
    does: str
    replaced: Fraction | None
    grant: Grant
    place: Place
    lapses_when: tuple[Condition, ...] = ()

    @property
    def effective(self) -> Period:
        """The days for which it was granted."""
        return self.grant.effective
