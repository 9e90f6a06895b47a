"""A case that two versions decide otherwise, in words: what was said, what is, and of whom."""

from dataclasses import dataclass
from typing import assert_never

from asp_decide.clauses.clause import (
    Clause,
    DecideClause,
    DeriveClause,
    EscalateClause,
    LimitClause,
    RequireClause,
    TableClause,
)
from asp_decide.model.finding import Answer
from asp_decide.model.subject import UNKNOWN
from asp_decide.policy.cells.cells import Difference
from asp_decide.policy.cells.fact_words import Told, Units
from asp_decide.policy.cells.suppositions import DRAWN, Supposed, SupposedLinks
from asp_decide.policy.cells.table_cells import Outcome

NOT_ASKED = "not asked"
"""What is said of a subject at a decision point that is not declared."""


@dataclass(frozen=True, slots=True)
class DifferenceInWords:
    """What a rule or a decision point said and says now, and a subject of whom it does."""

    was: str
    now: str
    witness: str


def in_words(difference: Difference, units: Units, currency: str) -> DifferenceInWords:
    """The difference as people of the trade would tell it."""
    sides = difference.old, difference.new
    was, now = (_said(side) for side in sides)
    if was == now:
        was, now = (
            f"{word}, {_act(clause) if clause is not None else _by(side)}"
            for word, clause, side in zip((was, now), difference.clauses, sides, strict=True)
        )
    return DifferenceInWords(was, now, _witness(difference, Told(units, currency)))


def _witness(difference: Difference, words: Told) -> str:
    """Who it is, in which state, what is known of it, and what is not."""
    supposed = dict.fromkeys(difference.supposition)
    state = next((one for one in supposed if _is_state(one)), None)
    rest = sorted((one for one in supposed if one != state), key=_is_missing)
    subject = difference.kind.replace("_", " ")
    article = "an" if subject[0] in "aeiou" else "a"
    where = f" in {state.value}" if isinstance(state, Supposed) and state.value else ""
    facts = ", ".join(_told(one, words) for one in rest)
    return f"{article} {subject}{where}" + (f": {facts}" if facts else "")


def _is_state(one: Supposed | SupposedLinks) -> bool:
    return isinstance(one, Supposed) and one.name == "state" and one.value is not None


def _is_missing(one: Supposed | SupposedLinks) -> bool:
    return isinstance(one, Supposed) and (one.value is None or one.value == UNKNOWN)


def _told(one: Supposed | SupposedLinks, words: Told) -> str:
    if isinstance(one, Supposed) and one.what == "conclusion" and one.value is not None:
        return one.name if one.value == DRAWN else f"not {one.name}"
    return words.of(one)


def _said(side: object) -> str:
    match side:
        case None:
            return NOT_ASKED
        case Answer(answer=answer, why=why):
            return f"{answer} ({why})" if why else answer
        case Outcome(result="gives", words=words):
            return ", ".join(" and ".join(of) for of in words)
        case Outcome(result="unknown", words=(answers, *_)):
            return f"unknown, may be {' or '.join(answers)}"
        case Outcome(result=result):
            return result.replace("_", " ")
        case result:
            return str(result).replace("_", " ")


def _by(side: object) -> str:
    """Which rules gave an answer, and what it takes from the plan."""
    if not isinstance(side, Answer):
        return NOT_ASKED
    by = f"by {', '.join(side.by)}" if side.by else "by no rule"
    blocked = f", not {' or '.join(side.blocked_answers)}" if side.blocked_answers else ""
    return by + blocked


def _act(clause: Clause) -> str:
    """What comes of what the rule says."""
    match clause:
        case DecideClause():
            return f"{clause.answer}, {clause.enforce}, missing {clause.missing}"
        case RequireClause():
            return f"not {' or '.join(clause.before)}, else {clause.otherwise}, {clause.enforce}"
        case LimitClause():
            return clause.enforce
        case TableClause():
            force = f", {clause.enforce}" if clause.enforce else ""
            return f"{' and '.join(clause.outputs)}, missing {clause.missing}{force}"
        case DeriveClause():
            return clause.name
        case EscalateClause():
            asked = ", then ".join(f"{one.role} within {one.within_days} days" for one in clause.to)
            waits = ", apply waits" if clause.halts_apply else ""
            return asked + waits + (f", forced, {clause.enforce}" if clause.enforce else "")
        case _:
            assert_never(clause)
