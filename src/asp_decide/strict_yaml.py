"""YAML without surprises: text, lists and mappings with their places, and all else refused."""

from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import yaml

from asp_decide.diagnostics import Checked, Diagnostic, Mend, Place
from asp_decide.plain_text import STAND_IN, UNSEEN, decoded, is_plain, position_of, shown, unseen_in
from asp_decide.yaml_mends import REFUSALS, Misreading, comparison_in, in_words

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # built without the C scanner: the same places, ten times slower
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it stands in the file: `no`, `012` and `2026-10-01` stay what they are.

    `quoted` is true of all but plain text; `width` is how far it reaches in its first line.
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
        told = f"the file has {size} bytes; at most {strictness.bytes} are read"
        return Checked(None, (_refusal(Place(file), family, 3, told),))
    try:
        clean = decoded(text)
    except UnicodeDecodeError as error:
        told = f"byte 0x{error.object[error.start]:02x} is no UTF-8"
        place = Place(file, *position_of(error))
        return Checked(None, (_refusal(place, family, 2, told, mend="save the file as UTF-8"),))
    return _Walk(clean, file, family, prose, strictness).read()


def _refusal(
    place: Place, family: Family, number: int, message: str, *, mend: str | Mend = ""
) -> Diagnostic:
    name, usual = REFUSALS[number]
    how = mend if isinstance(mend, Mend) else Mend(mend or usual)
    return Diagnostic(place, f"{family}{number:03}", name, message, how.help, instead=how.instead)


class _Stop(Exception):  # noqa: N818 - not an error: the walk ends, and what was found is told
    """The rest of the file cannot or need not be read."""


