"""What a table gives, as the witness reads it: all that may come of the rows, from the last up."""

from collections.abc import Sequence

from asp_decide.clauses.clause import TableClause
from asp_decide.model.finding import TableOutcome

FALSE, UNKNOWN, TRUE = 0, 1, 2


def table_outcome(clause: TableClause, levels: Sequence[int]) -> TableOutcome:
    """What the table makes of a subject of which its rows stand at these levels."""
    names = {row.name: level for row, level in zip(clause.rows, levels, strict=True)}
    if clause.hit == "first":
        return _first(clause, levels)
    holding = tuple(name for name, level in names.items() if level == TRUE)
    if UNKNOWN in levels or (clause.hit == "unique" and len(holding) > 1):
        return TableOutcome("unknown", rows=tuple(n for n, level in names.items() if level))
    if not holding:
        return TableOutcome("no_row")
    words: dict[str, set[str]] = {output: set() for output in clause.outputs}
    for row in clause.rows:
        if names[row.name] == TRUE:
            for output, word in zip(clause.outputs, row.then, strict=True):
                words[output].add(word)
    outputs = tuple((output, tuple(sorted(found))) for output, found in words.items())
    return TableOutcome("gives", outputs, holding)


def _first(clause: TableClause, levels: Sequence[int]) -> TableOutcome:
    """From the last row up: one that holds hides those below it, one that may adds to them."""
    endings: list[tuple[str, ...] | None] = [None]
    names: list[str] = []
    for row, level in zip(reversed(clause.rows), reversed(levels), strict=True):
        if level == TRUE:
            endings, names = [row.then], [row.name]
        elif level == UNKNOWN:
            endings, names = [row.then, *endings], [row.name, *names]
    if any(one != endings[0] for one in endings):
        return TableOutcome("unknown", rows=tuple(names))
    then = endings[0]
    if then is None:
        return TableOutcome("no_row")
    outputs = zip(clause.outputs, then, strict=True)
    return TableOutcome("gives", tuple((output, (word,)) for output, word in outputs), tuple(names))
