"""What was learnt is on record, and what Gate 2 was told can be found there."""

from asp_decide.clauses.calibration_records import calibration_records, cited
from asp_decide.clauses.result_records import answer_records
from asp_decide.learn.calibrate import calibrate
from asp_decide.model.finding import Answer
from asp_decide.model.plan import Plan
from asp_decide.model.subject import SubjectKey
from audit_builders import a_world
from judged_builders import a_past

LEARNT = calibrate(a_past([(1_400 * n, 1_000 * n) for n in range(1, 9)]))


def test_every_class_has_a_record_with_what_it_rests_on() -> None:
    all_, own = calibration_records(_plan(LEARNT.classes))

    assert (own["kind"], own["reference_class"], own["part_of"]) == (
        "calibration",
        "refunds",
        "all",
    )
    assert (own["cases"], own["factor"], own["used"]) == (8, "0.7143", True)
    assert all_["reference_class"] == "all"
    assert own["newest"] == "2026-11-02"


def test_row_17a_a_decision_at_gate_2_cites_what_its_forecasts_were_read_by() -> None:
    found = answer_records(_answers(), _plan(LEARNT.classes))

    assert [one.get("calibration") for one in found] == [LEARNT.version, None]


def test_where_nothing_was_learnt_nothing_is_cited() -> None:
    assert cited(_plan()) == ""
    assert not any("calibration" in one for one in answer_records(_answers(), _plan()))


def _plan(classes: tuple = ()) -> Plan:  # type: ignore[type-arg]
    return a_world().plan.model_copy(update={"calibration": classes})


def _answers() -> list[Answer]:
    return [
        Answer(point=point, subject=SubjectKey("initiative", "INI-1"), answer="fund")
        for point in ("gate_2", "start")
    ]
