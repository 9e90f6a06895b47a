"""Both evaluators must say the same of every subject of every run, or the run stops."""

from collections.abc import Sequence

from asp_decide.errors import EvaluatorsDisagreeError
from asp_decide.model.finding import Finding, Seen

MOST_DIFFERENCES = 5
"""How many differences an error names; the first already stops the run."""


def agree(findings: Sequence[Finding], witnessed: Sequence[Finding]) -> None:
    """Nothing, if both say the same: results, truths, values, limits and margins.

    Raises EvaluatorsDisagreeError with the first differences, by rule and subject.
    """
    if tuple(findings) == tuple(witnessed):
        return
    if [_decided(one) for one in findings] == [_decided(one) for one in witnessed]:
        return
    engine, witness = _by_name(findings), _by_name(witnessed)
    differences = [
        difference
        for name in sorted(engine.keys() | witness.keys())
        if (difference := _difference(name, engine.get(name), witness.get(name)))
    ]
    first = differences[:MOST_DIFFERENCES] or ["the findings stand in another order"]
    rest = len(differences) - len(first)
    more = [f"and {rest} more"] if rest > 0 else []
    raise EvaluatorsDisagreeError(
        "production system and reference evaluator disagree:\n"
        + "\n".join(f"  {line}" for line in [*first, *more])
    )


type _Name = tuple[str, str]
type _SeenPart = tuple[object, ...]


def _decided(finding: Finding) -> tuple[object, ...]:
    seen = [_seen(one) for one in finding.seen]
    return (finding.rule, finding.subject, finding.result, finding.table, seen)


def _seen(one: Seen) -> _SeenPart:
    return (one.key, one.via, one.truth, one.values, one.word, one.limit, one.margin, one.spares)


def _by_name(findings: Sequence[Finding]) -> dict[_Name, list[Finding]]:
    named: dict[_Name, list[Finding]] = {}
    for one in findings:
        named.setdefault((one.rule, str(one.subject or "nobody")), []).append(one)
    return named


def _difference(
    name: _Name, engine: list[Finding] | None, witness: list[Finding] | None
) -> str | None:
    where = f"{name[0]} on {name[1]}"
    if engine is None or witness is None:
        return f"{where}: {'engine' if witness is None else 'witness'} alone speaks of it"
    if len(engine) != 1 or len(witness) != 1:
        return f"{where}: {len(engine)} findings of the engine, {len(witness)} of the witness"
    ours, theirs = engine[0], witness[0]
    if ours.result != theirs.result:
        return f"{where}: engine `{ours.result}`, witness `{theirs.result}`"
    if ours.table != theirs.table:
        return f"{where}: engine gives {_given(ours)}, witness {_given(theirs)}"
    return _unlike_seen(where, ours, theirs)


def _unlike_seen(where: str, ours: Finding, theirs: Finding) -> str | None:
    if len(ours.seen) != len(theirs.seen):
        return f"{where}: engine saw {len(ours.seen)} comparisons, witness {len(theirs.seen)}"
    for left, right in zip(ours.seen, theirs.seen, strict=True):
        if _seen(left) != _seen(right):
            return f"{where}, {left.key}: engine saw {_shown(left)}, witness {_shown(right)}"
    return None


def _given(finding: Finding) -> str:
    table = finding.table
    if table is None:
        return "no table"
    outputs = ", ".join(f"{name} {' and '.join(words)}" for name, words in table.outputs)
    return f"{outputs or table.result} by {', '.join(table.rows) or 'no row'}"


def _shown(one: Seen) -> str:
    values = ", ".join("missing" if value is None else str(value) for _, value in one.values)
    margin = "" if one.margin is None else f", margin {one.margin}"
    return f"`{one.truth.value}` of {one.key} ({values or one.word or 'nothing'}{margin})"
