"""Measures that a case does not give and has what it takes to compute."""

from dataclasses import replace
from fractions import Fraction

from asp_decide.model.called import named
from asp_decide.model.subject import (
    UNKNOWN,
    Measured,
    Subject,
    SubjectKey,
    Subjects,
    counted_by_name,
)

_FINISHED = frozenset({"outcome_assessment", "assessed"})
"""States of an initiative whose work is done: what waits for it may start."""


def with_computed(subjects: Subjects) -> Subjects:
    """The subjects with what follows from their links, where it is not given by name.

    Given as `missing` it stays missing.
    """
    return {
        key: _with_counts(subject, subjects) if key.kind == "initiative" else subject
        for key, subject in subjects.items()
    }


def _with_counts(subject: Subject, subjects: Subjects) -> Subject:
    computed = {
        "streams_touched": Measured(Fraction(len(set(subject.links.get("value_stream", ()))))),
        "unmet_predecessors": _unmet(subject, subjects),
    }
    return replace(subject, measures={**computed, **subject.measures})


def _unmet(subject: Subject, subjects: Subjects) -> Measured:
    """Predecessors that are not done; unknown while the state of one of them is."""
    linked = {SubjectKey("initiative", one) for one in subject.links.get("predecessor", ())}
    found = [(key, subjects.get(key, Subject(key))) for key in linked]
    states = {key: one.attributes.get("state") for key, one in found}
    if None in states.values():
        return UNKNOWN
    return counted_by_name(
        named(key.id, one.name) for key, one in found if states[key] not in _FINISHED
    )
