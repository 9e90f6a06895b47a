"""For which subjects of a kind something is certain, and for which it is possible: as bits.

A whole column of subjects is judged at once. Kleene's three values lie on two rails: true is
certain, false is not possible, unknown is possible and not certain (`all` and `any` are then the
`and` and `or` of each rail, and `not` changes the rails; Kleene 1938).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from asp_decide.model.finding import Truth

type Bits = int
"""Bit i is the subject in place i of a roll."""


@dataclass(frozen=True, slots=True)
class Rails:
    """For whom it is certain, and for whom it is possible (the same included)."""

    certain: Bits
    possible: Bits

    def truth(self, place: int) -> Truth:
        """What it is for the subject in that place."""
        if self.certain >> place & 1:
            return Truth.TRUE
        return Truth.UNKNOWN if self.possible >> place & 1 else Truth.FALSE


NEVER = Rails(0, 0)


def all_rails(parts: Iterable[Rails], everybody: Bits) -> Rails:
    """Where every part holds; of no parts at all, everywhere."""
    return reduce(
        lambda one, other: Rails(one.certain & other.certain, one.possible & other.possible),
        parts,
        Rails(everybody, everybody),
    )


def any_rails(parts: Iterable[Rails]) -> Rails:
    """Where at least one part holds; of no parts at all, nowhere."""
    return reduce(
        lambda one, other: Rails(one.certain | other.certain, one.possible | other.possible),
        parts,
        NEVER,
    )


def denied_rails(rails: Rails, everybody: Bits) -> Rails:
    """Where it does not hold: certain where it is not possible."""
    return Rails(everybody & ~rails.possible, everybody & ~rails.certain)


def at_least(columns: Sequence[Bits], needed: int) -> Bits:
    """The places that at least so many of the columns hold.

    >>> bin(at_least([0b0111, 0b0101, 0b0001], 2))
    '0b101'
    """
    # held[k] are the places that more than k of the columns seen so far hold.
    held = [0] * needed
    for column in columns:
        for k in range(needed - 1, 0, -1):
            held[k] |= held[k - 1] & column
        held[0] |= column
    return held[-1]


def places_of(bits: Bits) -> Iterator[int]:
    """The places of the bits that are set, in ascending order."""
    for number, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            first = number * 8
            for offset in _SET_BITS[byte]:
                yield first + offset


_SET_BITS = tuple(tuple(n for n in range(8) if byte >> n & 1) for byte in range(256))


def bits_of(places: Iterable[int], count: int) -> Bits:
    """The bits of these places, of so many."""
    found = bytearray((count + 7) // 8)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")
