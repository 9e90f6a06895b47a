"""Whom a rule speaks of, all subjects at once."""

from dataclasses import dataclass

from asp_decide.clauses.clause import Clause
from asp_decide.rules.overview import Overview
from asp_decide.rules.rails import Bits
from asp_decide.rules.roll import Roll
from asp_decide.rules.scopes import asked_states, point_of, scope_of


@dataclass(frozen=True, slots=True)
class Reach:
    """The subjects of one kind that a rule speaks of: `inside` for certain, `doubtful` perhaps.

    Of those in doubt an attribute is missing that would decide it.
    """

    roll: Roll
    inside: Bits
    doubtful: Bits

    @property
    def all(self) -> Bits:
        """Everybody of whom the rule says something."""
        return self.inside | self.doubtful


def reach_of(clause: Clause, overview: Overview) -> Reach:
    """Whom the rule speaks of; the same as `scopes.reached` says one by one."""
    scope = scope_of(clause)
    roll = overview.roll(scope.subject)
    perhaps, doubt = _asked(clause, roll), 0
    for attribute, let_in in scope.where + asked_states(clause):
        words = roll.words(attribute)
        missing = words[None]
        wanted = missing
        for word in let_in:
            wanted |= words.get(word, 0)
        perhaps &= wanted
        doubt |= missing
    return Reach(roll, perhaps & ~doubt, perhaps & doubt)


def _asked(clause: Clause, roll: Roll) -> Bits:
    """Who is asked at the rule's decision point, their state aside; everybody where it has none."""
    point = point_of(clause)
    if point is None:
        return roll.everybody
    asked = roll.everybody
    if point.asks_for:
        asked &= roll.words(point.asks_for).get(point.asks_word, 0)
    if point.answered_by:
        asked &= roll.words(point.answered_by)[None]
    return asked
