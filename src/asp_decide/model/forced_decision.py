"""What a rule asks a person to decide by name before a plan is applied."""

from asp_decide.model.base import Model


class ForcedDecision(Model):
    """An initiative of which a rule says that somebody has to decide it now, by name.

    `carried` is true where the plan leaves it where it stands: it is applied once its holder
    decides otherwise, or says for how long it may stay there and why.
    """

    rule: str
    initiative: str
    carried: bool
    message: str
