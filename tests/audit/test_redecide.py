"""Check 3: other facts, other rules or another frame give other results, and it shows."""

from dataclasses import replace
from fractions import Fraction

import pytest

from asp_decide.audit.check import Check
from asp_decide.audit.reading import Reading
from asp_decide.audit.verification import verify
from asp_decide.clauses.clause import DecideClause, PointOrder
from asp_decide.clauses.condition import Comparison, QuantityTest
from asp_decide.learn.calibrate import calibrate
from asp_decide.ledger.bundle import Bundle
from asp_decide.model.subject import Measured, SubjectKey
from audit_builders import a_bundle, a_world, hashed_anew, records_of
from judged_builders import a_past

WORLD = a_world()
READING = WORLD.reading
RUNNING = SubjectKey("initiative", "INI-3")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


def _third(bundle: Bundle, reading: Reading) -> Check:
    return verify(bundle, reading).checks[2]


def _worth(value: Fraction | None) -> Reading:
    """The facts as they are, save what a week of delay of INI-3 costs."""
    subject = replace(
        READING.subjects[RUNNING],
        measures={"remaining_cost_of_delay": Measured(value, "missing")},
    )
    return replace(
        READING,
        subjects={**READING.subjects, RUNNING: subject},
        after=lambda *_: {**WORLD.after, RUNNING: subject},
    )


def test_the_same_facts_and_rules_give_the_same_results(bundle: Bundle) -> None:
    assert _third(bundle, READING).verdict == "PASS"


def test_a_measure_that_differs_is_named_with_both_values(bundle: Bundle) -> None:
    found = _third(bundle, _worth(Fraction(3000)))

    assert (found.verdict, found.at) == ("FAIL", "records.jsonl:5")
    assert found.told == (
        "rule STOP-01 initiative INI-3: comparisons[0].margin is `2333.333333333`, "
        "decided again it is `2000`"
    )


@pytest.mark.parametrize("value", [Fraction(999), None])
def test_another_result_or_an_unknown_is_seen(bundle: Bundle, value: Fraction | None) -> None:
    assert _third(bundle, _worth(value)).at == "records.jsonl:5"


def test_a_difference_beyond_the_ninth_place_is_no_difference_on_record(bundle: Bundle) -> None:
    assert _third(bundle, _worth(Fraction(10000, 3) + Fraction(1, 10**12))).verdict == "PASS"


def test_another_limit_under_the_same_name_is_seen(bundle: Bundle) -> None:
    policies = READING.policies
    stop = next(clause for clause in policies.clauses if isinstance(clause, DecideClause))
    assert isinstance(stop.when, Comparison)
    assert isinstance(stop.when.test, QuantityTest)
    test = replace(stop.when.test, limit=Fraction(2000))
    looser = replace(stop, when=replace(stop.when, test=test))
    others = (clause for clause in policies.clauses if clause is not stop)
    found = _third(bundle, replace(READING, policies=replace(policies, clauses=(*others, looser))))

    assert found.at == "records.jsonl:5"
    assert "limit is `1000`, decided again it is `2000`" in found.told


def test_another_order_of_answers_gives_another_answer(bundle: Bundle) -> None:
    points = {
        **READING.policies.points,
        "start": PointOrder("start", ("start", "wait"), "wait"),
    }
    policies = replace(READING.policies, points=points)

    assert _third(bundle, replace(READING, policies=policies)).at == "records.jsonl:8"


def test_facts_that_are_not_those_of_the_plan_are_seen_first(bundle: Bundle) -> None:
    other = READING.snapshot.model_copy(update={"assumptions": ("another default was taken",)})
    found = _third(bundle, replace(READING, snapshot=other))

    assert (found.verdict, found.at) == ("FAIL", "plan.json")
    assert "the plan is made of facts `sha256:" in found.told


def test_policies_of_another_meaning_are_seen_first(bundle: Bundle) -> None:
    policies = replace(READING.policies, digest="sha256:" + "0" * 64)

    assert "made of policies" in _third(bundle, replace(READING, policies=policies)).told


