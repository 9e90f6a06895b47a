"""Everything that a rule may name of signals, requirements and themes."""

from datetime import date
from fractions import Fraction

from asp_decide.model.signal import Requirement, Signal, Theme
from asp_decide.model.subject import Measured, Subject, SubjectKey
from asp_decide.portfolio.time_value import Frame


def measure_signal(signal: Signal, frame: Frame) -> Subject:
    """A signal; its disposition is missing until somebody has filed it."""
    continuous = {True: "yes", False: "no", None: None}[signal.holds_continuously]
    return Subject(
        key=SubjectKey("signal", signal.id),
        name=signal.description or signal.id,
        attributes={
            "kind": signal.kind,
            "origin": signal.origin,
            "holds_continuously": continuous,
            "disposition": None if signal.disposition == "open" else signal.disposition,
        },
        fields={
            "affects_themes": bool(signal.affects_themes),
            "affects_initiatives": bool(signal.affects_initiatives),
            "affects_assumptions": bool(signal.affects_assumptions),
        },
        measures={"weeks_to_effect": _weeks_to(signal.effective_on, frame)},
        streams=tuple(sorted(set(signal.affects_streams))),
    )


def measure_requirement(requirement: Requirement, frame: Frame) -> Subject:
    """A standing requirement; it holds in the streams it applies to."""
    origin = () if requirement.signal_id is None else (str(requirement.signal_id),)
    return Subject(
        key=SubjectKey("requirement", requirement.id),
        name=requirement.statement or requirement.id,
        attributes={"category": requirement.category},
        measures={
            "weeks_to_force": _weeks_to(requirement.valid_from, frame),
            "weeks_to_end": _weeks_to(requirement.valid_to, frame),
        },
        links={"signal": origin},
        streams=tuple(sorted(set(requirement.applies_to_streams))),
    )


def measure_theme(theme: Theme, frame: Frame) -> Subject:
    """A strategic theme with its weight."""
    weight = None if theme.weight is None else Fraction(theme.weight)
    return Subject(
        key=SubjectKey("theme", theme.id),
        name=theme.intent or theme.id,
        attributes={"status": theme.status},
        measures={
            "weeks_to_end": _weeks_to(theme.valid_to, frame),
            "weight": Measured(None, "missing") if weight is None else Measured(weight),
        },
    )


def _weeks_to(day: date | None, frame: Frame) -> Measured:
    return Measured(None, "missing") if day is None else Measured(frame.weeks(day))
