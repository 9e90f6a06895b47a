"""A class is divided by stream, size or forecaster only where its parts foretell better."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from scipy import stats

from asp_decide.learn.calibrate import calibrate
from asp_decide.learn.marks import THIRDS, Sizes
from asp_decide.model.calibration import Calibration, ClassCalibration
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative
from asp_decide.model.snapshot import Snapshot
from builders import a_demand, a_snapshot, an_initiative, an_option, an_outcome
from judged_builders import a_judged, judged_rows

LEADS = ("T. Okafor", "L. Meyer")


@dataclass(frozen=True)
class Case:
    """What came of a forecast of 1,000 (or so many), by whom and in which stream."""

    came: float
    foretold: int = 1_000
    lead: str = ""
    stream: str = ""


def _past(cases: Sequence[Case], *candidates: Initiative, streams: Sequence[str] = ()) -> Snapshot:
    judged = [a_judged(n, lead=case.lead or None) for n, case in enumerate(cases)]
    rows = [
        row
        for n, case in enumerate(cases)
        for row in judged_rows(n, case.foretold, f"{case.came:.4f}")
    ]
    options = [
        an_option(f"OLD-{n:03}", demands=(a_demand(case.stream),))
        for n, case in enumerate(cases)
        if case.stream
    ]
    offered = zip(candidates, streams or [""] * len(candidates), strict=True)
    options += [
        an_option(one.id, demands=(a_demand(stream),)) if stream else an_option(one.id)
        for one, stream in offered
    ]
    return a_snapshot([*judged, *candidates], options, outcomes=rows)


def _ratios(seed: int, n: int, bias: float, spread: float = 0.2) -> list[float]:
    rng = np.random.default_rng(seed)
    return [float(1_000 * one) for one in bias * np.exp(rng.normal(0, spread, n))]


def _of(calibration: Calibration, name: str) -> ClassCalibration | None:
    return next((one for one in calibration.classes if one.reference_class == name), None)


def test_a_forecaster_who_is_always_too_high_is_corrected_and_the_other_is_not() -> None:
    cases = [Case(one, lead=LEADS[0]) for one in _ratios(1, 12, 1 / 1.4)]
    cases += [Case(one, lead=LEADS[1]) for one in _ratios(2, 12, 1.0)]
    told = {"reference_class": "refunds", "state": "investment_framing"}
    new = [an_initiative(f"INI-{n}", lead=lead, **told) for n, lead in enumerate(LEADS, 1)]
    calibration = calibrate(_past(cases, *new))

    part = _of(calibration, f"refunds / {LEADS[0]}")
    assert part is not None
    assert part.part_of == "refunds"
    factors = [calibration.factor(InitiativeId(f"INI-{n}"), "value") for n in (1, 2)]
    assert Fraction(6, 10) < factors[0] < Fraction(85, 100)
    assert Fraction(9, 10) < factors[1] < Fraction(11, 10)


def test_a_part_is_shrunk_to_what_it_is_a_part_of() -> None:
    """Twelve cases of its own weigh twelve parts in seventeen, the class above the rest."""
    cases = [Case(500, lead=LEADS[0])] * 12 + [Case(1_000, lead=LEADS[1])] * 12
    calibration = calibrate(_past(cases))
    part, whole = _of(calibration, f"refunds / {LEADS[0]}"), _of(calibration, "refunds")

    assert part is not None
    assert whole is not None
    own, above = np.log(0.5), np.log(float(whole.typical))
    assert float(part.typical) == np.exp(12 / 17 * own + 5 / 17 * above).round(4)


def test_a_stream_in_which_work_turns_out_otherwise_is_told_apart() -> None:
    cases = [Case(one, stream="payments") for one in _ratios(3, 10, 0.5)]
    cases += [Case(one, stream="web") for one in _ratios(4, 10, 1.0)]
    new = [an_initiative(f"INI-{n}", reference_class="refunds") for n in (1, 2)]
    calibration = calibrate(_past(cases, *new, streams=("payments", "web")))

    factors = [calibration.factor(InitiativeId(f"INI-{n}"), "value") for n in (1, 2)]
    assert factors[0] < Fraction(7, 10) < factors[1]


def test_the_largest_promises_may_turn_out_worst() -> None:
    """A candidate is as large as what its own case foretells for a week."""
    cases = [Case(one, foretold=1_000 + n) for n, one in enumerate(_ratios(5, 20, 1.0))]
    cases += [Case(one * 10, foretold=10_000 + n) for n, one in enumerate(_ratios(6, 10, 0.5))]
    new = [an_initiative(f"INI-{n}", reference_class="refunds") for n in (1, 2)]
    snapshot = _past(cases, *new)
    promised = [
        an_outcome(f"INI-{n}", "2027Q1", forecast=amount) for n, amount in ((1, 900), (2, 12_000))
    ]
    calibration = calibrate(
        snapshot.model_copy(update={"outcomes": (*snapshot.outcomes, *promised)})
    )

    assert _of(calibration, f"refunds / {THIRDS[2]}") is not None
    factors = [calibration.factor(InitiativeId(f"INI-{n}"), "value") for n in (1, 2)]
    assert factors[1] < Fraction(7, 10) < factors[0]


def test_few_cases_make_no_part() -> None:
    cases = [Case(500, lead=LEADS[0])] * 4 + [Case(1_000, lead=LEADS[1])] * 12

    assert _of(calibrate(_past(cases)), f"refunds / {LEADS[0]}") is None


def test_an_honest_past_is_rarely_divided_by_chance() -> None:
    """Two forecasters, two streams, three sizes: looked at more often, and asked for more."""
    divided = 0
    for seed in range(30):
        came = _ratios(seed, 24, 1.0, spread=0.25)
        cases = [
            Case(
                one * (1 + n / 100),
                foretold=1_000 + 10 * n,
                lead=LEADS[n % 2],
                stream=("payments", "web")[n // 2 % 2],
            )
            for n, one in enumerate(came)
        ]
        classes = calibrate(_past(cases)).classes
        divided += any("/" in one.reference_class for one in classes)
    assert divided <= stats.binom.ppf(0.99, 30, 0.10)


def test_thirds_are_of_what_was_foretold() -> None:
    sizes = Sizes.of([Fraction(n) for n in range(1, 10)])

    assert [sizes.third(Fraction(n)) for n in (1, 3, 4, 6, 7, 90)] == [
        THIRDS[0], THIRDS[0], THIRDS[1], THIRDS[1], THIRDS[2], THIRDS[2],
    ]  # fmt: skip
    assert Sizes.of([Fraction(5)]).third(Fraction(5)) == THIRDS[2]


def test_what_a_plan_cites_changes_with_its_parts() -> None:
    cases = [Case(500, lead=LEADS[0])] * 12 + [Case(1_000, lead=LEADS[1])] * 12
    renamed = [Case(one.came, lead="") for one in cases]

    assert calibrate(_past(cases)).version != calibrate(_past(renamed)).version
    assert Decimal(1) not in {one.factor for one in calibrate(_past(cases)).classes if one.used}
