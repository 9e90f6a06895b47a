"""A condition changed in one place: a comparison, a quantifier, what joins, or a part dropped."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from asp_decide.diagnostics import Place
from asp_decide.policy.adequacy.mutate_phrases import changed_leaf
from asp_decide.policy.written.document import Joined, Leaf, Link, Written
from asp_decide.policy.written.phrase import in_words

DROPPED = "dropped"
"""What a part becomes that is left out."""


@dataclass(frozen=True, slots=True)
class ChangedCondition:
    """A condition with one change: where it is, what stood there and what stands there now."""

    condition: Written
    place: Place
    was: str
    becomes: str


def changed_conditions(condition: Written) -> Iterator[ChangedCondition]:
    """The condition with one thing changed, once for each way, in the order written.

    Last of all it is taken as always true and as never true.
    """
    yield from _changed(condition)
    place, told = _place(condition), told_condition(condition)
    yield ChangedCondition(Joined("all", (), place), place, told, "always true")
    yield ChangedCondition(Joined("any", (), place), place, told, "never true")


def _changed(condition: Written) -> Iterator[ChangedCondition]:
    match condition:
        case Leaf():
            for other, told in changed_leaf(condition):
                name = condition.name.text
                yield ChangedCondition(
                    other, condition.text.place, told_condition(condition), f"{name}: {told}"
                )
        case Link():
            yield from _changed_link(condition)
        case Joined():
            yield from _changed_join(condition)
        case _:
            assert_never(condition)


def _changed_link(link: Link) -> Iterator[ChangedCondition]:
    other: Literal["some", "every"] = "every" if link.quantifier == "some" else "some"
    along = link.link.text
    yield ChangedCondition(
        replace(link, quantifier=other),
        link.link.place,
        f"{link.quantifier}: {along}",
        f"{other}: {along}",
    )
    for leaf, told in changed_leaf(link.that):
        # What one comparison cannot say is not asked along a link, which takes one.
        if isinstance(leaf, Leaf):
            yield ChangedCondition(
                replace(link, that=leaf),
                link.that.text.place,
                told_condition(link.that),
                f"{link.that.name.text}: {told}",
            )


def _changed_join(joined: Joined) -> Iterator[ChangedCondition]:
    parts = joined.parts
    if joined.word == "not":
        yield ChangedCondition(parts[0], joined.place, "not", DROPPED)
    elif len(parts) > 1:
        other: Literal["all", "any"] = "any" if joined.word == "all" else "all"
        yield ChangedCondition(replace(joined, word=other), joined.place, joined.word, other)
        for number, part in enumerate(parts):
            rest = (*parts[:number], *parts[number + 1 :])
            fewer = replace(joined, parts=rest)
            yield ChangedCondition(fewer, _place(part), told_condition(part), DROPPED)
    for number, part in enumerate(parts):
        for one in _changed(part):
            others = (*parts[:number], one.condition, *parts[number + 1 :])
            yield replace(one, condition=replace(joined, parts=others))


def _place(condition: Written) -> Place:
    match condition:
        case Leaf(name):
            return name.place
        case Link(_, link):
            return link.place
        case Joined(_, _, place):
            return place
        case _:
            assert_never(condition)


def told_condition(condition: Written) -> str:
    """The condition in one line, as its author wrote it."""
    match condition:
        case Leaf(name, _, phrase):
            return f"{name.text}: {in_words(phrase)}"
        case Link(quantifier, link, that):
            return f"{quantifier}: {link.text}, {told_condition(that)}"
        case Joined(word, parts):
            return f"{word}: " + "; ".join(told_condition(part) for part in parts)
        case _:
            assert_never(condition)
