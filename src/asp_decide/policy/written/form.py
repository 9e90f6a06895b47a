"""Reading a mapping key by key: what is missing, unknown or of the wrong shape is told once."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from asp_decide.diagnostics import Diagnostic, Mend, Place, did_you_mean, nearest
from asp_decide.model.effective import Period
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.grammar import shortened
from asp_decide.strict_yaml import Mapping, Node, Scalar
from asp_decide.strict_yaml import Sequence as Listed

NAME = re.compile(r"[a-z][a-z0-9_]*")
"""How parameters, measures and conclusions are called."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


_DAY_OF_OTHERS = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
"""Year, month and day in this order: it can mean one day only, however it is joined."""


def _as_day(text: str) -> str | None:
    """The day that a text can only mean, as it is written here."""
    if (found := _DAY_OF_OTHERS.fullmatch(text)) is None:
        return None
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Form:
    """A mapping with the keys it may have.

    Every reader tells what is wrong and then returns something of the right type, so that all
    problems are found in one pass; whoever builds from a form asks afterwards whether
    anything was told.
    """

    slips: list[Diagnostic]
    what: str
    place: Place
    values: dict[str, Node]
    keys: dict[str, Scalar]

    def has(self, key: str) -> bool:
        """Whether the key stands there."""
        return key in self.values

    def scalar(self, key: str) -> Scalar:
        """The text of a key, trimmed of nothing."""
        return self.as_scalar(self.values.get(key), f"`{key}`")

    def as_scalar(self, node: Node | None, what: str) -> Scalar:
        """The node if it is a text."""
        match node:
            case Scalar():
                return node
            case None:
                return Scalar("", self.place)
            case _:
                shape = "a list" if isinstance(node, Listed) else "a mapping"
                self.tell(
                    "P018",
                    node.place,
                    f"{what} is a text, and {shape} stands here",
                    mend="write a text",
                )
                return Scalar("", node.place)

    def sentence(self, key: str, *, least: int = 1) -> str:
        """The prose of a key: at least so many characters."""
        scalar = self.scalar(key)
        text = " ".join(scalar.text.split())
        if key in self.values and isinstance(self.values[key], Scalar) and len(text) < least:
            message = f"`{key}` says too little: at least {least} characters"
            self.tell("P019", scalar.place, message, mend="say why, in a sentence")
        return text

    def word(self, key: str, allowed: Sequence[str], *, default: str = "") -> str:
        """The word of a key: one of those allowed."""
        if not self.has(key):
            return default
        scalar = self.scalar(key)
        if not isinstance(self.values[key], Scalar) or scalar.text in allowed:
            return scalar.text
        near = did_you_mean(scalar.text, allowed, "one of " + ", ".join(allowed))
        message = f"`{shortened(scalar.text)}` is no word for `{key}`"
        self.tell("P019", scalar.place, message, mend=near, width=scalar.width)
        return default

    def name(self, key: str) -> Scalar:
        """A name in small letters that the file declares or uses."""
        scalar = self.scalar(key)
        if isinstance(self.values.get(key), Scalar) and not NAME.fullmatch(scalar.text):
            message = f"`{shortened(scalar.text)}` is no name"
            mend = "small letters, digits and underscores, beginning with a letter"
            self.tell("P019", scalar.place, message, mend=mend, width=scalar.width)
        return scalar

    def listed(self, key: str) -> tuple[Node, ...]:
        """The items of a list that is not empty."""
        node = self.values.get(key)
        if node is None:
            return ()
        if not isinstance(node, Listed):
            self.tell("P018", node.place, f"`{key}` is a list", mend=f"write `{key}: [...]`")
            return ()
        if not node.items:
            self.tell("P018", node.place, f"the list of `{key}` is empty", mend="name at least one")
        return node.items

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """The texts of a list."""
        return tuple(self.as_scalar(item, f"each of `{key}`") for item in self.listed(key))

    def day(self, key: str) -> date:
        """The day of a key, written as year, month and day."""
        scalar = self.scalar(key)
        if isinstance(self.values.get(key), Scalar):
            if _DAY.fullmatch(scalar.text):
                try:
                    return date.fromisoformat(scalar.text)
                except ValueError:
                    pass
            message = f"`{shortened(scalar.text)}` is no day"
            mend = Mend("write it as `2026-10-01`", _as_day(scalar.text))
            self.tell("P017", scalar.place, message, mend=mend, width=scalar.width)
        return date.min

    def entries(self, key: str, what: str) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of a mapping whose keys the author chose."""
        node = self.values.get(key)
        if node is None:
            return ()
        if not isinstance(node, Mapping):
            mend = f"write `{key}:` and below it `name: value` lines"
            self.tell("P018", node.place, f"`{key}` is a mapping of {what}", mend=mend)
            return ()
        return node.entries

    def tell(
        self, code: str, place: Place, message: str, *, mend: str | Mend = "", width: int = 1
    ) -> None:
        """Tell a problem."""
        self.slips.append(problem(code, place, message, mend=mend, width=width))


def open_form(
    node: Node,
    slips: list[Diagnostic],
    *,
    what: str,
    required: Collection[str],
    optional: Collection[str] = (),
) -> Form:
    """The mapping as a form; unknown and missing keys are told.

    A required key that an unknown one was probably meant to be is not told as missing.
    """
    if not isinstance(node, Mapping):
        mend = "write `key: value` lines"
        slips.append(
            problem("P018", node.place, f"{what} is a mapping of keys and values", mend=mend)
        )
        return Form(slips, what, node.place, {}, {})
    known = [*required, *optional]
    values = {key.text: value for key, value in node.entries}
    form = Form(slips, what, node.place, values, {key.text: key for key, _ in node.entries})
    meant: set[str] = set()
    for key, _ in node.entries:
        if key.text not in known:
            left = [k for k in known if k not in values]
            meant.add(nearest(key.text, left) or "")
            near = did_you_mean(key.text, left, "the keys here are " + ", ".join(known))
            message = f"{what} has no key `{shortened(key.text)}`"
            form.tell("P010", key.place, message, mend=near, width=key.width)
    for name in required:
        if name not in values and name not in meant:
            form.tell("P011", node.place, f"{what} has no `{name}`", mend=f"add `{name}: ...`")
    return form


def period(node: Node, slips: list[Diagnostic]) -> Period:
    """The days between `from` and `until`, both included."""
    form = open_form(node, slips, what="`effective`", required=("from",), optional=("until",))
    start = form.day("from")
    until = form.day("until") if form.has("until") else None
    if until is not None and until < start:
        message = f"`until` {until} is before `from` {start}"
        form.tell("P017", form.keys["until"].place, message, mend="the earlier day comes first")
        return Period(from_day=start)
    return Period(from_day=start, until=until)
