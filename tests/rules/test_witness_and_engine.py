"""Production system and witness must say the same of every subject, whatever rules and facts."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from asp_decide.clauses.bounded import CountOf, ShareOf
from asp_decide.clauses.clause import Clause, CompiledPolicies, EscalateClause
from asp_decide.clauses.condition import Comparison, Condition, Linked
from asp_decide.model.subject import History, Measured, Subject, SubjectKey, SubjectKind, Subjects
from asp_decide.rules import rule_set
from asp_decide.rules.agreement import agree
from asp_decide.rules.durable_engine import DurableEngine, drawn_findings
from asp_decide.rules.durable_host import draw
from asp_decide.rules.normal_form import MOST_DISJUNCTS, disjuncts
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from clause_builders import (
    CURRENCY,
    a_heading,
    a_scope,
    all_of,
    an_initiative,
    any_of,
    compared,
    decide,
    derive,
    escalate,
    every,
    facts,
    limit,
    none_of,
    policies,
    require,
    some,
)

INITIATIVES = ("INI-1", "INI-2", "INI-3", "INI-4")
REQUIREMENTS = ("REQ-1", "REQ-2")
STREAMS = ("payments", "lending")
NOWHERE = "INI-9"

PHRASES = {
    "kill_criteria": (
        "at least 1 criterion",
        "below 2 criteria",
        "between 1 criterion and 2 criteria",
    ),
    "value_realised": (
        "above 1 EUR",
        "at most 1 EUR for 2 intervals in a row",
        "below 2 EUR in 2 of the last 3 intervals",
    ),
    "realisation_of_both": ("below 50 %", "at least 50 % for 2 intervals in a row"),
    "category": ("is business", "is not run", "one of run, business", "known", "missing"),
    "weeks_to_force": ("known", "at most 9 weeks"),
}


class _Keys:
    """Numbers the comparisons of one rule."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.count = 0

    def next(self) -> str:
        self.count += 1
        return f"{self.rule}/{self.count}"


@st.composite
def _leaves(
    draw_one: st.DrawFn, keys: _Keys, positive: Sequence[str], negative: Sequence[str]
) -> Comparison | Linked:
    """A comparison of an initiative; conclusions of `negative` may be asked for in any way."""
    key = keys.next()
    names = [*positive, *negative]
    if draw_one(st.booleans()) and names:
        return draw_one(_conclusions(key, names, free=negative))
    name, what = draw_one(
        st.sampled_from([(name, phrase) for name, phrases in PHRASES.items() for phrase in phrases])
    )
    if name == "weeks_to_force":
        that = compared(key, name, what, of="requirement")
        return draw_one(st.sampled_from([some, every]))("requirement", that)
    ratio_of = ("value_realised", "value_forecast") if name == "realisation_of_both" else None
    return compared(key, name, what, ratio_of=ratio_of)


@st.composite
def _conclusions(
    draw_one: st.DrawFn, key: str, names: Sequence[str], *, free: Sequence[str]
) -> Comparison | Linked:
    """A conclusion of the subject or along a link; those that are `free` asked for in any way."""
    name = draw_one(st.sampled_from(names))
    is_free = name in free
    phrase = draw_one(st.sampled_from(["holds", "does not hold"])) if is_free else "holds"
    that = compared(key, name, phrase)
    if draw_one(st.booleans()):
        return that
    quantifier = draw_one(st.sampled_from([some, every])) if is_free else some
    return quantifier(draw_one(st.sampled_from(["successor", "predecessor"])), that)


@st.composite
def _conditions(
    draw_one: st.DrawFn,
    keys: _Keys,
    positive: Sequence[str],
    negative: Sequence[str],
    depth: int = 2,
) -> Condition:
    """A condition; what stands under `not` uses finished conclusions only."""
    shape = draw_one(st.sampled_from(["leaf", "all", "any", "not"])) if depth else "leaf"
    if shape == "leaf":
        return draw_one(_leaves(keys, positive, negative))
    if shape == "not":
        return none_of(draw_one(_conditions(keys, (), negative, depth - 1)))
    count = draw_one(st.integers(1, 3))
    parts = [draw_one(_conditions(keys, positive, negative, depth - 1)) for _ in range(count)]
    return all_of(*parts) if shape == "all" else any_of(*parts)


