"""What overlays in force on a day set: by parameter and value stream, and as limits of a bound."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from asp_decide.clauses.clause import OwnLimit
from asp_decide.model.effective import in_force
from asp_decide.model.subject import SubjectKey
from asp_decide.policy.written.directions import IN_A_STREAM
from asp_decide.policy.written.overlay import Overlay, Setting
from asp_decide.policy.written.phrase import Amount, Named
from asp_decide.policy.written.policy_set import PolicySet


def overlays_on(policies: PolicySet, as_of: date) -> tuple[Overlay, ...]:
    """The overlays in force on a day, by value stream and name."""
    found = (overlay for overlay in policies.overlays if in_force(overlay, as_of))
    return tuple(sorted(found, key=lambda overlay: (overlay.stream.text, overlay.name)))


def settings_on(
    parameter: str, policies: PolicySet, as_of: date
) -> Mapping[str, tuple[Overlay, Setting]]:
    """What each value stream sets the parameter to on a day, by stream."""
    return {
        overlay.stream.text: (overlay, setting)
        for overlay in overlays_on(policies, as_of)
        if (setting := overlay.value_of(parameter)) is not None
    }


def overlaid_on(policies: PolicySet, as_of: date) -> dict[str, dict[str, Fraction]]:
    """Every value that an overlay sets on a day, in base units, by parameter and stream."""
    found: dict[str, dict[str, Fraction]] = {}
    for overlay in overlays_on(policies, as_of):
        for setting in overlay.settings:
            value = policies.converted(setting.number)
            found.setdefault(setting.name.text, {})[overlay.stream.text] = value
    return found


def own_limits(amount: Amount, per: str, policies: PolicySet, as_of: date) -> tuple[OwnLimit, ...]:
    """The limits of value streams whose overlays set the parameter of a bound, by stream."""
    if not isinstance(amount, Named) or per not in IN_A_STREAM:
        return ()
    return tuple(
        OwnLimit(
            SubjectKey("value_stream", stream),
            policies.converted(setting.number),
            limit_from(setting, overlay),
            overlay.name,
        )
        for stream, (overlay, setting) in settings_on(amount.parameter, policies, as_of).items()
    )


def limit_from(setting: Setting, overlay: Overlay) -> str:
    """The parameter, the day from which the overlay sets it, and the overlay."""
    return f"{setting.name.text}@{overlay.effective.from_day} {overlay.name}"
