"""The worked files of the policy language as clauses, with the cases that stand beside them."""

from dataclasses import dataclass

import pytest

from asp_decide.clauses.bounded import CountOf
from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.condition import Comparison
from asp_decide.model.subject import Subject
from asp_decide.rules.agreement import agree
from asp_decide.rules.durable_engine import DurableEngine, drawn_findings
from asp_decide.rules.durable_host import draw
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from clause_builders import (
    CURRENCY,
    a_scope,
    a_subject,
    all_of,
    an_initiative,
    any_of,
    compared,
    decide,
    derive,
    every,
    facts,
    limit,
    policies,
    require,
    some,
)


@dataclass(frozen=True)
class Judged:
    """Results by rule and subject, answers by point and subject, as a case of a policy has them."""

    results: dict[tuple[str, str], str]
    answers: dict[tuple[str, str], str]


def judged(rules: CompiledPolicies, *subjects: Subject) -> Judged:
    """What both evaluators say, in one voice, and what prevails."""
    given = facts(*subjects)
    findings = drawn_findings(rules, given, draw, currency=CURRENCY)
    witnessed = ReferenceEvaluator().findings(rules, given, currency=CURRENCY)
    agree(findings, witnessed)
    assert findings == witnessed
    answers = prevailing(rules, findings, given)
    return Judged(
        {(one.rule, one.subject.id): one.result for one in findings if one.subject},
        {
            (one.point, one.subject.id): one.answer + (f" ({one.why})" if one.why else "")
            for one in answers
        },
    )


def _realisation(key: str, phrase: str) -> Comparison:
    ratio_of = ("value_realised", "value_forecast")
    return compared(key, "value_realisation", phrase, ratio_of=ratio_of)


def _cd3(key: str, phrase: str) -> Comparison:
    ratio_of = ("remaining_cost_of_delay", "remaining_duration")
    return compared(key, "remaining_cd3", phrase, ratio_of=ratio_of)


STOP_CONTINUE = policies(
    derive(
        "REQ-01",
        "binding_signal",
        of="signal",
        when=all_of(
            compared("REQ-01/1", "kind", "is regulatory", of="signal"),
            compared("REQ-01/2", "disposition", "is requirement", of="signal"),
        ),
    ),
    derive(
        "REQ-02",
        "requirement_in_force",
        of="requirement",
        when=all_of(
            some("signal", compared("REQ-02/1", "binding_signal", "holds", of="signal")),
            compared("REQ-02/2", "weeks_to_force", "at most 78 weeks", of="requirement"),
            any_of(
                compared("REQ-02/3", "weeks_to_end", "missing", of="requirement"),
                compared("REQ-02/4", "weeks_to_end", "above 0 weeks", of="requirement"),
            ),
        ),
    ),
    derive(
        "REQ-03",
        "mandatory",
        when=any_of(
            some(
                "requirement",
                compared("REQ-03/1", "requirement_in_force", "holds", of="requirement"),
            ),
            some("successor", compared("REQ-03/2", "mandatory", "holds")),
        ),
    ),
    limit(
        "GRD-11",
        "requirement_slack",
        "at least 0 weeks",
        when=compared("GRD-11/1", "mandatory", "holds"),
    ),
    decide(
        "KILL-01",
        "stop",
        when=compared("KILL-01/1", "tripped_kill", "is stop"),
        unless=compared("KILL-01/2", "mandatory", "holds"),
    ),
    decide(
        "STOP-01",
        "stop",
        when=all_of(
            _realisation("STOP-01/1", "below 40 % for 2 intervals in a row"),
            _cd3("STOP-01/2", "below 1_500 EUR/week/week"),
        ),
        unless=compared("STOP-01/3", "mandatory", "holds"),
    ),
    decide(
        "RED-01",
        "redirect",
        when=all_of(
            _realisation("RED-01/1", "below 70 % in 3 of the last 4 intervals"),
            _cd3("RED-01/2", "at least 1_500 EUR/week/week"),
        ),
    ),
    decide(
        "CON-01",
        "continue",
        when=all_of(
            _realisation("CON-01/1", "at least 70 %"),
            _cd3("CON-01/2", "at least 1_500 EUR/week/week"),
        ),
    ),
    points={"validation": (["stop", "redirect", "pause", "continue"], "review")},
)

WEAK = {
    "tripped_kill": "none",
    "value_realisation": ["30 %", "35 %"],
    "remaining_cd3": "750 EUR/week/week",
}


def test_two_weak_intervals_and_little_left_to_earn_stop_an_initiative() -> None:
    initiative = an_initiative(
        "INI-1",
        tripped_kill="none",
        value_realisation=["90 %", "30 %", "35 %"],
        remaining_cd3="750 EUR/week/week",
    )

    found = judged(STOP_CONTINUE, initiative)

    assert found.results["STOP-01", "INI-1"] == "fires"
    assert found.answers["validation", "INI-1"] == "stop"


