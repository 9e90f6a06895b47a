"""How fresh and how strong evidence is, and what it says of duties and assumptions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from asp_decide.model.ids import InitiativeId
from asp_decide.model.outcome import Evidence
from asp_decide.model.signal import Requirement
from asp_decide.model.subject import Measured
from asp_decide.portfolio.dossier import dossiers
from asp_decide.portfolio.evidence import (
    assumptions_changed,
    best_grade,
    evidence_age,
    requirements_violated,
    weeks_since,
)
from builders import (
    AS_OF,
    a_requirement,
    a_signal,
    a_snapshot,
    an_evidence,
    an_initiative,
    weeks_after,
)

INI_1 = InitiativeId("INI-1")


def test_evidence_ages_from_its_last_word_on_the_outcome() -> None:
    rows = [
        an_evidence("EVI-1", observed_on=weeks_after(-20)),
        an_evidence("EVI-2", informs="benefit", observed_on=weeks_after(-4)),
        an_evidence("EVI-3", informs="effort", observed_on=weeks_after(-1)),
    ]

    assert evidence_age(_of_initiative(*rows), AS_OF) == Measured(Fraction(4))


def test_what_is_observed_after_the_day_of_the_run_tells_it_nothing() -> None:
    assert _of_initiative(an_evidence(observed_on=weeks_after(1))) == ()
    assert _of_initiative(an_evidence(observed_on=None)) == ()


def test_evidence_about_an_option_is_evidence_about_its_initiative() -> None:
    row = an_evidence(about_kind="option", about_id="INI-1/whole")

    assert _of_initiative(row) == (row,)


def test_the_best_grade_about_success_counts() -> None:
    rows = [
        an_evidence("EVI-1", grade="anecdote"),
        an_evidence("EVI-2", grade="comparison"),
        an_evidence("EVI-3", grade="experiment", informs="benefit"),
    ]

    assert best_grade(_of_initiative(*rows)) == "comparison"
    assert best_grade(()) is None


def test_a_day_that_is_still_to_come_has_no_age() -> None:
    assert weeks_since(weeks_after(-3), AS_OF).value == 3
    assert weeks_since(weeks_after(3), AS_OF).value is None
    assert weeks_since(None, AS_OF) == Measured(None, "missing")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        (["supports"], 0),
        (["contradicts"], 1),
        (["supports", "contradicts"], 1),
        (["contradicts", "supports"], 0),
        (["neutral"], None),
    ],
)
def test_the_latest_evidence_says_whether_a_requirement_is_broken(
    rows: list[str], expected: int | None
) -> None:
    evidence = [
        _about_requirement(f"EVI-{n}", reading, observed_on=weeks_after(n - 10))
        for n, reading in enumerate(rows)
    ]

    assert _violated([a_requirement()], *evidence).value == expected


def test_a_known_violation_is_told_even_if_another_requirement_is_silent() -> None:
    told = _violated(
        [a_requirement(), a_requirement("REQ-2")], _about_requirement("EVI-1", "contradicts")
    )

    assert told.value == 1


def test_silence_about_a_requirement_is_unknown_and_names_it() -> None:
    assert _violated([a_requirement()]) == Measured(None, "no evidence about REQ-1")


@pytest.mark.parametrize(
    "changes",
    [
        {"valid_to": date(2026, 12, 30)},
        {"checked_at": ("verify",)},
        {"applies_to_categories": ("enabler",)},
        {"applies_to_streams": ("lending",)},
    ],
)
def test_a_requirement_out_of_scope_asks_for_nothing(changes: dict[str, Any]) -> None:
    assert _violated([a_requirement(**changes)]).value == 0


def test_on_one_day_the_better_grade_is_believed() -> None:
    told = _violated(
        [a_requirement()],
        _about_requirement("EVI-1", "contradicts", grade="anecdote"),
        _about_requirement("EVI-2", "supports", grade="experiment"),
    )

    assert told.value == 0


def test_an_assumption_counts_as_changed_if_it_broke_after_the_case_was_agreed() -> None:
    evidence = [
        an_evidence(
            f"EVI-{n}",
            about_kind="assumption",
            about_id=assumption,
            informs="assumption",
            reading="contradicts",
            observed_on=day,
        )
        for n, (assumption, day) in enumerate(
            [("ASM-1", weeks_after(-30)), ("ASM-2", weeks_after(-3)), ("ASM-9", weeks_after(-2))]
        )
    ]
    signal = a_signal(
        disposition="assumption_change",
        affects_assumptions=("ASM-3",),
        disposed_on=weeks_after(-1),
    )
    told = dossiers(a_snapshot(evidence=evidence, signals=[signal]))
    cited = ("ASM-1", "ASM-2", "ASM-3", "ASM-4")

    agreed = an_initiative(assumption_ids=cited, case_agreed_on=weeks_after(-10))
    not_yet = an_initiative(assumption_ids=cited)

    assert assumptions_changed(agreed, told).value == 2
    assert assumptions_changed(not_yet, told).value == 3


def _about_requirement(id: str, reading: str, **changes: Any) -> Evidence:  # noqa: A002
    told: dict[str, Any] = {
        "informs": "requirement",
        "requirement_id": "REQ-1",
        "reading": reading,
        "likelihood_ratio": Decimal(1),
    }
    return an_evidence(id, **(told | changes))


def _of_initiative(*rows: Evidence) -> tuple[Evidence, ...]:
    return dossiers(a_snapshot(evidence=rows)).evidence.get(INI_1, ())


def _violated(requirements: list[Requirement], *rows: Evidence) -> Measured:
    return requirements_violated(
        an_initiative(), requirements, _of_initiative(*rows), streams=["payments"], as_of=AS_OF
    )
