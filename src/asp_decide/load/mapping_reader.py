"""A mapping file to what it says, with every problem of it at once."""

from collections.abc import Collection
from datetime import date

from asp_decide.diagnostics import Checked, Place
from asp_decide.load.keyed_values import KeyedValues, Page
from asp_decide.load.mapping import Encoding, FileForm, Records, SourceMapping
from asp_decide.load.mapping_assumptions import read_assumed
from asp_decide.load.mapping_fields import read_fields, wordings
from asp_decide.load.mapping_names import (
    read_groups,
    read_ids,
    read_states,
    read_stream_names,
    read_streams,
)
from asp_decide.load.mapping_styles import read_styles
from asp_decide.plain_text import lines_of
from asp_decide.strict_yaml import Mapping, read_yaml

GRAMMAR = "mapping/v1"

_KEYS = (
    *("asp", "source", "attribution", "noted_on", "as_of", "file", "cells", "fields"),
    *("value_streams", "aliases", "groups", "states", "ids", "assume"),
)
_NEEDED = ("asp", "source", "noted_on", "as_of", "file", "fields", "value_streams")
_ENCODINGS: dict[str, Encoding] = {"utf-8": "utf-8", "cp1252": "cp1252"}
_RECORDS: dict[str, Records] = {"rows": "rows", "columns": "columns"}
_SEPARATORS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
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
        return Checked(None, tuple(sorted(set(page.problems))))
    return Checked(mapping)


def _mapping(keys: KeyedValues) -> SourceMapping:
    keys.word("asp", (GRAMMAR,))
    styles = read_styles(keys.child("cells"))
    fields = read_fields(keys.child("fields"), styles)
    names, groups = read_stream_names(keys), read_groups(keys)
    _both_or_neither(keys, fields)
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
        streams=read_streams(keys, names),
        groups=groups,
        states=read_states(keys),
        ids=read_ids(keys),
        assumed=read_assumed(keys, fields, [text for text, _ in groups.values()]),
    )


def _both_or_neither(keys: KeyedValues, fields: Collection[str]) -> None:
    """A field of words needs their meanings, and meanings need the field."""
    for field, words in (("group", "groups"), ("state", "states")):
        node = keys.find(words)
        if field in fields and node is None:
            told = f"the field `{field}` needs `{words}`"
            keys.page.refuse("W012", keys.node.place, told, mend="say what each word of it means")
        elif node is not None and field not in fields:
            told = f"`{words}` say nothing without the field `{field}`"
            keys.page.refuse("W014", node.place, told, mend="name its header, or leave them out")


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
