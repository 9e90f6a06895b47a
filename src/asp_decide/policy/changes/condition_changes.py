"""Two versions of a condition in words: comparison by comparison, what was and what is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from asp_decide.canonical import canonical_json
from asp_decide.diagnostics import Place
from asp_decide.policy.compiling.plain_meaning import PlainMeaning
from asp_decide.policy.written.document import Joined, Leaf, Link, Written
from asp_decide.policy.written.phrase import in_words

type Direction = Literal["tighter", "looser", ""]


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One part of what changed: what it was and what it is, in words; empty where it is not there.

    `direction` says of a limit whether it leaves less or more room than it did.
    """

    part: str
    was: str
    now: str
    direction: Direction = ""

    def turned(self) -> "ChangedPart":
        """The same the other way round."""
        opposite: dict[Direction, Direction] = {"tighter": "looser", "looser": "tighter", "": ""}
        return ChangedPart(self.part, self.now, self.was, opposite[self.direction])


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two versions of a condition, and the policies whose names it uses."""

    written: Written | None
    meaning: PlainMeaning
    subject: str

    def told(self, part: Written) -> bytes:
        """What a part of the condition means, as bytes that are the same for the same."""
        return canonical_json(self.meaning.condition(part, self.subject))


def changed_parts(of: str, old: Version, new: Version) -> Iterator[ChangedPart]:
    """What differs between two versions of a condition, in the order written.

    Nothing is told of what reads the same in both and means something else: that is a change of
    the parameter or measure which it names, and told there.
    """
    yield from _between(of, old, new, _conjuncts(old.written), _conjuncts(new.written))


def words_of(condition: Written) -> str:
    """The condition in one line, as it is read aloud."""
    return _words(condition, inside=False)


def spared(when: Written, unless: Written | None) -> Written:
    """What fires as one condition: `unless` is one `not` more."""
    if unless is None:
        return when
    negated = Joined("not", (unless,), _place(unless))
    return Joined("all", (*_conjuncts(when), negated), _place(when))


def _between(
    of: str, old: Version, new: Version, olds: Sequence[Written], news: Sequence[Written]
) -> Iterator[ChangedPart]:
    left, right = _unequal(old, new, olds, news)
    pairs: list[tuple[Written, Written]] = []
    for one in [*left]:
        other = next((found for found in right if _is_another_of(one, found)), None)
        if other is not None:
            pairs.append((one, other))
            left.remove(one)
            right.remove(other)
    if len(left) == len(olds) and len(right) == len(news) and left and right:
        # Nothing of the one is left in the other.
        yield ChangedPart(of, words_of(_all_of(left)), words_of(_all_of(right)))
        return
    for one, other in pairs:
        if isinstance(one, Joined) and isinstance(other, Joined):
            yield from _between(f"{of}, in {one.word}", old, new, one.parts, other.parts)
        else:
            yield ChangedPart(f"{of} {_name(other)}", _phrase(one), _phrase(other))
    yield from (ChangedPart(of, words_of(one), "") for one in left)
    yield from (ChangedPart(of, "", words_of(one)) for one in right)


def _all_of(parts: Sequence[Written]) -> Written:
    return parts[0] if len(parts) == 1 else Joined("all", tuple(parts), _place(parts[0]))


def _unequal(
    old: Version, new: Version, olds: Sequence[Written], news: Sequence[Written]
) -> tuple[list[Written], list[Written]]:
    """The parts of both that neither mean nor read the same."""
    left, right = list(olds), list(news)
    for of_old, of_new in ((old.told, new.told), (words_of, words_of)):
        said = [(of_new(one), one) for one in right]
        for one in [*left]:
            same = next((pair for pair in said if pair[0] == of_old(one)), None)
            if same is not None:
                said.remove(same)
                left.remove(one)
        right = [one for _, one in said]
    return left, right


def _is_another_of(one: Written, other: Written) -> bool:
    """Whether the one part is the other with something else in it: same name, or same join."""
    if isinstance(one, Joined) and isinstance(other, Joined):
        return one.word == other.word
    if isinstance(one, Joined) or isinstance(other, Joined):
        return False
    return _name(one) == _name(other)


def _conjuncts(condition: Written | None) -> tuple[Written, ...]:
    """The parts all of which must hold."""
    if condition is None:
        return ()
    if isinstance(condition, Joined) and condition.word == "all":
        return tuple(part for whole in condition.parts for part in _conjuncts(whole))
    return (condition,)


def _name(part: Written) -> str:
    match part:
        case Leaf(name):
            return name.text
        case Link(quantifier, link, that):
            return f"{quantifier} {link.text}: {that.name.text}"
        case Joined():
            raise AssertionError("what joins has no name")
        case _:
            assert_never(part)


def _phrase(part: Written) -> str:
    match part:
        case Leaf():
            return in_words(part.phrase)
        case Link():
            return in_words(part.that.phrase)
        case Joined():
            return words_of(part)
        case _:
            assert_never(part)


def _words(condition: Written, *, inside: bool) -> str:
    match condition:
        case Leaf() | Link():
            return f"{_name(condition)} {_phrase(condition)}"
        case Joined("not", parts):
            return f"not {_words(parts[0], inside=True)}"
        case Joined(word, parts):
            joined = (" and " if word == "all" else " or ").join(
                _words(part, inside=True) for part in parts
            )
            return f"({joined})" if inside and len(parts) > 1 else joined
        case _:
            assert_never(condition)


def _place(condition: Written) -> Place:
    match condition:
        case Leaf():
            return condition.name.place
        case Link():
            return condition.link.place
        case Joined():
            return condition.place
        case _:
            assert_never(condition)
