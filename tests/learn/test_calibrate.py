"""Forecasts of a class that were off are corrected, and those that were not are left alone."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from asp_decide.learn.calibrate import calibrate
from asp_decide.learn.class_calibration import LEAST_CASES
from asp_decide.model.calibration import ALL, Calibration, ClassCalibration, Foretold
from asp_decide.model.ids import InitiativeId
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.business_case import net_value_whole
from asp_decide.portfolio.delay_loss import value
from asp_decide.portfolio.forward_value import known_prices
from builders import a_charter, an_initiative, an_option, an_outcome, standard
from judged_builders import a_judged, a_past, judged_rows

INI_1 = InitiativeId("INI-1")
BIASED = [(1_400 * n, 1_000 * n) for n in range(1, 21)]
"""Twenty cases whose benefit was foretold forty percent too high."""


def test_where_nothing_was_judged_nothing_is_learnt() -> None:
    assert calibrate(a_past([])) == Calibration()


def test_work_that_runs_teaches_nothing_before_its_verdict() -> None:
    running = an_initiative("INI-9", state="implementing", reference_class="refunds")
    rows = [an_outcome("INI-9", "2026Q3", forecast=1_400, actual=1_000)]
    snapshot = a_past([], running).model_copy(update={"outcomes": tuple(rows)})

    assert calibrate(snapshot) == Calibration()


def test_row_17_forty_percent_too_high_is_taken_off_the_twenty_first_forecast() -> None:
    """Every case was off by the same share, so nothing is left to doubt, held back or not."""
    calibration = calibrate(a_past(BIASED))
    found = _class(calibration)

    assert found.used
    assert found.bias == Decimal("-0.3365")  # ln(1 / 1.4)
    assert found.factor == Decimal("0.7143")
    assert found.held_back is not None
    assert found.held_back.corrected < found.held_back.as_stated / 100
    assert calibration.factor(INI_1, "value") == Fraction(found.factor)


def test_a_bias_in_noise_is_found_within_what_theory_gives() -> None:
    """The mean of logs lies within the t interval in 95 of 100 portfolios, and it is almost always used."""
    inside = used = 0
    for seed in range(100):
        ratios = _ratios(seed, n=20, bias=1 / 1.4, spread=0.25)
        found = _class(calibrate(a_past(_cases(ratios))))
        assert found.bias is not None
        assert found.spread is not None
        half = stats.t.ppf(0.975, 19) * float(found.spread) / 20**0.5
        inside += abs(float(found.bias) - log(1 / 1.4)) <= half
        used += found.used
    assert inside >= stats.binom.ppf(0.01, 100, 0.95)
    assert used >= 90


def test_an_honest_class_is_left_alone() -> None:
    """By chance it is corrected about once in twenty portfolios, and then by little."""
    found = [
        _class(calibrate(a_past(_cases(_ratios(seed, n=20, bias=1, spread=0.25)))))
        for seed in range(100)
    ]

    corrected = [abs(float(one.factor) - 1) for one in found if one.used]
    assert len(corrected) <= stats.binom.ppf(0.99, 100, 0.07)
    assert max(corrected, default=0) < 0.25


def test_what_brought_nothing_counts_as_much_as_what_brought_something() -> None:
    """Of twelve cases six came as foretold and six not at all: half of it is believed."""
    found = _class(calibrate(a_past([(1_000, 1_000)] * 6 + [(1_000, 0)] * 6)))

    assert (found.cases, found.nothing) == (12, 6)
    assert found.factor == Decimal("0.5")


def test_who_never_measured_is_counted() -> None:
    found = _class(calibrate(a_past([*BIASED, (1_000, None), (1_000, None)])))

    assert (found.cases, found.unmeasured) == (20, 2)


def test_a_small_class_leans_on_the_one_above_it() -> None:
    """Four refunds came as foretold; in all of customer service half of it came."""
    charter = a_charter(reference_classes={"refunds": "service"})
    snapshot = a_past([(100, 50)] * 16, reference_class="service", charter=charter)
    few = [a_judged(100 + n) for n in range(4)]
    rows = [row for n in range(4) for row in judged_rows(100 + n, 100, 100)]
    snapshot = snapshot.model_copy(
        update={
            "initiatives": (*few, *snapshot.initiatives),
            "outcomes": (*snapshot.outcomes, *rows),
        }
    )
    calibration = calibrate(snapshot)
    own, above = _class(calibration), _class(calibration, "service")

    assert own.part_of == "service"
    assert own.held_back is None
    assert own.cases < LEAST_CASES <= above.cases
    assert float(above.factor) < float(own.factor) < 1
    assert own.used == above.used is True


def test_a_class_is_part_of_all_unless_more_is_said() -> None:
    calibration = calibrate(a_past(BIASED))

    assert _class(calibration).part_of == ALL
    assert _class(calibration, ALL).part_of is None


def test_the_worth_of_what_is_still_to_be_funded_falls_with_its_class() -> None:
    """What the first round taught changes what the second is offered, to the cent."""
    before, after = open_book(a_past([])), open_book(a_past(BIASED))
    option = an_option("INI-1")

    stated = value(before, option, Fraction(10))
    assert value(after, option, Fraction(10)) == pytest.approx(
        stated * Fraction(7143, 10_000), 0.01
    )


def test_row_17a_a_verdict_entered_today_changes_the_gate_tomorrow() -> None:
    """A case pays as stated until the verdicts are in; with them it does not."""
    told = an_initiative("INI-1", reference_class="refunds", profile=standard(1_000))
    option = an_option("INI-1", outlay=120_000)
    open_rows = [row.model_copy(update={"verdict": None}) for row in a_past(BIASED).outcomes]
    judged = a_past(BIASED, told).model_copy(update={"options": (option,)})
    running = [
        one if one.id == "INI-1" else one.model_copy(update={"state": "implementing"})
        for one in judged.initiatives
    ]
    today = judged.model_copy(update={"outcomes": tuple(open_rows), "initiatives": tuple(running)})
    tomorrow = judged.model_copy(update={"as_of": today.as_of + timedelta(days=1)})

    nets = [net_value_whole(book, INI_1, known_prices(book, {})).value
            for book in (open_book(today), open_book(tomorrow))]  # fmt: skip
    assert nets[0] is not None
    assert nets[1] is not None
    assert nets[0] > 0 > nets[1]


@pytest.mark.parametrize(
    ("quantity", "read"),
    [
        ("effort", lambda o: o.demands[0].remaining_effort.mean),
        ("duration", lambda o: o.remaining_duration_weeks.mean),
        ("cost", lambda o: o.remaining_outlay.mean),
    ],
)
def test_work_that_always_took_more_is_planned_with_more(quantity: Foretold, read) -> None:  # type: ignore[no-untyped-def]
    """Whoever took half as much again as foretold is expected to do so once more."""
    snapshot = a_past([(10, 15)] * 8, quantity=quantity)
    snapshot = snapshot.model_copy(update={"options": (an_option("INI-1", outlay=12),)})
    book = open_book(snapshot)

    assert read(book.options[INI_1][0]) == 18
    assert value(book, an_option("INI-1"), Fraction(10)) == value(
        open_book(a_past([])), an_option("INI-1"), Fraction(10)
    )


def test_what_closing_takes_is_no_forecast_of_delivery() -> None:
    stop = an_option("INI-1", "stop", outlay=12)
    snapshot = a_past([(10, 15)] * 8, quantity="cost").model_copy(update={"options": (stop,)})

    assert open_book(snapshot).options[INI_1] == (stop,)


def test_the_best_looking_of_many_falls_back_to_its_class() -> None:
    """Pitfall 15: estimates that overshoot where they are large are drawn in, in money a week."""
    rng = np.random.default_rng(7)
    true = np.maximum(rng.normal(4_000, 600, 40), 500)
    stated = np.maximum(true + rng.normal(0, 1_800, 40), 400)
    cases = [(f"{s * 13:.2f}", f"{t * 13:.2f}") for s, t in zip(stated, true, strict=True)]
    star = an_initiative("INI-1", reference_class="refunds", profile=standard(15_000))
    plain = an_initiative("INI-2", reference_class="refunds", profile=standard(4_000))
    calibration = calibrate(a_past(cases, star, plain))
    regression = calibration.regression(INI_1)
    book = open_book(a_past(cases, star, plain))
    stated_book = open_book(a_past([], star, plain))

    assert regression is not None
    kept = [
        value(book, an_option(one), Fraction(10)) / value(stated_book, an_option(one), Fraction(10))
        for one in ("INI-1", "INI-2")
    ]
    assert kept[0] < Fraction(1, 2) < kept[1]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), min_size=1, max_size=12),
    st.integers(2, 9),
)
def test_the_currency_in_which_it_is_told_teaches_nothing(
    cases: list[tuple[int, int]], times: int
) -> None:
    """Scaling all money leaves every factor as it is."""
    one, other = (
        calibrate(a_past(cases)),
        calibrate(a_past([(f * times, a * times) for f, a in cases])),
    )

    assert [(c.factor, c.used) for c in one.classes] == [(c.factor, c.used) for c in other.classes]


def test_what_becomes_known_later_is_not_known_today() -> None:
    snapshot = a_past(BIASED, as_of=date(2026, 11, 1))
    running = [i.model_copy(update={"state": "implementing"}) for i in snapshot.initiatives]

    assert calibrate(snapshot.model_copy(update={"initiatives": tuple(running)})) == Calibration()


def test_a_decision_can_cite_what_it_knew() -> None:
    """Row 17a."""
    one, other = calibrate(a_past(BIASED)), calibrate(a_past(BIASED[:-1]))

    assert one.version.startswith("sha256:")
    assert one.version != other.version
    assert Calibration().version == ""


def _class(calibration: Calibration, name: str = "refunds") -> ClassCalibration:
    return next(one for one in calibration.classes if one.reference_class == name)


def _ratios(seed: int, *, n: int, bias: float, spread: float) -> list[float]:
    rng = np.random.default_rng(seed)
    return list(bias * np.exp(rng.normal(0, spread, n)))


def _cases(ratios: list[float]) -> list[tuple[str, str]]:
    return [("1000", f"{1000 * ratio:.4f}") for ratio in ratios]
