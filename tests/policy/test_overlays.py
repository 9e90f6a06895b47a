"""What a value stream may set for itself, and whether its rules then read its own amount."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.clauses.clause import LimitClause, RequireClause
from asp_decide.clauses.condition import All, Comparison, Linked, QuantityTest
from asp_decide.clauses.own_limits import limit_for
from asp_decide.diagnostics import Place
from asp_decide.errors import unwrap
from asp_decide.model.subject import SubjectKey
from policy_builders import GOOD, OVERLAY, read_all

PAYMENTS = SubjectKey("value_stream", "payments")
BOOKING = SubjectKey("value_stream", "booking")
DAY = date(2026, 10, 1)
FREE = GOOD.replace(
    "measures:\n  wip",
    "  oldest: {unit: weeks, overlays: free, values: [{from: 2026-01-01, value: 13 weeks}]}\n\n"
    "measures:\n  wip",
    1,
).replace("capacity_age: at most 13 weeks", "capacity_age: at most $oldest")
"""The good policy with an amount in a condition that streams are free to set."""


def files(overlay: str = OVERLAY, policy: str = GOOD) -> dict[str, str]:
    return {"portfolio/sample": policy, "overlays/payments": overlay}


def limit(read: object, rule: str = "WIP-01") -> LimitClause:
    found = read.clause(rule)  # type: ignore[attr-defined]
    assert isinstance(found, LimitClause)
    return found


def test_a_stream_is_held_to_its_own_limit_and_no_other_stream_is(tmp_path: Path) -> None:
    clause = limit(unwrap(read_all(tmp_path, files(), as_of=DAY)))

    own = limit_for(clause, PAYMENTS, ())
    assert own.limit == 4
    assert own.limit_from == "wip_limit@2026-10-01 overlays/payments"
    assert own.set_by == "overlays/payments"
    assert limit_for(clause, BOOKING, ()).limit == 5
    assert clause.at_most == 5


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2026, 9, 30), 5),
        (date(2026, 10, 1), 4),
        (date(2027, 3, 31), 4),
        (date(2027, 4, 1), 5),
    ],
)
def test_an_overlay_holds_on_its_days_both_included(day: date, held: int, tmp_path: Path) -> None:
    clause = limit(unwrap(read_all(tmp_path, files(), as_of=day)))

    assert limit_for(clause, PAYMENTS, ()).limit == held


def test_a_condition_asked_of_a_stream_compares_with_the_streams_own_amount(
    tmp_path: Path,
) -> None:
    overlay = OVERLAY.replace("wip_limit: 4 initiatives", "oldest: 8 weeks")

    clause = unwrap(read_all(tmp_path, files(overlay, FREE), as_of=DAY)).clause("GATE-21")

    assert isinstance(clause, RequireClause)
    assert isinstance(clause.that, All)
    linked = clause.that.parts[1]
    assert isinstance(linked, Linked)
    ((stream, own),) = linked.that.in_streams
    assert stream == "payments"
    assert isinstance(own.test, QuantityTest)
    assert isinstance(linked.that.test, QuantityTest)
    assert own.test.limit == 8
    assert linked.that.test.limit == 13
    assert (own.key, own.phrase) == (linked.that.key, "at most 8 weeks (oldest)")


def test_work_in_two_streams_is_held_to_the_tighter_of_their_limits(tmp_path: Path) -> None:
    policy = (
        GOOD.replace(
            "  bold_share:",
            '  slack_ratio: {ratio: [remaining_value, linked_outlay], unit: "%"}\n  bold_share:',
        )
        .replace(
            "  - id: GRD-04",
            """\
  - id: GRD-09
    title: Payback
    guardrail: slack_ratio
    per: initiative
    at_least: $payback
    enforce: advisory
    owner: finance
    because: What brings less than it costs is not begun.
    message: "{initiative}"

  - id: GRD-04""",
        )
        .replace(
            "measures:\n",
            '  payback: {unit: "%", overlays: tighten_only, '
            "values: [{from: 2026-01-01, value: 100 %}]}\n\nmeasures:\n",
            1,
        )
    )
    overlay = OVERLAY.replace("wip_limit: 4 initiatives", "payback: 150 %")

    clause = limit(unwrap(read_all(tmp_path, files(overlay, policy), as_of=DAY)), "GRD-09")

    one = SubjectKey("initiative", "INI-1")
    assert limit_for(clause, one, ("booking", "payments")).limit == Fraction(3, 2)
    assert limit_for(clause, one, ("payments",)).limit == Fraction(3, 2)
    assert limit_for(clause, one, ("booking",)).limit == 1
    assert limit_for(clause, one, ()).limit == 1


def test_a_floor_is_tightened_upwards(tmp_path: Path) -> None:
    policy = (
        GOOD.replace("at_least: 5 %", "at_least: $floor")
        .replace(
            "guardrail: bold_share\n    per: portfolio",
            "guardrail: bold_share\n    per: value_stream",
        )
        .replace(
            "measures:\n",
            '  floor: {unit: "%", overlays: tighten_only, values: '
            "[{from: 2026-01-01, value: 5 %}]}\n\nmeasures:\n",
            1,
        )
    )
    higher = OVERLAY.replace("wip_limit: 4 initiatives", "floor: 6 %")
    lower = OVERLAY.replace("wip_limit: 4 initiatives", "floor: 4 %")

    assert read_all(tmp_path, files(higher, policy), as_of=DAY).value is not None
    (told,) = read_all(tmp_path, files(lower, policy), as_of=DAY).errors
    assert told.code == "P115"
    assert told.help == "under `at_least` larger is tighter: at least 5 %"


def test_a_value_of_the_policy_that_begins_within_the_overlay_is_not_loosened_either(
    tmp_path: Path,
) -> None:
    """Tight on the first day is not tight on every day."""
    policy = GOOD.replace(
        "- {from: 2026-01-01, value: 5 initiatives}",
        "- {from: 2026-01-01, value: 5 initiatives}\n"
        "      - {from: 2027-01-01, value: 3 initiatives}",
    )

    (told,) = read_all(tmp_path, files(policy=policy), as_of=DAY).errors

    assert told.code == "P115"
    assert "3 initiatives" in told.message
    assert "2027-01-01" in told.message


def test_what_bounds_the_portfolio_alone_is_set_by_no_stream(tmp_path: Path) -> None:
    policy = GOOD.replace("at_most: 90 %", "at_most: $most").replace(
        "measures:\n",
        '  most: {unit: "%", overlays: tighten_only, values: [{from: 2026-01-01, value: 90 %}]}\n\n'
        "measures:\n",
        1,
    )
    overlay = OVERLAY.replace("wip_limit: 4 initiatives", "most: 80 %")

    (told,) = read_all(tmp_path, files(overlay, policy), as_of=DAY).errors

    assert told.code == "P022"
    assert "FND-01" in told.message


def test_two_overlays_of_one_parameter_stream_and_day_are_refused_with_both_places(
    tmp_path: Path,
) -> None:
    texts = files() | {
        "overlays/second": OVERLAY.replace("overlay: payments", "overlay: second")
        .replace("from: 2026-10-01", "from: 2027-03-31")
        .replace("until: 2027-03-31", "until: 2027-06-30")
    }

    (told,) = read_all(tmp_path, texts, as_of=DAY).errors

    assert told.code == "P120"
    assert told.place == Place("policies/overlays/second.yaml", 10, 3)
    assert "policies/overlays/payments.yaml:10:3" in told.message
    assert "2027-03-31" in told.message


def test_a_hole_between_two_overlays_is_refused_and_none_is_none(tmp_path: Path) -> None:
    def second(begins: str) -> dict[str, str]:
        text = OVERLAY.replace("overlay: payments", "overlay: second")
        return files() | {
            "overlays/second": text.replace(
                "from: 2026-10-01, until: 2027-03-31", f"from: {begins}"
            )
        }

    (told,) = read_all(tmp_path, second("2027-04-02"), as_of=DAY).errors
    assert told.code == "P120"
    assert "from 2027-04-01" in told.message
    assert read_all(tmp_path, second("2027-04-01"), as_of=DAY).value is not None


def test_another_stream_or_another_parameter_is_no_dispute(tmp_path: Path) -> None:
    other = OVERLAY.replace("overlay: payments", "overlay: booking").replace(
        "{value_stream: payments}", "{value_stream: booking}"
    )

    read = unwrap(read_all(tmp_path, files() | {"overlays/booking": other}, as_of=DAY))

    assert [one.subject.id for one in limit(read).own_limits] == ["booking", "payments"]


def test_an_overlay_moves_the_meaning_of_its_rule_and_its_prose_does_not(tmp_path: Path) -> None:
    none = unwrap(read_all(tmp_path / "none", {"portfolio/sample": GOOD}, as_of=DAY))
    some = unwrap(read_all(tmp_path / "some", files(), as_of=DAY))
    reworded = OVERLAY.replace("Two teams were merged", "Both teams were merged")
    told = unwrap(read_all(tmp_path / "told", files(reworded), as_of=DAY))

    def meanings(read: object) -> dict[str, str]:
        clauses = read.clauses  # type: ignore[attr-defined]
        return {clause.heading.rule: clause.heading.meaning for clause in clauses}

    moved = {rule for rule, meaning in meanings(some).items() if meanings(none)[rule] != meaning}
    assert moved == {"WIP-01"}
    assert none.digest != some.digest == told.digest
    assert [file.policy for file in some.files] == ["portfolio/sample", "overlays/payments"]


def test_comparisons_without_an_overlay_carry_nothing(tmp_path: Path) -> None:
    clause = unwrap(read_all(tmp_path, files(), as_of=DAY)).clause("STOP-01")

    assert clause is not None
    assert all(
        not part.in_streams
        for part in clause.when.parts  # type: ignore[union-attr]
        if isinstance(part, Comparison)
    )
