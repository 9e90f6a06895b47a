"""A mapping file to what it says, with every problem of it at once."""

from collections.abc import Iterable
from datetime import date

from asp_decide.diagnostics import Checked, Place
from asp_decide.load.cell_values import LONGEST_ID, Absence, in_a_row
from asp_decide.load.foreign_cells import DATE_STYLES
from asp_decide.load.keyed_values import KeyedValues, Page
from asp_decide.load.mapping import (
    CellStyles,
    Encoding,
    FileForm,
    Records,
    SourceMapping,
    Wording,
    folded,
)
from asp_decide.load.mapping_assumptions import read_assumed
from asp_decide.load.mapping_fields import read_fields, wordings
from asp_decide.load.portfolio_tables import INITIATIVES
from asp_decide.plain_text import lines_of
from asp_decide.strict_yaml import Mapping, Scalar, read_yaml

GRAMMAR = "mapping/v1"
STATES = INITIATIVES.columns["state"].words
CATEGORIES = INITIATIVES.columns["category"].words

_KEYS = (
    *("asp", "source", "attribution", "noted_on", "as_of", "file", "cells", "fields"),
    *("value_streams", "aliases", "groups", "states", "ids", "assume"),
)
_NEEDED = ("asp", "source", "noted_on", "as_of", "file", "fields", "value_streams")
_ENCODINGS: dict[str, Encoding] = {"utf-8": "utf-8", "cp1252": "cp1252"}
_RECORDS: dict[str, Records] = {"rows": "rows", "columns": "columns"}
_SEPARATORS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
_MARKS = (",", ".", "'", " ", "")
_ABSENCES: dict[str, Absence] = {
    "unknown": "empty",
    "withheld": "withheld",
    "not_applicable": "not applicable",
}
_PROSE = ("source", "attribution", "because", "header")


def read_mapping(body: bytes, file: str) -> Checked[SourceMapping]:
    """The mapping in the bytes of a YAML file, named `file` in messages.

    Its language is told in `docs/import.md`. The value is None where anything of it is wrong.
    """
    read = read_yaml(body, file, family="W", prose=_PROSE)
    page = Page(lines_of(body), list(read.diagnostics))
    if not isinstance(read.value, Mapping):
        if not page.problems:
            page.refuse("W013", Place(file), f"`{file}` holds keys with their values")
        return Checked(None, tuple(sorted(page.problems)))
    keys = KeyedValues(read.value, f"`{file}`", page)
    keys.expect(_KEYS, needed=_NEEDED)
    mapping = _mapping(keys)
    if page.problems:
        return Checked(None, tuple(sorted(page.problems)))
    return Checked(mapping)


def _mapping(keys: KeyedValues) -> SourceMapping:
    keys.word("asp", (GRAMMAR,))
    styles = _styles(keys.child("cells"))
    fields = read_fields(keys.child("fields"), styles)
    names = _texts(keys.child("value_streams"))
    groups = _words(keys.child("groups"), CATEGORIES)
    if "group" in fields and not groups:
        keys.page.refuse("W012", keys.node.place, "the field `group` needs `groups`")
    noted_on, as_of = (keys.day(key) or date.min for key in ("noted_on", "as_of"))
    if noted_on > as_of and (node := keys.find("noted_on")) is not None:
        told = "a source that is true after the day of the plan says nothing on that day"
        keys.page.refuse("W014", node.place, told, mend="`as_of` is `noted_on` or later")
    return SourceMapping(
        source=_line(keys, "source"),
        attribution=_line(keys, "attribution"),
        noted_on=noted_on,
        as_of=as_of,
        form=_form(keys.child("file")),
        styles=styles,
        fields=fields,
        stream_names=names,
        streams=_streams(keys, names),
        groups={folded(text): (text, word) for text, word in groups.items()},
        states={folded(t): word for t, word in _words(keys.child("states"), STATES).items()},
        ids={folded(name): known for name, known in _texts(keys.child("ids")).items()},
        assumed=read_assumed(keys, fields, groups),
    )


def _line(keys: KeyedValues, key: str) -> str:
    return " ".join((keys.text(key) or "").split())