def test_another_charter_is_seen_first(bundle: Bundle) -> None:
    charter = READING.snapshot.charter.model_copy(update={"planning_intervals": 9})
    snapshot = READING.snapshot.model_copy(update={"charter": charter})

    assert "the plan is made of" in _third(bundle, replace(READING, snapshot=snapshot)).told


def test_a_later_version_may_word_its_sentences_otherwise_and_decides_the_same(
    bundle: Bundle,
) -> None:
    """A bundle is read for years: wording changes, results and values do not."""
    policies = READING.policies
    stop = next(clause for clause in policies.clauses if isinstance(clause, DecideClause))
    assert isinstance(stop.when, Comparison)
    assert isinstance(stop.when.test, QuantityTest)
    worded = replace(stop, when=replace(stop.when, phrase="under one thousand"))
    others = tuple(clause for clause in policies.clauses if clause is not stop)
    now = replace(READING, policies=replace(policies, clauses=(*others, worded)))
    later = replace(now, version="9.0.0")

    assert "comparisons[0].test is" in _third(bundle, now).told
    assert _third(bundle, later).verdict == "PASS"
    assert _third(bundle, later).told.endswith("sentences not compared: worded by asp-decide 0.1.0")
    assert _third(bundle, replace(_worth(Fraction(3000)), version="9.0.0")).verdict == "FAIL"


def test_a_later_version_may_know_a_field_more_of_facts_and_charter(bundle: Bundle) -> None:
    """Its digest of the model is another one then; what is decided from the files is the same."""
    charter = READING.snapshot.charter.model_copy(update={"name": "As a later version reads it"})
    snapshot = READING.snapshot.model_copy(update={"charter": charter})
    now = replace(READING, snapshot=snapshot)
    later = replace(now, version="9.0.0")

    assert _third(bundle, now).verdict == "FAIL"
    assert [check.verdict for check in verify(bundle, later).checks[:7]] == ["PASS"] * 7
    dollars = charter.model_copy(update={"currency": "USD"})
    other = replace(later, snapshot=snapshot.model_copy(update={"charter": dollars}))
    assert "the plan is made of currency" in _third(bundle, other).told
    meaning = replace(READING.policies, digest="sha256:" + "0" * 64)
    assert "made of policies" in _third(bundle, replace(later, policies=meaning)).told


def test_a_run_that_its_own_rules_would_have_halted_cannot_be_decided_again(
    bundle: Bundle,
) -> None:
    policies = READING.policies
    stop = next(clause for clause in policies.clauses if isinstance(clause, DecideClause))
    others = tuple(clause for clause in policies.clauses if clause is not stop)
    halting = replace(policies, clauses=(*others, replace(stop, missing="fail")))

    verification = verify(bundle, replace(_worth(None), policies=halting))

    failed = [check for check in verification.checks if check.verdict == "FAIL"]
    assert [check.number for check in failed] == [2, 3, 5, 6, 7]
    assert "MissingFactError STOP-01 cannot be decided for initiative INI-3" in failed[1].told


def test_an_altered_flip_is_seen_though_everything_is_hashed_anew(bundle: Bundle) -> None:
    records = records_of(bundle)
    flipped = [n for n, one in enumerate(records) if one["kind"] == "rule" and one["flip"]]
    first = flipped[0]
    nearer = {**records[first], "flip": {**records[first]["flip"], "to": "7"}}

    told = _third(hashed_anew(bundle, [*records[:first], nearer, *records[first + 1 :]]), READING)

    assert (told.verdict, told.at) == ("FAIL", f"records.jsonl:{first + 1}")
    assert "flip.to is `7`" in told.told


def test_a_calibration_that_the_facts_do_not_teach_is_seen_first(bundle: Bundle) -> None:
    """Whoever waters down a correction would have to change what was measured, too."""
    learnt = calibrate(a_past([(14, 10)] * 8))
    choice_set = replace(READING.choice_set, calibration=learnt)
    found = _third(bundle, replace(READING, choice_set=choice_set))

    assert (found.verdict, found.at) == ("FAIL", "plan.json")
    assert "the plan is made of calibration" in found.told
