"""What an initiative serves: themes with a weight, requirements with a date."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from asp_decide.model.signal import Requirement, Theme
from asp_decide.model.subject import Measured
from asp_decide.portfolio.discounting import discounting
from asp_decide.portfolio.relevance import relevance, weeks_to_requirement
from asp_decide.portfolio.time_value import Frame
from builders import AS_OF, a_requirement, a_theme, an_initiative, weeks_after

FRAME = Frame(AS_OF, discounting(Decimal(0)), Fraction(100))
BOTH = ("THE-1", "THE-2")


def test_relevance_adds_up_the_weights_of_active_themes() -> None:
    themes = [a_theme(weight="0.4"), a_theme("THE-2", weight="0.25")]

    assert _relevance(BOTH, themes).value == Fraction("0.65")


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "retired"},
        {"status": "proposed"},
        {"valid_to": date(2026, 12, 30)},
        {"valid_from": date(2027, 1, 1)},
    ],
)
def test_a_theme_that_is_not_active_has_no_weight(changes: dict[str, Any]) -> None:
    themes = [a_theme(**changes), a_theme("THE-2", weight="0.25")]

    assert _relevance(BOTH, themes).value == Fraction("0.25")


def test_a_theme_counts_on_its_last_day() -> None:
    assert _relevance(("THE-1",), [a_theme(valid_to=AS_OF)]).value == Fraction("0.4")


@pytest.mark.parametrize("changes", [{"status": None}, {"weight": None}])
def test_a_theme_of_unknown_status_or_weight_leaves_relevance_unknown(
    changes: dict[str, Any],
) -> None:
    theme = a_theme().model_copy(update=changes)

    assert _relevance(("THE-1",), [theme]).why == "status or weight of THE-1 is not known"
    assert _relevance(("THE-9",), []).why == "status or weight of THE-9 is not known"


def test_who_serves_a_standing_requirement_is_wholly_relevant() -> None:
    assert _relevance((), [], [a_requirement()]).value == 1


def test_a_requirement_that_has_lapsed_makes_nothing_relevant() -> None:
    lapsed = a_requirement(valid_to=date(2026, 12, 30))

    assert _relevance((), [], [lapsed]).value is None


def test_an_initiative_that_names_nothing_is_of_unknown_relevance_and_not_of_none() -> None:
    assert _relevance((), []).why == "no theme or standing requirement is named"


def test_the_earliest_date_of_its_requirements_presses_and_a_past_one_is_negative() -> None:
    def weeks(*days: date | None) -> Fraction | None:
        duties = [a_requirement(f"REQ-{n}", valid_from=day) for n, day in enumerate(days)]
        named = an_initiative(requirement_ids=tuple(d.id for d in duties))
        return weeks_to_requirement(named, {d.id: d for d in duties}, FRAME).value

    assert weeks(weeks_after(30), weeks_after(10)) == 10
    assert weeks(weeks_after(-2)) == -2
    assert weeks(None) is None
    assert weeks() is None


def _relevance(
    named: Sequence[str], themes: Sequence[Theme], duties: Sequence[Requirement] = ()
) -> Measured:
    initiative = an_initiative(theme_ids=named, requirement_ids=tuple(d.id for d in duties))
    return relevance(initiative, {t.id: t for t in themes}, {d.id: d for d in duties}, FRAME)
