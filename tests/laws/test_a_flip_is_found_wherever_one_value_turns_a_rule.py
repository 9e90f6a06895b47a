"""A flip turns its rule where every rule and subject is decided again, and none is overlooked.

Flips are looked for near the subject and among what may turn the rule; here each limit of the whole
set is tried on each value that the finding saw, with nothing left out.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from asp_decide.clauses.asked import comparisons_of
from asp_decide.clauses.clause import CompiledPolicies, LimitClause
from asp_decide.clauses.condition import QuantityTest
from asp_decide.model.finding import Finding
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import History, Measured, Subject, Subjects
from asp_decide.policy.policy_reader import read_policies
from asp_decide.rules.flips import A_HAIR, NearestFlips
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from drawn_policies import drawn_texts
from drawn_subjects import as_subjects, drawn_subjects
from policy_builders import AS_OF, write_policies

ASKED_OF_A_PORTFOLIO = 8


@pytest.mark.parametrize("seed", range(0, 80, 8))
def test_a_flip_turns_its_rule_and_without_one_no_single_value_does(
    seed: int, tmp_path: Path
) -> None:
    written = write_policies(tmp_path, drawn_texts(Random(seed)))
    read = read_policies(written, as_of=AS_OF, currency="EUR", roles=ROLES)
    if read.errors or read.value is None:
        pytest.skip("this policy is refused, as lint says")
    policies = read.value.portfolio
    subjects = as_subjects(drawn_subjects(Random(seed), policies, "portfolio"))
    findings = [one for one in _found(policies, subjects) if any(s.values for s in one.seen)]
    Random(seed).shuffle(findings)

    for finding in findings[:ASKED_OF_A_PORTFOLIO]:
        flip = NearestFlips(policies, subjects).of(finding)
        turned = {
            (subject.key, name)
            for name, subject in _changes(policies, finding, subjects)
            if _verdict(policies, {**subjects, subject.key: subject}, finding) != _said(finding)
        }
        where = f"{finding.rule} of {finding.subject}"
        assert flip is not None or not turned, where
        if flip is not None and flip.name in subjects[flip.subject].measures:
            assert (flip.subject, flip.name) in turned, where


def _changes(
    policies: CompiledPolicies, finding: Finding, subjects: Subjects
) -> Iterator[tuple[str, Subject]]:
    """Each value that was seen at each limit of the set, just below it and just above it."""
    for seen in finding.seen:
        key = seen.via[0] if seen.via else finding.subject
        subject = subjects.get(key) if key is not None else None
        measure = subject.measures.get(seen.name) if subject is not None else None
        if subject is None or measure is None:
            continue  # a ratio, or members that are counted: their own tests speak of them
        for value in _tried(policies, seen.name):
            for changed in _with(measure, len(seen.values), value):
                yield seen.name, replace(subject, measures={**subject.measures, seen.name: changed})


def _tried(policies: CompiledPolicies, name: str) -> set[Fraction]:
    limits: set[Fraction] = set()
    for clause in policies.clauses:
        if isinstance(clause, LimitClause) and clause.name == name:
            own = {one.limit for one in clause.own_limits}
            limits |= {*own, *(e for e in (clause.at_most, clause.at_least) if e is not None)}
        for leaf in comparisons_of(clause):
            for one in (leaf, *(other for _, other in leaf.in_streams)):
                if one.name == name and isinstance(one.test, QuantityTest):
                    limits |= {e for e in (one.test.limit, one.test.upper) if e is not None}
    return {limit + step for limit in limits for step in (-1, -A_HAIR, 0, A_HAIR, 1)}


def _with(measure: Measured | History, shown: int, value: Fraction) -> Iterator[Measured | History]:
    if isinstance(measure, Measured):
        if measure.value is not None:
            yield Measured(value)
        return
    for back in range(1, min(shown, len(measure.values)) + 1):
        if measure.values[-back] is not None:
            values = list(measure.values)
            values[-back] = value
            yield replace(measure, values=tuple(values))


def _found(policies: CompiledPolicies, subjects: Subjects) -> tuple[Finding, ...]:
    return ReferenceEvaluator().findings(policies, subjects, currency="EUR")


def _verdict(policies: CompiledPolicies, subjects: Subjects, finding: Finding) -> object:
    judged = ReferenceEvaluator().judged(policies, subjects, currency="EUR")
    results = next(one for one in judged.results if one.rule == finding.rule)
    place = results.keys.index(finding.subject) if finding.subject in results.keys else -1
    outcome = results.outcome(place) if place >= 0 else None
    return results.results[place], outcome.outputs if outcome is not None else ()


def _said(finding: Finding) -> object:
    return finding.result, finding.table.outputs if finding.table is not None else ()
