"""Why a decision is as it is: the rule's words, and the one comparison that decided it."""

from fractions import Fraction

from asp_decide.decide.reasons import finding_reason, rule_reasons
from asp_decide.model.finding import Answer, Finding, Result, Seen, Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.plan import Reason
from asp_decide.model.subject import SubjectKey
from choice_builders import an_answer

INI = SubjectKey("initiative", "INI-1")

REALISED = Seen(
    key="STOP-01/1",
    name="value_realisation",
    test="below 40 %",
    truth=Truth.TRUE,
    values=(("2026Q3", Fraction(30, 100)), ("2026Q4", Fraction(35, 100))),
    limit=Fraction(40, 100),
    unit="%",
    margin=Fraction(-5, 100),
)
MANDATORY = Seen(
    key="STOP-01/2", name="mandatory", test="holds", truth=Truth.TRUE, word="holds", spares=True
)
UNKNOWN = Seen(
    key="STOP-01/3",
    name="remaining_cd3",
    test="below 1500 EUR/week/week",
    truth=Truth.UNKNOWN,
    limit=Fraction(1500),
    unit="EUR/week/week",
    why="missing",
)
STATE = Seen(
    key="SUP-01/1", name="state", test="is implementing", truth=Truth.TRUE, word="implementing"
)
KEPT_BACK = Seen(
    key="START-01/1",
    name="unmet_predecessors",
    test="at most 0 initiatives",
    truth=Truth.FALSE,
    values=(("", Fraction(1)),),
    limit=Fraction(0),
    unit="initiatives",
    margin=Fraction(1),
)


def _found(rule: str, result: Result, *seen: Seen, subject: SubjectKey = INI) -> Finding:
    return Finding(RuleId(rule), subject, result, seen, message=f"{rule} speaks")


def _reasons(answer: Answer, *findings: Finding) -> list[str]:
    by_rule: dict[tuple[str, str], Finding] = {
        (f.rule, f.subject.id if f.subject else ""): f for f in findings
    }
    told = rule_reasons(answer, by_rule, currency="EUR")
    return [reason.rule or reason.result for reason in told]


def test_measured_value_limit_and_margin_stand_in_the_unit_of_the_rule() -> None:
    told = finding_reason(_found("STOP-01", "fires", REALISED, MANDATORY), currency="EUR")

    assert told == Reason(
        rule="STOP-01",
        result="fires",
        measure="value_realisation",
        measured="35",
        limit="40",
        margin="-5",
        unit="%",
        message="STOP-01 speaks",
    )


def test_a_rule_that_was_spared_is_told_by_what_spared_it() -> None:
    told = finding_reason(_found("STOP-01", "spared", REALISED, MANDATORY), currency="EUR")

    assert (told.measure, told.measured, told.limit) == ("mandatory", "holds", "holds")


def test_a_requirement_is_told_by_what_is_not_met() -> None:
    met = Seen(key="START-01/2", name="lead", test="known", truth=Truth.TRUE)

    told = finding_reason(_found("START-01", "unmet", met, KEPT_BACK), currency="EUR")

    assert (told.measure, told.measured, told.limit, told.margin) == (
        "unmet_predecessors",
        "1",
        "0",
        "1",
    )


def test_what_is_not_known_has_no_measured_value() -> None:
    told = finding_reason(_found("STOP-01", "unknown", REALISED, UNKNOWN), currency="EUR")

    assert (told.measure, told.measured, told.limit, told.margin) == (
        "remaining_cd3",
        None,
        "1500",
        None,
    )


def test_a_word_is_told_as_it_was_found_and_asked() -> None:
    told = finding_reason(_found("SUP-01", "fires", STATE), currency="EUR")

    assert (told.measured, told.limit, told.unit) == ("implementing", "is implementing", "")


def test_a_rule_without_a_comparison_has_its_message_alone() -> None:
    told = finding_reason(_found("CON-03", "fires"), currency="EUR")

    assert told == Reason(rule="CON-03", result="fires", message="CON-03 speaks")


def test_rules_that_gave_the_answer_come_before_rules_that_blocked_another() -> None:
    answer = Answer(
        "gate_2",
        INI,
        "return",
        by=(RuleId("GATE-30"), RuleId("GATE-22")),
        blocked_by=(RuleId("GATE-21"),),
    )

    told = _reasons(
        answer,
        _found("GATE-21", "unmet", KEPT_BACK),
        _found("GATE-22", "fires", REALISED),
        _found("GATE-30", "fires", REALISED),
        _found("GATE-99", "unknown", UNKNOWN),
    )

    assert told == ["GATE-22", "GATE-30", "GATE-21"]


def test_a_rule_that_gave_and_blocked_is_told_once() -> None:
    answer = Answer("gate_2", INI, "return", by=(RuleId("G-1"),), blocked_by=(RuleId("G-1"),))

    assert _reasons(answer, _found("G-1", "unmet", KEPT_BACK)) == ["G-1"]


def test_a_review_for_want_of_facts_tells_every_rule_that_could_not_tell() -> None:
    answer = Answer("validation", INI, "review", why="unknown")
    other = SubjectKey("initiative", "INI-2")

    told = _reasons(
        answer,
        _found("STOP-02", "unknown", UNKNOWN),
        _found("STOP-01", "unknown", UNKNOWN),
        _found("CON-01", "does_not_fire", REALISED),
        _found("STOP-03", "unknown", UNKNOWN, subject=other),
    )

    assert told == ["STOP-01", "STOP-02"]


def test_a_review_where_no_rule_speaks_says_that_people_do() -> None:
    answer = Answer("validation", INI, "review", why="gap")

    (told,) = rule_reasons(answer, {}, currency="EUR")

    assert (told.result, told.message) == ("gap", "no rule speaks at `validation`; people do")


def test_a_rule_that_nothing_is_found_of_is_not_made_up() -> None:
    assert _reasons(an_answer("INI-1", "gate_2", "fund", "GATE-01")) == []
