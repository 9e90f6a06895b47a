"""All subjects at once: what each comparison, link and finished conclusion says of every one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from asp_decide.clauses.condition import Comparison, HoldsTest, KnownTest, Linked
from asp_decide.clauses.own_limits import asked_of
from asp_decide.model.finding import Truth
from asp_decide.model.subject import Subject, SubjectKey, SubjectKind, Subjects
from asp_decide.rules.given_column import NOTHING_GIVEN, GivenColumn
from asp_decide.rules.rails import NEVER, Rails, any_rails, bits_of, denied_rails
from asp_decide.rules.roll import Roll
from asp_decide.rules.scopes import by_kind

type Leaf = Comparison | Linked


@dataclass(slots=True)
class Overview:
    """Columns of truths by kind of subject, each made once for a run.

    Conclusions are added stratum by stratum; one that is not there is false of every subject that
    the facts have. A link to something that the facts do not have shows nothing: all of it is
    missing, and whether a conclusion holds there is unknown.
    """

    subjects: Subjects
    rolls: Mapping[SubjectKind, Roll] = field(init=False)
    _conclusions: dict[tuple[str, SubjectKind], Rails] = field(default_factory=dict)
    _given: dict[tuple[str, SubjectKind], GivenColumn] = field(default_factory=dict)
    _rails: dict[str, Rails] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rolls = {kind: Roll(kind, members) for kind, members in by_kind(self.subjects).items()}

    def roll(self, kind: SubjectKind) -> Roll:
        """The subjects of a kind; empty where the facts have none."""
        return self.rolls.get(kind) or Roll(kind, ())

    def conclude(self, name: str, kind: SubjectKind, rails: Rails) -> None:
        """Keeps what is concluded of every subject of a kind, when its stratum is finished."""
        self._conclusions[name, kind] = rails

    def concluded(self, name: str, key: SubjectKey) -> Truth:
        """Whether a conclusion of a finished stratum holds for one subject."""
        place = self.roll(key.kind).place.get(key)
        if place is None:
            return Truth.UNKNOWN
        return self._conclusions.get((name, key.kind), NEVER).truth(place)

    def give(self, output: str, kind: SubjectKind, column: GivenColumn) -> None:
        """Keeps what a table gives every subject of a kind for one of its outputs."""
        self._given[output, kind] = column

    def given(self, output: str, key: SubjectKey) -> tuple[str | None, bool]:
        """The word that a table gives one subject, and whether that is known.

        Nothing is given where no row holds, or the table does not speak of the subject.
        """
        place = self.roll(key.kind).place.get(key)
        if place is None:
            return None, False
        return self._given.get((output, key.kind), NOTHING_GIVEN).at(place)

    def rails(self, leaf: Leaf, kind: SubjectKind) -> Rails:
        """For which subjects of the kind the comparison holds; along a link, over all it leads to.

        A comparison of a conclusion may only be asked for when the conclusion is finished.
        """
        if isinstance(leaf, Comparison):
            return self._compared(leaf)
        known = self._rails.get(_along(leaf))
        if known is None:
            known = self._rails[_along(leaf)] = self._linked(leaf, kind)
        return known

    def _compared(self, comparison: Comparison) -> Rails:
        roll = self.roll(comparison.subject)
        if isinstance(comparison.test, HoldsTest):
            drawn = self._conclusions.get((comparison.name, comparison.subject), NEVER)
            return drawn if comparison.test.holds else denied_rails(drawn, roll.everybody)
        if comparison.what == "output":
            given = self._given.get((comparison.name, comparison.subject), NOTHING_GIVEN)
            return given.compared(comparison.test, roll.everybody)
        known = self._rails.get(comparison.key)
        if known is None:
            known = self._as_it_holds(comparison, roll)
            self._rails[comparison.key] = known
        return known

    def _as_it_holds(self, comparison: Comparison, roll: Roll) -> Rails:
        """The comparison with the amounts that hold for each subject's value streams."""
        if not comparison.in_streams:
            return roll.compared(comparison)
        held: dict[Comparison, list[int]] = {}
        for place, subject in enumerate(roll.subjects):
            own = asked_of(comparison, subject.key, subject.streams)
            held.setdefault(own, []).append(place)
        parts = []
        for own, places in held.items():
            rails, those = roll.compared(own), bits_of(places, len(roll.subjects))
            parts.append(Rails(rails.certain & those, rails.possible & those))
        return any_rails(parts)

    def _linked(self, leaf: Linked, kind: SubjectKind) -> Rails:
        there = self._compared(leaf.that)
        nowhere = _of_nobody(leaf.that)
        places = self.roll(leaf.that.subject).place
        joined = _some if leaf.quantifier == "some" else _every
        sources = self.roll(kind).subjects
        certain: list[int] = []
        possible: list[int] = []
        for place, source in enumerate(sources):
            truths = [
                nowhere if target is None else there.truth(target)
                for target in _targets(leaf, source, places)
            ]
            truth = joined(truths)
            if truth is Truth.TRUE:
                certain.append(place)
            if truth is not Truth.FALSE:
                possible.append(place)
        return Rails(bits_of(certain, len(sources)), bits_of(possible, len(sources)))


def _along(leaf: Linked) -> str:
    return f"{leaf.that.key} of {leaf.quantifier} {leaf.link}"


def _targets(leaf: Linked, source: Subject, places: Mapping[SubjectKey, int]) -> list[int | None]:
    """The places of what the link leads to; None where it leads out of the facts."""
    kind = leaf.that.subject
    return [places.get(SubjectKey(kind, one)) for one in set(source.links.get(leaf.link, ()))]


def _of_nobody(comparison: Comparison) -> Truth:
    """What the comparison says of something that the facts do not have."""
    test = comparison.test
    if isinstance(test, KnownTest):
        return Truth.FALSE if test.known else Truth.TRUE
    return Truth.UNKNOWN


def _some(truths: list[Truth]) -> Truth:
    if Truth.TRUE in truths:
        return Truth.TRUE
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.FALSE


def _every(truths: list[Truth]) -> Truth:
    if Truth.FALSE in truths:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.TRUE
