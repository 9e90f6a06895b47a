"""Whether a mutant changes anything is decided exactly: no facts tell apart what is called equal."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.errors import unwrap
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import History, Measured, Subject, SubjectKey, Subjects
from asp_decide.policy.adequacy.mutant_cells import ByCells
from asp_decide.policy.adequacy.mutant_changes import changed
from asp_decide.policy.adequacy.mutants import Mutant, mutants_of
from asp_decide.policy.cases.case import Cases
from asp_decide.policy.cases.cases import read_cases
from asp_decide.policy.compiling.compile import compile_policies
from asp_decide.policy.policy_reader import read_policy_sets
from case_builders import CASES_HEAD, cases_beside, judged_by_witness
from policy_builders import HEAD
from source_tree import PROJECT

PACK = PROJECT / "policies"


@cache
def pack(name: str) -> Cases:
    policies = unwrap(read_policy_sets(PACK, currency="EUR", roles=ROLES))
    return unwrap(read_cases(PACK / "portfolio" / f"{name}.tests.yaml", policies))


@cache
def equivalent(name: str) -> tuple[tuple[Mutant, CompiledPolicies, CompiledPolicies], ...]:
    cases, told = pack(name), ByCells(judged_by_witness, "EUR")
    base = compile_policies(cases.policies, as_of=cases.as_of)
    found = []
    for mutant in mutants_of(cases):
        other = changed(base, mutant.change, cases.policies, cases.as_of)
        difference = told(base, other) if not mutant.in_plan else None
        if difference is not None and difference.decided and not difference.witness:
            found.append((mutant, base, other))
    return tuple(found)


AMOUNTS = st.sampled_from([None, *(Fraction(n) for n in (-1, 0, 1, 1499, 1500, 25_000, 25_001))])
SHARES = st.sampled_from([None, *(Fraction(n, 100) for n in (0, 24, 25, 39, 40, 69, 70, 100))])


@st.composite
def initiatives(draw: st.DrawFn, state: str) -> Subjects:
    """One initiative, with whatever the rules of the pack ask of it, its duties among it."""
    history = draw(st.lists(SHARES, max_size=4))
    intervals = tuple(f"interval {n}" for n in range(len(history)))
    measures: Mapping[str, Measured | History] = {
        "value_realisation": History(intervals, tuple(history)),
        **{
            name: Measured(draw(AMOUNTS))
            for name in (
                "remaining_cd3", "gain_from_stopping", "gain_from_redirecting", "value_forecast",
                "net_value_whole", "net_value_staged", "requirements_violated", "kill_criteria",
                "sponsor_review_age", "value_of_examining", "window_left", "unmet_predecessors",
            )
        },
        "relevance": Measured(draw(SHARES)),
    }  # fmt: skip
    words = {"state": state, "tripped_kill": draw(st.sampled_from([None, "none", "stop"]))}
    fields = {
        name: draw(st.booleans())
        for name in ("lead", "theme_ids", "requirement_ids", "benefit_model", "effort_and_outlay")
    }
    duty = SubjectKey("requirement", "REQ-1")
    signal = SubjectKey("signal", "SIG-1")
    key = SubjectKey("initiative", "INI-1")
    links = {"requirement": draw(st.sampled_from([(), ("REQ-1",)]))}
    filed = {
        "kind": "regulatory",
        "disposition": draw(st.sampled_from([None, "need", "requirement"])),
    }
    weeks = {"weeks_to_force": Measured(Fraction(4))}
    return {
        signal: Subject(signal, "SIG-1", filed),
        duty: Subject(duty, "REQ-1", measures=weeks, links={"signal": ("SIG-1",)}),
        key: Subject(key, "INI-1", words, fields, measures, links),
    }


def decided(policies: CompiledPolicies, subjects: Subjects) -> tuple[list[object], list[object]]:
    findings, answers = judged_by_witness(policies, subjects)
    return [_said(one) for one in findings], [_answered(one) for one in answers]


def _said(finding: Finding) -> object:
    return finding.rule, finding.subject, finding.result


def _answered(answer: Answer) -> object:
    return answer.point, answer.subject, answer.answer, answer.why or (answer.by, answer.blocked_by)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("stop-continue", "implementing"),
        ("gates", "intake"),
        ("gates", "triage"),
        ("gates", "investment_framing"),
        ("signals", "delivery_queue"),
        ("wip", "discovery_queue"),
        ("wip", "delivery_queue"),
    ],
)
@given(drawn=st.data())
def test_no_facts_tell_a_mutant_apart_that_is_called_equivalent(
    name: str, state: str, drawn: st.DataObject
) -> None:
    subjects = drawn.draw(initiatives(state))

    assert equivalent(name)
    for mutant, base, other in equivalent(name):
        assert decided(base, subjects) == decided(other, subjects), str(mutant)


NOTHING = CASES_HEAD + "cases:\n  - name: nothing\n    given: {}\n    expect: {}\n"


def witnesses(folder: Path, when: str, unless: str = "") -> Iterator[tuple[str, str]]:
    body = (
        "rules:\n  - id: DER-01\n    title: A conclusion\n    derive: shown\n"
        f"    for_each: initiative\n    when: {when}\n"
        + (f"    unless: {unless}\n" if unless else "")
        + "    owner: finance\n    because: The page shows it.\n    message: '{initiative}'\n"
    )
    cases = cases_beside(folder, {"portfolio/sample": HEAD + body}, NOTHING, "portfolio/sample")
    base = compile_policies(cases.policies, as_of=cases.as_of)
    told = ByCells(judged_by_witness, "EUR")
    for mutant in mutants_of(cases):
        other = changed(base, mutant.change, cases.policies, cases.as_of)
        yield mutant.becomes, told(base, other).witness


def test_a_limit_that_another_one_hides_may_be_strict_or_not(tmp_path: Path) -> None:
    """Below 4 % and below 9 %: whether 9 % itself counts, nobody can tell."""
    found = dict(witnesses(tmp_path, "{all: [{relevance: below 4 %}, {relevance: below 9 %}]}"))

    assert found["relevance: at most 9 %"] == ""
    assert found["relevance: at most 4 %"] == "relevance 4 %"


def test_some_and_every_differ_over_none_and_over_two(tmp_path: Path) -> None:
    found = dict(witnesses(tmp_path, "{some: value_stream, that: {capacity_age: above 4 weeks}}"))

    assert found["every: value_stream"] == (
        "a value_stream (capacity_age 3 weeks) and a value_stream (capacity_age 5 weeks)"
    )
    assert found["capacity_age: at least 4 weeks"] == "a value_stream (capacity_age 4 weeks)"


def test_a_window_is_told_apart_by_a_history(tmp_path: Path) -> None:
    found = dict(witnesses(tmp_path, "{value_realised: below 4 EUR for 2 intervals in a row}"))

    assert found["value_realised: below 4 EUR for 3 intervals in a row"] == (
        "value_realised [3 EUR, 3 EUR]"
    )