def test_exactly_forty_percent_is_not_below_forty_percent() -> None:
    initiative = an_initiative(
        "INI-2",
        tripped_kill="none",
        value_realisation=["40 %", "40 %"],
        remaining_cd3="1 EUR/week/week",
    )

    found = judged(STOP_CONTINUE, initiative)

    assert found.results["STOP-01", "INI-2"] == "does_not_fire"
    assert found.answers["validation", "INI-2"] == "review (gap)"


def test_a_missing_interval_never_stops_anything() -> None:
    initiative = an_initiative(
        "INI-3",
        tripped_kill="none",
        value_realisation=["10 %", None],
        remaining_cd3="1 EUR/week/week",
    )

    found = judged(STOP_CONTINUE, initiative)

    assert found.results["STOP-01", "INI-3"] == "unknown"
    assert found.answers["validation", "INI-3"] == "review (unknown)"


def test_one_interval_is_too_young_to_judge() -> None:
    initiative = an_initiative(
        "INI-4", tripped_kill="none", value_realisation=["10 %"], remaining_cd3="1 EUR/week/week"
    )

    found = judged(STOP_CONTINUE, initiative)

    assert found.results["STOP-01", "INI-4"] == "does_not_fire"
    assert found.answers["validation", "INI-4"] == "review (gap)"


def test_a_regulatory_signal_spares_the_initiative_and_its_enabler() -> None:
    found = judged(
        STOP_CONTINUE,
        a_subject("signal", "SIG-3", kind="regulatory", disposition="requirement"),
        a_subject(
            "requirement", "REQ-7", signal=["SIG-3"], weeks_to_force="40 weeks", weeks_to_end=None
        ),
        an_initiative("INI-112", requirement=["REQ-7"], requirement_slack="3 weeks", **WEAK),
        an_initiative("INI-88", successor=["INI-112"], requirement_slack="9 weeks", **WEAK),
        an_initiative("INI-89", **WEAK),
    )

    assert found.results["REQ-01", "SIG-3"] == "holds"
    assert found.results["REQ-02", "REQ-7"] == "holds"
    assert [found.results["REQ-03", name] for name in ("INI-112", "INI-88", "INI-89")] == [
        "holds",
        "holds",
        "does_not_hold",
    ]
    assert [found.results["GRD-11", name] for name in ("INI-112", "INI-88", "INI-89")] == [
        "kept",
        "kept",
        "does_not_apply",
    ]
    assert [found.results["STOP-01", name] for name in ("INI-112", "INI-88", "INI-89")] == [
        "spared",
        "spared",
        "fires",
    ]
    assert found.answers["validation", "INI-112"] == "review (gap)"
    assert found.answers["validation", "INI-88"] == "review (gap)"
    assert found.answers["validation", "INI-89"] == "stop"


def test_a_signal_that_nobody_has_filed_leaves_the_stop_open_and_for_people() -> None:
    found = judged(
        STOP_CONTINUE,
        a_subject("signal", "SIG-4", kind="regulatory", disposition=None),
        a_subject(
            "requirement", "REQ-8", signal=["SIG-4"], weeks_to_force="40 weeks", weeks_to_end=None
        ),
        an_initiative("INI-113", requirement=["REQ-8"], requirement_slack="3 weeks", **WEAK),
    )

    assert found.results["REQ-01", "SIG-4"] == "unknown"
    assert found.results["REQ-02", "REQ-8"] == "unknown"
    assert found.results["REQ-03", "INI-113"] == "unknown"
    assert found.results["GRD-11", "INI-113"] == "unknown"
    assert found.results["STOP-01", "INI-113"] == "unknown"
    assert found.answers["validation", "INI-113"] == "review (unknown)"


def test_a_tripped_criterion_stops_although_the_numbers_look_well() -> None:
    initiative = an_initiative(
        "INI-5",
        tripped_kill="stop",
        value_realisation=["90 %", "95 %", "91 %", "99 %"],
        remaining_cd3="9_000 EUR/week/week",
    )

    found = judged(STOP_CONTINUE, initiative)

    assert found.results["KILL-01", "INI-5"] == "fires"
    assert found.results["CON-01", "INI-5"] == "fires"
    assert found.answers["validation", "INI-5"] == "stop"


def test_three_weak_intervals_and_a_good_last_one_redirect_by_the_order() -> None:
    initiative = an_initiative(
        "INI-6",
        tripped_kill="none",
        value_realisation=["60 %", "60 %", "60 %", "70 %"],
        remaining_cd3="1_500 EUR/week/week",
    )

    found = judged(STOP_CONTINUE, initiative)

    assert found.results["RED-01", "INI-6"] == "fires"
    assert found.results["CON-01", "INI-6"] == "fires"
    assert found.answers["validation", "INI-6"] == "redirect"


