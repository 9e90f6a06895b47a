"""What the comparisons of a rule show of a subject: the values, limits and margins of reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from asp_decide.clauses.condition import Comparison, HoldsTest, Linked, QuantityTest
from asp_decide.clauses.own_limits import asked_of
from asp_decide.model.finding import Seen
from asp_decide.model.subject import Subject, SubjectKey
from asp_decide.rules.comparisons import (
    Words,
    all_of,
    any_of,
    compare,
    compare_given,
    conclude,
)
from asp_decide.rules.overview import Overview
from asp_decide.rules.readings import Readings, readings
from asp_decide.rules.wording import unit_in_words

type Leaf = Comparison | Linked

_NO_READINGS = Readings((), is_history=False)


@dataclass(slots=True)
class Sight:
    """Looks at one subject after the other through comparisons, along links where they say so.

    It tells what was seen, with values and margins, when all conclusions are finished. A link to
    something that the facts do not have shows nothing: all of it is missing.
    """

    overview: Overview
    currency: str
    _words: dict[tuple[str, str], Words] = field(default_factory=dict)
    _readings: dict[tuple[str, SubjectKey], Readings] = field(default_factory=dict)
    _seen: dict[tuple[str, SubjectKey, SubjectKey | None], Seen] = field(default_factory=dict)

    def seen(self, leaves: Sequence[Leaf], subject: Subject) -> tuple[Seen, ...]:
        """Each comparison as it was decided; along a link, once for each thing it leads to."""
        found: list[Seen] = []
        for leaf in leaves:
            if isinstance(leaf, Comparison):
                found.append(self._look(leaf, subject.key, None))
                continue
            along = targets(leaf, subject)
            found += [self._look(leaf.that, target, target) for target in along]
            if not along:
                found.append(self._nothing_there(leaf))
        return tuple(found)

    def _look(self, leaf: Comparison, key: SubjectKey, via: SubjectKey | None) -> Seen:
        if isinstance(leaf.test, HoldsTest):
            drawn = self.overview.concluded(leaf.name, key)
            return conclude(leaf, drawn, self._wording(leaf), via=(via,) if via else ())
        if leaf.what == "output":
            given = self.overview.given(leaf.name, key)
            return compare_given(leaf, given, self._wording(leaf), via=(via,) if via else ())
        known = self._seen.get((leaf.key, key, via))
        if known is None:
            subject = self.overview.subjects.get(key) or Subject(key)
            leaf = asked_of(leaf, key, subject.streams)
            found, words = self._found(leaf, subject), self._wording(leaf)
            known = compare(leaf, subject, found, words, via=(via,) if via else ())
            self._seen[leaf.key, key, via] = known
        return known

    def _found(self, leaf: Comparison, subject: Subject) -> Readings:
        """The readings of a measure, made once for all comparisons that look at it."""
        if leaf.what in {"attribute", "field"}:
            return _NO_READINGS
        found = self._readings.get((leaf.name, subject.key))
        if found is None:
            found = readings(subject, leaf.name, leaf.ratio_of)
            self._readings[leaf.name, subject.key] = found
        return found

    def _nothing_there(self, leaf: Linked) -> Seen:
        truth = any_of(()) if leaf.quantifier == "some" else all_of(())
        words = self._wording(leaf.that)
        return Seen(leaf.that.key, leaf.that.name, words.test, truth, why=f"no {leaf.link}")

    def _wording(self, leaf: Comparison) -> Words:
        words = self._words.get((leaf.key, leaf.phrase))
        if words is None:
            unit = leaf.test.unit if isinstance(leaf.test, QuantityTest) else None
            words = Words(leaf.phrase, unit_in_words(unit, self.currency) if unit else "")
            self._words[leaf.key, leaf.phrase] = words
        return words


def targets(leaf: Linked, subject: Subject) -> tuple[SubjectKey, ...]:
    """What the link leads to, sorted, each once."""
    ids = sorted(set(subject.links.get(leaf.link, ())))
    return tuple(SubjectKey(leaf.that.subject, target) for target in ids)
