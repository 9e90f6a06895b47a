"""Why a decision is as it is: rules with their measured values, and rows that bind."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.model.finding import Answer, Finding, Seen, Truth
from asp_decide.model.plan import Reason
from asp_decide.model.quantity import Unit, unit

PLACES = 6

_DECIDED_BY: Mapping[str, tuple[Truth, ...]] = {
    "fires": (Truth.TRUE,),
    "holds": (Truth.TRUE,),
    "spared": (Truth.TRUE,),
    "met": (Truth.TRUE,),
    "unmet": (Truth.FALSE, Truth.UNKNOWN),
    "unknown": (Truth.UNKNOWN,),
}


def rule_reasons(
    answer: Answer,
    findings: Mapping[tuple[str, str], Finding],
    *,
    currency: str,
    suspended: frozenset[str] = frozenset(),
) -> tuple[Reason, ...]:
    """A reason for each rule that gave the answer, blocked another, or could not be decided.

    `findings` are keyed by rule and subject id. Rules come in the order: those that gave the
    answer, those that blocked, those that are unknown where the answer is review for want of
    facts; by id within each. Rules that are `suspended` for the subject are left out.
    """
    told: list[Reason] = []
    for rule in (*sorted(answer.by), *sorted(answer.blocked_by)):
        finding = findings.get((rule, answer.subject.id))
        if finding is not None and rule not in {r.rule for r in told}:
            told.append(finding_reason(finding, currency=currency))
    if answer.why == "unknown":
        told += _what_is_not_known(answer, findings, told, currency=currency, suspended=suspended)
    if answer.why == "gap":
        told.append(
            Reason(rule="", result="gap", message=f"no rule speaks at `{answer.point}`; people do")
        )
    return tuple(told)


def finding_reason(finding: Finding, *, currency: str) -> Reason:
    """The finding as a reason: its message, and the comparison that decided it, in its own unit."""
    seen = _deciding(finding)
    if seen is None:
        return Reason(rule=finding.rule, result=finding.result, message=finding.message)
    measured_in = unit(seen.unit, currency) if seen.unit else None
    value = seen.values[-1][1] if seen.values else None
    return Reason(
        rule=finding.rule,
        result=finding.result,
        measure=seen.name,
        measured=seen.word if seen.word is not None else _text(value, measured_in),
        limit=_text(seen.limit, measured_in) if seen.limit is not None else seen.test,
        margin=_text(seen.margin, measured_in),
        unit=seen.unit,
        message=finding.message,
    )


def _what_is_not_known(
    answer: Answer,
    findings: Mapping[tuple[str, str], Finding],
    told: Sequence[Reason],
    *,
    currency: str,
    suspended: frozenset[str],
) -> list[Reason]:
    already = {reason.rule for reason in told} | suspended
    return [
        finding_reason(finding, currency=currency)
        for (rule, subject), finding in sorted(findings.items())
        if subject == answer.subject.id and finding.result == "unknown" and rule not in already
    ]


def _deciding(finding: Finding) -> Seen | None:
    wanted = _DECIDED_BY.get(finding.result, (Truth.FALSE, Truth.UNKNOWN))
    fitting = [
        seen
        for truth in wanted
        for seen in finding.seen
        if seen.truth is truth and seen.spares == (finding.result == "spared")
    ]
    with_limit = [seen for seen in fitting if seen.limit is not None]
    return next(iter(with_limit or fitting), None)


def _text(value: Fraction | None, measured_in: Unit | None) -> str | None:
    if value is None:
        return None
    return decimal_text(value / (measured_in.factor if measured_in else 1), PLACES)
