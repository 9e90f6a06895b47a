"""YAML without surprises: text, lists and mappings with their places, and all else refused."""

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import yaml

from asp_decide.diagnostics import Checked, Diagnostic, Place

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # built without the C scanner: the same places, ten times slower
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it stands in the file; `no`, `012` and `2026-10-01` stay what they are.

    `quoted` is true of anything but a plain text. `width` is how far it reaches in its first line.
    """

    text: str
    place: Place
    quoted: bool = False
    width: int = 1


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, in the order of the file."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order of the file; no key stands twice."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    place: Place


type Node = Scalar | Sequence | Mapping
type Family = Literal["P", "I", "W"]

REFUSALS = {
    1: "yaml-syntax",
    2: "not-plain-text",
    3: "too-large",
    4: "one-document",
    5: "no-anchors",
    6: "no-tags",
    7: "duplicate-key",
    8: "empty-value",
    9: "comment-in-text",
}
"""The number and the name of everything that is refused here, the same in each family."""


@dataclass(frozen=True, slots=True)
class Strictness:
    """How large a file of a kind may be, and whether a key may stand without a value.

    Sizes have a bound so that a file that nobody wrote by hand is refused before it is read:
    `bytes` of the file, `levels` of nesting, `nodes` in all, `characters` of one text.
    """

    bytes: int
    levels: int
    nodes: int
    characters: int
    allows_empty: bool = False


WRITTEN_BY_HAND = Strictness(bytes=512_000, levels=12, nodes=20_000, characters=10_000)
"""Policies and configuration: more than this is read by nobody."""

FACTS_TABLE = Strictness(
    bytes=64_000_000, levels=4, nodes=20_000_000, characters=32_767, allows_empty=True
)
"""A table of facts: an empty cell is unknown; a text is bounded as a spreadsheet's cell is."""


def read_yaml(
    text: bytes | str,
    file: str,
    *,
    family: Family = "P",
    prose: Container[str] = (),
    strictness: Strictness = WRITTEN_BY_HAND,
) -> Checked[Node]:
    """The one document of a YAML file as texts, lists and mappings, each with its place.

    Anchors, tags, second documents, doubled keys and unprintable text are refused, all at once,
    with codes of the `family`. `prose` names the keys whose text may not be cut by a comment.
    The value is None only where the file cannot be read to its end.
    """
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > strictness.bytes:
        message = f"the file has {size} bytes; at most {strictness.bytes} are read"
        return Checked(None, (_too_large(Place(file), family, message),))
    try:
        decoded = _decoded(text)
    except UnicodeDecodeError as error:
        return Checked(None, (_undecodable(error, file, family),))
    walk = _Walk(decoded, file, family, prose, strictness)
    return walk.read()


def lines_of(text: bytes | str) -> tuple[str, ...]:
    """The lines of a file as places count them, to be shown beside a problem.

    Bytes that are no UTF-8 are replaced; `read_yaml` refuses them.
    """
    try:
        return tuple(_decoded(text).split("\n"))
    except UnicodeDecodeError:
        assert isinstance(text, bytes), "only bytes can fail to be decoded"
        return tuple(_decoded(text.decode("utf-8", "replace")).split("\n"))


# Line breaks of YAML that editors do not count as such, characters that turn the reading
# direction, and everything that does not print.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
_COMPARISON = re.compile(r"(?<=[ :-])(?P<symbol>> ?=|>) ?(?P<limit>[-0-9$][^#]*)")


def _decoded(text: bytes | str) -> str:
    decoded = text.decode("utf-8") if isinstance(text, bytes) else text
    decoded = decoded.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # One meaning has one form of bytes: two ways to write `ü` must not be two names.
    return unicodedata.normalize("NFC", decoded)


def _diagnostic(place: Place, family: Family, number: int, message: str, mend: str) -> Diagnostic:
    return Diagnostic(place, f"{family}{number:03}", REFUSALS[number], message, mend)


