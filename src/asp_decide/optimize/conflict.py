"""When no plan exists: the smallest set of rules and facts that cannot hold together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from asp_decide.optimize.exact_solve import solve_exactly, without_losses
from asp_decide.optimize.programme import OriginKind, Programme, Row
from asp_decide.optimize.solver import Means

_KEPT_FIRST: dict[OriginKind, int] = {"pin": 0, "answer": 2, "rule": 3, "link": 4, "fact": 5}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules and facts that cannot hold together, in words, and whether none of them is idle.

    `smallest` is false where a test ran out of work: then a member may be there for nothing.
    """

    origins: tuple[str, ...]
    rows: tuple[Row, ...]
    smallest: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """Rows that stand or fall together: all rows of a rule in a group, of a link, of a fact."""

    words: str
    rows: tuple[Row, ...]
    rank: int


def conflict(programme: Programme, means: Means) -> Conflict | None:
    """A smallest conflicting set of origins, None if there is a plan (or none is refuted).

    Without any one of them the others have a plan. Found by QuickXplain (Junker 2004): of several
    such sets the one that is as open to override as possible. Whole numbers are asked, not the
    relaxation, so that conflicts of indivisible choices are found too. Raises SolverFailedError.
    """
    search = _Search(replace(programme, rows=(), watched=()), means)
    units = _units(programme.rows)
    if search.has_plan(units):
        return None
    found = search.smallest(units)
    single = [_Unit(str(row.origin), (row,), unit.rank) for unit in found for row in unit.rows]
    rows = [row for unit in search.smallest(single) for row in unit.rows]
    return Conflict(
        origins=tuple(_words(unit, rows) for unit in found),
        rows=tuple(sorted(rows, key=lambda row: row.origin)),
        smallest=not search.ran_out,
    )


def standing_together(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """Rows that stand or fall together: of one rule in one group, of one link, of one fact.

    What is most open to decision comes first: pins, what a role may override, answers, rules,
    links, facts.
    """
    units = sorted(_units(rows), key=lambda unit: (unit.rank, unit.words))
    return [unit.rows for unit in units]


def openness(row: Row) -> int:
    """Low is more open to decision: pins and what a role may override come first."""
    return 1 if row.overridable else _KEPT_FIRST[row.origin.kind]


class _Search:
    """Feasibility of sets of rows, and the search for a smallest set without a plan."""

    def __init__(self, bare: Programme, means: Means) -> None:
        self.bare = without_losses(bare)
        self.means = means
        self.ran_out = False

    def has_plan(self, units: Sequence[_Unit]) -> bool:
        """Whether some plan keeps all these rows; taken as true where the work runs out."""
        rows = [row for unit in units for row in unit.rows]
        solution = solve_exactly(self.bare.with_rows(rows), self.means)
        self.ran_out |= solution.taken is None and solution.outcome != "infeasible"
        return solution.outcome != "infeasible"

    def smallest(self, units: Sequence[_Unit]) -> list[_Unit]:
        """A smallest part of these units without a plan, in their order; they have none."""
        ranked = sorted(units, key=lambda unit: (unit.rank, unit.words))
        found = self._explain([], added=False, among=ranked)
        return [unit for unit in ranked if unit in found]

    def _explain(self, kept: list[_Unit], *, added: bool, among: list[_Unit]) -> list[_Unit]:
        if added and not self.has_plan(kept):
            return []
        if len(among) == 1:
            return among
        half = len(among) // 2
        first, second = among[:half], among[half:]
        of_second = self._explain([*kept, *first], added=bool(first), among=second)
        of_first = self._explain([*kept, *of_second], added=bool(of_second), among=first)
        return [*of_first, *of_second]


def _units(rows: Sequence[Row]) -> list[_Unit]:
    together: dict[str, list[Row]] = {}
    for row in rows:
        whole = row.origin if row.origin.kind == "fact" else row.origin._replace(interval="")
        together.setdefault(f"{whole.kind} {whole}", []).append(row)
    return [
        _Unit(str(found[0].origin._replace(interval="")), tuple(found), openness(found[0]))
        for _, found in sorted(together.items())
    ]


def _words(unit: _Unit, rows: Sequence[Row]) -> str:
    """The unit with the intervals of those of its rows that take part; a link has none to tell."""
    ids = {row.id for row in rows}
    told = (row.origin for row in unit.rows if row.id in ids and row.origin.kind != "link")
    intervals = [origin.interval for origin in told if origin.interval]
    return " ".join([unit.words, ", ".join(intervals)]) if intervals else unit.words
