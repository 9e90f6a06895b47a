"""At a point with more cases than are looked at together, rules are looked at two by two."""

import re
from pathlib import Path

import pytest

from asp_decide.policy.lint import Lint
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


@pytest.mark.slow
def test_each_two_are_told_to_meet_where_they_do_and_that_the_rest_is_not_decided(
    tmp_path: Path,
) -> None:
    words = [("stop", "above"), ("continue", "at most")]
    rules = [
        RULE.format(n=n, answer=words[n % 2][0], word=words[n % 2][1]) for n in range(1, MANY + 1)
    ]
    policies = a_policy_set(tmp_path, HEAD + "".join(rules))

    found = Lint.by(reference_judge("EUR"), currency="EUR").of_set(policies, as_of=AS_OF)

    meeting = {
        tuple(re.findall(r"DEC-\d\d", one.message)[:2]) for one in found if one.code == "P103"
    }
    stops, goes_on = range(2, MANY + 1, 2), range(1, MANY + 1, 2)
    expected = {(f"DEC-{a:02}", f"DEC-{b:02}") for a in stops for b in goes_on if a < b}
    assert meeting == expected
    assert any("is not decided" in one.message for one in found if one.code == "P104")
