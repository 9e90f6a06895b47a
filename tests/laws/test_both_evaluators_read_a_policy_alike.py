"""Whatever policies say and whatever facts are, both evaluators find the same, and say why alike.

Policies of both layers are drawn as text, with overlays and exemptions, and go the whole way: read,
checked, compiled, judged twice. Each part prints its seeds, so that a case that fails can be drawn
again alone.
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.exempting import exempted
from asp_decide.errors import MissingFactError
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Layer, Subjects
from asp_decide.policy.policy_reader import read_policies
from asp_decide.rules.durable_engine import drawn_findings
from asp_decide.rules.durable_host import draw
from asp_decide.rules.free_slots import with_free_slots
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.rules.standing import standings
from drawn_policies import drawn_texts, permuted
from drawn_subjects import as_subjects, drawn_subjects
from policy_builders import AS_OF, write_policies

CURRENCY = "EUR"
PARTS = 20
CASES_IN_A_PART = 1_000
PORTFOLIOS_FOR_A_POLICY = 8
SEEDS_OF_A_PART = 200

pytestmark = pytest.mark.slow


@dataclass
class _Counted:
    """How many policies were read and refused, how many cases were judged, and what they gave."""

    accepted: int = 0
    refused: int = 0
    cases: int = 0
    results: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Judged:
    """All that one evaluator makes of a case: what stands, what it finds, what is answered.

    `halted` is the message where a rule halts the run for want of a fact.
    """

    standing: tuple[tuple[str, bool, str], ...]
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    halted: str = ""


type Judge = Callable[[CompiledPolicies, Subjects], tuple[Finding, ...]]


def _engine(policies: CompiledPolicies, subjects: Subjects) -> tuple[Finding, ...]:
    return drawn_findings(policies, subjects, draw, currency=CURRENCY)


def _witness(policies: CompiledPolicies, subjects: Subjects) -> tuple[Finding, ...]:
    return ReferenceEvaluator().findings(policies, subjects, currency=CURRENCY)


def _judged(written: CompiledPolicies, subjects: Subjects, judge: Judge) -> _Judged:
    """The way of a run: exemptions, room under limits, findings, answers."""
    standing = standings(written, subjects, AS_OF, judge)
    stands = tuple((one.exemption.id, one.lapsed, one.why) for one in standing)
    policies = exempted(written, (one.exemption for one in standing if not one.lapsed))
    findings: tuple[Finding, ...] = ()
    try:
        subjects = with_free_slots(policies, subjects, judge)
        findings = judge(policies, subjects)
        return _Judged(stands, findings, prevailing(policies, findings, subjects))
    except MissingFactError as halted:
        return _Judged(stands, findings, (), str(halted))


def _layer(seed: int) -> Layer:
    return "delivery" if seed % 4 == 3 else "portfolio"


def _read(folder: Path, texts: dict[str, str], layer: Layer) -> CompiledPolicies | None:
    """The compiled policies of the layer, or None where they are refused."""
    shutil.rmtree(folder / "policies", ignore_errors=True)
    written = write_policies(folder, texts)
    read = read_policies(written, as_of=AS_OF, currency=CURRENCY, roles=ROLES)
    return None if read.errors or read.value is None else read.value.of(layer)


def _accepted(
    folder: Path, seeds: range, counted: _Counted
) -> Iterator[tuple[int, CompiledPolicies]]:
    for seed in seeds:
        layer = _layer(seed)
        policies = _read(folder, drawn_texts(Random(seed), layer), layer)
        if policies is None:
            counted.refused += 1
            continue
        counted.accepted += 1
        yield seed, policies


@pytest.mark.parametrize("part", range(PARTS))
def test_results_reasons_and_unknowns_are_the_same(part: int, tmp_path: Path) -> None:
    first = part * SEEDS_OF_A_PART
    print(f"policies of seeds from {first} on")  # noqa: T201
    counted = _Counted()
    drawn = _accepted(tmp_path, range(first, first + SEEDS_OF_A_PART), counted)

    for seed, policies in islice(drawn, CASES_IN_A_PART // PORTFOLIOS_FOR_A_POLICY):
        for number in range(PORTFOLIOS_FOR_A_POLICY):
            chance = Random(seed * PORTFOLIOS_FOR_A_POLICY + number)
            subjects = as_subjects(drawn_subjects(chance, policies, _layer(seed)))
            engine = _judged(policies, subjects, _engine)
            witness = _judged(policies, subjects, _witness)
            assert engine == witness, f"policy {seed}, portfolio {number}"
            counted.cases += 1
            counted.results.update(one.result for one in engine.findings)

    assert counted.cases == CASES_IN_A_PART, f"20,000 cases in all parts together: {counted}"
    assert len(counted.results) == 13, f"every result comes up: {counted.results}"


@pytest.mark.parametrize("seed", range(0, 1_000, 25))
def test_no_order_of_files_rules_keys_or_facts_shows(seed: int, tmp_path: Path) -> None:
    chance, layer = Random(seed), _layer(seed // 25)
    texts = drawn_texts(Random(seed), layer)
    policies = _read(tmp_path, texts, layer)
    if policies is None:
        pytest.skip("this policy is refused, as lint says")
    subjects = drawn_subjects(Random(seed), policies, layer)
    shuffled = list(subjects)
    chance.shuffle(shuffled)
    other = _read(tmp_path, permuted(texts, chance), layer)
    assert other is not None

    assert other.digest == policies.digest
    for judge in (_engine, _witness):
        once = _judged(policies, as_subjects(subjects), judge)
        assert _judged(other, as_subjects(shuffled), judge) == once
