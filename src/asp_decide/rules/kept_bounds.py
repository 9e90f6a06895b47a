"""Where the bounds of limits are kept, for all subjects at once."""

from asp_decide.clauses.bounded import SubjectMeasure
from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.condition import QuantityTest
from asp_decide.clauses.own_limits import stated_limit
from asp_decide.model.finding import Truth
from asp_decide.rules.bounds import BoundReader
from asp_decide.rules.rails import Rails, bits_of, places_of
from asp_decide.rules.reach import Reach


def kept_rails(clause: LimitClause, reach: Reach, read: BoundReader) -> Rails:
    """Of whom the bound is kept for certain, and of whom perhaps.

    The measure of a subject is a comparison like any other. The few groups of a count or a share,
    and subjects some of whom have limits of their own, are read one by one.
    """
    if isinstance(clause.measure, SubjectMeasure) and not clause.own_limits:
        limit, unit = stated_limit(clause), clause.unit
        at_most = clause.at_most is not None
        test = QuantityTest("at most" if at_most else "at least", limit, unit)
        return reach.roll.measured((clause.name, clause.measure.ratio_of), test)
    count = len(reach.roll.subjects)
    truths = {place: read(reach.roll.subjects[place]).truth for place in places_of(reach.all)}
    certain = (place for place, truth in truths.items() if truth is Truth.TRUE)
    possible = (place for place, truth in truths.items() if truth is not Truth.FALSE)
    return Rails(bits_of(certain, count), bits_of(possible, count))
