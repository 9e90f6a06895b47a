"""Two versions of a policy differ in a cell that can be shown, or are proven to say the same."""

import json
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.errors import unwrap
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.quantity import WHOLE_UNITS
from asp_decide.model.subject import Measured, Subject, Subjects
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.cells import Difference, differing_cells
from asp_decide.policy.cells.table_cells import Outcome
from asp_decide.policy.written.vocabulary import vocabulary
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from drawn_policies import drawn_policy
from drawn_subjects import as_subjects, drawn_subjects
from policy_builders import GOOD, read_all

HALTS, GOES_TO_PEOPLE = (f'"missing": "{word}"' for word in ("fail", "review"))
SWAPS = (
    ("below", "at most"),
    ("at most", "below"),
    ("above", "at least"),
    ("at least", "above"),
    ("is not", "is"),
    ("is ", "is not "),
    ("known", "missing"),
    ("missing", "known"),
    ("does not hold", "holds"),
    ("holds", "does not hold"),
    ("2", "3"),
    ("1", "2"),
    ("advisory", "mandatory"),
)
"""One word for another, as a slip of the pen would."""

PROSE = {"id", "title", "owner", "because", "message", "at", "missing", "limit", "guardrail", "per"}
NAMES = {"derive", "for_each", "require", "escalate", "some", "every", "by", "longest", "role"}

_WHOLE = {
    spec.name
    for spec in vocabulary("portfolio").specs.values()
    if getattr(spec, "unit", "") in WHOLE_UNITS
}


def judge(
    policies: CompiledPolicies, subjects: Subjects
) -> tuple[tuple[Finding, ...], tuple[Answer, ...]]:
    findings = ReferenceEvaluator().findings(policies, subjects, currency="EUR")
    return findings, prevailing(policies, findings, subjects)


def differences(folder: Path, old: str, new: str) -> list[Difference]:
    return list(
        differing_cells(_read(folder / "old", old), _read(folder / "new", new), Axes(judge))
    )


def _read(folder: Path, text: str) -> CompiledPolicies:
    name = "sample" if "policy: portfolio/sample" in text else "drawn"
    return unwrap(read_all(folder, {f"portfolio/{name}": text}))


def test_a_copy_in_another_order_with_other_prose_is_proven_the_same(tmp_path: Path) -> None:
    other = GOOD.replace("title: Stop", "title: Stop what fails").replace(
        "        - value_realisation: below 40 % for 2 intervals in a row\n"
        "        - remaining_cd3: below $hurdle\n",
        "        - remaining_cd3: below $hurdle # the hurdle first\n"
        "        - value_realisation: below 40.0 % for 2 intervals in a row\n",
    )

    assert other != GOOD
    assert differences(tmp_path, GOOD, other) == []


def test_what_a_condition_says_in_other_words_is_proven_the_same(tmp_path: Path) -> None:
    other = GOOD.replace(
        "        - remaining_cd3: below $hurdle\n",
        "        - not: {remaining_cd3: at least $hurdle}\n",
    )

    assert other != GOOD
    assert differences(tmp_path, GOOD, other) == []


def test_a_higher_limit_changes_the_cells_between_both_limits(tmp_path: Path) -> None:
    found = differences(tmp_path, GOOD, GOOD.replace("below 40 %", "below 50 %"))

    rule = next(one for one in found if one.of == "STOP-01" and one.new == "fires")
    point = next(one for one in found if one.of == "validation" and _word(one.new) == "stop")
    assert rule.old == "does_not_fire"
    assert _word(point.old) == "review"
    assert 0 < rule.cells < rule.of_cells


def test_a_rule_that_only_binds_harder_differs_where_it_fires(tmp_path: Path) -> None:
    advisory = GOOD.replace(
        "    enforce: overridable\n"
        "    override: {by: portfolio_board, longest: 2 intervals, needs: [reason, evidence]}\n",
        "    enforce: advisory\n",
    )

    found = differences(tmp_path, GOOD, advisory)

    assert {(one.of, one.old) for one in found if one.of == "STOP-01"} == {
        ("STOP-01", "fires"),
        ("STOP-01", "unknown"),
        ("STOP-01", "spared"),
    }


def test_an_order_of_answers_that_no_case_can_tell_apart_is_the_same(tmp_path: Path) -> None:
    order = "validation: {order: [stop, redirect, pause, continue]"
    other = GOOD.replace(order, "validation: {order: [redirect, stop, pause, continue]")

    assert other != GOOD
    assert differences(tmp_path, GOOD, other) == []


@pytest.mark.parametrize("seed", range(60))
def test_what_is_proven_the_same_is_the_same_on_any_facts(seed: int, tmp_path: Path) -> None:
    _hold_to_chance(seed, tmp_path, portfolios=10)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_many_more_policies_differ_only_where_a_fact_shows_it(part: int, tmp_path: Path) -> None:
    for seed in range(1_000 + part * 80, 1_080 + part * 80):
        _hold_to_chance(seed, tmp_path / str(seed), portfolios=40)


