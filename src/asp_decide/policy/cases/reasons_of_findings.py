"""Why a rule says what it says of a subject, in lines that a person can check."""

from collections.abc import Iterator
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.model.finding import Finding, Seen
from asp_decide.model.quantity import unit

_PLACES = 4


def why(finding: Finding, currency: str) -> tuple[str, ...]:
    """The rule's own sentence, each comparison as it was decided, and the nearest miss."""
    return tuple(_lines(finding, currency))


def _lines(finding: Finding, currency: str) -> Iterator[str]:
    if finding.message:
        yield finding.message
    yield from (_compared(seen) for seen in finding.seen)
    nearest = min((s for s in finding.seen if _distance(s) is not None), key=_share, default=None)
    if nearest is not None:
        assert nearest.margin is not None and nearest.limit is not None, "it has a distance"
        limit = _amount(nearest.limit, nearest.unit, currency)
        if nearest.margin == 0:
            yield f"nearest: {nearest.name} is exactly at {limit}"
        else:
            found = _amount(nearest.limit + nearest.margin, nearest.unit, currency)
            yield f"nearest: {nearest.name} is {found}, and {limit} is the limit"


def _compared(seen: Seen) -> str:
    of = "".join(f" of {key.id}" for key in seen.via)
    because = f", {seen.why}" if seen.why else ""
    return f"{seen.key} {seen.name}{of} {seen.test}: {seen.truth.value}{because}"


def _distance(seen: Seen) -> Fraction | None:
    return None if seen.margin is None or seen.limit is None else abs(seen.margin)


def _share(seen: Seen) -> Fraction:
    """The distance as a part of the larger of value and limit, so that units can be compared."""
    distance, limit = _distance(seen), seen.limit
    assert distance is not None and limit is not None, "only those with a distance are compared"
    larger = max(abs(limit), abs(limit + (seen.margin or Fraction(0))))
    return distance / larger if larger else Fraction(0)


def _amount(value: Fraction, name: str, currency: str) -> str:
    known = unit(name, currency)
    shown = value / known.factor if known is not None else value
    return f"{decimal_text(shown, _PLACES)} {name}"
