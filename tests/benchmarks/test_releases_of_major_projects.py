"""What the page of evidence says is what the releases say, read again."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.learn.judged_work import JudgedForecast
from asp_decide.model.ids import InitiativeId
from major_projects import BEGIN, END, PAGE, Step, held_against, tables

DATA = Path(__file__).parents[3] / "shared" / "data" / "gmpp"


@pytest.mark.skipif(
    not DATA.is_dir(), reason="the releases of the Government Major Projects Portfolio are not here"
)
def test_the_page_prints_what_the_releases_say() -> None:
    printed = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert "\n".join(tables(DATA)) in printed


def test_a_release_is_corrected_by_what_was_known_before_it_and_held_against_what_came() -> None:
    """Everything took half as long again, both times: the second time it was expected."""
    first, second = (_step(year, [Fraction(3, 2)] * 12) for year in (2019, 2020))
    found = held_against([first], second, always=False)

    assert (found.moved, found.better) == (12, 12)
    assert found.errors.as_stated == Fraction(1, 2)
    assert found.errors.corrected < Fraction(1, 1000)
    assert found.totals == (Fraction(3, 2), Fraction(1))


def test_where_nothing_was_off_before_nothing_is_corrected() -> None:
    first, second = _step(2019, [Fraction(1)] * 12), _step(2020, [Fraction(3, 2)] * 12)

    assert held_against([first], second, always=False).moved == 0


def _step(year: int, ratios: list[Fraction]) -> Step:
    cases = [
        JudgedForecast(
            initiative=InitiativeId(f"P{n}"),
            classes=("ict", "all"),
            quantity="duration",
            foretold=Fraction(100 + n),
            actual=ratio * (100 + n),
            weeks=Fraction(0),
            known_on=date(year + 1, 3, 31),
        )
        for n, ratio in enumerate(ratios)
    ]
    return Step(year, "duration", tuple(cases))
