"""Links as rows: what must be finished before what begins, and what excludes what."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.columns import Columns
from asp_decide.optimize.programme import Origin, Row, make_row, row_in_order

_ONE, _LESS_ONE = Fraction(1), Fraction(-1)


def link_rows(columns: Columns) -> tuple[Row, ...]:
    """Precedence, needs of single options, and exclusions, each with both ends in the run."""
    return (*_precedences(columns), *_needs(columns), *_exclusions(columns))


def _precedences(columns: Columns) -> list[Row]:
    lags: dict[tuple[InitiativeId, InitiativeId], Fraction] = {}
    for link in columns.frame.dependencies:
        if link.kind == "finish_start" and link.level == "initiative":
            ends = InitiativeId(link.from_id), InitiativeId(link.to_id)
            lags[ends] = max(lags.get(ends, Fraction(0)), Fraction(link.lag_weeks))
    rows: list[Row] = []
    for (before, after), lag in sorted(lags.items()):
        if before in columns.by_initiative and after in columns.by_initiative:
            origin = Origin("link", "precedence", f"{before} before {after}")
            rows += _waits(columns, origin, (before, after), lag, _beginning)
    return rows


def _needs(columns: Columns) -> list[Row]:
    pairs: dict[tuple[InitiativeId, InitiativeId], None] = {}
    for choice in columns.choices:
        for needed in choice.needs:
            if needed in columns.by_initiative and choice.begins_work:
                pairs[choice.initiative, needed] = None
    rows: list[Row] = []
    for after, before in sorted(pairs):
        origin = Origin("link", "need", f"{after} of {before}")
        concerns = _needing(before)
        rows += _waits(columns, origin, (before, after), Fraction(0), concerns)
    return rows


def _needing(needed: InitiativeId) -> Callable[[Choice], bool]:
    return lambda choice: choice.begins_work and needed in choice.needs


def _beginning(choice: Choice) -> bool:
    return choice.begins_work


def _waits(
    columns: Columns,
    origin: Origin,
    ends: tuple[InitiativeId, InitiativeId],
    lag: Fraction,
    concerns: Callable[[Choice], bool],
) -> list[Row]:
    """Disaggregated by step: what has begun by a step needs what was finished before it.

    So the row says both `not before` and `only if`. Summing over time instead, or a big-M,
    leaves root bounds several per cent weaker.
    """
    before, after = ends
    starts = [
        (choice.start, (number, _ONE))
        for number in columns.by_initiative[after]
        if concerns(choice := columns.choices[number]) and choice.start is not None
    ]
    begins = [step.begins for step in columns.grid]
    finishes = [
        (bisect_left(begins, columns.grid[choice.finish].ends + lag), (number, _LESS_ONE))
        for number in columns.by_initiative[before]
        if (choice := columns.choices[number]).delivers and choice.finish is not None
    ]
    rows: list[Row] = []
    for step in sorted({start for start, _ in starts}):
        begun = [term for start, term in starts if start <= step]
        done = [term for may_begin, term in finishes if may_begin <= step]
        named = Origin(origin.kind, origin.id, origin.group, columns.grid[step].id)
        rows.append(row_in_order(named, "<=", Fraction(0), sorted(begun + done)))
    return rows


def _exclusions(columns: Columns) -> list[Row]:
    friends: dict[InitiativeId, set[InitiativeId]] = {}
    for link in columns.frame.dependencies:
        one, other = InitiativeId(link.from_id), InitiativeId(link.to_id)
        inside = one in columns.by_initiative and other in columns.by_initiative
        if link.kind == "excludes" and link.level == "initiative" and inside:
            friends.setdefault(one, set()).add(other)
            friends.setdefault(other, set()).add(one)
    rows: list[Row] = []
    for clique in _cliques(friends):
        numbers = [n for member in clique for n in columns.by_initiative[member]]
        terms = [(n, _ONE) for n in numbers if columns.choices[n].delivers]
        rows.append(make_row(Origin("link", "one of", ", ".join(clique)), "<=", _ONE, terms))
    return rows


def _cliques(
    friends: Mapping[InitiativeId, Iterable[InitiativeId]],
) -> list[tuple[InitiativeId, ...]]:
    """A greedy cover of all pairs by cliques, in the order of ids.

    One row for a clique is tighter than one for each pair.
    """
    pairs = {(a, b) for a in friends for b in friends[a] if a < b}
    cliques: list[tuple[InitiativeId, ...]] = []
    while pairs:
        clique = list(min(pairs))
        for other in sorted(friends):
            if other not in clique and all(member in friends[other] for member in clique):
                clique.append(other)
        cliques.append(tuple(sorted(clique)))
        pairs -= {(a, b) for a in clique for b in clique}
    return cliques