WIP = policies(
    limit(
        "WIP-01",
        "wip",
        "at most 1 initiatives",
        measure=CountOf(a_scope("initiative", {"state": ["implementing"]})),
        per="value_stream",
    ),
    require(
        "START-01",
        that=all_of(
            compared("START-01/1", "unmet_predecessors", "at most 0 initiatives"),
            every(
                "value_stream",
                compared("START-01/2", "demonstrated_capacity", "known", of="value_stream"),
            ),
            every(
                "value_stream",
                compared("START-01/3", "capacity_age", "at most 13 weeks", of="value_stream"),
            ),
        ),
        at="start",
        before=["start"],
        otherwise="wait",
        message="{initiative} waits: {unmet}",
    ),
    points={"start": (["wait", "start"], "plan")},
)


def test_a_value_stream_without_a_fresh_capacity_statement_starts_nothing() -> None:
    found = judged(
        WIP,
        a_subject(
            "value_stream", "payments", demonstrated_capacity="10 team-weeks", capacity_age=None
        ),
        a_subject(
            "value_stream", "lending", demonstrated_capacity="8 team-weeks", capacity_age="14 weeks"
        ),
        *(
            an_initiative(
                name,
                state="delivery_queue",
                value_stream=[stream],
                unmet_predecessors="0 initiatives",
            )
            for name, stream in (("INI-1", "payments"), ("INI-2", "lending"))
        ),
    )

    assert found.results["START-01", "INI-1"] == "unknown"
    assert found.results["START-01", "INI-2"] == "unmet"
    assert found.answers["start", "INI-1"] == "wait"
    assert found.answers["start", "INI-2"] == "wait"


def test_a_limit_under_what_runs_already_is_broken() -> None:
    found = judged(
        WIP,
        a_subject("value_stream", "payments"),
        a_subject("value_stream", "lending"),
        an_initiative("INI-R", value_stream=["payments"]),
        an_initiative("INI-S", value_stream=["payments"]),
    )

    assert found.results["WIP-01", "payments"] == "broken"
    assert found.results["WIP-01", "lending"] == "kept"


QUALITY = policies(
    derive(
        "QUAL-01",
        "quality_brake",
        of="value_stream",
        when=any_of(
            compared(
                "QUAL-01/1",
                "change_fail_excess",
                "above 0 pp for 2 intervals in a row",
                of="value_stream",
            ),
            compared(
                "QUAL-01/2",
                "rework_excess",
                "above 0 pp for 3 intervals in a row",
                of="value_stream",
            ),
        ),
    ),
    limit(
        "QUAL-02",
        "enabler_share",
        "at least 30 %",
        per="value_stream",
        when=compared("QUAL-02/1", "quality_brake", "holds", of="value_stream"),
    ),
)


@pytest.mark.parametrize(
    ("excess", "share", "brake", "floor"),
    [
        (["0 pp", "4 pp"], "20 %", "does_not_hold", "does_not_apply"),
        (["3 pp", "4 pp"], "20 %", "holds", "broken"),
        (["3 pp", None], "20 %", "unknown", "unknown"),
        (["3 pp", "4 pp"], "35 %", "holds", "kept"),
    ],
)
def test_one_bad_interval_is_noise_and_two_raise_the_enabler_share(
    excess: list[str | None], share: str, brake: str, floor: str
) -> None:
    stream = a_subject(
        "value_stream",
        "payments",
        change_fail_excess=excess,
        rework_excess=["0 pp", "0 pp", "0 pp"],
        enabler_share=share,
    )

    found = judged(QUALITY, stream)

    assert found.results["QUAL-01", "payments"] == brake
    assert found.results["QUAL-02", "payments"] == floor


@pytest.mark.slow
def test_a_run_through_the_worker_says_what_a_run_in_this_process_says() -> None:
    given = facts(
        a_subject("signal", "SIG-3", kind="regulatory", disposition="requirement"),
        a_subject(
            "requirement", "REQ-7", signal=["SIG-3"], weeks_to_force="40 weeks", weeks_to_end=None
        ),
        an_initiative("INI-112", requirement=["REQ-7"], requirement_slack="3 weeks", **WEAK),
        an_initiative("INI-88", successor=["INI-112"], requirement_slack="9 weeks", **WEAK),
    )

    alone = DurableEngine(time_limit_seconds=60).findings(STOP_CONTINUE, given, currency=CURRENCY)

    assert alone == drawn_findings(STOP_CONTINUE, given, draw, currency=CURRENCY)