def _hold_to_chance(seed: int, folder: Path, *, portfolios: int) -> None:
    """Each difference was judged on its fact when it was told; sameness is held to other facts."""
    chance = Random(seed)
    drawn = json.loads(drawn_policy(chance).replace(HALTS, GOES_TO_PEOPLE))
    changed = _with_a_slip(drawn, chance)
    texts = [json.dumps(one) for one in (drawn, changed)]
    read = [read_all(folder / str(n), {"portfolio/drawn": text}) for n, text in enumerate(texts)]
    old, new = (one.value if not one.errors else None for one in read)
    if old is None or new is None:
        return
    if list(differing_cells(old, new, Axes(judge))):
        return
    for number in range(portfolios):
        drawn_ones = drawn_subjects(Random(seed * portfolios + number), old)
        subjects = as_subjects([_as_facts_are(one) for one in drawn_ones])
        (was, answers), (is_now, answers_now) = judge(old, subjects), judge(new, subjects)
        assert [(f.rule, f.subject, f.result) for f in was] == [
            (f.rule, f.subject, f.result) for f in is_now
        ], f"policy {seed}, portfolio {number}"
        assert answers == answers_now


def _with_a_slip(policy: dict[str, Any], chance: Random) -> dict[str, Any]:
    changed = deepcopy(policy)
    places = list(_words(chance.choice(changed["rules"])))
    chance.shuffle(changed["rules"])
    if places and chance.random() < 0.9:
        within, key = chance.choice(places)
        for word, other in SWAPS:
            if word in within[key]:
                within[key] = within[key].replace(word, other, 1)
                break
    return changed


def _words(node: Any) -> list[tuple[dict[str, Any], str]]:
    if isinstance(node, list):
        return [found for part in node for found in _words(part)]
    if not isinstance(node, dict):
        return []
    own = [(node, key) for key in node if isinstance(node[key], str) and key not in PROSE | NAMES]
    return own + [found for key in node for found in _words(node[key])]


def _as_facts_are(subject: Subject) -> Subject:
    """The subject with a state, and nothing between one and the next of what is counted."""
    attributes = dict(subject.attributes)
    if subject.key.kind == "initiative":
        attributes["state"] = attributes.get("state") or "implementing"
    measures = {
        name: Measured(Fraction(abs(one.value) // 1))
        if name in _WHOLE and isinstance(one, Measured) and one.value is not None
        else one
        for name, one in subject.measures.items()
    }
    return replace(subject, attributes=attributes, measures=measures)


def _word(answer: object) -> str:
    assert isinstance(answer, Answer)
    return answer.answer


def test_a_condition_that_is_all_of_one_version_and_a_part_of_the_other_is_one(
    tmp_path: Path,
) -> None:
    """What stands in both is looked at in both, whole and by itself."""
    parts = "{any: [{lead: known}, {window_left: above 4 weeks}]}"
    old = concluding(f"{{all: [{parts}, {{relevance: above 4 %}}]}}")

    found = differences(tmp_path, old, concluding(f"{{all: [{parts}]}}"))

    assert {(one.old, one.new) for one in found} == {
        ("does_not_hold", "holds"),
        ("does_not_hold", "unknown"),
        ("unknown", "holds"),
    }


def concluding(when: str) -> str:
    head = GOOD[: GOOD.index("parameters:")]
    return head + (
        "rules:\n  - id: DER-01\n    title: A conclusion\n    derive: shown\n"
        f"    for_each: initiative\n    when: {when}\n"
        "    owner: finance\n    because: Somebody asks.\n    message: '{initiative}'\n"
    )


def test_what_is_counted_otherwise_is_another_rule(tmp_path: Path) -> None:
    new = GOOD.replace("count: initiative, where: {state: in_delivery}", "count: initiative")

    found = {(one.of, one.old, one.new) for one in differences(tmp_path, GOOD, new)}

    assert ("WIP-01", "kept", "does_not_apply") in found
    assert ("WIP-01", "does_not_apply", "kept") in found


def test_a_row_that_asks_for_more_changes_what_its_table_gives_between_both_limits(
    tmp_path: Path,
) -> None:
    found = differences(
        tmp_path, GOOD, GOOD.replace("at least 500_000 EUR", "at least 600_000 EUR")
    )

    gives = {
        (one.old.words, one.new.words)
        for one in found
        if isinstance(one.old, Outcome) and isinstance(one.new, Outcome)
    }
    finance, architect = "finance", "architecture_owner"
    assert gives == {(((finance,),), ()), (((architect, finance),), ((architect,),))}
    assert {one.of for one in found} == {"TAB-01"}
    assert all(0 < one.cells < one.of_cells for one in found)


def test_rows_of_a_table_in_another_order_are_proven_the_same(tmp_path: Path) -> None:
    first, second = (
        f"      - {row}\n"
        for row in (
            "{row: dear, if: [any, at least 500_000 EUR], then: [finance]}",
            "{row: structure, if: [enabler, any], then: [architecture_owner]}",
        )
    )

    other = GOOD.replace(first + second, second + first)

    assert other != GOOD
    assert differences(tmp_path, GOOD, other) == []
