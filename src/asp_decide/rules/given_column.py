"""The words that a table gives for one output, all subjects of a kind at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from asp_decide.clauses.condition import KnownTest, Test, WordTest
from asp_decide.rules.rails import Bits, Rails


@dataclass(frozen=True, slots=True)
class GivenColumn:
    """Who is given which word, and of whom it is open what they are given.

    Everybody else is given nothing, for certain.
    """

    words: Mapping[str, Bits]
    unknown: Bits

    def at(self, place: int) -> tuple[str | None, bool]:
        """The word of the subject in that place, and whether it is known what it is given."""
        if self.unknown >> place & 1:
            return None, False
        found = (word for word, bits in self.words.items() if bits >> place & 1)
        return next(found, None), True

    def compared(self, test: Test, everybody: Bits) -> Rails:
        """For whom the word satisfies the test; who is given nothing has none of its words."""
        if isinstance(test, KnownTest):
            known = self._given(self.words)
            held = known if test.known else everybody & ~known
            return Rails(held, held)
        assert isinstance(test, WordTest), "an output is a word"
        held = self._given(test.words)
        if test.negated:
            held = everybody & ~held & ~self.unknown
        return Rails(held, held | self.unknown)

    def _given(self, words: Mapping[str, Bits] | tuple[str, ...]) -> Bits:
        held = 0
        for word in words:
            held |= self.words.get(word, 0)
        return held


NOTHING_GIVEN = GivenColumn(MappingProxyType({}), 0)
