"""What the newest plan shows of the rules: who matched nobody, and which limit lies on a value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from asp_decide.clauses.clause import Clause, CompiledPolicies
from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import UsageError
from asp_decide.model.quantity import WHOLE_UNITS, unit
from asp_decide.policy.written.codes import problem
from asp_decide.runs.drafts import newest_draft
from asp_decide.runs.workspace import Workspace

FEWEST_AT_A_LIMIT = 3
LEAST_SHARE_AT_A_LIMIT = Fraction(1, 10)
"""So many subjects, and such a part of those measured: fewer lie on a limit by chance."""

MOST_NAMED = 5
"""Subjects that are named of those that lie on a limit."""


def rules_in_newest_plan(
    workspace: Workspace, policies: CompiledPolicies
) -> tuple[Diagnostic, ...]:
    """What the records of the newest plan of these very policies show of each rule.

    Nothing where there is no such plan: whom a rule meets is known once it has run.
    """
    try:
        draft = newest_draft(workspace.plans)
        if draft.plan.run.policies != policies.digest:
            return ()
        records = [record for record in draft.records() if record["kind"] == "rule"]
    except UsageError:
        return ()
    clauses: Mapping[str, Clause] = {clause.heading.rule: clause for clause in policies.clauses}
    found = [
        *_matched_nobody(records, clauses, draft.plan.run.id),
        *_knife_edges(records, clauses, draft.plan.run.currency),
    ]
    return tuple(sorted(found))


def _matched_nobody(
    records: Iterable[dict[str, Any]], clauses: Mapping[str, Clause], run: str
) -> Iterator[Diagnostic]:
    for record in records:
        clause = clauses.get(record["rule"])
        if record["subject"] is None and clause is not None:
            rule, place = clause.heading.rule, clause.heading.place
            message = f"{rule} had nobody to speak of in plan {run}"
            mend = "its `where` and its decision point say whom it speaks of"
            yield problem("P119", place, message, mend=mend, width=len(rule))


def _knife_edges(
    records: Iterable[dict[str, Any]],
    clauses: Mapping[str, Clause],
    currency: str,
) -> Iterator[Diagnostic]:
    """Limits that lie on a value which occurs often: whether it counts hangs on one word."""
    measured: dict[tuple[str, int], list[tuple[str, dict[str, Any]]]] = {}
    for record in records:
        for compared in record["comparisons"]:
            if "margin" in compared and record["subject"] is not None:
                (subject,) = record["subject"].values()
                measured.setdefault((record["rule"], compared["k"]), []).append((subject, compared))
    for (rule, _), found in sorted(measured.items()):
        at_limit = [subject for subject, compared in found if compared["margin"] == "0"]
        first, clause = found[0][1], clauses.get(rule)
        named = unit(first["unit"], currency)
        is_counted = named is not None and named.name in WHOLE_UNITS
        share = Fraction(len(at_limit), len(found))
        is_often = len(at_limit) >= FEWEST_AT_A_LIMIT and share >= LEAST_SHARE_AT_A_LIMIT
        if clause is None or is_counted or not is_often:
            continue
        message = (
            f"{rule}: {first['measure']} is exactly {first['limit']} {first['unit']} for "
            f"{len(at_limit)} of {len(found)}, and `{first['test']}` decides whether that counts"
        )
        mend = "say which side is meant, or move the limit off the value"
        place = clause.heading.place
        told = problem("P110", place, message, mend=mend, width=len(rule))
        yield replace(told, examples=tuple(_named(at_limit)))


def _named(subjects: list[str]) -> Iterator[str]:
    unique = list(dict.fromkeys(subjects))
    shown = unique[:MOST_NAMED]
    more = [f"and {len(unique) - MOST_NAMED} more"] if len(unique) > MOST_NAMED else []
    yield ", ".join([*shown, *more])
