"""What an initiative serves: themes with their weight, requirements with their date."""

from collections.abc import Mapping
from fractions import Fraction

from asp_decide.model.ids import RequirementId, ThemeId
from asp_decide.model.initiative import Initiative
from asp_decide.model.signal import Requirement, Theme
from asp_decide.model.subject import Measured
from asp_decide.portfolio.time_value import Frame


def relevance(
    initiative: Initiative,
    themes: Mapping[ThemeId, Theme],
    requirements: Mapping[RequirementId, Requirement],
    frame: Frame,
) -> Measured:
    """The weights of the active themes it serves added up, 1 if it serves a standing requirement.

    Unknown if it names neither, or if a theme it names lacks its status or its weight.
    """
    if _standing(initiative, requirements, frame):
        return Measured(Fraction(1))
    if not initiative.theme_ids:
        return Measured(None, "no theme or standing requirement is named")
    total = Fraction(0)
    for theme_id in sorted(set(initiative.theme_ids)):
        theme = themes.get(theme_id)
        active = None if theme is None else is_active(theme, frame)
        if theme is None or active is None or (active and theme.weight is None):
            return Measured(None, f"status or weight of {theme_id} is not known")
        if active and theme.weight is not None:
            total += Fraction(theme.weight)
    return Measured(total)


def is_active(theme: Theme, frame: Frame) -> bool | None:
    """Whether a theme counts on the day of the run; None if its status is unknown."""
    if theme.status is None:
        return None
    begun = theme.valid_from is None or theme.valid_from <= frame.as_of
    lapsed = theme.valid_to is not None and theme.valid_to < frame.as_of
    return theme.status == "active" and begun and not lapsed


def weeks_to_requirement(
    initiative: Initiative,
    requirements: Mapping[RequirementId, Requirement],
    frame: Frame,
) -> Measured:
    """Weeks to the earliest date of the standing requirements it serves; negative once past."""
    served = _standing(initiative, requirements, frame)
    dates = [requirement.valid_from for requirement in served if requirement.valid_from is not None]
    if not dates:
        return Measured(None, "it serves no requirement with a date")
    return Measured(frame.weeks(min(dates)))


def _standing(
    initiative: Initiative, requirements: Mapping[RequirementId, Requirement], frame: Frame
) -> list[Requirement]:
    named = [requirements.get(requirement) for requirement in initiative.requirement_ids]
    return [
        requirement
        for requirement in named
        if requirement is not None
        and (requirement.valid_to is None or requirement.valid_to >= frame.as_of)
    ]
