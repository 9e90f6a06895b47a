"""Exemptions asked about again: which stand, which rules would have acted without each."""

from collections.abc import Mapping
from dataclasses import replace

from asp_decide.audit.reading import Reading
from asp_decide.audit.redecide import Redecided
from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.exempting import exempted
from asp_decide.clauses.exemption import Exemption
from asp_decide.clauses.exemption_lines import Used, exemption_lines
from asp_decide.model.choice import Choice
from asp_decide.model.plan import Plan, PlannedExemption
from asp_decide.optimize.bound_readings import leaves_no_room
from asp_decide.optimize.formulate import formulate_limit

_MOVES_ANSWERS = frozenset({"fires", "unmet", "unknown"})


def exemptions_again(
    plan: Plan, reading: Reading, redecided: Redecided, taken: Mapping[str, Choice]
) -> tuple[PlannedExemption, ...]:
    """The exemptions as the plan must list them; their prices are taken as given."""
    used = [
        Used(
            one.exemption,
            not one.lapsed and _acted(one.exemption, reading, redecided, taken),
            one.lapsed,
            one.why,
        )
        for one in redecided.standing
    ]
    return exemption_lines(
        reading.policies,
        used,
        as_of=reading.snapshot.as_of,
        charter=reading.snapshot.charter,
        prices={one.id: one.price for one in plan.exemptions if one.price is not None},
    )


def _acted(
    exemption: Exemption, reading: Reading, redecided: Redecided, taken: Mapping[str, Choice]
) -> bool:
    """Whether the rule moved an answer, or the plan stands at a limit that it would have had."""
    if not isinstance(reading.policies.clause(exemption.rule), LimitClause):
        return any(
            one.result in _MOVES_ANSWERS
            for one in redecided.of_facts
            if (one.rule, one.subject) == (exemption.rule, exemption.subject)
        )
    others = [
        one.exemption
        for one in redecided.standing
        if not one.lapsed and one.exemption.id != exemption.id
    ]
    frame = replace(redecided.frame, policies=exempted(reading.policies, others))
    programme = formulate_limit(reading.choice_set, frame, exemption.rule)
    ids = [choice.id for choice in taken.values()]
    return leaves_no_room(programme, exemption.rule, exemption.subject.id, ids)
