"""Problems of the input, as data: each with its place, a code and a line on how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from asp_decide.excerpt import excerpt

COLUMNS = 120
"""How wide a problem is told where nobody says how wide the terminal is."""

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
        return self.told()

    def told(self, *, columns: int = COLUMNS) -> str:
        """The problem as a person reads it: headline, the line with a caret, the mend.

        Of a long line that part is shown which fits in so many columns.
        """
        lines = [f"{self.place} {self.code} {self.name}: {self.message}"]
        if self.source is not None:
            number = f"{self.place.line:>5} | "
            part = excerpt(
                self.source,
                column=self.place.column,
                width=self.width,
                columns=columns - len(number),
            )
            lines.append(number + part.text)
            lines.append(" " * 5 + " | " + part.carets)
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


LONGEST_NAME = 80
"""Characters of a word for which a near one is looked for: no name is longer."""

MOST_NAMED = 3
"""Words that are named where several are equally near."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was most likely meant to be, or None if none is near.

    Near is a distance of at most a third of the word's length, and at least one, counted in
    letters put in, left out, replaced, or exchanged with their neighbour (optimal string
    alignment, Boytsov 2011); ties go to the first in code-point order.

    >>> nearest("value_realization", ["value_realised", "value_realisation"])
    'value_realisation'
    >>> nearest("wbe", ["web", "ops"])
    'web'
    >>> nearest("colour", ["state", "kind"]) is None
    True
    """
    return next(iter(_nearest(word, known)), None)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> Mend:
    """How to mend an unknown word: the known ones that are near, or what is said otherwise.

    >>> did_you_mean("stopp", ["stop", "start"])
    Mend(help='did you mean `stop`?', instead='stop')
    >>> did_you_mean("H4", ["H1", "H2"])
    Mend(help='did you mean `H1` or `H2`?', instead=None)
    """
    near = _nearest(word, known)
    if not near:
        return Mend(otherwise)
    told = " or ".join(f"`{name}`" for name in near[:MOST_NAMED])
    return Mend(f"did you mean {told}?", near[0] if len(near) == 1 else None)


def _nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that are near, at the one smallest distance, in code-point order."""
    if len(word) > LONGEST_NAME:
        return []
    folded = word.casefold()
    allowed = max(1, len(word) // 3)
    near: list[str] = []
    for candidate in sorted(set(known)):
        distance = _distance(folded, candidate.casefold(), allowed)
        if distance < allowed or (distance == allowed and not near):
            near, allowed = [candidate], distance
        elif distance == allowed:
            near.append(candidate)
    return near


def _distance(left: str, right: str, most: int) -> int:
    """Edits that make the one word of the other; more than `most` are not counted to the end."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        above, row = row, [i]
        for j, b in enumerate(right, start=1):
            edits = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                edits = min(edits, before[j - 2] + 1)
            row.append(edits)
        if min(row) > most and min(above) > most:
            return most + 1
        before = above
    return row[-1]
