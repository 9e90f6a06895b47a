"""What a plan made of the exemptions in force: which were used, and what each of them is worth."""

from collections.abc import Mapping
from dataclasses import replace

from asp_decide.canonical import decimal_text
from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.exempting import exempted
from asp_decide.clauses.exemption import Exemption
from asp_decide.clauses.exemption_lines import Used, exemption_lines
from asp_decide.decide.outlook import Outlook
from asp_decide.decide.preparation import Prepared
from asp_decide.decide.pricing import PLACES, Progress
from asp_decide.errors import MissingFactError, NoFeasiblePlanError
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import PlannedExemption, Price
from asp_decide.optimize.bound_readings import leaves_no_room
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import Solved, solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.solver import Means
from asp_decide.rules.precedence import prevailing

ACTS = frozenset({"fires", "unmet", "unknown"})
"""Results of a rule at a decision point that move its answer: these an exemption takes away."""


def planned_exemptions(
    outlook: Outlook, prices: Mapping[str, Price]
) -> tuple[PlannedExemption, ...]:
    """Every exemption of the register that people should hear of, by id, with its price."""
    prepared = outlook.prepared
    snapshot, acting = prepared.inputs.snapshot, _acting(outlook)
    used = [
        Used(one.exemption, one.exemption.id in acting, one.lapsed, one.why)
        for one in prepared.standing
    ]
    return exemption_lines(
        prepared.written, used, as_of=snapshot.as_of, charter=snapshot.charter, prices=prices
    )


def exemption_prices(
    outlook: Outlook,
    solved: Solved,
    means: Means,
    *,
    order: Mapping[InitiativeId, int],
    progress: Progress,
) -> dict[str, Price]:
    """The loss of the plan less that of the best plan without the exemption, as an interval, by id.

    Only of those that were used; one without which there is no plan has no price. Below zero the
    exemption brings something. Raises SolverFailedError.
    """
    acting = _acting(outlook)
    prices: dict[str, Price] = {}
    for one in outlook.prepared.standing:
        exemption = one.exemption
        if exemption.id in acting and not one.lapsed and not means.watch.ended():
            progress(f"asking what {exemption.id} costs")
            try:
                programme = programme_without(exemption, outlook.prepared)
                other = solve_programme(programme, means, order=order)
            except (NoFeasiblePlanError, MissingFactError):
                continue
            prices[exemption.id] = _difference(exemption.id, solved, other)
    return prices


def programme_without(exemption: Exemption, prepared: Prepared) -> Programme:
    """The programme of the run if this one exemption had not been granted.

    Raises MissingFactError where its rule would have halted the run.
    """
    others = [one.exemption for one in prepared.standing if not one.lapsed]
    policies = exempted(prepared.written, [one for one in others if one.id != exemption.id])
    answers = prevailing(policies, prepared.findings, prepared.subjects)
    frame = replace(prepared.frame, policies=policies, answers=answers)
    return formulate(prepared.inputs.choice_set, frame)


def _acting(outlook: Outlook) -> frozenset[str]:
    """The exemptions whose rule would have acted without them."""
    prepared = outlook.prepared
    found = {(one.rule, one.subject): one.result for one in prepared.findings}
    return frozenset(
        one.id
        for one in (standing.exemption for standing in prepared.standing if not standing.lapsed)
        if (
            _would_bind(one, outlook)
            if isinstance(prepared.written.clause(one.rule), LimitClause)
            else found.get((one.rule, one.subject)) in ACTS
        )
    )


def _would_bind(exemption: Exemption, outlook: Outlook) -> bool:
    programme = programme_without(exemption, outlook.prepared)
    taken = [choice.id for choice in outlook.taken]
    return leaves_no_room(programme, exemption.rule, exemption.subject.id, taken)


def _difference(id_: str, with_it: Solved, without: Solved) -> Price:
    ours, theirs = with_it.certificate, without.certificate
    low, high = ours.bound - theirs.loss, ours.loss - theirs.bound
    proven = ours.gap == 0 and theirs.gap == 0
    return Price(
        origin=id_,
        low=decimal_text(low, PLACES),
        high=decimal_text(high, PLACES),
        measurable=proven or low > 0 or high < 0,
    )
