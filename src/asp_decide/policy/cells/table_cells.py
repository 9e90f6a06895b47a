"""What a decision table gives in every cell: of each word, where it is certain and where open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from asp_decide.clauses.clause import Hit, TableClause
from asp_decide.model.finding import Result
from asp_decide.policy.cells.bare_conditions import bare, inside
from asp_decide.policy.cells.cell_parts import Part
from asp_decide.policy.cells.cell_sets import CellSet, added

type Words = tuple[tuple[str, ...], ...]
"""By output: one word, or all that are collected; nothing where nobody asked."""

type Levels[C: CellSet] = tuple[C, C]
"""Where a row holds for certain, and where it may."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a table makes of a case: `gives` the words of rows, `no_row`, or `unknown`.

    `words` are those that it gives; of a table at a decision point, where that is unknown, the
    answers that it may give.
    """

    result: Result
    words: Words = ()

    @property
    def answers(self) -> tuple[str, ...]:
        """The first output: at a decision point what is answered, or may be."""
        return self.words[0] if self.words else ()


@dataclass(frozen=True, slots=True)
class Given[C: CellSet]:
    """What a table gives: of what is given together (of a collected list, of each word of it),
    the cells in which it is given for certain, and those in which it may be.
    """

    sure: Mapping[Words, C]
    may: Mapping[Words, C]
    gives: C
    no_row: C
    unknown: C


def rows_in[C: CellSet](clause: TableClause, part: Part[C]) -> list[Levels[C]]:
    """Where each row holds of a subject of whom the table speaks, and where it may."""
    return [part.sided(bare(row.when)) for row in clause.rows]


def outcomes_in[C: CellSet](clause: TableClause, part: Part[C]) -> Mapping[Outcome, C]:
    """The cells of each outcome; every cell that can occur is in one."""
    certainly_in, possibly_in = part.sided(inside(clause))
    then = [row.then for row in clause.rows]
    given = given_by(clause.hit, rows_in(clause, part), then, certainly_in)
    found: dict[Outcome, C] = {}
    for words, cells in _lists(given) if clause.hit == "collect" else given.sure.items():
        found[Outcome("gives", words)] = cells
    unknown = given.unknown | (possibly_in & ~certainly_in)
    for words, cells in _answers(clause, given, unknown) if clause.point else [((), unknown)]:
        outcome = Outcome("unknown", words)
        found[outcome] = added(found, outcome, cells)
    found[Outcome("no_row")] = given.no_row | (part.possible & ~possibly_in)
    return {outcome: cells for outcome, cells in found.items() if cells}


def given_by[C: CellSet](
    hit: Hit, rows: Sequence[Levels[C]], then: Sequence[tuple[str, ...]], cells: C
) -> Given[C]:
    """What rows with these words give in these cells."""
    levels = [(certain & cells, possible & cells) for certain, possible in rows]
    match hit:
        case "first":
            return _first(levels, then, cells)
        case "unique":
            return _unique(levels, then, cells)
        case "collect":
            return _collected(levels, then, cells)
        case _:
            assert_never(hit)


def _first[C: CellSet](
    rows: Sequence[Levels[C]], then: Sequence[tuple[str, ...]], cells: C
) -> Given[C]:
    """From the last row up: one that holds hides those below it, one that may adds to them."""
    none, no_row = cells & ~cells, cells
    sure: dict[Words, C] = {}
    may: dict[Words, C] = {}
    for (certain, possible), words in zip(reversed(rows), reversed(then), strict=True):
        own = _as_words(words)
        sure = {w: of if w == own else of & ~possible for w, of in sure.items()}
        may = {w: of & ~certain for w, of in may.items()}
        # An open row changes nothing where what stands below it gives the same.
        sure[own] = added(sure, own, certain)
        may[own] = added(may, own, possible)
        no_row = no_row & ~possible
    return _given(sure, may, no_row, none, cells)


def _unique[C: CellSet](
    rows: Sequence[Levels[C]], then: Sequence[tuple[str, ...]], cells: C
) -> Given[C]:
    """The one row that holds, where it is known of all rows whether they do."""
    none = cells & ~cells
    once, twice, no_row, is_open = none, none, cells, none
    for certain, possible in rows:
        twice, once = twice | (once & certain), once | certain
        is_open, no_row = is_open | (possible & ~certain), no_row & ~possible
    alone = once & ~twice & ~is_open
    sure: dict[Words, C] = {}
    may: dict[Words, C] = {}
    for (certain, possible), words in zip(rows, then, strict=True):
        own = _as_words(words)
        sure[own] = added(sure, own, certain & alone)
        may[own] = added(may, own, possible)
    return _given(sure, may, no_row, none, cells)


def _collected[C: CellSet](
    rows: Sequence[Levels[C]], then: Sequence[tuple[str, ...]], cells: C
) -> Given[C]:
    """The words of all rows that hold, where it is known of all rows whether they do."""
    none = cells & ~cells
    no_row, is_open = cells, none
    for certain, possible in rows:
        is_open, no_row = is_open | (possible & ~certain), no_row & ~possible
    sure: dict[Words, C] = {}
    for (certain, _), words in zip(rows, then, strict=True):
        for number, word in enumerate(words):
            own = (*((),) * number, (word,), *((),) * (len(words) - number - 1))
            sure[own] = added(sure, own, certain & ~is_open)
    return _given(sure, {}, no_row, none, cells)


def _given[C: CellSet](
    sure: Mapping[Words, C], may: Mapping[Words, C], no_row: C, none: C, cells: C
) -> Given[C]:
    gives = none
    for where in sure.values():
        gives = gives | where
    return Given(sure, may, gives, no_row, cells & ~gives & ~no_row)


def _as_words(then: tuple[str, ...]) -> Words:
    return tuple((word,) for word in then)


def _lists[C: CellSet](given: Given[C]) -> Iterator[tuple[Words, C]]:
    """Each list of words that is collected in some cell, and its cells."""
    yield from _told_apart(given.sure, given.gives).items()


def _answers[C: CellSet](
    clause: TableClause, given: Given[C], unknown: C
) -> Iterator[tuple[Words, C]]:
    """All that may be answered where it is not known which, and the cells of each such list."""
    outside = unknown & ~given.unknown
    may: dict[Words, C] = {}
    for words, cells in given.may.items():
        may[words[:1]] = added(may, words[:1], cells)
    yield from _told_apart(may, unknown & ~outside).items()
    if outside:
        every = tuple(sorted({row.then[0] for row in clause.rows}))
        yield (every,), outside


def _told_apart[C: CellSet](by_words: Mapping[Words, C], cells: C) -> dict[Words, C]:
    """The cells by all words that are there at once."""
    blocks: dict[Words, C] = {(): cells}
    for words, where in sorted(by_words.items(), key=lambda one: one[0]):
        further: dict[Words, C] = {}
        for so_far, block in blocks.items():
            for now, part in ((_with(so_far, words), block & where), (so_far, block & ~where)):
                if part:
                    further[now] = added(further, now, part)
        blocks = further
    return blocks


def _with(so_far: Words, words: Words) -> Words:
    before = so_far or ((),) * len(words)
    columns = zip(before, words, strict=True)
    return tuple(tuple(sorted({*known, *more})) for known, more in columns)
