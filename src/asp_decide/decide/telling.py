"""A plan told in the words and numbers of `plan.json`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from asp_decide.canonical import decimal_text
from asp_decide.clauses.exemption_lines import exemption_findings
from asp_decide.clauses.forced_decisions import forced_decisions
from asp_decide.clauses.told import is_told
from asp_decide.decide.capacity_use import allocations, capacity_lines
from asp_decide.decide.decisions import decisions
from asp_decide.decide.exemption_use import planned_exemptions
from asp_decide.decide.outlook import Outlook
from asp_decide.model.finding import Finding
from asp_decide.model.plan import Bound, Objective, Plan, PlanFinding, PlannedExemption, Price, Run
from asp_decide.model.quantity import CURRENCY, Unit
from asp_decide.optimize.bound_readings import BoundReading
from asp_decide.optimize.certify import Certificate

PLACES = 6


@dataclass(frozen=True, slots=True)
class Solving:
    """How the plan was found: its certificate, how the solve ended, what the solver states."""

    certificate: Certificate
    status: str
    bound_stated: Fraction | None
    gap_stated: Fraction | None


def tell(
    outlook: Outlook,
    run: Run,
    *,
    solving: Solving,
    prices: Sequence[Price],
    of_exemptions: Mapping[str, Price] = MappingProxyType({}),
) -> Plan:
    """The whole plan, every collection in a stated order and every number as decimal text.

    `prices` are those of rules, `of_exemptions` those of exemptions, by id.
    """
    inputs = outlook.prepared.inputs
    exemptions = planned_exemptions(outlook, of_exemptions)
    decided = decisions(outlook)
    currency = inputs.snapshot.charter.currency
    return Plan(
        run=run,
        decisions=decided,
        allocations=allocations(inputs.choice_set, outlook.taken),
        capacity=capacity_lines(inputs.choice_set, outlook.taken),
        bounds=tuple(_bound(bound, currency) for bound in outlook.bounds),
        prices=tuple(sorted(prices, key=lambda price: price.origin)),
        objective=_objective(solving, currency),
        findings=_findings(outlook, exemptions),
        # What people declared comes first, in their order; defaults that were taken follow.
        assumptions=tuple(
            dict.fromkeys((*inputs.snapshot.assumptions, *inputs.choice_set.assumptions))
        ),
        exemptions=exemptions,
        calibration=inputs.choice_set.calibration.classes,
        forced=forced_decisions(inputs.policies, outlook.findings, decided),
        brake=outlook.brake,
    )


def _bound(bound: BoundReading, currency: str) -> Bound:
    def text(value: Fraction) -> str:
        return decimal_text(value / bound.unit.factor, PLACES)

    return Bound(
        rule=bound.rule,
        name=bound.name,
        group=bound.group,
        interval=bound.interval or None,
        planned=text(bound.planned),
        limit=text(bound.limit),
        stated=text(bound.stated),
        unit=_unit_name(bound.unit, currency),
        at=bound.at,
        slack=text(bound.slack),
        binding=bound.binding,
        kept=bound.kept,
        set_by=bound.set_by,
        instead_of=None if bound.instead_of is None else text(bound.instead_of),
    )


def _objective(solving: Solving, currency: str) -> Objective:
    proven = solving.certificate
    return Objective(
        loss=decimal_text(proven.loss, PLACES),
        bound=decimal_text(proven.bound, PLACES),
        gap=None if proven.gap is None else decimal_text(proven.gap, PLACES),
        bound_stated=_text(solving.bound_stated),
        gap_stated=_text(solving.gap_stated),
        value_captured=decimal_text(proven.value_captured, PLACES),
        status=solving.status,
        currency=currency,
    )


def _findings(outlook: Outlook, exemptions: Sequence[PlannedExemption]) -> tuple[PlanFinding, ...]:
    """What people should know, by rule and subject; then exemptions."""
    clauses = {c.heading.rule: c for c in outlook.prepared.inputs.policies.clauses}
    severity: dict[str, str] = {rule: c.heading.severity for rule, c in clauses.items()}
    told = [
        PlanFinding(
            rule=finding.rule,
            subject=str(finding.subject),
            result=finding.result,
            severity=severity[finding.rule],
            message=_message(finding, outlook),
        )
        for finding in outlook.findings
        if finding.subject is not None and is_told(clauses[finding.rule], finding.result)
    ]
    return (*told, *exemption_findings(exemptions, severity))


def _message(finding: Finding, outlook: Outlook) -> str:
    """What the rule says, and by which exemption it does not bind."""
    message = finding.message or f"{finding.rule} is not known for {finding.subject}"
    suspended = outlook.prepared.inputs.policies.suspended
    by = suspended.get((finding.rule, finding.subject)) if finding.subject is not None else None
    return f"{message} (suspended by {by})" if by else message


def _unit_name(unit: Unit, currency: str) -> str:
    return unit.name.replace(CURRENCY, currency)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value, PLACES)
