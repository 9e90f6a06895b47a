"""Problems of the input, as data: each with its place, a code and a line on how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

type Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file as the user names it, line and column counted from one."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Mend:
    """How to mend a problem: a line for people, and what to write in the place of what is marked.

    `instead` is None where more than one thing could be meant.
    """

    help: str
    instead: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One problem in what a person wrote.

    `code` is stable (a letter for the family and three digits), `name` can be searched for,
    `message` is one line in the author's words without a full stop, `help` says how to mend it.
    `source` is the line of text it stands in, `width` how much of it the caret marks. `examples`
    are facts that show it, a line each. `instead` is what goes in the place of what is marked,
    where there is exactly one right answer.
    """

    place: Place
    code: str
    name: str
    message: str
    help: str = ""
    level: Level = field(default="error", compare=False)
    source: str | None = field(default=None, compare=False)
    width: int = field(default=1, compare=False)
    examples: tuple[str, ...] = field(default=(), compare=False)
    instead: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """The problem as a person reads it: headline, the line with a caret, the mend."""
        lines = [f"{self.place} {self.code} {self.name}: {self.message}"]
        if self.source is not None:
            number = f"{self.place.line:>5} | "
            blank = " " * 5 + " | "
            lines.append(number + self.source)
            lines.append(blank + " " * (self.place.column - 1) + "^" * max(1, self.width))
        lines += [f"  for example: {example}" for example in self.examples]
        if self.help:
            lines.append(f"  help: {self.help}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Checked[T]:
    """What was read, and every problem found on the way. `value` is None if it cannot be used."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The problems that forbid using the value, in the order of files and lines."""
        return tuple(sorted(d for d in self.diagnostics if d.level == "error"))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was most likely meant to be, or None if none is near.

    Near is an edit distance (Levenshtein 1966) of at most a third of the word's length, and at
    least one; ties go to the first in code-point order.

    >>> nearest("value_realization", ["value_realised", "value_realisation"])
    'value_realisation'
    >>> nearest("colour", ["state", "kind"]) is None
    True
    """
    return next(iter(_nearest(word, known)), None)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> Mend:
    """How to mend an unknown word: the known one that is near, or what is said otherwise.

    >>> did_you_mean("stopp", ["stop", "start"])
    Mend(help='did you mean `stop`?', instead='stop')
    >>> did_you_mean("H4", ["H1", "H2"]).instead is None
    True
    """
    near = _nearest(word, known)
    if not near:
        return Mend(otherwise)
    return Mend(f"did you mean `{near[0]}`?", near[0] if len(near) == 1 else None)


def _nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that are near, at the one smallest distance, in code-point order."""
    folded = word.casefold()
    allowed = max(1, len(word) // 3)
    near: list[str] = []
    for candidate in sorted(set(known)):
        if abs(len(candidate) - len(word)) > allowed:
            continue
        distance = _edit_distance(folded, candidate.casefold())
        if distance < allowed or (distance == allowed and not near):
            near, allowed = [candidate], distance
        elif distance == allowed:
            near.append(candidate)
    return near


def _edit_distance(left: str, right: str) -> int:
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]
