"""Who foretold how well, by whatever the question is: sums, ranges and stated chances."""

from decimal import Decimal
from fractions import Fraction

from asp_decide.learn.track_record import track_records
from asp_decide.model.outcome import Outcome
from asp_decide.model.snapshot import Snapshot
from builders import a_demand, an_option
from judged_builders import a_judged, a_past, judged_rows

G13 = [(100, 150), (1_000, 400), (50, 100)]


def test_g13_a_mean_of_ratios_looks_great_and_the_ratio_of_sums_is_true() -> None:
    found = track_records(a_past(G13))[0]

    assert found.realisation == Fraction(650, 1_150)
    assert sum(Fraction(actual, foretold) for foretold, actual in G13) / 3 == Fraction(13, 10)


def test_pitfall_16_what_nobody_measured_is_counted_and_is_no_value() -> None:
    found = track_records(a_past([*G13, (1_000, None)]))[0]

    assert (found.judged, found.unmeasured, found.realisation) == (4, 1, Fraction(650, 1_150))


def test_the_third_of_largest_promises_is_told_apart() -> None:
    assert [(one.group, str(one.realised)) for one in track_records(a_past(G13), "size")] == [
        ("all", "650"),
        ("largest third", "400"),
        ("middle third", "150"),
        ("smallest third", "100"),
    ]


def test_a_stream_answers_for_what_was_built_in_it() -> None:
    snapshot = a_past(G13)
    whole = an_option("OLD-000", demands=(a_demand("payments"),))
    snapshot = snapshot.model_copy(update={"options": (*snapshot.options, whole)})

    assert [one.group for one in track_records(snapshot, "stream")] == [
        "all", "of no stream", "payments",
    ]  # fmt: skip


def test_a_forecaster_is_told_how_the_own_forecasts_turned_out() -> None:
    snapshot = a_past(G13)
    lead = [one.model_copy(update={"lead": "T. Okafor"}) for one in snapshot.initiatives]
    snapshot = snapshot.model_copy(update={"initiatives": tuple(lead)})

    assert track_records(snapshot, "forecaster")[1].group == "T. Okafor"


def test_g16_four_stated_chances_lose_0_175() -> None:
    told = [("0.9", "confirmed"), ("0.7", "refuted"), ("0.4", "refuted"), ("0.8", "confirmed")]
    found = track_records(_with_chances(told))[0]

    assert found.chances is not None
    assert found.chances.total == Fraction("0.175")


def _with_chances(told: list[tuple[str, str]]) -> Snapshot:
    rows: list[Outcome] = []
    for number, (stated, verdict) in enumerate(told):
        value, success = judged_rows(number, 10, 10)
        changes = {"forecast_probability": Decimal(stated), "verdict": verdict}
        rows += [value, success.model_copy(update=changes)]
    judged = [a_judged(number) for number in range(len(told))]
    return a_past([]).model_copy(update={"initiatives": tuple(judged), "outcomes": tuple(rows)})
