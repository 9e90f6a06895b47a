"""What stands against a plan, with the facts that leave a mandate nothing to choose."""

from collections.abc import Sequence

from asp_decide.model.choice import Removal


def with_causes(origins: Sequence[str], removed: Sequence[Removal]) -> tuple[str, ...]:
    """The origins of a conflict; a pin that stands alone says why it has nothing to choose.

    Where nothing else takes part in the conflict, no rule and no capacity is in the way of the
    pinned initiative: what could be done with it is not known well enough to be a choice.
    """
    if len(origins) != 1:
        return tuple(origins)
    kind, _, initiative = origins[0].partition(" ")
    if kind != "pin":
        return tuple(origins)
    reasons = [f"`{one.option}`: {one.reason}" for one in removed if one.initiative == initiative]
    told = "; ".join(dict.fromkeys(reasons)) or "nothing that could be done with it is stated"
    return (f"{origins[0]} ({told})",)
