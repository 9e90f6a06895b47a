"""Names that are computed from the same facts: some of what can be said of both cannot occur.

A case that takes them apart is told with "if it can occur". What is listed is how the portfolio's
measures are computed; a name that is not listed depends on nothing else that rules can name.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations

from asp_decide.clauses.clause import Clause, DeriveClause, TableClause
from asp_decide.clauses.condition import Linked
from asp_decide.policy.cells.bare_conditions import (
    Asked,
    asked_in,
    bare,
    conditions_of_clause,
)

IF_IT_CAN_OCCUR = ", if it can occur"
"""What is said of a case that takes apart what is computed from the same facts."""

type Names = frozenset[str]

_BENEFIT = """
value_forecast value_realised remaining_value remaining_cost_of_delay value_of_examining
net_value_whole net_value_staged gain_from_stopping gain_from_redirecting gain_from_pausing
gain_from_tranche benefit_model window_left urgency deadline_is probability_of_success
"""
_EFFORT = """
remaining_effort linked_effort remaining_duration remaining_outlay linked_outlay effort_and_outlay
net_value_whole net_value_staged gain_from_stopping gain_from_redirecting gain_from_pausing
gain_from_tranche value_of_examining first_slice streams_touched value_stream
"""
_PURPOSE = """
relevance theme_ids theme requirement_ids requirement weeks_to_requirement requirement_slack
requirements_violated
"""
_EVIDENCE = """
evidence_age evidence_grade tripped_kill kill_criteria outcome_reached verdict_overdue
value_realised business_case_age sponsor_review_age assumption_ids assumptions_changed
"""
_OTHERS = (
    "predecessor unmet_predecessors",
    "signal affects_assumptions affects_themes affects_initiatives weeks_to_effect",
    "weeks_to_force weeks_to_end",
    "demonstrated_capacity capacity_age load load_p85 capacity_price",
    "stopped_share moved_share unknown_share planned_outlay",
)
_FAMILIES: tuple[Names, ...] = tuple(
    frozenset(names.split()) for names in (_BENEFIT, _EFFORT, _PURPOSE, _EVIDENCE, *_OTHERS)
)


def may_hang_together(asked: Iterable[Asked], clauses: Iterable[Clause]) -> bool:
    """Whether two of the questions look at things that are computed from the same facts."""
    behind = _behind(clauses)
    inputs = {_name(one): _inputs(one, behind) for one in asked}
    return any(_share(one, other) for one, other in combinations(inputs.values(), 2))


def _share(one: Names, other: Names) -> bool:
    if one & other:
        return True
    return any(one & family and other & family for family in _FAMILIES)


def _name(question: Asked) -> str:
    return question.link if isinstance(question, Linked) else question.name


def _inputs(question: Asked, behind: Mapping[str, Names]) -> Names:
    if isinstance(question, Linked):
        return frozenset({question.link}) | behind.get(question.that.name, frozenset())
    if question.ratio_of is not None:
        return frozenset(question.ratio_of)
    return behind.get(question.name, frozenset({question.name}))


def _behind(clauses: Iterable[Clause]) -> dict[str, Names]:
    """What each conclusion is drawn from and each output given by, through others too."""
    found: dict[str, Names] = {}
    drawing = [clause for clause in clauses if isinstance(clause, DeriveClause | TableClause)]
    for _ in drawing:
        before = dict(found)
        for clause in drawing:
            asked = [q for c in conditions_of_clause(clause) for q in asked_in(bare(c))]
            names = frozenset().union(*(_inputs(q, found) for q in asked))
            named = clause.words if isinstance(clause, TableClause) else (clause.name,)
            found |= dict.fromkeys(named, names)
        if before == found:
            break
    return found
