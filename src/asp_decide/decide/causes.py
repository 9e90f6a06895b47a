"""What stands against a plan, with the facts that leave a mandate nothing to choose."""

from collections.abc import Mapping, Sequence

from asp_decide.model.called import named
from asp_decide.model.choice import Removal
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import PORTFOLIO

BY_A_PERSON = RuleId("the override of")
"""Stands in the place of a rule where a conflict names the decision of a person."""

_MANDATES = frozenset({"pin", BY_A_PERSON})


def cause_in_words(origin: str, names: Mapping[str, str]) -> str:
    """An origin as people read it: whom it is about by id and name; `names` are by initiative.

    >>> cause_in_words("GRD-11 INI-1", {"INI-1": "Ramps"}), cause_in_words("GRD-1 portfolio", {})
    ('GRD-11 for INI-1 Ramps', 'GRD-1 for the portfolio')
    """
    rules, _, about = origin.rpartition(" ")
    if about == PORTFOLIO:
        return f"{rules} for the portfolio"
    if about not in names:
        return origin
    whose = "" if rules in _MANDATES else "for "
    return f"{rules} {whose}{named(about, names[about])}"


def with_causes(origins: Sequence[str], removed: Sequence[Removal]) -> tuple[str, ...]:
    """The origins of a conflict; a mandate that stands alone says what it lacks.

    Where nothing else takes part in the conflict, no rule and no capacity is in the way of the
    initiative: what could be done with it is not known well enough, or too much, to be a choice.
    A mandate is a pin, an override, or a rule that asks for something to be done.
    """
    if len(origins) != 1:
        return tuple(origins)
    mandate, _, initiative = origins[0].rpartition(" ")
    if mandate not in _MANDATES and not any(one.initiative == initiative for one in removed):
        return tuple(origins)
    first: dict[str, str] = {}
    for one in removed:
        if one.initiative == initiative:
            first.setdefault(one.option, one.reason)
    lacking = [f"`{option}`: {reason}" for option, reason in first.items()]
    told = "; ".join(lacking) or "nothing that could be done with it is stated"
    return (f"{origins[0]} ({told})",)
