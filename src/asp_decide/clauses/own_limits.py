"""Which amount holds for whom: the rule's own, or that of a value stream or a subject."""

from collections.abc import Sequence
from fractions import Fraction

from asp_decide.clauses.clause import LimitClause, OwnLimit
from asp_decide.clauses.condition import Comparison, QuantityTest
from asp_decide.model.subject import IN_STREAMS, SubjectKey


def limit_for(clause: LimitClause, key: SubjectKey, streams: Sequence[str]) -> OwnLimit:
    """The limit that the clause holds this subject to, and where it comes from.

    A limit of the subject's own comes first. What touches several value streams is held to the
    tightest of their limits: each stream's own limit holds for all work in it. `streams` are
    those that the subject touches.
    """
    own = {one.subject: one for one in clause.own_limits}
    if key in own:
        return own[key]
    stated = rules_own(clause)
    if not own or key.kind not in IN_STREAMS:
        return stated
    held = [own.get(SubjectKey("value_stream", stream), stated) for stream in sorted(set(streams))]
    at_most = clause.at_most is not None
    return min(held, key=lambda one: one.limit if at_most else -one.limit, default=stated)


def rules_own(clause: LimitClause) -> OwnLimit:
    """The rule's own limit, as that of whoever has none."""
    everybody = SubjectKey(clause.per, "")
    return OwnLimit(everybody, stated_limit(clause), clause.limit_from)


def stated_limit(clause: LimitClause) -> Fraction:
    """The rule's own number, in base units."""
    limit = clause.at_most if clause.at_most is not None else clause.at_least
    assert limit is not None, f"the limit {clause.heading.rule} has no bound"
    return limit


def asked_of(comparison: Comparison, key: SubjectKey, streams: Sequence[str]) -> Comparison:
    """The comparison with the amount that holds for this subject.

    That of its value stream; for an initiative that of all the streams it touches, if they agree.
    Where they do not, it belongs to none of them alone, and the portfolio's amount holds.
    """
    if not comparison.in_streams:
        return comparison
    own = dict(comparison.in_streams)
    if key.kind == "value_stream":
        return own.get(key.id, comparison)
    if key.kind not in IN_STREAMS or not streams:
        return comparison
    found = [own.get(stream, comparison) for stream in sorted(set(streams))]
    return found[0] if len({_amounts(one) for one in found}) == 1 else comparison


def _amounts(comparison: Comparison) -> tuple[Fraction, Fraction | None]:
    test = comparison.test
    assert isinstance(test, QuantityTest), "only an amount is set by an overlay"
    return test.limit, test.upper
