"""Sides of a comparison answer from processes of their own, and only their choices are believed."""

import pytest

from side_by_side import compare

SIDES = ("ours", "raw", "cd3", "atc", "rounding")


@pytest.mark.slow
def test_every_side_answers_and_none_of_the_lists_is_better_than_ours() -> None:
    one = compare("T", 30, seed=1, seconds=10, peers=SIDES)
    assert {peer: side.judged.keeps for peer, side in one.sides.items()} == dict.fromkeys(
        SIDES, "exactly"
    )
    captured = {peer: one.captured(peer) or 0 for peer in SIDES}
    assert captured["ours"] == max(captured.values())
    ours, raw = one.sides["ours"], one.sides["raw"]
    assert ours.gap_certified is not None
    assert ours.gap_stated is not None
    assert ours.gap_stated <= ours.gap_certified
    assert not raw.false_bound
    assert raw.measured is not None
    assert raw.measured.cpu_seconds < 2 * 10
