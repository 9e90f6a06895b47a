"""What a condition lacks to hold, read off what was seen of its comparisons."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from asp_decide.clauses.condition import All, AnyOf, Comparison, Condition, Linked, Not
from asp_decide.model.finding import Seen, Truth

type Sights = Mapping[str, Sequence[Seen]]


def lacking(condition: Condition, sights: Sights, *, affirmed: bool = True) -> list[Seen]:
    """The comparisons that keep the condition (or its denial) from being true; none if it is.

    Of alternatives all are named, and only where none of them holds.
    """
    match condition:
        case Comparison():
            return _against(sights.get(condition.key, ()), affirmed=affirmed)
        case Linked():
            seen = sights.get(condition.that.key, ())
            against = _against(seen, affirmed=affirmed)
            one_suffices = (condition.quantifier == "some") is affirmed
            return [] if one_suffices and len(against) < len(seen) else against
        case Not():
            return lacking(condition.part, sights, affirmed=not affirmed)
        case All() | AnyOf():
            parts = [lacking(part, sights, affirmed=affirmed) for part in condition.parts]
            one_suffices = isinstance(condition, AnyOf) is affirmed
            if one_suffices and not all(parts):
                return []
            return [seen for part in parts for seen in part]
        case _:
            assert_never(condition)


def by_key(seen: Sequence[Seen]) -> Sights:
    """What was seen, by comparison; along a link there may be several of one."""
    sights: dict[str, list[Seen]] = {}
    for one in seen:
        sights.setdefault(one.key, []).append(one)
    return sights


def _against(seen: Sequence[Seen], *, affirmed: bool) -> list[Seen]:
    wanted = Truth.TRUE if affirmed else Truth.FALSE
    return [one for one in seen if one.truth is not wanted]
