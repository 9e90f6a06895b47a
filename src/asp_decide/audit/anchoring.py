"""What checkpoints of the minutes say of a log: whether they are its own, and what they anchor."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from asp_decide.audit.check import Divergence
from asp_decide.ledger.checkpoint import Checkpoint


class Range(NamedTuple):
    """Records of a log, counted from 1, both ends included; `by` names what anchors them."""

    first: int
    last: int
    by: str | None

    @property
    def told(self) -> str:
        """`1-40`, or the number of a single record."""
        return f"{self.first}-{self.last}" if self.first < self.last else str(self.first)


def strangers(
    known: Mapping[int, Checkpoint], given: Sequence[Checkpoint], *, origin: str, mend: str
) -> Iterator[Divergence]:
    """The checkpoints of the minutes that are none of this log.

    `known` are the log's own, by size; `mend` says how one that is not among them gets there.
    """
    for one in given:
        if one.distrust:
            yield Divergence(f"--checkpoint {one.name}", one.distrust)
    for one, other in combinations(given, 2):
        if one.size == other.size and one.root != other.root:
            yield Divergence("--checkpoint", f"two roots for {one.size} records: the log was split")
    for one in given:
        place = f"--checkpoint {one.short}"
        noted = known.get(one.size)
        if one.origin not in ("", origin):
            yield Divergence(place, f"it is of another log, `{one.origin}`")
        elif noted is None:
            yield Divergence(place, mend)
        elif noted.root != one.root:
            yield Divergence(place, f"the minutes have another root for {one.size} records")


def by_log(
    logs: Sequence[Sequence[Checkpoint]], given: Sequence[Checkpoint]
) -> tuple[tuple[Checkpoint, ...], ...]:
    """The checkpoints of the minutes for each of those logs, told by what it noted itself.

    One that names a log is of that; one that names none is of the log that noted it, or at least
    one of as many records. Of what is of none of them each has to say so.
    """
    owners = [_owners(logs, one) for one in given]
    return tuple(
        tuple(one for one, of in zip(given, owners, strict=True) if log in of)
        for log in range(len(logs))
    )


def _owners(logs: Sequence[Sequence[Checkpoint]], one: Checkpoint) -> frozenset[int]:
    """The places of the logs that a checkpoint has to be held against."""

    def those(has: Callable[[Checkpoint], bool]) -> frozenset[int]:
        return frozenset(place for place, noted in enumerate(logs) if any(map(has, noted)))

    if one.origin:
        found = those(lambda noted: noted.origin == one.origin)
    else:
        found = those(lambda noted: noted.short == one.short)
        found = found or those(lambda noted: noted.size == one.size)
    return found or frozenset(range(len(logs)))


def anchored_ranges(size: int, given: Sequence[Checkpoint]) -> tuple[Range, ...]:
    """The records of a log of that size by the first checkpoint that holds them, and the rest."""
    ranges: list[Range] = []
    last = 0
    for one in sorted(given, key=lambda checkpoint: checkpoint.size):
        end = min(one.size, size)
        if end > last:
            ranges.append(Range(last + 1, end, one.name))
            last = end
    if last < size:
        ranges.append(Range(last + 1, size, None))
    return tuple(ranges)


def anchored(size: int, given: Sequence[Checkpoint]) -> str:
    """Which records of a log of that size the minutes anchor, and which they do not, in words."""
    if not given:
        return "unanchored: no checkpoint from the minutes was given"
    held = anchored_ranges(size, given)
    parts = [f"{one.told} by {one.by}" for one in held if one.by is not None]
    if held[-1].by is None:
        parts = [f"{held[0].told} anchored by {held[0].by}", *parts[1:], f"{held[-1].told} not"]
        return f"as expected; records {', '.join(parts)}"
    if len(parts) == 1:
        by = min(given, key=lambda checkpoint: checkpoint.size)
        return f"as expected; anchored in full{by.signed}"
    return f"as expected; anchored in full: records {', '.join(parts)}"
