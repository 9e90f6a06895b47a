"""Check 7: is the plan as good as claimed? Loss and bound in fractions, from a stored proof."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from asp_decide.audit.check import Check, Divergence, judged
from asp_decide.audit.planned_use import text
from asp_decide.audit.recorded_evidence import CERTIFICATE, PLAN, Evidence
from asp_decide.audit.solving_again import SolvedAgain, confirmed, told_otherwise
from asp_decide.errors import UncertifiedPlanError
from asp_decide.model.exact_number import exact_text
from asp_decide.optimize.certify import Certificate, certify
from asp_decide.optimize.programme import Programme


def check_as_good(
    evidence: Evidence, programme: Programme, again: SolvedAgain | Divergence | None = None
) -> Check:
    """Whether loss, bound and gap are those that programme and proof give.

    `again` is what solving it again gave, where that was asked for.
    """
    stored = evidence.certificate
    try:
        proven = certify(programme, stored.taken, stored.proof)
    except UncertifiedPlanError as error:
        return Check(7, "FAIL", str(error), CERTIFICATE)
    if isinstance(again, Divergence):
        return Check(7, "FAIL", again.what, again.at)
    divergences = _divergences(evidence, proven)
    if again is None:
        return judged(7, divergences, told=_told(evidence, proven))
    told = f"{_told(evidence, proven)}; {confirmed(evidence, again)}"
    return judged(7, chain(divergences, told_otherwise(evidence, again)), told=told)


def _divergences(evidence: Evidence, proven: Certificate) -> Iterator[Divergence]:
    stored, claimed = evidence.certificate, evidence.plan.objective
    for name, found, expected in (
        ("loss", stored.loss, proven.loss),
        ("bound", stored.bound, proven.bound),
        ("value captured", stored.value_captured, proven.value_captured),
    ):
        if found != expected:
            yield Divergence(
                CERTIFICATE, f"{name} is {exact_text(found)}, proven is {exact_text(expected)}"
            )
    for name, told, exact in (
        ("loss", claimed.loss, proven.loss),
        ("bound", claimed.bound, proven.bound),
        ("value captured", claimed.value_captured, proven.value_captured),
        ("gap", claimed.gap, proven.gap),
    ):
        shown = None if exact is None else text(exact)
        if told != shown:
            yield Divergence(PLAN, f"{name} is told as `{told}`, proven is `{shown}`")


def _told(evidence: Evidence, proven: Certificate) -> str:
    claimed = evidence.plan.objective
    gap = "no gap stated: nothing is captured"
    if proven.gap is not None:
        gap = f"gap {_percent(proven.gap)} of value captured"
    told = f"loss {_money(proven.loss)} {claimed.currency}, bound {_money(proven.bound)}, {gap}"
    if claimed.gap_stated is None:
        return told
    stated = _percent(Fraction(claimed.gap_stated))
    return f"{told}; the solver states {stated}, which is not certified"


def _money(amount: Fraction) -> str:
    return f"{round(amount):,}"


def _percent(share: Fraction) -> str:
    tenths = round(share * 1000)
    return f"{tenths // 10}.{tenths % 10} %"
