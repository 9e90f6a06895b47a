"""Whether those who changed a component are still there: knowledge, and never anybody's output."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.scenario.inspection import Change, DesignFinding, Inspected
from asp_decide.scenario.structure import Evidence, staffing_of

_FEWEST = 3
"""Changes from which on a component is judged: of fewer, one person is no wonder."""


@dataclass(frozen=True, slots=True)
class KnownComponent:
    """A component of a stream, what was changed in it, and who of those is still there.

    `kept` is the share of its changes by people who are there: of each change, the part of its
    people. `known_to_one` counts the changes that at most one of them knows, and it is the same
    one, whoever that is: nobody is named.
    """

    stream: str
    component: str
    changes: tuple[str, ...]
    kept: Fraction
    known_to_one: int

    @property
    def rests_on_one(self) -> bool:
        """Whether one person's leaving leaves more than half of its changes without anybody."""
        return len(self.changes) >= _FEWEST and 2 * self.known_to_one > len(self.changes)


def known_components(of: Inspected) -> Iterator[KnownComponent]:
    """The components of each stream that names who is there, by stream and component."""
    there = _there(of)
    changes: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in of.changes:
        if change.stream in there and change.hands:
            changes[change.stream, change.component].append(change)
    for (stream, component), own in sorted(changes.items()):
        here = [change.hands & there[stream] for change in own]
        shares = [Fraction(len(h), len(c.hands)) for h, c in zip(here, own, strict=True)]
        alone = Counter(person for one in here if len(one) == 1 for person in one)
        unknown = sum(not one for one in here)
        yield KnownComponent(
            stream,
            component,
            tuple(sorted(change.feature for change in own)),
            sum(shares, Fraction(0)) / len(shares),
            unknown + max(alone.values(), default=0),
        )


def knowledge_rows(of: Inspected) -> Iterator[Evidence]:
    """A row of evidence for each known component."""
    for one in known_components(of):
        told = f"{decimal_text(one.kept * 100, 0)} % of {len(one.changes)} changes are by people"
        yield Evidence(
            f"component {one.component} of {one.stream}", f"{told} who are there", one.kept
        )


def rests_on_one(of: Inspected) -> Iterator[DesignFinding]:
    """A component of which most changes are known to one person, or to nobody who is there."""
    for one in known_components(of):
        if one.rests_on_one:
            told = f"of {len(one.changes)} changes of `{one.component}` {one.known_to_one} are"
            told += " known to one person at most who is still there"
            rows = tuple(f"features {name}" for name in one.changes)
            yield DesignFinding("LEARN-3", one.stream, told, rows)


def _there(of: Inspected) -> Mapping[str, frozenset[str]]:
    """By stream, the pseudonyms in the newest interval that names any, of all its teams."""
    found: dict[str, frozenset[str]] = {}
    for (stream, _), rows in staffing_of(of.snapshot).items():
        named = [row for row in rows if row.member_ids]
        if named:
            found[stream] = found.get(stream, frozenset()) | {*named[-1].member_ids}
    return found
