"""Which observations count, once each, and by how much."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from asp_decide.model.charter import EVIDENCE_WEIGHTS
from asp_decide.model.outcome import Evidence, Grade
from asp_decide.portfolio.counted_evidence import Counted, counted
from builders import AS_OF, an_evidence, an_initiative


def test_the_grade_of_an_observation_is_its_weight() -> None:
    grades: list[Grade] = ["experiment", "comparison", "before_after", "expert"]
    told = _counted(*(_seen(f"EVI-{grade}", grade=grade, source=grade) for grade in grades))

    weights = {one.row.grade: one.weight for one in told}
    assert weights == {grade: EVIDENCE_WEIGHTS[grade] for grade in grades}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"observed_on": None}, "nobody says when it was observed"),
        ({"observed_on": date(2027, 1, 1)}, "it was observed after the day of the run"),
        ({"origin": "delivery"}, "delivery tells what the work takes and not what it is worth"),
        ({"likelihood_ratio": None}, "it states no likelihood ratio"),
        ({"informs": "benefit"}, "it states no estimate"),
        ({"grade": None}, "it has no grade"),
        ({"grade": "anecdote"}, "the grade `anecdote` has no weight"),
    ],
)
def test_what_cannot_move_a_belief_says_why(changes: dict[str, Any], why: str) -> None:
    (told,) = _counted(_seen(**changes))

    assert told.why_not == why


def test_what_was_known_when_the_case_was_agreed_is_already_in_it() -> None:
    agreed = date(2026, 11, 15)
    rows = [
        _seen("EVI-1", observed_on=agreed),
        _seen("EVI-2", observed_on=date(2026, 11, 16)),
    ]
    told = _counted(*rows, case_agreed_on=agreed)

    assert [one.why_not for one in told] == [
        "it was known when the case was agreed on 2026-11-15",
        "",
    ]


def test_where_no_case_is_agreed_all_that_is_known_counts() -> None:
    (told,) = _counted(_seen(observed_on=date(2020, 1, 1)))

    assert told.why_not == ""


@pytest.mark.parametrize("recorded_by", ["initiative_lead T. Holm", "T. HOLM", None])
def test_a_leads_own_record_counts_as_an_experts_word(recorded_by: str | None) -> None:
    """Whoever runs the experiment on the own work is not yet a witness; nor is nobody."""
    (told,) = _counted(_seen(recorded_by=recorded_by), lead="T. Holm")

    assert told.weight == EVIDENCE_WEIGHTS["expert"]


def test_a_cap_does_not_raise_what_is_weaker() -> None:
    (told,) = _counted(_seen(grade="anecdote", recorded_by="lead T. Holm"), lead="T. Holm")

    assert told.weight == 0


def test_another_person_whose_name_ends_alike_is_another_person() -> None:
    (told,) = _counted(_seen(recorded_by="product_owner K. T.Holm"), lead="T. Holm")

    assert told.weight == 1


def test_one_source_counts_once_by_its_best_grade_then_by_its_latest_day() -> None:
    rows = [
        _seen("EVI-1", grade="comparison", observed_on=date(2026, 12, 30)),
        _seen("EVI-2", observed_on=date(2026, 10, 1)),
        _seen("EVI-3", observed_on=date(2026, 12, 1)),
        _seen("EVI-4", observed_on=date(2026, 12, 1)),
        _seen("EVI-5", source="another study", grade="expert"),
    ]
    told = _counted(*rows)

    assert [one.row.id for one in told if not one.why_not] == ["EVI-3", "EVI-5"]
    assert told[0].why_not == "its source already counts once"


def test_what_does_not_count_takes_the_place_of_nothing() -> None:
    """A better grade from before the case leaves the later one its say."""
    agreed = date(2026, 11, 15)
    told = _counted(
        _seen("EVI-1", observed_on=date(2026, 11, 1)),
        _seen("EVI-2", grade="expert", observed_on=date(2026, 12, 1)),
        case_agreed_on=agreed,
    )

    assert [one.row.id for one in told if not one.why_not] == ["EVI-2"]


def _counted(*rows: Evidence, **of_initiative: Any) -> tuple[Counted, ...]:
    initiative = an_initiative(**of_initiative)
    return counted(rows, initiative, as_of=AS_OF, weights=EVIDENCE_WEIGHTS)


def _seen(name: str = "EVI-1", **changes: Any) -> Evidence:
    told: dict[str, Any] = {
        "likelihood_ratio": Decimal("3.2"),
        "recorded_by": "product_owner K. Lind",
        "source": "Pilot with two shops",
    }
    return an_evidence(name, **(told | changes))
