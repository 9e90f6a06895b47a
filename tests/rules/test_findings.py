"""Results at once and reasons when asked: the same findings, whoever asks and in which order."""

from pathlib import Path
from random import Random

import pytest

from asp_decide.clauses.condition import Comparison, QuantityTest, comparisons
from asp_decide.model.finding import Finding, Result
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import Subject, SubjectKey
from asp_decide.rules.durable_engine import drawn
from asp_decide.rules.durable_host import draw
from asp_decide.rules.findings import Findings, RuleResults
from asp_decide.rules.overview import Overview
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.rules.witnessed_conditions import TRUTHS, Witness
from asp_decide.rules.witnessed_levels import Levels
from clause_builders import CURRENCY, an_initiative, compared
from drawn_policies import drawn_policy
from drawn_subjects import as_subjects, drawn_subjects
from policy_builders import AS_OF, read_all

KEYS = tuple(SubjectKey("initiative", f"INI-{n}") for n in range(3))
RESULTS: tuple[Result, ...] = ("fires", "spared", "unknown")


def _told(number: int, place: int) -> Finding:
    return Finding(RuleId(f"R-{number}"), KEYS[place], RESULTS[place])


def _findings() -> Findings:
    one = RuleResults(RuleId("R-0"), KEYS, RESULTS)
    nobody = RuleResults(RuleId("R-1"), (), ("does_not_fire",))
    two = RuleResults(RuleId("R-2"), KEYS[:2], RESULTS[:2])
    return Findings((one, nobody, two), _told)


def test_findings_are_a_sequence_over_all_rules() -> None:
    found = _findings()

    assert len(found) == 6
    assert [f.rule for f in found] == ["R-0"] * 3 + ["R-1"] + ["R-2"] * 2
    assert found[-1] == _told(2, 1)
    assert found[3:5] == (_told(1, 0), _told(2, 0))
    with pytest.raises(IndexError):
        found[6]


def test_a_reason_is_made_once() -> None:
    found = _findings()

    assert found[0] is found[0]


def test_each_subject_has_one_result() -> None:
    with pytest.raises(AssertionError, match="one result"):
        RuleResults(RuleId("R-0"), KEYS, RESULTS[:2])


@pytest.mark.parametrize("seed", range(0, 200, 5))
def test_both_evaluators_have_the_same_results_before_anything_is_told(
    seed: int, tmp_path: Path
) -> None:
    read = read_all(tmp_path, {"portfolio/drawn": drawn_policy(Random(seed))}, as_of=AS_OF)
    if read.value is None:
        pytest.skip("this policy is refused, as lint says")
    subjects = as_subjects(drawn_subjects(Random(seed), read.value))

    engine = drawn(read.value, subjects, draw, currency=CURRENCY)
    witness = ReferenceEvaluator().judged(read.value, subjects, currency=CURRENCY)

    assert engine.results == witness.results
    order = list(range(len(engine)))
    Random(seed).shuffle(order)
    assert [engine[n] for n in order] == [witness[n] for n in order]
    results = [result for one in engine.results for result in one.results]
    assert [finding.result for finding in engine] == results


@pytest.mark.parametrize("seed", range(0, 120, 5))
def test_the_witness_judges_many_as_it_judges_one(seed: int, tmp_path: Path) -> None:
    read = read_all(tmp_path, {"portfolio/drawn": drawn_policy(Random(seed))}, as_of=AS_OF)
    if read.value is None:
        pytest.skip("this policy is refused, as lint says")
    subjects = as_subjects(drawn_subjects(Random(seed), read.value))
    levels, witness = Levels(subjects), Witness(subjects, CURRENCY)

    for clause in read.value.clauses:
        for name in ("when", "that", "unless"):
            condition = getattr(clause, name, None)
            if condition is None:
                continue
            level = levels.of(condition)
            kinds = {leaf.subject for leaf in comparisons(condition)}
            for place, key in enumerate(levels.keys):
                if key.kind in kinds or key.kind == "initiative":
                    assert level(place) == witness.level(condition, subjects[key])


def test_every_subject_is_asked_with_the_amount_of_its_own_streams() -> None:
    """An overlay of one stream must not show in another, for engine and witness alike."""
    own = compared("R-1/1", "remaining_value", "below 3 EUR")
    common = compared("R-1/1", "remaining_value", "below 2 EUR")
    asked = Comparison(
        common.key,
        common.subject,
        common.what,
        common.name,
        common.test,
        common.phrase,
        in_streams=(("payments", own),),
    )
    assert isinstance(own.test, QuantityTest)
    subjects = as_subjects(_in_streams(Random(seed), f"INI-{seed}") for seed in range(40))
    overview, levels = Overview(subjects), Levels(subjects)
    witness = Witness(subjects, CURRENCY)

    rails, level = overview.rails(asked, "initiative"), levels.of(asked)

    seen = set()
    for place, key in enumerate(levels.keys):
        truth = rails.truth(overview.roll("initiative").place[key])
        assert truth is TRUTHS[level(place)] is TRUTHS[witness.level(asked, subjects[key])]
        seen.add((subjects[key].streams, truth))
    assert len(seen) > 4, "streams and truths are mixed"


def _in_streams(chance: Random, name: str) -> Subject:
    streams = chance.sample(["payments", "lending"], chance.randint(1, 2))
    value = chance.choice([None, "1 EUR", "2 EUR", "3 EUR"])
    return an_initiative(name, remaining_value=value, value_stream=sorted(streams))
