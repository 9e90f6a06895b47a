"""Names of things; each is stable, case-sensitive text and never used again for another."""

from typing import NewType

ValueStreamId = NewType("ValueStreamId", str)
InitiativeId = NewType("InitiativeId", str)
IntervalId = NewType("IntervalId", str)
FeatureId = NewType("FeatureId", str)
ReleaseId = NewType("ReleaseId", str)
ThemeId = NewType("ThemeId", str)
RequirementId = NewType("RequirementId", str)
SignalId = NewType("SignalId", str)
RuleId = NewType("RuleId", str)
Role = NewType("Role", str)
