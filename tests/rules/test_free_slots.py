"""The room under the limits for the next move, stops that are proposed already counted."""

from collections.abc import Sequence
from fractions import Fraction

from asp_decide.clauses.bounded import CountOf
from asp_decide.clauses.clause import Clause, CompiledPolicies
from asp_decide.model.finding import Finding
from asp_decide.model.subject import Measured, Subject, SubjectKey, SubjectKind, Subjects
from asp_decide.rules.free_slots import as_before, with_free_slots
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from clause_builders import (
    CURRENCY,
    a_scope,
    a_subject,
    an_initiative,
    compared,
    decide,
    facts,
    limit,
    policies,
    the_portfolio,
)

RUNNING = CountOf(a_scope("initiative", {"state": ["implementing"]}))
EXAMINED = CountOf(a_scope("initiative", {"state": ["investigate"]}))
ASKS = decide(
    "START-09",
    "start",
    at="start",
    when=compared("START-09/1", "free_slots", "at least 1 slot"),
)
STREAMS = tuple(a_subject("value_stream", name) for name in ("payments", "lending"))


def judge(rules: CompiledPolicies, subjects: Subjects) -> Sequence[Finding]:
    return ReferenceEvaluator().findings(rules, subjects, currency=CURRENCY)


def slots(name: str, *subjects: Subject, rules: Sequence[Clause]) -> Measured | object:
    told = facts(*subjects, *STREAMS, the_portfolio())
    points = {"validation": (["stop", "continue"], "continue"), "start": (["start"], "wait")}
    found = with_free_slots(policies(*rules, points=points), told, judge)
    return found[SubjectKey("initiative", name)].measures.get("free_slots")


def wip(bound: int, per: SubjectKind = "value_stream", counted: CountOf = RUNNING) -> Clause:
    name = f"WIP-{'01' if per == 'value_stream' else '02'}"
    return limit(name, f"wip_{per}", f"at most {bound} initiatives", measure=counted, per=per)


def waits(*streams: str) -> Subject:
    return an_initiative("W", state="delivery_queue", value_stream=list(streams))


def runs(name: str, *streams: str, **told: str) -> Subject:
    return an_initiative(name, value_stream=list(streams), **told)


def test_it_is_the_least_room_of_all_limits_that_the_move_would_use() -> None:
    running = (runs("A", "payments"), runs("B", "payments", "lending"))

    def room(*rules: Clause) -> object:
        return slots("W", waits("payments", "lending"), *running, rules=[ASKS, *rules])

    assert room(wip(3)) == Measured(Fraction(1))
    assert room(wip(3), wip(2, "portfolio")) == Measured(Fraction(0))
    assert room(wip(1)) == Measured(Fraction(-1))


def test_only_streams_that_it_touches_count() -> None:
    running = (runs("A", "payments"), runs("B", "payments"))

    assert slots("W", waits("lending"), *running, rules=[ASKS, wip(2)]) == Measured(Fraction(2))


def test_what_is_proposed_to_stop_frees_its_place() -> None:
    stops = decide("STOP-01", "stop", when=compared("STOP-01/1", "horizon", "is H1"))
    running = (runs("A", "payments", horizon="H1"), runs("B", "payments", horizon="H2"))

    found = slots("W", waits("payments"), *running, rules=[ASKS, stops, wip(2)])

    assert found == Measured(Fraction(1))


def test_a_limit_on_examinations_is_used_by_what_waits_to_be_examined() -> None:
    waiting = an_initiative("W", state="discovery_queue", value_stream=["payments"])
    examined = an_initiative("A", state="investigate")

    found = slots("W", waiting, examined, rules=[ASKS, wip(0), wip(3, "portfolio", EXAMINED)])

    assert found == Measured(Fraction(2))


def test_without_a_limit_for_its_move_and_without_a_move_nothing_is_said() -> None:
    running = runs("A", "payments")

    assert slots("W", waits("payments"), running, rules=[ASKS]) is None
    assert slots("A", waits("payments"), running, rules=[ASKS, wip(2)]) is None


def test_who_may_count_takes_a_place() -> None:
    perhaps = an_initiative("A", state=None, value_stream=["payments"])

    assert slots("W", waits("payments"), perhaps, rules=[ASKS, wip(2)]) == Measured(Fraction(1))


def test_where_no_rule_asks_for_it_the_subjects_are_as_they_were() -> None:
    told = facts(waits("payments"), *STREAMS)

    assert with_free_slots(policies(wip(2)), told, judge) is told


def test_a_plan_is_looked_at_with_the_room_that_there_was_before_it() -> None:
    before = facts(an_initiative("W", free_slots="2 slots"), an_initiative("V"))
    after = facts(an_initiative("W"), an_initiative("V"), an_initiative("N"))

    found = as_before(after, before)

    assert found[SubjectKey("initiative", "W")].measures["free_slots"] == Measured(Fraction(2))
    assert "free_slots" not in found[SubjectKey("initiative", "V")].measures
