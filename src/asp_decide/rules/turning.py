"""Which comparisons could turn a rule: asked of truths alone, once for each pattern of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import assert_never

from asp_decide.clauses.clause import Clause, LimitClause, RequireClause, TableClause
from asp_decide.clauses.condition import All, AnyOf, Comparison, Condition, Linked, Not
from asp_decide.model.finding import Finding, Result, TableOutcome
from asp_decide.rules.witnessed_conditions import FALSE, TRUE, TRUTHS
from asp_decide.rules.witnessed_results import result_rows
from asp_decide.rules.witnessed_tables import table_outcome
from asp_decide.rules.wording import bound_key

MOST_TOGETHER = 4
"""Comparisons of one value whose truths are tried in all ways; of more, any may turn the rule."""

type _Pattern = tuple[tuple[str, int], ...]
"""The comparisons of a finding in their order, each with how high it stands."""


@dataclass(frozen=True, slots=True)
class Turning:
    """One rule, seen as a function of the truths of its comparisons."""

    clause: Clause
    _known: dict[tuple[_Pattern, tuple[int, ...]], bool] = field(default_factory=dict)

    def may_turn(self, finding: Finding, moved: Sequence[int]) -> bool:
        """Whether other truths of these comparisons, all else as found, give another result.

        `moved` are the places among what was seen that show one and the same value.
        """
        if len(moved) > MOST_TOGETHER:
            return True
        pattern = tuple((one.key, TRUTHS.index(one.truth)) for one in finding.seen)
        asked = (pattern, tuple(moved))
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = self._turns(pattern, moved)
        return known

    def _turns(self, pattern: _Pattern, moved: Sequence[int]) -> bool:
        before = self._outcome(pattern)
        tried = (sorted({pattern[place][1], FALSE, TRUE}) for place in moved)
        return any(self._outcome(_moved(pattern, moved, to)) != before for to in product(*tried))

    def _outcome(self, pattern: _Pattern) -> Result | TableOutcome:
        clause, levels = self.clause, _by_key(pattern)
        if isinstance(clause, TableClause):
            return table_outcome(clause, [_level(row.when, levels) for row in clause.rows])
        if isinstance(clause, LimitClause):
            asked = TRUE if clause.when is None else _level(clause.when, levels)
            further = levels[bound_key(clause)][-1]
        else:
            asked = _level(
                clause.that if isinstance(clause, RequireClause) else clause.when, levels
            )
            further = FALSE if clause.unless is None else _level(clause.unless, levels)
        return result_rows(clause)[asked][further]


def _moved(pattern: _Pattern, moved: Sequence[int], to: Sequence[int]) -> _Pattern:
    changed = dict(zip(moved, to, strict=True))
    return tuple((key, changed.get(n, level)) for n, (key, level) in enumerate(pattern))


def _by_key(pattern: _Pattern) -> dict[str, list[int]]:
    levels: dict[str, list[int]] = {}
    for key, level in pattern:
        levels.setdefault(key, []).append(level)
    return levels


def _level(condition: Condition, levels: Mapping[str, Sequence[int]]) -> int:
    """How high a condition stands, given its comparisons: the least, the greatest, or the rest."""
    match condition:
        case Comparison():
            return levels[condition.key][0]
        case Linked():
            found = levels[condition.that.key]
            return max(found) if condition.quantifier == "some" else min(found)
        case All():
            return min((_level(part, levels) for part in condition.parts), default=TRUE)
        case AnyOf():
            return max((_level(part, levels) for part in condition.parts), default=FALSE)
        case Not():
            return TRUE - _level(condition.part, levels)
        case _:
            assert_never(condition)
