"""Whatever policies say and whatever facts are, both evaluators find the same, and say why alike.

Policies are drawn as text and go the whole way: read, checked, compiled, judged twice. Each part
prints its seeds, so that a case that fails can be drawn again alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Checked
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.subject import Subjects
from asp_decide.rules.durable_engine import drawn_findings
from asp_decide.rules.durable_host import draw
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from drawn_policies import as_subjects, drawn_policy, drawn_subjects
from policy_builders import AS_OF, read_all

CURRENCY = "EUR"
PARTS = 20
POLICIES_IN_A_PART = 250
PORTFOLIOS_FOR_A_POLICY = 5

pytestmark = pytest.mark.slow


@dataclass
class _Counted:
    """How many policies were read and refused, and how many cases were judged."""

    accepted: int = 0
    refused: int = 0
    cases: int = 0


def _read(folder: Path, text: str) -> Checked[CompiledPolicies]:
    return read_all(folder, {"portfolio/drawn": text}, as_of=AS_OF)


def _judged(policies: CompiledPolicies, subjects: Subjects) -> tuple[tuple[Finding, ...], ...]:
    engine = drawn_findings(policies, subjects, draw, currency=CURRENCY)
    return engine, ReferenceEvaluator().findings(policies, subjects, currency=CURRENCY)


def _accepted(
    folder: Path, seeds: range, counted: _Counted
) -> Iterator[tuple[int, CompiledPolicies]]:
    for seed in seeds:
        read = _read(folder, drawn_policy(Random(seed)))
        if read.errors or read.value is None:
            counted.refused += 1
            continue
        counted.accepted += 1
        yield seed, read.value


def _answered(
    policies: CompiledPolicies, findings: tuple[Finding, ...], subjects: Subjects
) -> tuple[Answer, ...]:
    return prevailing(policies, findings, subjects)


@pytest.mark.parametrize("part", range(PARTS))
def test_results_reasons_and_unknowns_are_the_same(part: int, tmp_path: Path) -> None:
    first = part * POLICIES_IN_A_PART
    seeds = range(first, first + POLICIES_IN_A_PART)
    print(f"policies of seeds {seeds.start} to {seeds.stop - 1}")  # noqa: T201
    counted = _Counted()

    for seed, policies in _accepted(tmp_path, seeds, counted):
        for number in range(PORTFOLIOS_FOR_A_POLICY):
            chance = Random(seed * PORTFOLIOS_FOR_A_POLICY + number)
            subjects = as_subjects(drawn_subjects(chance, policies))
            engine, witness = _judged(policies, subjects)
            assert engine == witness, f"policy {seed}, portfolio {number}"
            counted.cases += 1

    assert counted.cases >= 1_000, f"20,000 cases in all parts together: {counted}"


@pytest.mark.parametrize("seed", range(0, 1_000, 25))
def test_no_order_of_rules_keys_or_facts_shows(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    read = _read(tmp_path, drawn_policy(Random(seed)))
    if read.value is None or read.errors:
        pytest.skip("this policy is refused, as lint says")
    policies = read.value
    subjects = drawn_subjects(Random(seed), policies)
    shuffled, clauses = list(subjects), list(policies.clauses)
    chance.shuffle(shuffled)
    chance.shuffle(clauses)
    other = CompiledPolicies(tuple(clauses), policies.points, policies.digest)

    once, again = _judged(policies, as_subjects(subjects)), _judged(other, as_subjects(shuffled))

    assert once == again
    assert _answered(policies, once[0], as_subjects(subjects)) == _answered(
        other, again[0], as_subjects(shuffled)
    )