CONCLUSIONS = ("mandatory", "overloaded", "promised")


@st.composite
def _rules(draw_one: st.DrawFn) -> CompiledPolicies:
    clauses: list[Clause] = []
    for number, name in enumerate(CONCLUSIONS):
        keys = _Keys(f"DER-{number}")
        below, so_far = CONCLUSIONS[:number], CONCLUSIONS[: number + 1]
        when = draw_one(_conditions(keys, so_far, below))
        unless = draw_one(st.none() | _conditions(keys, (), below, 1))
        where = draw_one(st.none() | st.just({"category": ["business", "run"]}))
        clauses.append(derive(f"DER-{number}", name, when=when, unless=unless, where=where))
    clauses.append(draw_one(_decisions()))
    clauses.append(draw_one(_requirements()))
    clauses += draw_one(_bounds())
    return policies(*clauses)


@st.composite
def _decisions(draw_one: st.DrawFn) -> Clause:
    keys = _Keys("STOP-01")
    return decide(
        "STOP-01",
        "stop",
        when=draw_one(_conditions(keys, (), CONCLUSIONS)),
        unless=draw_one(st.none() | _conditions(keys, (), CONCLUSIONS, 1)),
    )


@st.composite
def _requirements(draw_one: st.DrawFn) -> Clause:
    keys = _Keys("GATE-01")
    return require(
        "GATE-01",
        that=draw_one(_conditions(keys, (), CONCLUSIONS)),
        at="gate_2",
        before=["fund"],
        otherwise="return",
        unless=draw_one(st.none() | _conditions(keys, (), CONCLUSIONS, 1)),
    )


@st.composite
def _bounds(draw_one: st.DrawFn) -> list[Clause]:
    when = draw_one(st.none() | _conditions(_Keys("GRD-01"), (), CONCLUSIONS, 1))
    members = a_scope("initiative", {"category": ["business"]})
    escalation_keys = _Keys("ESC-01")
    found = escalate("ESC-01", when=draw_one(_conditions(escalation_keys, (), CONCLUSIONS)))
    return [
        limit("GRD-01", "kill_criteria", "at least 2 criteria", when=when),
        limit(
            "WIP-01", "wip", "at most 1 initiatives", measure=CountOf(members), per="value_stream"
        ),
        limit(
            "WIP-02", "open", "at least 3 initiatives", measure=CountOf(members), per="portfolio"
        ),
        limit(
            "SHR-01",
            "business_share",
            "at most 50 %",
            measure=ShareOf("capacity", "available", members),
            per="value_stream",
        ),
        EscalateClause(
            a_heading("ESC-01"),
            found.name,
            a_scope("initiative"),
            found.when,
            None,
            found.to,
            halts_apply=False,
        ),
    ]


def _amounts(unit: int = 1) -> st.SearchStrategy[Fraction | None]:
    return st.none() | st.integers(0, 3).map(lambda count: Fraction(count, unit))


@st.composite
def _histories(draw_one: st.DrawFn) -> History:
    values = draw_one(st.lists(_amounts(), max_size=4))
    return History(
        tuple(f"2026Q{4 - len(values) + n + 1}" for n in range(len(values))), tuple(values)
    )


def _few(names: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), max_size=2).map(tuple)


@st.composite
def _initiatives(draw_one: st.DrawFn, name: str) -> Subject:
    words = st.sampled_from([None, "business", "run", "enabler"])
    states = st.sampled_from([None, "implementing", "investment_framing", "triage"])
    measures: dict[str, Measured | History] = {}
    if draw_one(st.booleans()):
        measures["kill_criteria"] = Measured(draw_one(_amounts()))
    if draw_one(st.booleans()):
        measures["value_realised"] = draw_one(_histories() | _amounts().map(Measured))
    if draw_one(st.booleans()):
        forecast = draw_one(_histories())
        measures["value_forecast"] = forecast
    return Subject(
        SubjectKey("initiative", name),
        name,
        attributes={"category": draw_one(words), "state": draw_one(states)},
        measures=measures,
        links={
            "successor": draw_one(_few([*INITIATIVES, NOWHERE])),
            "predecessor": draw_one(_few(INITIATIVES)),
            "requirement": draw_one(_few(REQUIREMENTS)),
        },
        streams=draw_one(_few(STREAMS)),
    )


