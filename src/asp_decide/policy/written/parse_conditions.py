"""From nodes to conditions as an author wrote them."""

from fractions import Fraction
from typing import Literal

from asp_decide.diagnostics import Diagnostic, Mend, Place
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import Chosen, Joined, Leaf, Link, Written, WrittenAmount
from asp_decide.policy.written.form import Form, open_form
from asp_decide.policy.written.misread import BadPhrase
from asp_decide.policy.written.phrase import Number, Presence, parse_amount, parse_phrase
from asp_decide.strict_yaml import Mapping, Node, Scalar, Sequence

DEEPEST = 4
"""Levels of `all`, `any` and `not`: nobody understands a deeper condition when it is read aloud."""

_JOINS: dict[str, Literal["all", "any", "not"]] = {"all": "all", "any": "any", "not": "not"}
_QUANTIFIERS: dict[str, Literal["some", "every"]] = {"some": "some", "every": "every"}


def parse_condition(node: Node, slips: list[Diagnostic], *, depth: int = 1) -> Written:
    """The condition of a node; what is none is told, and stands in for itself as `known`."""
    if not isinstance(node, Mapping):
        mend = "write `measure: phrase`, or several under `all:` or `any:`"
        slips.append(problem("P018", node.place, "a condition is a mapping", mend=mend))
        return _nothing(node.place)
    keys = {key.text: key for key, _ in node.entries}
    values = {key.text: value for key, value in node.entries}
    for quantifier, word in _QUANTIFIERS.items():
        if quantifier in keys:
            return _link(node, word, values, slips)
    if len(node.entries) != 1:
        mend = "write each on a line of its own under `all:` or `any:`"
        message = f"one condition has one key, and this has {len(node.entries)}"
        slips.append(problem("P018", node.place, message, mend=mend))
        return _nothing(node.place)
    (key, value) = node.entries[0]
    if (join := _JOINS.get(key.text)) is not None:
        return _joined(key, join, value, slips, depth)
    return _leaf(key, value, slips)


def parse_where(form: Form) -> tuple[Chosen, ...]:
    """Which subjects a rule or measure speaks of: attributes with the words that match."""
    chosen = []
    for attribute, value in form.entries("where", "attributes and words"):
        match value:
            case Sequence(items):
                words = tuple(form.as_scalar(item, "each word") for item in items)
                if not words:
                    message = f"the list of `{attribute.text}` is empty"
                    form.tell("P018", value.place, message, mend="name at least one word")
            case _:
                words = (form.as_scalar(value, f"`{attribute.text}`"),)
        chosen.append(Chosen(attribute, words))
    return tuple(chosen)


def parse_written_amount(form: Form, key: str) -> WrittenAmount:
    """The amount of a key."""
    scalar = form.scalar(key)
    if not isinstance(form.values.get(key), Scalar):
        return WrittenAmount(scalar, Number(Fraction(0), ""))
    amount = parse_amount(scalar.text)
    if isinstance(amount, BadPhrase):
        tell_phrase(amount, scalar, form.slips)
        return WrittenAmount(scalar, Number(Fraction(0), ""))
    return WrittenAmount(scalar, amount)


def tell_phrase(bad: BadPhrase, scalar: Scalar, slips: list[Diagnostic]) -> None:
    """Tell why a text is no phrase, at the character where it stops being one."""
    quotes = 2 if scalar.quoted else 0
    place, rest = inside(scalar, bad.column), max(1, scalar.width - quotes - bad.column)
    mend = Mend(bad.mend, bad.instead)
    slips.append(problem("P016", place, bad.message, mend=mend, width=rest))


def inside(scalar: Scalar, column: int) -> Place:
    """The place of a character of a text; a quote stands before the text."""
    place = scalar.place
    if column >= scalar.width:
        return place
    return Place(place.file, place.line, place.column + column + (1 if scalar.quoted else 0))


def _joined(
    key: Scalar,
    join: Literal["all", "any", "not"],
    value: Node,
    slips: list[Diagnostic],
    depth: int,
) -> Written:
    if depth > DEEPEST:
        message = f"a condition is at most {DEEPEST} levels deep"
        mend = "give a part of it a name with a `derive` rule"
        slips.append(problem("P014", key.place, message, mend=mend, width=key.width))
        return _nothing(key.place)
    if join == "not":
        return Joined(join, (parse_condition(value, slips, depth=depth + 1),), key.place)
    if not isinstance(value, Sequence) or not value.items:
        mend = "put `- ` before each condition"
        slips.append(
            problem("P018", value.place, f"under `{join}` stands a list of conditions", mend=mend)
        )
        return _nothing(key.place)
    parts = tuple(parse_condition(item, slips, depth=depth + 1) for item in value.items)
    return Joined(join, parts, key.place)


def _link(
    node: Mapping,
    word: Literal["some", "every"],
    values: dict[str, Node],
    slips: list[Diagnostic],
) -> Written:
    form = open_form(
        node, slips, what=f"a look along a link with `{word}`", required=(word, "that")
    )
    link = form.scalar(word)
    that = values.get("that")
    if not isinstance(that, Mapping) or len(that.entries) != 1:
        if that is not None:
            message = "a link looks at one thing: one name and one phrase"
            mend = "give more than one thing a name with a `derive` rule"
            slips.append(problem("P018", that.place, message, mend=mend))
        return _nothing(node.place)
    key, value = that.entries[0]
    if key.text in {*_JOINS, *_QUANTIFIERS}:
        message = f"`{key.text}` cannot stand behind a link, which looks at one thing"
        mend = "give it a name with a `derive` rule"
        slips.append(problem("P018", key.place, message, mend=mend, width=key.width))
        return _nothing(node.place)
    return Link(word, link, _leaf(key, value, slips))


def _leaf(key: Scalar, value: Node, slips: list[Diagnostic]) -> Leaf:
    if not isinstance(value, Scalar):
        message = f"`{key.text}` is compared with one phrase"
        mend = "write `below 40 %`, `known`, `is H1` ..."
        slips.append(problem("P018", value.place, message, mend=mend))
        return Leaf(key, Scalar("", value.place), Presence(known=True))
    phrase = parse_phrase(value.text)
    if isinstance(phrase, BadPhrase):
        tell_phrase(phrase, value, slips)
        phrase = Presence(known=True)
    return Leaf(key, value, phrase)


def _nothing(place: Place) -> Leaf:
    # Something was told, so nothing of this rule is used; the type wants a condition.
    return Leaf(Scalar("", place), Scalar("", place), Presence(known=True))
