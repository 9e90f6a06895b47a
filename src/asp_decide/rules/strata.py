"""In which order conclusions are finished: a denial may be asked for only when they are."""

from collections.abc import Iterable, Mapping, Sequence

from asp_decide.clauses.clause import Clause, DeriveClause
from asp_decide.model.ids import RuleId
from asp_decide.rules.drawn_parts import needs_finished, parts


def heights(clauses: Sequence[Clause]) -> dict[RuleId, int]:
    """How high each rule stands: above all that it needs finished, level with what it may share."""
    uses = {clause.heading.rule: _uses(clause) for clause in clauses}
    derived = [clause for clause in clauses if isinstance(clause, DeriveClause)]
    concluded = {clause.name: 0 for clause in derived}
    moved = True
    while moved:
        moved = False
        for clause in derived:
            height = _height(uses[clause.heading.rule], concluded)
            assert height <= len(concluded), f"{clause.name} follows from its own denial"
            if height > concluded[clause.name]:
                concluded[clause.name], moved = height, True
    return {
        clause.heading.rule: concluded[clause.name]
        if isinstance(clause, DeriveClause)
        else _height(uses[clause.heading.rule], concluded)
        for clause in clauses
    }


def _height(uses: Iterable[tuple[str, bool]], concluded: Mapping[str, int]) -> int:
    return max((concluded[name] + late for name, late in uses if name in concluded), default=0)


def _uses(clause: Clause) -> tuple[tuple[str, bool], ...]:
    """The conclusions that a rule uses, each with whether it must be finished before."""
    found = {
        (literal.conclusion, needs_finished(literal))
        for _, ways, _ in parts(clause)
        for way in ways
        for literal in way
        if literal.conclusion
    }
    return tuple(sorted(found))
