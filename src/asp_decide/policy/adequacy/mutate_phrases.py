"""One comparison changed in one place: its strictness, its window, its word."""

from collections.abc import Iterator
from dataclasses import replace

from asp_decide.clauses.condition import Window, Word
from asp_decide.policy.written.document import Joined, Leaf, Written
from asp_decide.policy.written.phrase import (
    Bound,
    Conclusion,
    Equality,
    Phrase,
    Presence,
    in_words,
)

type Changed = tuple[Written, str]
"""What stands in place of the comparison, and its phrase in words."""

_STRICTER_OR_NOT: dict[Word, Word] = {
    "below": "at most",
    "at most": "below",
    "above": "at least",
    "at least": "above",
}


def changed_leaf(leaf: Leaf) -> Iterator[Changed]:
    """The comparison with one thing changed, once for each way."""
    match leaf.phrase:
        case Presence(known):
            yield _as(leaf, Presence(not known))
        case Conclusion(holds):
            yield _as(leaf, Conclusion(not holds))
        case Equality(words, negated):
            other = replace(leaf, phrase=replace(leaf.phrase, negated=not negated))
            told = in_words(other.phrase) if len(words) == 1 else f"none of {', '.join(words)}"
            yield other, told
        case Bound():
            yield from _strictness(leaf, leaf.phrase)
            yield from (_as(leaf, phrase) for phrase in _windows(leaf.phrase))


def _as(leaf: Leaf, phrase: Phrase) -> Changed:
    return replace(leaf, phrase=phrase), in_words(phrase)


def _strictness(leaf: Leaf, bound: Bound) -> Iterator[Changed]:
    """The limit itself on the other side; of `between` each end left out."""
    if bound.word != "between":
        yield _as(leaf, replace(bound, word=_STRICTER_OR_NOT[bound.word]))
        return
    assert bound.upper is not None, "`between` has two ends"
    if bound.window is not None and not bound.window.in_a_row:
        return  # no two comparisons count the intervals in which both hold
    ends = {
        "lower": (replace(bound, word="above", upper=None), _upper(bound, "at most")),
        "upper": (replace(bound, word="at least", upper=None), _upper(bound, "below")),
    }
    for end, phrases in ends.items():
        parts = tuple(replace(leaf, phrase=phrase) for phrase in phrases)
        told = f"{in_words(bound)}, the {end} end left out"
        yield Joined("all", parts, leaf.name.place), told


def _upper(bound: Bound, word: Word) -> Bound:
    assert bound.upper is not None, "`between` has two ends"
    return replace(bound, word=word, limit=bound.upper, upper=None)


def _windows(bound: Bound) -> Iterator[Bound]:
    """One interval more or less, and one more or less of them that must satisfy the rest."""
    window = bound.window
    if window is None:
        return
    k, n = window.at_least, window.of_last
    others = [(n - 1, n - 1), (n + 1, n + 1)] if window.in_a_row else []
    if not window.in_a_row:
        others = [(k, n - 1), (k, n + 1), (k - 1, n), (k + 1, n)]
    for at_least, of_last in others:
        if 1 <= at_least <= of_last:
            yield replace(bound, window=Window(at_least, of_last))
