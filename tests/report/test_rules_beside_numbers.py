"""Rules and numbers side by side: where they part, the difference has a price."""

from typing import Any

import pytest

from asp_decide.model.plan import Course, Decision, Reason
from asp_decide.report.page import Table
from asp_decide.report.sections.rules_beside_numbers import beside_section, told_beside
from plan_builders import a_decision, a_plan

G12 = (("continue", "100"), ("redirect", "170"), ("stop", "-30"))
G12_LOW = (("continue", "-200"), ("redirect", "-150"), ("stop", "-30"))


@pytest.mark.parametrize(
    ("courses", "decided", "told"),
    [
        (G12, "redirect", "the numbers say `redirect` as well"),
        (
            G12,
            "stop",
            "the numbers alone say `redirect`; the rules say `stop`, which is worth EUR 200 less",
        ),
        (G12_LOW, "stop", "the numbers say `stop` as well"),
        (
            G12_LOW,
            "continue",
            "the numbers alone say `stop`; the rules say `continue`, which is worth EUR 170 less",
        ),
    ],
)
def test_g12_what_keeping_to_the_rule_costs_is_said_beside_it(
    courses: tuple[tuple[str, str], ...], decided: str, told: str
) -> None:
    assert told_beside(_validated(decided, courses), "EUR") == told


def test_a_review_shows_what_the_numbers_say_and_prices_nothing() -> None:
    decision = _validated("review", G12, option=None)

    assert told_beside(decision, "EUR") == "the numbers alone say `redirect`"


def test_what_is_not_known_is_compared_with_nothing() -> None:
    unknown = Course(
        option="stop", kind="stop", worth=None, why="the remaining outlay is not known"
    )
    decision = _validated("continue", G12[:1]).model_copy(
        update={"courses": (Course(option="continue", kind="continue", worth="100"), unknown)}
    )

    assert told_beside(decision, "EUR") == (
        "the numbers cannot be compared: `stop`: the remaining outlay is not known"
    )


def test_a_case_that_loses_whatever_is_done_is_better_left() -> None:
    decision = _at_gate_2("decline", (("whole", "whole", "-135"),), option=None)

    assert told_beside(decision, "EUR") == "the numbers say to do nothing as well"


def test_a_case_that_goes_back_though_it_pays_is_priced() -> None:
    decision = _at_gate_2("return", (("whole", "whole", "500"),), option=None)

    assert told_beside(decision, "EUR") == (
        "the numbers alone say `whole`; the rules say `return`, which is worth EUR 500 less"
    )


def test_where_nothing_is_open_nothing_is_said() -> None:
    assert told_beside(a_decision(), "EUR") == ""
    assert beside_section(a_plan([a_decision()])) is None


def test_the_board_reads_both_and_in_how_many_they_part() -> None:
    section = beside_section(
        a_plan([_validated("stop", G12), _validated("redirect", G12, initiative="INI-102")])
    )

    assert section is not None
    (shown,) = section.blocks
    assert isinstance(shown, Table)
    assert shown.caption.endswith("rules and numbers part in 1 of 2")
    assert shown.rows[0].cells[1:6] == ("stop (KILL-01)", "100", "170", "–", "-30")


def test_row_6b_the_board_reads_the_tranche_and_what_more_money_earns() -> None:
    tranche = Course(
        option="pilot", kind="tranche", worth="28", information="178", gain="28", margin="28"
    )
    whole = Course(option="whole", kind="whole", worth="-135", margin="-163")
    decision = _at_gate_2("fund_tranche", (), option="pilot").model_copy(
        update={"courses": (tranche, whole)}
    )
    section = beside_section(a_plan([decision]))

    assert section is not None
    (shown,) = section.blocks
    assert isinstance(shown, Table)
    assert shown.rows[0].cells[1:] == (
        "fund tranche",
        "-135",
        "28",
        "pilot",
        "pilot 28; whole -163",
        "the numbers say `pilot` as well",
    )


def _validated(word: str, courses: tuple[tuple[str, str], ...], **changes: Any) -> Decision:
    told: dict[str, Any] = {
        "state": "implementing",
        "point": "validation",
        "by": "rules",
        "option": word,
        "reasons": (Reason(rule="KILL-01", message="a criterion has tripped"),),
        "courses": tuple(Course(option=kind, kind=kind, worth=worth) for kind, worth in courses),
    }
    told |= changes
    return a_decision(told.pop("initiative", "INI-101"), word, **told)


def _at_gate_2(word: str, courses: tuple[tuple[str, str, str], ...], **changes: Any) -> Decision:
    told: dict[str, Any] = {
        "state": "investment_framing",
        "point": "gate_2",
        "by": "rules",
        "courses": tuple(Course(option=o, kind=kind, worth=worth) for o, kind, worth in courses),
    }
    return a_decision(decision=word, **(told | changes))