def _form(keys: KeyedValues | None) -> FileForm:
    if keys is None:
        return FileForm("utf-8", ",", "rows", ())
    known = ("encoding", "separator", "records", "skip")
    keys.expect(known, needed=known[:3])
    return FileForm(
        encoding=_ENCODINGS.get(keys.word("encoding", _ENCODINGS) or "", "utf-8"),
        separator=_SEPARATORS.get(keys.word("separator", _SEPARATORS) or "", ","),
        records=_RECORDS.get(keys.word("records", _RECORDS) or "", "rows"),
        skip=tuple(wordings(keys, keys.texts("skip"))),
    )


def _styles(keys: KeyedValues | None) -> CellStyles:
    if keys is None:
        return CellStyles((), "", ".", None, "", ())
    keys.expect(("dates", "numbers", "money", "absence"))
    dates = keys.texts("dates")
    for style in dates:
        if style.text not in DATE_STYLES:
            told = f"`{style.text}` is no way to write a day"
            mend = f"write {in_a_row(tuple(DATE_STYLES))}"
            keys.page.refuse("W014", style.place, told, mend=mend, width=style.width)
    _one_order(keys, dates)
    numbers, money = keys.child("numbers"), keys.child("money")
    thousands, decimal = "", "."
    if numbers is not None:
        numbers.expect(("thousands", "decimal"), needed=("decimal",))
        thousands = numbers.word("thousands", _MARKS) or ""
        decimal = numbers.word("decimal", (".", ",")) or "."
        if thousands == decimal:
            told = "one mark cannot divide thousands and begin the decimals"
            keys.page.refuse("W014", numbers.node.place, told)
    if money is not None:
        money.expect(("currency", "sign"), needed=("currency",))
    return CellStyles(
        date_styles=tuple(style.text for style in dates),
        thousands=thousands,
        decimal=decimal,
        currency=None if money is None else money.text("currency"),
        sign="" if money is None else money.text("sign") or "",
        absences=_absences(keys.child("absence")),
    )


def _one_order(keys: KeyedValues, dates: Iterable[Scalar]) -> None:
    """Two styles that read one text as two days cannot both be meant."""
    first: dict[str, Scalar] = {}
    for style in dates:
        shape = "".join(sorted(style.text))
        before = first.setdefault(shape, style)
        if before.text != style.text:
            told = f"`{style.text}` and `{before.text}` read one text as two days"
            keys.page.refuse("W014", style.place, told, mend="keep one", width=style.width)


def _absences(keys: KeyedValues | None) -> tuple[tuple[Wording, Absence], ...]:
    if keys is None:
        return ()
    keys.expect(tuple(_ABSENCES))
    return tuple(
        (known, kind)
        for name, kind in _ABSENCES.items()
        for known in wordings(keys, keys.texts(name))
    )


def _texts(keys: KeyedValues | None) -> dict[str, str]:
    """Ids or names by the texts of the source, each text once however it is spelled."""
    told: dict[str, str] = {}
    seen: dict[str, str] = {}
    for key, value in keys.scalars() if keys else ():
        if (before := seen.setdefault(folded(key.text), key.text)) != key.text:
            assert keys is not None, "keys that were walked exist"
            told_of = f"`{key.text}` and `{before}` are one text"
            keys.page.refuse("W014", key.place, told_of, mend="keep one", width=key.width)
        told[key.text] = " ".join(value.text.split())
    return told


def _words(keys: KeyedValues | None, words: tuple[str, ...]) -> dict[str, str]:
    """Words of ours by the texts of the source."""
    told = _texts(keys)
    if keys is not None:
        for text in told:
            keys.word(text, words)
    return told


def _streams(keys: KeyedValues, names: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The ids of value streams by the folded texts that name them."""
    streams: dict[str, tuple[str, ...]] = {folded(one): (one,) for one in names}
    for one in names:
        if any(mark in one for mark in ";\t") or len(one) > LONGEST_ID:
            keys.page.refuse("W014", keys.node.place, f"`{one}` is no id of a value stream")
    aliases = keys.child("aliases")
    for key, node in aliases.node.entries if aliases else ():
        assert aliases is not None, "keys that were walked exist"
        targets = (node,) if isinstance(node, Scalar) else aliases.texts(key.text)
        for target in targets:
            if target.text not in names:
                told = f"`{target.text}` is none of the `value_streams`"
                aliases.page.refuse("W014", target.place, told, width=target.width)
        if folded(key.text) in streams:
            told = f"`{key.text}` is named already"
            aliases.page.refuse("W014", key.place, told, width=key.width)
        streams[folded(key.text)] = tuple(sorted({target.text for target in targets}))
    return streams
