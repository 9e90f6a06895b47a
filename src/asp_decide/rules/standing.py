"""Which exemptions stand on a day: those in force that no condition of their own has ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from asp_decide.clauses.bounded import Scope
from asp_decide.clauses.clause import (
    CompiledPolicies,
    DeriveClause,
    EscalateClause,
    EscalationStep,
    Heading,
    TableClause,
)
from asp_decide.clauses.condition import AnyOf
from asp_decide.clauses.exemption import Exemption
from asp_decide.model.called import called
from asp_decide.model.effective import in_force
from asp_decide.model.finding import Finding, Seen, Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import Subjects

type Judge = Callable[[CompiledPolicies, Subjects], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Standing:
    """An exemption in force on a day. Where it has `lapsed` its rule holds again.

    `why` says which condition ended it, or what is not known of one that may have: then it stays
    in force, and people are told.
    """

    exemption: Exemption
    lapsed: bool = False
    why: str = ""


def standings(
    policies: CompiledPolicies, subjects: Subjects, as_of: date, judge: Judge
) -> tuple[Standing, ...]:
    """The exemptions in force on a day, by id, each with whether it has lapsed.

    `judge` decides the conditions as it decides rules, conclusions included.
    """
    found = [one for one in policies.exemptions if in_force(one, as_of)]
    lapsing = [one for one in found if one.lapses_when]
    if not lapsing:
        return tuple(Standing(one) for one in found)
    drawing = [one for one in policies.clauses if isinstance(one, DeriveClause | TableClause)]
    watched = CompiledPolicies(
        clauses=(*drawing, *(_watch(one) for one in lapsing)), points={}, digest=""
    )
    said = {(one.rule, one.subject): one for one in judge(watched, subjects)}
    return tuple(_stands(one, said.get((RuleId(one.id), one.subject))) for one in found)


def _watch(exemption: Exemption) -> EscalateClause:
    """The conditions of an exemption as a rule that fires where one of them is true."""
    conditions = exemption.lapses_when
    return EscalateClause(
        Heading(
            RuleId(exemption.id),
            title="Lapses",
            owner=exemption.grant.by,
            because="",
            message="",
            layer="portfolio",
            place=exemption.place,
        ),
        exemption.id,
        Scope(exemption.subject.kind),
        conditions[0] if len(conditions) == 1 else AnyOf(conditions),
        None,
        (EscalationStep(exemption.grant.by, 1),),
        halts_apply=False,
    )


def _stands(exemption: Exemption, finding: Finding | None) -> Standing:
    if finding is None or finding.result not in {"fires", "unknown"}:
        return Standing(exemption)
    if finding.result == "fires":
        return Standing(exemption, lapsed=True, why=_told(finding.seen, Truth.TRUE))
    return Standing(exemption, why=_told(finding.seen, Truth.UNKNOWN))


def _told(seen: Sequence[Seen], truth: Truth) -> str:
    """The comparisons that came out so, in a few words each."""
    told = [
        f"{called(one.name)} {one.test}"
        if truth is Truth.TRUE
        else f"{called(one.name)}: {one.why or 'missing'}"
        for one in seen
        if one.truth is truth
    ]
    return "; ".join(dict.fromkeys(told))
