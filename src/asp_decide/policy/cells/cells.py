"""Where two policies differ: found by enumeration, with a fact that shows it, or proven the same.

Every measure is cut at the limits that occur, so that within a cell every rule has one result.
What is asked in the cells is judged by the evaluator that is handed in; see `axes`.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from asp_decide.clauses.clause import Clause, CompiledPolicies
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.finding import Answer, Finding, Result
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import SubjectKind
from asp_decide.policy.cases.case import Judge
from asp_decide.policy.cells.answer_cells import Side, differing_answers, side_of
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.bare_conditions import kind_of_clause, point_of_clause
from asp_decide.policy.cells.rule_cells import (
    RuleDifference,
    differing_results,
    essence_of,
    frame_of,
)
from asp_decide.policy.cells.stream_versions import as_in, streams_with_own_amounts
from asp_decide.policy.cells.suppositions import Supposition, supposed_subjects, supposing
from asp_decide.policy.cells.table_cells import Outcome
from asp_decide.policy.cells.table_words import knowing_tables


@dataclass(frozen=True, slots=True)
class Difference:
    """Cells in which two versions say something else, and a fact that stands for them.

    `of` is the rule or the decision point that says it; of a table it is what it gives. `stream` is
    the value stream in which it does, where overlays set other amounts there, and nothing for all
    others. `cells` of `of_cells` differ so. Where `is_decided` is false they were too many, and
    nothing else is told. `clauses` are the rule as it was and as it is; of a decision point, none.
    """

    of: str
    kind: SubjectKind
    old: Result | Outcome | Answer | None = None
    new: Result | Outcome | Answer | None = None
    supposition: Supposition = ()
    cells: int = 0
    of_cells: int = 0
    is_decided: bool = True
    stream: str = ""
    clauses: tuple[Clause | None, Clause | None] = field(default=(None, None), compare=False)


def differing_cells(
    old: CompiledPolicies, new: CompiledPolicies, axes: Axes
) -> Iterator[Difference]:
    """Every way in which a rule, then an answer, differs; none is the proof that nothing does.

    Rules are taken together by their id. Every fact that is told was judged under both versions
    by the evaluator of `axes`, and they do say what is told of it. The same with the versions
    turned round is the same, turned round.
    """
    axes, told = knowing_tables(axes, old, new), list[Difference]()
    for stream in ("", *sorted({*streams_with_own_amounts(old), *streams_with_own_amounts(new)})):
        for found in _in_stream(as_in(old, stream), as_in(new, stream), axes):
            if found not in told:
                yield replace(found, stream=stream)
            told += [] if stream else [found]


def _in_stream(old: CompiledPolicies, new: CompiledPolicies, axes: Axes) -> Iterator[Difference]:
    before = {clause.heading.rule: clause for clause in old.clauses}
    after = {clause.heading.rule: clause for clause in new.clauses}
    changed = [
        rule
        for rule in sorted({*before, *after})
        if _essence(before.get(rule)) != _essence(after.get(rule))
    ]
    for rule in changed:
        was, is_now = before.get(rule), after.get(rule)
        yield from _of_rule(was, is_now, axes, (old, new))
    points = {point_of_clause(c) for rule in changed for c in _both(before, after, rule)} - {""}
    points |= {p for p in {*old.points, *new.points} if old.points.get(p) != new.points.get(p)}
    for point in sorted(points):
        yield from _of_point(side_of(old, point), side_of(new, point), axes)


def _of_rule(
    was: Clause | None, is_now: Clause | None, axes: Axes, versions: tuple[CompiledPolicies, ...]
) -> Iterator[Difference]:
    if was is not None and is_now is not None and frame_of(was) != frame_of(is_now):
        # Another rule under the same id: the one is gone, and the other is new.
        yield from _of_rule(was, None, axes, versions)
        yield from _of_rule(None, is_now, axes, versions)
        return
    one = was or is_now
    assert one is not None, "a rule that changed is in one of both"
    try:
        for found in differing_results(was, is_now, axes):
            _confirm(found, (was, is_now), versions, axes.judge)
            yield Difference(
                found.rule,
                found.kind,
                found.old,
                found.new,
                found.supposition,
                found.cells,
                found.of_cells,
                clauses=(was, is_now),
            )
    except TooManyCellsError:
        kind = kind_of_clause(one)
        yield Difference(one.heading.rule, kind, is_decided=False, clauses=(was, is_now))


def _of_point(old: Side, new: Side, axes: Axes) -> Iterator[Difference]:
    kind = POINTS_BY_NAME[old.point].subject
    try:
        found = differing_answers(old, new, axes)
    except TooManyCellsError:
        yield Difference(old.point, kind, is_decided=False)
        return
    for one in found:
        yield Difference(
            one.point, kind, one.old, one.new, one.supposition, one.cells, one.of_cells
        )


def _confirm(
    found: RuleDifference,
    clauses: tuple[Clause | None, Clause | None],
    versions: tuple[CompiledPolicies, ...],
    judge: Judge,
) -> None:
    """Each version's rule judged on the fact that is told: it says what its cell says."""
    subjects, (key,) = supposed_subjects(found.kind, (found.supposition,))
    for clause, result, policies in zip(clauses, (found.old, found.new), versions, strict=True):
        if clause is None:
            continue
        findings, _ = judge(supposing(policies, (clause,)), subjects)
        said = [f for f in findings if f.rule == found.rule and f.subject in (key, None)]
        assert said, f"{found.rule} says nothing where its cell says {result}"
        for one in said:
            assert _agree(one, result), f"{found.rule} says {one} where its cell says {result}"


def _agree(finding: Finding, result: Result | Outcome) -> bool:
    if not isinstance(result, Outcome):
        return finding.result == result
    given = finding.table.outputs if finding.table is not None else ()
    gives = result.words if result.result == "gives" else ()
    return finding.result == result.result and tuple(words for _, words in given) == gives


def _both(
    before: Mapping[RuleId, Clause], after: Mapping[RuleId, Clause], rule: RuleId
) -> Iterator[Clause]:
    return (side[rule] for side in (before, after) if rule in side)


def _essence(clause: Clause | None) -> Hashable:
    return None if clause is None else essence_of(clause)