class _Walk:
    """One pass over the events of a file."""

    def __init__(
        self, text: str, file: str, family: Family, prose: Container[str], strictness: Strictness
    ) -> None:
        self.file, self.family, self.prose, self.strictness = file, family, prose, strictness
        self.lines = text.split("\n")
        self.found: list[Diagnostic] = []
        self.nodes = 0
        # A TAB may stand between quotes only; where those are is known when the walk is over.
        self.tabs = [
            (number, column)
            for number, line in enumerate(self.lines)
            if "\t" in line
            for column, character in enumerate(line)
            if character == "\t"
        ]
        self.quotes: list[tuple[tuple[int, int], tuple[int, int]]] = []
        visible = UNSEEN.sub(STAND_IN, text)
        self.events: Iterator[yaml.Event] = iter(yaml.parse(visible, Loader=_Loader))

    def read(self) -> Checked[Node]:
        """The document's node, or None where the file broke off."""
        value: Node | None = None
        try:
            value = self._document()
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except _Stop:
            pass
        self._not_plain()
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
            self._refuse(self._place(first), 6, "a directive declares tags")
        node = self._node(next(self.events), 1)
        next(self.events)
        if not isinstance(last := next(self.events), yaml.StreamEndEvent):
            self._refuse(self._place(last), 4, "a second document begins here", width=3)
        return node

    def _node(self, event: yaml.Event, level: int, key: str = "") -> Node:
        self.nodes += 1
        place = self._place(event)
        if self.nodes > self.strictness.nodes:
            self._refuse(place, 3, f"more than {self.strictness.nodes} values in one file")
            raise _Stop
        if level > self.strictness.levels:
            self._refuse(place, 3, f"nested deeper than {self.strictness.levels} levels")
            raise _Stop
        self._sharing(event, place)
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event, place, key)
            case yaml.SequenceStartEvent():
                return self._sequence(place, level, key)
            case yaml.MappingStartEvent():
                return self._mapping(place, level, key if key in self.prose else "")
            case _:
                return Scalar("", place)  # an alias, refused already

    def _scalar(self, event: yaml.ScalarEvent, place: Place, key: str) -> Scalar:
        text, style = event.value, event.style
        start, end = _marks(event)
        line = self.lines[start[0]] if start[0] < len(self.lines) else ""
        reach = end[1] if end[0] == start[0] else len(line)
        scalar = Scalar(text, place, style not in (None, ""), max(1, reach - start[1]))
        if style in (">", "|"):
            scalar = Scalar(text, place, quoted=True)
            if (found := comparison_in(line, start[1])) and found.column == start[1]:
                self._misread(start[0], found)
                return scalar
        elif scalar.quoted:
            self.quotes.append((start, end))
            # A quoted text may spell what the file itself does not hold: `"\u202e"`.
            if not is_plain(text):
                self._refuse(place, 2, "a quoted text spells what cannot be seen")
                scalar = replace(scalar, text=UNSEEN.sub(STAND_IN, decoded(text)))
        elif key in self.prose and self._is_cut(end):
            told = f"the text of `{key}` ends where ` #` begins a comment"
            self._refuse(place, 9, told, width=len(line) - start[1])
            return scalar
        if len(text) > self.strictness.characters:
            told = f"a text of {len(text)} characters; at most {self.strictness.characters}"
            self._refuse(place, 3, told)
        if not text and not self.strictness.allows_empty:
            self._refuse(place, 8, f"`{key}` has no value" if key else "a value is empty")
        return scalar

    def _sequence(self, place: Place, level: int, key: str) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, level + 1, key))
        return Sequence(tuple(items), place)

    def _mapping(self, place: Place, level: int, prose: str) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Place] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, level)
            value = self._node(next(self.events), level + 1, prose or key.text)
            if first := seen.get(key.text):
                told = f"`{key.text}` stands here and in line {first.line} already"
                self._refuse(key.place, 7, told, width=key.width)
                continue
            seen[key.text] = key.place
            entries.append((key, value))
        return Mapping(tuple(entries), place)

    def _key(self, event: yaml.Event, level: int) -> Scalar:
        key = self._node(event, level + 1)
        if not isinstance(key, Scalar):
            self._refuse(key.place, 1, "a key is a text", mend="write `key: value`")
            return Scalar(f"(line {key.place.line}, column {key.place.column})", key.place)
        if key.text == "<<" and not key.quoted:
            self._refuse(key.place, 5, "`<<` merges mappings", width=2)
        return key

    def _sharing(self, event: yaml.Event, place: Place) -> None:
        if anchor := getattr(event, "anchor", None):
            sign, does = ("*", "repeats") if isinstance(event, yaml.AliasEvent) else ("&", "shares")
            self._refuse(place, 5, f"`{sign}{anchor}` {does} something", width=len(anchor) + 1)
        if tag := getattr(event, "tag", None):
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(place, 6, f"the tag `{tag}` changes what a text means", width=len(tag))

    def _is_cut(self, end: tuple[int, int]) -> bool:
        rest = self.lines[end[0]][end[1] :] if end[0] < len(self.lines) else ""
        return rest.lstrip(" ").startswith("#")

    def _misread(self, line: int, found: Misreading) -> None:
        place = Place(self.file, line + 1, found.column + 1)
        self._refuse(place, 1, found.message, mend=found.mend, width=found.width)

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        assert mark is not None, "a scanner says where it stopped"
        number = min(mark.line, len(self.lines) - 1)
        line = self.lines[number]
        if any(tab[0] == number and not self._is_quoted(tab) for tab in self.tabs):
            return  # the TAB is what is wrong, and told as such
        if "block scalar" in str(error.context) and (found := comparison_in(line)):
            self._misread(number, found)
            return
        place = Place(self.file, number + 1, min(mark.column, len(line)) + 1)
        message, mend = in_words(str(error.problem or "this is no YAML"), str(error.context or ""))
        self._refuse(place, 1, message, mend=mend)

    def _not_plain(self) -> None:
        for line, column, name in unseen_in(self.lines):
            told = f"the character {name} cannot be seen"
            self._refuse(Place(self.file, line, column), 2, told, mend="delete it")
        first_of_its_line = {t[0]: t for t in reversed(self.tabs) if not self._is_quoted(t)}
        for line, column in first_of_its_line.values():
            place = Place(self.file, line + 1, column + 1)
            self._refuse(place, 2, "a TAB outside quotes", mend="write spaces")

    def _is_quoted(self, tab: tuple[int, int]) -> bool:
        before = bisect_right(self.quotes, tab, key=lambda quote: quote[0])
        return before > 0 and tab < self.quotes[before - 1][1]

    def _place(self, event: yaml.Event) -> Place:
        (line, column), _ = _marks(event)
        if line >= len(self.lines):  # what is missing at the end is missing behind the last line
            line, column = len(self.lines) - 1, len(self.lines[-1])
        return Place(self.file, line + 1, column + 1)

    def _refuse(
        self, place: Place, number: int, message: str, *, mend: str | Mend = "", width: int = 1
    ) -> None:
        told = _refusal(place, self.family, number, message, mend=mend)
        line = shown(self.lines[place.line - 1])
        self.found.append(replace(told, source=line, width=max(1, width)))


def _marks(event: yaml.Event) -> tuple[tuple[int, int], tuple[int, int]]:
    """Line and column, from zero, where the event begins and where it ends."""
    start, end = event.start_mark, event.end_mark
    assert start is not None, "a scanner marks where an event begins"
    assert end is not None, "a scanner marks where an event ends"
    return (start.line, start.column), (end.line, end.column)
