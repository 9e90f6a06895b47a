"""Whoever has a record of a rule and the policy can decide it again from the values in it alone.

Policies and subjects are drawn; what the witness finds of all facts is written as records, and each
record is then decided again without the facts. Amounts that an overlay sets for one value stream
are left out, and sums of what is known in part, as they are where this is asked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from asp_decide.audit.shown_part import is_range
from asp_decide.audit.shown_results import result_told_otherwise
from asp_decide.clauses.asked import comparisons_of
from asp_decide.clauses.clause import Clause, CompiledPolicies, LimitClause
from asp_decide.clauses.input_records import Inputs
from asp_decide.clauses.result_records import rule_records
from asp_decide.clauses.rows_of_facts import FactRows
from asp_decide.model.role_map import ROLES
from asp_decide.policy.policy_reader import read_policies
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from drawn_policies import drawn_texts
from drawn_subjects import as_subjects, drawn_subjects
from policy_builders import AS_OF, write_policies

CURRENCY = "EUR"
SEEDS = range(40)


def _drawn(seed: int, folder: Path) -> CompiledPolicies | None:
    written = write_policies(folder / str(seed), drawn_texts(Random(seed)))
    read = read_policies(written, as_of=AS_OF, currency=CURRENCY, roles=ROLES)
    return None if read.value is None else read.value.portfolio


def _records(seed: int, policies: CompiledPolicies) -> Iterator[tuple[dict[str, Any], Clause]]:
    clauses: Mapping[str, Clause] = {one.heading.rule: one for one in policies.clauses}
    subjects = as_subjects(drawn_subjects(Random(seed), policies))
    findings = ReferenceEvaluator().findings(policies, subjects, currency=CURRENCY)
    inputs = Inputs.of(policies, enumerate(findings), FactRows())
    for record in rule_records(policies, findings, {}, currency=CURRENCY, inputs=inputs):
        clause = clauses[record["rule"]]
        overlaid = isinstance(clause, LimitClause) and bool(clause.own_limits)
        overlaid = overlaid or any(one.in_streams for one in comparisons_of(clause))
        if record["subject"] is None or any(is_range(one) for one in record["comparisons"]):
            continue
        if not overlaid:
            yield record, clause


def test_every_record_of_drawn_rules_and_facts_follows_from_itself(tmp_path: Path) -> None:
    results: Counter[str] = Counter()
    for seed in SEEDS:
        policies = _drawn(seed, tmp_path)
        for record, clause in () if policies is None else _records(seed, policies):
            assert result_told_otherwise(record, clause, CURRENCY) == "", (seed, record)
            results[record["result"]] += 1

    assert len(results) >= 10, results
    assert sum(results.values()) > 400, results


OTHER = {"fires": "does_not_fire", "holds": "does_not_hold", "kept": "broken", "met": "unmet"}


def test_no_record_with_another_result_or_limit_follows_from_itself(tmp_path: Path) -> None:
    policies = _drawn(1, tmp_path)
    assert policies is not None
    tried = 0
    for record, clause in _records(1, policies):
        if record["result"] in OTHER:
            forged = {**record, "result": OTHER[record["result"]]}
            assert result_told_otherwise(forged, clause, CURRENCY)
            tried += 1
        for place, one in enumerate(record["comparisons"]):
            if "limit" in one:
                comparisons = list(record["comparisons"])
                comparisons[place] = {**one, "limit": "12345"}
                forged = {**record, "comparisons": comparisons}
                assert result_told_otherwise(forged, clause, CURRENCY)
                tried += 1
    assert tried > 20
