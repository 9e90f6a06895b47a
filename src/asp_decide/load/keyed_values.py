"""The keys of one mapping of `asp.yaml`, read one by one, with every problem on the way."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from asp_decide.diagnostics import Diagnostic, Place, nearest
from asp_decide.load.cell_values import Misfit, Scale, in_a_row, read_day, read_number, read_word
from asp_decide.load.input_codes import Spot, problem
from asp_decide.strict_yaml import Mapping, Node, Scalar
from asp_decide.strict_yaml import Sequence as Listed


@dataclass(frozen=True, slots=True)
class Page:
    """A file of configuration while it is read: its lines, and the problems found so far."""

    lines: Sequence[str]
    problems: list[Diagnostic] = field(default_factory=list)

    def refuse(
        self, code: str, place: Place, message: str, *, mend: str = "", width: int = 1
    ) -> None:
        """Add a problem, with the line that it stands in."""
        source = self.lines[place.line - 1]
        self.problems.append(problem(code, Spot(place, source, width), message, mend))


@dataclass(frozen=True, slots=True)
class KeyedValues:
    """A mapping whose keys are known; `name` says of what, for the messages."""

    node: Mapping
    name: str
    page: Page

    def expect(self, known: Collection[str], *, needed: Collection[str] = ()) -> None:
        """Refuse keys that are not `known`, and say which of the `needed` are not there."""
        present = [key for key, _ in self.node.entries]
        for key in present:
            if key.text not in known:
                near = nearest(key.text, known)
                mend = f"did you mean `{near}`?" if near else f"it takes {in_a_row(sorted(known))}"
                told = f"unknown key `{key.text}` of {self.name}"
                self.page.refuse("W011", key.place, told, mend=mend, width=key.width)
        for name in sorted(set(needed) - {key.text for key in present}):
            self.page.refuse("W012", self.node.place, f"{self.name} has no `{name}`")

    def has(self, key: str) -> bool:
        """Whether the key stands there."""
        return self.find(key) is not None

    def find(self, key: str) -> Node | None:
        """What stands behind the key."""
        return next((value for known, value in self.node.entries if known.text == key), None)

    def text(self, key: str) -> str | None:
        """A text in one line."""
        scalar = self._scalar(key)
        return self.name_in(scalar) if scalar else None

    def number(self, key: str, scale: Scale, currency: str | None) -> Fraction | None:
        """A number in the base unit of its scale."""
        return self._fitting(key, lambda text: read_number(text, scale, currency))

    def day(self, key: str) -> date | None:
        """A day."""
        return self._fitting(key, read_day)

    def word(self, key: str, words: Collection[str]) -> str | None:
        """One of the words."""
        return self._fitting(key, lambda text: read_word(text, words))

    def whole(self, key: str, *, least: int, most: int) -> int | None:
        """A whole number between the two bounds, both included."""
        return self._fitting(key, lambda text: read_whole(text, least=least, most=most))

    def texts(self, key: str) -> tuple[Scalar, ...]:
        """The texts of a list."""
        node = self.find(key)
        if node is None:
            return ()
        if not isinstance(node, Listed):
            self.page.refuse("W013", node.place, f"`{key}` is a list", mend="write `[one, two]`")
            return ()
        for item in node.items:
            if not isinstance(item, Scalar):
                self.page.refuse("W013", item.place, f"`{key}` is a list of texts")
        return tuple(item for item in node.items if isinstance(item, Scalar))

    def name_in(self, scalar: Scalar) -> str | None:
        """The text of a scalar in one line, its blanks single; a blank one is refused."""
        name = " ".join(scalar.text.split())
        if not name and scalar.text:  # one without any text is told as such
            self.page.refuse("W014", scalar.place, "a name is not blank", width=scalar.width)
        return name or None

    def child(self, key: str) -> "KeyedValues | None":
        """The mapping behind the key."""
        node = self.find(key)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.page.refuse("W013", node.place, f"`{key}` holds keys of its own")
            return None
        return KeyedValues(node, f"`{key}`", self.page)

    def scalars(self) -> tuple[tuple[Scalar, Scalar], ...]:
        """Each key with its text."""
        for key, value in self.node.entries:
            if not isinstance(value, Scalar):
                self.page.refuse("W013", value.place, f"`{key.text}` has one value")
        return tuple((k, v) for k, v in self.node.entries if isinstance(v, Scalar))

    def fit[T](self, scalar: Scalar, value: T | Misfit) -> T | None:
        """The value, or None and a problem where the scalar stands."""
        if not isinstance(value, Misfit):
            return value
        # A cell of a table and a value of a key misfit in the same ways; the codes are of two
        # families.
        self.page.refuse("W014", scalar.place, value.message, mend=value.mend, width=scalar.width)
        return None

    def refuse_unknown(
        self, code: str, scalar: Scalar, what: str, known: Collection[str], *, otherwise: str = ""
    ) -> None:
        """Refuse a name that is none of the known ones, with the nearest, else another mend."""
        near = nearest(scalar.text, known)
        mend = f"did you mean `{near}`?" if near else otherwise
        told = f"unknown {what} `{scalar.text}`"
        self.page.refuse(code, scalar.place, told, mend=mend, width=scalar.width)

    def _scalar(self, key: str) -> Scalar | None:
        node = self.find(key)
        if node is None or isinstance(node, Scalar):
            return node
        self.page.refuse("W013", node.place, f"`{key}` has one value")
        return None

    def _fitting[T](self, key: str, read: Callable[[str], T | Misfit]) -> T | None:
        scalar = self._scalar(key)
        return None if scalar is None else self.fit(scalar, read(scalar.text))


def read_whole(text: str, *, least: int, most: int) -> int | Misfit:
    """A whole number between the two bounds, both included."""
    mend = f"write a whole number from {least} to {most}"
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return Misfit("I024", f"`{text[:60]}` is no whole number", mend)
    value = int(text)
    if not least <= value <= most:
        return Misfit("I028", f"`{text}` is not between {least} and {most}", mend)
    return value
