"""Two evaluators that share no code must say the same of everybody, or the run stops."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.decide.judging import Judges, judge, of_facts_and_of_plan
from asp_decide.errors import EvaluatorsDisagreeError
from asp_decide.model.finding import Finding
from asp_decide.model.subject import Subjects
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from clause_builders import an_initiative, compared, decide, escalate, facts, policies

RULES = policies(
    decide("STOP-01", "stop", when=compared("STOP-01/1", "gain_from_stopping", "above 0 EUR")),
    escalate("BRK-01", when=compared("BRK-01/1", "stopped_share", "above 30 %", of="portfolio")),
)
SUBJECTS = facts(
    an_initiative("INI-1", gain_from_stopping="1 EUR"),
    an_initiative("INI-2", gain_from_stopping="0 EUR"),
)


@dataclass(frozen=True)
class _Liar:
    """An engine that tells the truth, but for one thing."""

    lie: Callable[[tuple[Finding, ...]], tuple[Finding, ...]]

    def findings(
        self, policies: CompiledPolicies, subjects: Subjects, *, currency: str
    ) -> tuple[Finding, ...]:
        return self.lie(ReferenceEvaluator().findings(policies, subjects, currency=currency))


def _judged(engine: _Liar | ReferenceEvaluator) -> tuple[Finding, ...]:
    judges = Judges(engine, ReferenceEvaluator())
    return judge(RULES, SUBJECTS, judges=judges, currency="EUR")


def test_where_both_say_the_same_that_is_what_is_found() -> None:
    found = _judged(_Liar(lambda said: said))

    assert [str(f.subject) for f in found if f.result == "fires"] == ["initiative INI-1"]
    assert found == _judged(ReferenceEvaluator())


@pytest.mark.parametrize(
    "lie",
    [
        lambda said: said[1:],
        lambda said: (*said, said[-1]),
        lambda said: tuple(replace(f, result="fires") for f in said),
        lambda said: tuple(
            replace(f, result="does_not_fire") if f.result == "fires" else f for f in said
        ),
    ],
    ids=["one left out", "one told twice", "all fire", "nobody stops"],
)
def test_one_word_of_difference_stops_the_run(
    lie: Callable[[tuple[Finding, ...]], tuple[Finding, ...]],
) -> None:
    with pytest.raises(EvaluatorsDisagreeError):
        _judged(_Liar(lie))


def test_the_witness_alone_is_asked_where_it_is_the_engine() -> None:
    judges = Judges(ReferenceEvaluator(), None)

    assert judge(RULES, SUBJECTS, judges=judges, currency="EUR") == _judged(ReferenceEvaluator())


def test_answers_come_from_the_facts_and_escalations_from_the_plan() -> None:
    before = _judged(ReferenceEvaluator())
    after = tuple(replace(f, message="of the plan") for f in before)

    found = of_facts_and_of_plan(RULES, before, after)

    assert {f.rule: f.message == "of the plan" for f in found} == {
        "STOP-01": False,
        "BRK-01": True,
    }
    assert [f.rule for f in found] == sorted(f.rule for f in found)
