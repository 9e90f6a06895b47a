"""The cases that two versions decide otherwise: each shown by a fact, and the same turned round."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from asp_decide.clauses.clause import CompiledPolicies, DecideClause, RequireClause
from asp_decide.errors import unwrap
from asp_decide.model.role_map import ROLES
from asp_decide.policy.cells.cells import Difference
from asp_decide.policy.cells.stream_versions import as_in
from asp_decide.policy.cells.suppositions import supposed_subjects, supposing
from asp_decide.policy.cells.table_cells import Outcome
from asp_decide.policy.changes.difference_words import in_words
from asp_decide.policy.changes.era_cells import ComparedCells, compared_cells
from asp_decide.policy.compiling.compile import compile_policies
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.policy.written.policy_set import PolicySet
from case_builders import judged_by_witness
from policy_builders import AS_OF, GOOD, OVERLAY, write_policies
from policy_edits import OTHER, SAME

BESIDE = {"overlays/payments": OVERLAY}
MOVING = [edit for edit in OTHER if edit[0] in {
    "strictness", "a window", "a word negated", "any for all", "every for some", "the answer",
    "enforcement", "else", "what is blocked", "a value of a parameter in force",
    "the order of a point", "otherwise", "the group", "the name of a rule",
}]  # fmt: skip


MOVING += [
    ("a row of a table", "at least 500_000 EUR", "at least 400_000 EUR"),
    ("what a row gives", "then: [finance]}", "then: [facilitator]}"),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> PolicySet:
    return _read(tmp_path_factory.mktemp("good"), GOOD)


def _read(folder: Path, text: str, beside: Mapping[str, str] = BESIDE) -> PolicySet:
    written = write_policies(folder, {"portfolio/sample": text, **beside})
    return unwrap(read_policy_sets(written, currency="EUR", roles=ROLES)).portfolio


def _compared(old: PolicySet, new: PolicySet, as_of: date = AS_OF) -> ComparedCells:
    return compared_cells(old, new, judged_by_witness, as_of=as_of)


@pytest.mark.parametrize(("edit", "old", "new"), MOVING, ids=[one[0] for one in MOVING])
def test_a_fact_that_is_told_is_decided_otherwise_and_so_are_the_versions_turned_round(
    edit: str, old: str, new: str, good: PolicySet, tmp_path: Path
) -> None:
    other = _read(tmp_path, GOOD.replace(old, new))

    found, back = _compared(good, other), _compared(other, good)

    assert {(one.since, one.until, _key(one.difference)) for one in found.found} == {
        (one.since, one.until, _key(_turned(one.difference))) for one in back.found
    }
    for one in found.found:
        difference = one.difference
        if not difference.is_decided:
            continue
        for policies, said in ((good, difference.old), (other, difference.new)):
            version = compile_policies(policies, as_of=one.since)
            if version.clause(difference.of) or difference.of in version.points:
                assert _says(version, difference) == _word(said)
        words = in_words(difference, found.units, "EUR")
        assert words.was != words.now
        assert words.witness


@pytest.mark.parametrize(("edit", "old", "new"), SAME[:3], ids=[one[0] for one in SAME[:3]])
def test_what_means_the_same_is_decided_the_same(
    edit: str, old: str, new: str, good: PolicySet, tmp_path: Path
) -> None:
    assert _compared(good, _read(tmp_path, GOOD.replace(old, new))).found == ()


def test_a_value_of_tomorrow_changes_cases_from_tomorrow_on(
    good: PolicySet, tmp_path: Path
) -> None:
    later = "value: 5 initiatives}\n      - {from: 2027-01-01, value: 4 initiatives}"
    later += "\n      - {from: 2027-07-01, value: 5 initiatives}"
    other = _read(tmp_path, GOOD.replace("value: 5 initiatives}", later))

    found = [one for one in _compared(good, other).found if one.difference.of == "WIP-01"]

    assert {(one.since, one.until, one.difference.stream) for one in found} == {
        (date(2027, 1, 1), date(2027, 6, 30), "")
    }
    assert [(one.difference.old, one.difference.new) for one in found] == [("kept", "broken")]


def test_what_a_stream_sets_changes_its_own_cases(good: PolicySet, tmp_path: Path) -> None:
    beside = {"overlays/payments": OVERLAY.replace("4 initiatives", "3 initiatives")}

    (one,) = _compared(good, _read(tmp_path, GOOD, beside)).found

    assert (one.difference.of, one.difference.stream) == ("WIP-01", "payments")
    assert (one.since, one.until) == (AS_OF, date(2027, 3, 31))


def test_days_on_which_a_version_is_not_in_force_are_named(good: PolicySet, tmp_path: Path) -> None:
    ends = "effective: {from: 2026-01-01, until: 2026-12-31}"
    text = GOOD.replace("effective: {from: 2026-01-01}", ends)
    beside = {"overlays/payments": OVERLAY.replace("2027-03-31", "2026-12-31")}

    assert date(2027, 1, 1) in _compared(good, _read(tmp_path, text, beside)).not_compared


def _says(version: CompiledPolicies, difference: Difference) -> object:
    """What the reference evaluator says of the fact under one version, of that rule or point."""
    policies = as_in(version, difference.stream)
    rules = [one for one in policies.clauses if difference.of in {one.heading.rule, _point(one)}]
    subjects, (key,) = supposed_subjects(difference.kind, (difference.supposition,))
    findings, answers = judged_by_witness(supposing(policies, rules), subjects)
    if difference.clauses == (None, None):
        of_point = [one for one in answers if (one.point, one.subject) == (difference.of, key)]
        return _word(of_point[0]) if of_point else None
    (said,) = (f for f in findings if f.rule == difference.of and f.subject in {key, None})
    if said.table is None:
        return said.result
    return Outcome(said.result, tuple(words for _, words in said.table.outputs))


def _point(clause: object) -> str:
    return clause.point if isinstance(clause, DecideClause | RequireClause) else ""


def _word(said: object) -> object:
    return replace(said, subject=None) if hasattr(said, "subject") else said  # type: ignore[type-var]


def _turned(one: Difference) -> Difference:
    return replace(one, old=one.new, new=one.old, clauses=one.clauses[::-1])


def _key(one: Difference) -> object:
    return repr(replace(one, clauses=(None, None), old=_word(one.old), new=_word(one.new)))  # type: ignore[arg-type]
