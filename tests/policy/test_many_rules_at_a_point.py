"""At a point with more cases than can be gone through, everything is decided as at any other."""

import itertools
from math import prod
from pathlib import Path

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Diagnostic
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.subject import Subjects
from asp_decide.policy.lint.lint import Lint
from asp_decide.runs.instruments import reference_judge
from policy_builders import AS_OF, a_policy_set

HEAD = """\
decisions:
  validation: {order: [stop, redirect, pause, continue], otherwise: review}
rules:
"""
RULE = """\
  - id: DEC-{n:02}
    title: Of many
    decide: {answer}
    at: validation
    when:
      all:
        - gain_from_stopping: {word} {n} EUR
        - remaining_duration: {word} {n} weeks
        - evidence_age: {word} {n} weeks
    missing: review
    enforce: advisory
    owner: portfolio_manager
    because: It has been made for this test.
    message: "{{initiative}}"
"""
MANY = 64
"""The limits cut each of three measures into 66 pieces: 287,496 cases that hang together."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Diagnostic, ...]:
    policies = a_policy_set(tmp_path_factory.mktemp("crowd"), HEAD + "".join(rules_up_to(MANY)))
    return Lint.by(reference_judge("EUR"), currency="EUR").of_set(policies, as_of=AS_OF)


def test_so_many_pairs_meet_that_they_are_told_by_their_answers(
    found: tuple[Diagnostic, ...],
) -> None:
    """A rule that stops above n meets one that goes on up to a larger n: one in each two pairs."""
    (met,) = (one.message for one in found if one.code == "P103")

    stops, goes_on = range(2, MANY + 1, 2), range(1, MANY + 1, 2)
    pairs = sum(1 for a in stops for b in goes_on if a < b)
    assert met.startswith(f"{pairs} pairs of rules both speak in some case, DEC-02 and DEC-03 ")
    assert met.endswith("stop comes before continue, if it can occur")


def test_only_the_widest_rule_of_each_answer_adds_anything(found: tuple[Diagnostic, ...]) -> None:
    told = {one.message.partition(" ")[0] for one in found if one.code == "P102"}

    widest = {"DEC-02", f"DEC-{MANY - 1}"}
    assert told == {f"DEC-{n:02}" for n in range(1, MANY + 1)} - widest


def test_the_cases_of_which_nobody_speaks_are_counted_among_all_of_them(
    found: tuple[Diagnostic, ...],
) -> None:
    """Stopped is what lies above 2 on all three, gone on with what lies at most at 63."""
    (gap,) = (one.message for one in found if one.code == "P104")

    below_or_at_2, between, above_63, missing = 2, MANY - 3, 2, 1
    each = [
        *itertools.product(
            [("low", below_or_at_2), ("middle", between), ("high", above_63), ("none", missing)],
            repeat=3,
        )
    ]
    silent = sum(
        prod(n for _, n in one)
        for one in each
        if any(place == "low" for place, _ in one) and any(place == "high" for place, _ in one)
    )
    every = (below_or_at_2 + between + above_63 + missing) ** 3
    assert f"no rule speaks for {silent} of {every} cases" in gap


def test_the_evaluator_is_asked_of_a_few_facts_for_each_rule(tmp_path: Path) -> None:
    """Twice as many rules are twice the work, and not four times as much."""
    few, many = (asked_of(n, tmp_path / str(n)) for n in (20, 40))

    assert many < 2.2 * few


def asked_of(rules: int, folder: Path) -> int:
    """How many rules the evaluator judges, each of how many facts."""
    judge, judged = reference_judge("EUR"), list[int]()

    def counting(
        policies: CompiledPolicies, subjects: Subjects
    ) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
        judged.append(len(policies.clauses) * len(subjects))
        return judge(policies, subjects)

    policies = a_policy_set(folder, HEAD + "".join(rules_up_to(rules)))
    Lint.by(counting, currency="EUR").of_set(policies, as_of=AS_OF)
    return sum(judged)


def rules_up_to(last: int) -> list[str]:
    words = [("stop", "above"), ("continue", "at most")]
    return [
        RULE.format(n=n, answer=words[n % 2][0], word=words[n % 2][1]) for n in range(1, last + 1)
    ]