def _undecodable(error: UnicodeDecodeError, file: str, family: Family) -> Diagnostic:
    before = error.object[: error.start].decode("utf-8")
    place = Place(file, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    byte = error.object[error.start]
    return _diagnostic(place, family, 2, f"byte 0x{byte:02x} is no UTF-8", "save the file as UTF-8")


def _too_large(place: Place, family: Family, message: str) -> Diagnostic:
    return _diagnostic(place, family, 3, message, "divide it into several files")


class _Mark(Protocol):
    line: int
    column: int


class _Stop(Exception):  # noqa: N818 - not an error: the walk ends, and what was found is told
    """The rest of the file cannot or need not be read."""


class _Walk:
    """One pass over the events of a file."""

    def __init__(
        self,
        text: str,
        file: str,
        family: Family,
        prose: Container[str],
        strictness: Strictness,
    ) -> None:
        self.file, self.family, self.prose, self.strictness = file, family, prose, strictness
        self.lines = text.split("\n")
        self.found: list[Diagnostic] = []
        self.nodes = 0
        # A TAB may stand between quotes only; where those are is known when the walk is over.
        self.tabs = [
            (number, match.start())
            for number, line in enumerate(self.lines)
            if "\t" in line
            for match in re.finditer("\t", line)
        ]
        self.quotes: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self._refuse_unseen()
        self.events: Iterator[yaml.Event] = iter(
            yaml.parse(_UNSEEN.sub("\ufffd", text), Loader=_Loader)
        )

    def read(self) -> Checked[Node]:
        """The document's node, or None where the file broke off."""
        value: Node | None = None
        try:
            value = self._document()
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except _Stop:
            pass
        self._refuse_tabs()
        return Checked(value, tuple(sorted(self.found)))

    def _document(self) -> Node:
        next(self.events)
        first = next(self.events)
        if not isinstance(first, yaml.DocumentStartEvent):
            start = Place(self.file)
            if not self.strictness.allows_empty:
                self._refuse(start, 8, "the file holds nothing")
            return Scalar("", start)
        if first.tags:
            self._refuse(_place(first, self.file), 6, "tags are not used here")
        node = self._node(next(self.events), 1)
        next(self.events)
        if not isinstance(last := next(self.events), yaml.StreamEndEvent):
            self._refuse(
                _place(last, self.file),
                4,
                "a second document begins here",
                mend="one file holds one document; move this into a file of its own",
                width=3,
            )
        return node

    def _node(self, event: yaml.Event, level: int, key: str = "") -> Node:
        self.nodes += 1
        place = _place(event, self.file)
        if self.nodes > self.strictness.nodes:
            raise self._stop_at(place, f"more than {self.strictness.nodes} values in one file")
        if level > self.strictness.levels:
            raise self._stop_at(place, f"nested deeper than {self.strictness.levels} levels")
        self._refuse_sharing(event, place)
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event, place, key)
            case yaml.SequenceStartEvent():
                return self._sequence(place, level, key)
            case yaml.MappingStartEvent():
                return self._mapping(place, level)
            case _:
                return Scalar("", place)  # an alias, refused already

    def _scalar(self, event: yaml.ScalarEvent, place: Place, key: str) -> Scalar:
        text, style = event.value, event.style
        start, end = _marks(event)
        line = self.lines[start.line]
        reach = end.column if end.line == start.line else len(line)
        width = max(1, reach - start.column)
        if style in ("'", '"'):
            if self.tabs:
                self.quotes.append(((start.line, start.column), (end.line, end.column)))
        elif style in (">", "|"):
            width = 1
            if found := _COMPARISON.match(line, start.column):
                self._comparison(start.line, found)
        elif key in self.prose and self._is_cut(end):
            self._refuse(
                place,
                9,
                f"the text of `{key}` ends where ` #` begins a comment",
                mend="put the whole text in quotes",
                width=len(line) - start.column,
            )
            return Scalar(text, place, width=width)
        if len(text) > self.strictness.characters:
            message = f"a text of {len(text)} characters; at most {self.strictness.characters}"
            self.found.append(_too_large(place, self.family, message))
        if not text and not self.strictness.allows_empty:
            self._refuse_empty(place, key)
        return Scalar(text, place, style not in (None, ""), width)

    def _sequence(self, place: Place, level: int, key: str) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, level + 1, key))
        return Sequence(tuple(items), place)

    def _mapping(self, place: Place, level: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Place] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, level)
            value = self._node(next(self.events), level + 1, key.text)
            if key.text in seen:
                first = seen[key.text].line
                self._refuse(
                    key.place,
                    7,
                    f"`{key.text}` stands here and in line {first} already",
                    mend="keep one of the two",
                    width=key.width,
                )
            else:
                seen[key.text] = key.place
                entries.append((key, value))
        return Mapping(tuple(entries), place)

    def _key(self, event: yaml.Event, level: int) -> Scalar:
        place = _place(event, self.file)
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._node(event, level + 1)
            self._refuse(place, 1, "a key must be a text")
            return Scalar(f"(key in line {place.line}, column {place.column})", place)
        key = self._node(event, level + 1)
        assert isinstance(key, Scalar), "what is neither list nor mapping is a text"
        if key.text == "<<" and not key.quoted:
            self._no_sharing(place, "`<<` merges mappings", width=2)
        return key

    def _refuse_sharing(self, event: yaml.Event, place: Place) -> None:
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            self._no_sharing(place, f"`*{anchor}` repeats something", width=len(anchor or "") + 1)
            return
        if anchor:
            self._no_sharing(place, f"`&{anchor}` shares something", width=len(anchor) + 1)
        if tag := getattr(event, "tag", None):
            self._refuse(
                place,
                6,
                f"the tag `{tag.replace('tag:yaml.org,2002:', '!!')}` changes what a text means",
                mend="write the value without a tag",
            )

    def _no_sharing(self, place: Place, message: str, *, width: int) -> None:
        mend = "write it out" if self.family != "P" else "write it out, or share it as a parameter"
        self._refuse(place, 5, message, mend=mend, width=width)

    def _refuse_empty(self, place: Place, key: str) -> None:
        what = f"`{key}` has no value" if key else "a value is empty"
        mend = "give it a value, or leave it out"
        self._refuse(place, 8, what, mend=mend)

    def _is_cut(self, end: _Mark) -> bool:
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        return rest.lstrip(" ").startswith("#")

    def _comparison(self, number: int, found: re.Match[str]) -> None:
        symbol = found.group("symbol").replace(" ", "")
        words = {">": "above", ">=": "at least"}.get(symbol, "at most")
        self._refuse(
            Place(self.file, number + 1, found.start("symbol") + 1),
            1,
            f"a comparison may not begin with `{symbol[0]}`",
            mend=f"write it in words: `{words} {found.group('limit').strip()}`",
            width=len(found.group("symbol")),
        )

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        assert mark is not None, "a scanner says where it stopped"
        number = min(mark.line, len(self.lines) - 1)
        line = self.lines[number]
        if any(tab[0] == number and not self._is_quoted(tab) for tab in self.tabs):
            return  # the TAB is what is wrong, and told as such
        if "block scalar" in str(error.context) and (found := _COMPARISON.search(line)):
            self._comparison(number, found)
            return
        place = Place(self.file, number + 1, min(mark.column, len(line)) + 1)
        message, mend = _in_words(error)
        self._refuse(place, 1, message, mend=mend)

    def _refuse_unseen(self) -> None:
        for number, line in enumerate(self.lines, start=1):
            if line.isascii() and line.isprintable():
                continue
            if match := _UNSEEN.search(line):
                self._refuse(
                    Place(self.file, number, match.start() + 1),
                    2,
                    f"the character U+{ord(match.group()):04X} cannot be seen",
                    mend="delete it",
                )

    def _refuse_tabs(self) -> None:
        told: set[int] = set()
        for tab in self.tabs:
            if tab[0] not in told and not self._is_quoted(tab):
                told.add(tab[0])
                self._refuse(
                    Place(self.file, tab[0] + 1, tab[1] + 1),
                    2,
                    "a TAB outside quotes",
                    mend="indent and separate with spaces",
                )

    def _is_quoted(self, tab: tuple[int, int]) -> bool:
        return any(start <= tab < end for start, end in self.quotes)

    def _stop_at(self, place: Place, message: str) -> _Stop:
        self.found.append(_too_large(place, self.family, message))
        return _Stop()

    def _refuse(
        self, place: Place, number: int, message: str, *, mend: str = "", width: int = 1
    ) -> None:
        line = _UNSEEN.sub("\ufffd", self.lines[place.line - 1]).replace("\t", " ")
        told = _diagnostic(place, self.family, number, message, mend)
        self.found.append(replace(told, source=line, width=max(1, width)))


def _marks(event: yaml.Event) -> tuple[_Mark, _Mark]:
    start, end = event.start_mark, event.end_mark
    assert start is not None, "a scanner marks where an event begins"
    assert end is not None, "a scanner marks where an event ends"
    return start, end


def _place(event: yaml.Event, file: str) -> Place:
    start = _marks(event)[0]
    return Place(file, start.line + 1, start.column + 1)


def _in_words(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    """What the scanner says, and how it is usually mended."""
    problem = str(error.problem or "this is no YAML")
    context = str(error.context or "")
    if "mapping values are not allowed" in problem:
        return "a second `: ` in one line", "put a text that holds `: ` in quotes"
    if "cannot start any token" in problem:
        return problem.lower(), "put a text that begins with such a character in quotes"
    if "quoted scalar" in context:
        return "a quote is opened and never closed", "close it, or double it inside the text"
    if "could not find expected ':'" in problem:
        return "a key without `:`", "write `key: value`, or indent the rest of the text"
    told = f"{problem} {context}".strip().lower()
    return told, "check the indentation of this line and of the one before"
