"""In which order conclusions are finished: a denial may be asked for only when they are."""

from collections.abc import Iterable, Mapping, Sequence

from asp_decide.clauses.clause import Clause
from asp_decide.clauses.drawn_names import drawn_by
from asp_decide.model.ids import RuleId
from asp_decide.rules.drawn_parts import needs_finished, parts


def heights(clauses: Sequence[Clause]) -> dict[RuleId, int]:
    """How high each rule stands: above all that it needs finished, level with what it may share."""
    uses = {clause.heading.rule: _uses(clause) for clause in clauses}
    drawing = [(clause, names) for clause in clauses if (names := drawn_by(clause))]
    concluded = {name: 0 for _, names in drawing for name in names}
    moved = True
    while moved:
        moved = False
        for clause, names in drawing:
            height = _height(uses[clause.heading.rule], concluded)
            assert height <= len(concluded), f"{names[0]} follows from its own denial"
            for name in names:
                if height > concluded[name]:
                    concluded[name], moved = height, True
    at = {clause.heading.rule: concluded[names[0]] for clause, names in drawing}
    return {
        clause.heading.rule: at.get(
            clause.heading.rule, _height(uses[clause.heading.rule], concluded)
        )
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
