"""One cell of a source to a value of ours, by the kind of its field and the mapping's lists."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from asp_decide.diagnostics import nearest
from asp_decide.load.cell_values import LONGEST_ID, Misfit, in_a_row, read_id
from asp_decide.load.column_values import LONGEST_WEEKS
from asp_decide.load.foreign_cells import (
    read_foreign_day,
    read_foreign_money,
    read_foreign_number,
)
from asp_decide.load.mapping import FIELDS, FieldKind, FieldSource, SourceMapping, folded

type FieldValue = str | date | Fraction | tuple[str, ...]
type Reader = Callable[[str, FieldSource, SourceMapping], FieldValue | Misfit]

_NAMED_WORDS = 12


def read_field(
    name: str, text: str, source: FieldSource, mapping: SourceMapping
) -> FieldValue | Misfit:
    """The value of a cell that states one, or why it is none.

    Texts, ids of ours, words of ours, folded texts of theirs (`group`, `rating`), days, amounts in
    base units, and for value streams the ids of one or several.
    """
    return (
        _share(text, source, mapping)
        if name == _SHARE
        else _READERS[FIELDS[name]](text, source, mapping)
    )


_SHARE = "probability_of_success"


def _text(text: str, _source: FieldSource, _mapping: SourceMapping) -> str:
    return text


def _id(text: str, _source: FieldSource, mapping: SourceMapping) -> str | Misfit:
    return read_id(mapping.ids.get(folded(text), text))


def _stream(text: str, _source: FieldSource, mapping: SourceMapping) -> tuple[str, ...] | Misfit:
    return _named(text, mapping.streams, "value stream")


def _state(text: str, _source: FieldSource, mapping: SourceMapping) -> str | Misfit:
    return _named(text, mapping.states, "state")


def _group(text: str, _source: FieldSource, mapping: SourceMapping) -> str | Misfit:
    return _among(text, [known for known, _ in mapping.groups.values()], "groups")


def _rating(text: str, _source: FieldSource, mapping: SourceMapping) -> str | Misfit:
    assumed = mapping.assumed.probability_of_success
    return (
        folded(text)
        if assumed is None
        else _among(text, [word for word, _ in assumed.shares.values()], "shares")
    )


def _day(text: str, _source: FieldSource, mapping: SourceMapping) -> date | Misfit:
    return read_foreign_day(text, mapping.styles)


def _money(text: str, source: FieldSource, mapping: SourceMapping) -> Fraction | Misfit:
    return read_foreign_money(text, mapping.styles, source.factor)


def _amount(text: str, source: FieldSource, mapping: SourceMapping) -> Fraction | Misfit:
    if source.dimension == "money":
        return _money(text, source, mapping)
    value = read_foreign_number(text, mapping.styles, source.factor)
    if source.dimension == "time" and isinstance(value, Fraction) and value > LONGEST_WEEKS:
        return Misfit("I028", f"`{text[:60]}` is longer than anything lasts", "check its unit")
    return value


def _share(text: str, source: FieldSource, mapping: SourceMapping) -> Fraction | Misfit:
    """A share of one; a cell may say itself that it counts in hundredths."""
    bare = text.removesuffix("%").rstrip()
    factor = source.factor if bare == text else Fraction(1, 100)
    value = read_foreign_number(bare, mapping.styles, factor)
    if isinstance(value, Fraction) and value > 1:
        return Misfit("I028", f"`{text[:60]}` is above 100 %", f"check `in` of `{_SHARE}`")
    return value


_READERS: dict[FieldKind, Reader] = {
    "text": _text,
    "id": _id,
    "stream": _stream,
    "state": _state,
    "group": _group,
    "rating": _rating,
    "day": _day,
    "money": _money,
    "amount": _amount,
}


def _named[T](text: str, known: Mapping[str, T], what: str) -> T | Misfit:
    """What a text of theirs means, by the mapping's own list; nothing is matched by likeness."""
    if (meant := known.get(folded(text))) is not None:
        return meant
    near = nearest(folded(text), known) if len(text) <= LONGEST_ID else None
    mend = f"is it `{near}`? then say so in the mapping" if near else "add it to the mapping"
    return Misfit("I041", f"the mapping has no {what} `{text[:60]}`", mend)


def _among(text: str, known: Sequence[str], key: str) -> str | Misfit:
    """The folded text, if it is one of the texts that the mapping lists."""
    if folded(text) in {folded(one) for one in known}:
        return folded(text)
    mend = f"`{key}` of the mapping has {in_a_row(list(known)[:_NAMED_WORDS])}" if known else ""
    return Misfit("I023", f"`{text[:60]}` is none of the words that belong here", mend)
