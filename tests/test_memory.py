"""A memory gives what was found before, keeps what that was made from, and forgets the rest."""

from functools import partial

import pytest

from asp_decide.diagnostics import Place
from asp_decide.memory import TURNS_KEPT, Memory, Same


def test_what_was_found_once_is_not_computed_again() -> None:
    memory, asked = Memory(), list[str]()

    def found(word: str) -> str:
        def compute() -> str:
            asked.append(word)
            return word.upper()

        return memory.recall(word, compute)

    assert [found("a"), found("b"), found("a")] == ["A", "B", "A"]
    assert asked == ["a", "b"]


def test_what_many_looks_in_a_row_had_no_use_for_is_forgotten() -> None:
    memory, computed = Memory(), list[int]()

    def look(*keys: int) -> None:
        memory.turn()
        for key in keys:
            memory.recall(key, partial(computed.append, key))

    look(1, 2)
    for _ in range(TURNS_KEPT - 1):
        look(1)
    look(1, 2)
    assert computed == [1, 2]

    for _ in range(TURNS_KEPT):
        look(1)
    look(1, 2)
    assert computed == [1, 2, 2]


def test_what_a_result_was_made_from_is_kept_with_it() -> None:
    """After many looks that leave a rule alone, an edit beside it does not ask of it again."""
    memory, computed = Memory(), list[str]()

    def whole() -> None:
        memory.recall("part", partial(computed.append, "part"))

    for _ in range(2 * TURNS_KEPT):
        memory.turn()
        memory.recall("whole", whole)
    memory.turn()
    memory.recall("another whole", whole)

    assert computed == ["part"]


def test_what_cannot_be_computed_is_tried_again_and_its_parts_are_not() -> None:
    memory, computed = Memory(), list[str]()

    def refuse() -> None:
        memory.recall("part", lambda: computed.append("part"))
        raise ValueError("too many")

    def caught() -> str:
        with pytest.raises(ValueError, match="too many"):
            memory.recall("refused", refuse)
        return "gone through otherwise"

    for _ in range(2 * TURNS_KEPT):
        memory.turn()
        memory.recall("whole", caught)
    memory.turn()
    memory.recall("another whole", caught)

    assert computed == ["part"]


def test_a_thing_is_the_same_by_itself_alone() -> None:
    one, equal = Place("wip.yaml", 3, 1), Place("wip.yaml", 3, 1)

    assert Same(one) == Same(one)
    assert Same(one) != Same(equal)
    memory = Memory()
    assert memory.one_of(one) is memory.one_of(equal)
    assert memory.one_of(one, "apart") is one
    assert memory.one_of(equal, "elsewhere") is equal