@st.composite
def _portfolios(draw_one: st.DrawFn) -> list[Subject]:
    subjects = [draw_one(_initiatives(name)) for name in INITIATIVES]
    for name in REQUIREMENTS:
        weeks = Measured(draw_one(_amounts()))
        subjects.append(
            Subject(SubjectKey("requirement", name), measures={"weeks_to_force": weeks})
        )
    kinds: tuple[tuple[SubjectKind, str], ...] = (
        *(("value_stream", name) for name in STREAMS),
        ("portfolio", "portfolio"),
    )
    for kind, name in kinds:
        planned = draw_one(st.booleans())
        share: dict[str, Measured | History] = {"business_share": Measured(Fraction(1, 2))}
        subjects.append(Subject(SubjectKey(kind, name), measures=share if planned else {}))
    return draw_one(st.permutations(subjects))


def _readable(rules: CompiledPolicies) -> bool:
    """Whether loading would let all conditions pass: none of them is too wide."""
    for clause in rules.clauses:
        condition = getattr(clause, "when", None) or getattr(clause, "that", None)
        unless = getattr(clause, "unless", None)
        ways = len(disjuncts(condition)) if condition else 1
        ways *= len(disjuncts(unless, affirmed=False)) if unless else 1
        if ways > MOST_DISJUNCTS:
            return False
    return True


def _same(rules: CompiledPolicies, subjects: Subjects) -> None:
    findings = drawn_findings(rules, subjects, draw, currency=CURRENCY)
    witnessed = ReferenceEvaluator().findings(rules, subjects, currency=CURRENCY)
    agree(findings, witnessed)
    assert findings == witnessed


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(_rules(), _portfolios())
def test_engine_and_witness_say_the_same_of_every_subject(
    rules: CompiledPolicies, portfolio: list[Subject]
) -> None:
    assume(_readable(rules))

    _same(rules, facts(*portfolio))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(_rules(), _portfolios())
def test_they_agree_when_the_network_is_cut_into_small_rule_sets(
    rules: CompiledPolicies, portfolio: list[Subject]
) -> None:
    assume(_readable(rules))

    with pytest.MonkeyPatch.context() as cut:
        cut.setattr(rule_set, "MOST_RULES", 8)

        _same(rules, facts(*portfolio))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(_rules(), _portfolios(), st.randoms(use_true_random=False))
def test_the_order_of_facts_and_rules_does_not_show(
    rules: CompiledPolicies, portfolio: list[Subject], chance: Random
) -> None:
    assume(_readable(rules))
    shuffled = list(portfolio)
    chance.shuffle(shuffled)
    clauses = list(rules.clauses)
    chance.shuffle(clauses)

    found = drawn_findings(rules, facts(*portfolio), draw, currency=CURRENCY)
    again = drawn_findings(
        CompiledPolicies(tuple(clauses), {}, rules.digest),
        facts(*shuffled),
        draw,
        currency=CURRENCY,
    )

    assert found == again


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(_rules(), _portfolios())
def test_they_agree_through_the_worker(rules: CompiledPolicies, portfolio: list[Subject]) -> None:
    assume(_readable(rules))
    subjects = facts(*portfolio)

    findings = DurableEngine(time_limit_seconds=60).findings(rules, subjects, currency=CURRENCY)

    agree(findings, ReferenceEvaluator().findings(rules, subjects, currency=CURRENCY))


def test_of_two_values_as_near_to_both_ends_engine_and_witness_turn_the_same_one() -> None:
    """`between 4 and 4` has its two ends in one place: 3 and 5 are as far from it."""
    when = compared(
        "STOP-01/1", "value_realised", "between 4 EUR and 4 EUR for 3 intervals in a row"
    )
    rules = policies(decide("STOP-01", "stop", when=when))
    given_facts = facts(an_initiative("INI-1", value_realised=["5 EUR", "3 EUR", None]))

    (found,) = drawn_findings(rules, given_facts, draw, currency=CURRENCY)

    agree([found], ReferenceEvaluator().findings(rules, given_facts, currency=CURRENCY))
    assert found.seen[0].margin == 1
