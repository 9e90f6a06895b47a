"""Learning that takes longer than the world needs to change teaches about a world that is gone."""

from datetime import date
from fractions import Fraction

from asp_decide.learn.latency import Lesson, latency

RELEASED, JUDGED, USED = date(2026, 1, 5), date(2026, 3, 30), date(2026, 4, 13)
WEEKS = tuple(Fraction(n) for n in range(20))


def test_from_release_to_verdict_to_the_decision_that_knew_it() -> None:
    found = latency([Lesson(RELEASED, JUDGED, USED)], [])

    assert (found.to_verdict, found.to_use, found.total) == (WEEKS[12], WEEKS[2], WEEKS[14])
    assert found.loop_ratio is None, "nothing has changed yet"


def test_below_one_the_organization_learns_faster_than_its_world_changes() -> None:
    changes = [date(2026, 1, 1), date(2026, 7, 16), date(2026, 7, 16)]

    assert latency([Lesson(RELEASED, JUDGED, USED)], changes).loop_ratio == Fraction(14, 28)


def test_medians_are_of_what_is_known_and_nothing_stands_in_for_the_rest() -> None:
    late = Lesson(None, JUDGED, None)
    found = latency([Lesson(RELEASED, JUDGED, USED), late, late], [])

    assert (found.verdicts, found.to_verdict, found.to_use) == (3, WEEKS[12], WEEKS[2])
    assert latency([late], []).total is None


def test_of_two_cases_the_median_lies_half_way() -> None:
    early = Lesson(RELEASED, date(2026, 1, 19), date(2026, 1, 19))

    assert latency([early, Lesson(RELEASED, JUDGED, USED)], []).to_verdict == 7
