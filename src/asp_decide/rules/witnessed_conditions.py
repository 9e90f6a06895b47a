"""Conditions as the witness judges them: false, unknown and true are 0, 1 and 2.

`all` is the least of its parts, `any` the greatest, `not` the distance from 2 (Kleene 1938).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from asp_decide.clauses.condition import (
    All,
    AnyOf,
    Comparison,
    Condition,
    HoldsTest,
    KnownTest,
    Linked,
    Not,
    QuantityTest,
    Test,
    WordTest,
)
from asp_decide.model.finding import Seen, Truth
from asp_decide.model.subject import IN_STREAMS, Subject, SubjectKey, Subjects
from asp_decide.rules.witnessed_comparisons import Sighting, sight
from asp_decide.rules.wording import ROW_NOT_KNOWN, unit_in_words

type Named = tuple[str, SubjectKey]

type Given = tuple[str | None, bool]
"""The word that a table gives, and whether it is known what it gives."""

FALSE, UNKNOWN, TRUE = 0, 1, 2
TRUTHS = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)


@dataclass(slots=True)
class Witness:
    """Judges conditions on subjects. `risen` says how high each conclusion has come so far.

    `given` are the words of tables, each with whether it is known.
    """

    subjects: Subjects
    currency: str
    risen: dict[Named, int] = field(default_factory=dict)
    given: dict[Named, Given] = field(default_factory=dict)
    _sighted: dict[Named, Sighting] = field(default_factory=dict)
    _phrases: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def level(self, condition: Condition, subject: Subject) -> int:
        """0, 1 or 2: whether the condition holds for the subject."""
        match condition:
            case Comparison():
                return self._level(condition, subject.key)
            case Linked():
                levels = [self._level(condition.that, key) for key in along(condition, subject)]
                some = condition.quantifier == "some"
                return max(levels, default=FALSE) if some else min(levels, default=TRUE)
            case All():
                least = TRUE
                for part in condition.parts:
                    least = min(least, self.level(part, subject))
                    if least == FALSE:
                        break
                return least
            case AnyOf():
                greatest = FALSE
                for part in condition.parts:
                    greatest = max(greatest, self.level(part, subject))
                    if greatest == TRUE:
                        break
                return greatest
            case Not():
                return TRUE - self.level(condition.part, subject)
            case _:
                assert_never(condition)

    def fires(self, when: Condition, unless: Condition | None, subject: Subject) -> int:
        """0, 1 or 2: whether `when` holds and nothing spares."""
        spared = FALSE if unless is None else self.level(unless, subject)
        return min(self.level(when, subject), TRUE - spared)

    def seen(
        self, condition: Condition | None, subject: Subject, *, spares: bool = False
    ) -> Iterator[Seen]:
        """Each comparison as it was decided, once for each thing that its link leads to."""
        for leaf, _ in leaves_of(condition):
            if isinstance(leaf, Comparison):
                yield self._told(leaf, subject.key, (), spares=spares)
                continue
            nobody = Truth.FALSE if leaf.quantifier == "some" else Truth.TRUE
            if not along(leaf, subject):
                there = Sighting(nobody, why=f"no {leaf.link}")
                yield self._worded(leaf.that, there, (), spares=spares)
            for key in along(leaf, subject):
                yield self._told(leaf.that, key, (key,), spares=spares)

    def _level(self, comparison: Comparison, key: SubjectKey) -> int:
        return TRUTHS.index(self._sight(comparison, key).truth)

    def _sight(self, comparison: Comparison, key: SubjectKey) -> Sighting:
        if isinstance(comparison.test, HoldsTest):
            nowhere = FALSE if key in self.subjects else UNKNOWN
            level = self.risen.get((comparison.name, key), nowhere)
            why = "not known whether it holds" if level == UNKNOWN else ""
            truth = TRUTHS[level if comparison.test.holds else TRUE - level]
            return Sighting(truth, word=TRUTHS[level].value, why=why)
        if comparison.what == "output":
            nothing = (None, key in self.subjects)
            return _given(comparison.test, self.given.get((comparison.name, key), nothing))
        found = self._sighted.get((comparison.key, key))
        if found is None:
            own = as_it_holds(comparison, key, self.subjects.get(key))
            found = sight(own, self.subjects.get(key) or Subject(key))
            self._sighted[comparison.key, key] = found
        return found

    def _told(
        self, leaf: Comparison, key: SubjectKey, via: tuple[SubjectKey, ...], *, spares: bool
    ) -> Seen:
        own = as_it_holds(leaf, key, self.subjects.get(key))
        return self._worded(own, self._sight(leaf, key), via, spares=spares)

    def _worded(
        self, leaf: Comparison, found: Sighting, via: tuple[SubjectKey, ...], *, spares: bool
    ) -> Seen:
        test, unit = self._phrase(leaf)
        if found.limit is None:
            unit, limit_from = "", ""
        else:
            assert isinstance(leaf.test, QuantityTest), "only an amount has a limit"
            limit_from = leaf.test.limit_from
        return Seen(
            key=leaf.key,
            name=leaf.name,
            test=test,
            truth=found.truth,
            values=found.values,
            word=found.word,
            limit=found.limit,
            unit=unit,
            limit_from=limit_from,
            margin=found.margin,
            why=found.why,
            spares=spares,
            via=via,
        )

    def _phrase(self, leaf: Comparison) -> tuple[str, str]:
        phrase = self._phrases.get((leaf.key, leaf.phrase))
        if phrase is None:
            quantity = leaf.test if isinstance(leaf.test, QuantityTest) else None
            unit = unit_in_words(quantity.unit, self.currency) if quantity else ""
            phrase = self._phrases[leaf.key, leaf.phrase] = (leaf.phrase, unit)
        return phrase


def level_of_given(test: Test, given: Given) -> int:
    """0, 1 or 2: whether the word of a table is one of those wanted."""
    word, is_known = given
    if isinstance(test, KnownTest):
        return FALSE if (word is None) is test.known else TRUE
    assert isinstance(test, WordTest), "a table gives words"
    if not is_known:
        return UNKNOWN
    return FALSE if (word in test.words) is test.negated else TRUE


def _given(test: Test, given: Given) -> Sighting:
    word, is_known = given
    why = "" if word else "no row" if is_known else ROW_NOT_KNOWN
    return Sighting(TRUTHS[level_of_given(test, given)], word=word, why=why)


def as_it_holds(comparison: Comparison, key: SubjectKey, subject: Subject | None) -> Comparison:
    """The comparison with the amounts that the overlays of the subject's streams leave."""
    if not comparison.in_streams:
        return comparison
    others = dict(comparison.in_streams)
    streams: tuple[str, ...] = (key.id,) if key.kind == "value_stream" else ()
    if key.kind in IN_STREAMS and subject is not None:
        streams = subject.streams
    held = [others.get(stream, comparison) for stream in sorted(set(streams))]
    ends = {(one.test.limit, one.test.upper) for one in held if isinstance(one.test, QuantityTest)}
    return held[0] if len(ends) == 1 else comparison


def leaves_of(
    condition: Condition | None, *, is_denied: bool = False
) -> Iterator[tuple[Comparison | Linked, bool]]:
    """The comparisons in the order written, each with whether a `not` stands over it."""
    match condition:
        case None:
            return
        case Comparison() | Linked():
            yield condition, is_denied
        case Not():
            yield from leaves_of(condition.part, is_denied=not is_denied)
        case All() | AnyOf():
            for part in condition.parts:
                yield from leaves_of(part, is_denied=is_denied)
        case _:
            assert_never(condition)


def along(leaf: Linked, subject: Subject) -> list[SubjectKey]:
    """What the link leads to, sorted."""
    linked = set(subject.links.get(leaf.link, ()))
    return sorted(SubjectKey(leaf.that.subject, one) for one in linked)
