"""Targets beside what was measured: the median over seeds counts, of family T alone."""

from dataclasses import replace

from asp_decide.optimize.formulate import formulate
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave
from judge import Judged
from question import Question
from side_by_side import Comparison, Side
from targets import against_targets

NOTHING_SAID = Side(None, Judged("not"), None, None, false_bound=False)


def a_comparison(captured: dict[str, int], initiatives: int = 100, family: str = "T") -> Comparison:
    choices = [a_choice("INI-1", "whole", 0, value=30, best=30, needs={}), leave("INI-1", 30)]
    programme = formulate(a_choice_set(choices, grid=a_grid(1), capacity={"web": 5}), a_frame())
    sides = {
        peer: replace(NOTHING_SAID, judged=replace(Judged("exactly"), captured=programme.worth * n))
        for peer, n in captured.items()
    }
    question = Question("digest", programme, (), (), 0.0, 0.0)
    return Comparison(family, initiatives, 1, 60, question, sides)


def reached(*comparisons: Comparison) -> dict[str, str]:
    """By measure and size, the last cell of its line."""
    found = {}
    for line in against_targets(comparisons)[1:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        found[f"{cells[0]} {cells[1]}"] = cells[-1]
    return found


def test_the_median_of_the_seeds_is_held_against_floor_and_aim() -> None:
    by_raw = "value captured, ours / raw HiGHS 100"
    ratios = {"aim reached": (101, 101, 90), "floor held": (100, 90, 102), "floor missed": (99,)}
    for word, ours in ratios.items():
        comparisons = [a_comparison({"ours": each, "raw": 100}) for each in ours]
        assert reached(*comparisons) == {by_raw: word}


def test_ours_is_held_against_the_best_of_the_lists() -> None:
    one = a_comparison({"ours": 115, "cd3": 100, "atc": 90, "rounding": 110})
    assert reached(one) == {"value captured, ours / the best list 100": "floor missed"}


def test_other_families_and_sizes_without_a_target_are_not_held_against_any() -> None:
    captured = {"ours": 1, "raw": 100}
    others = (a_comparison(captured, family="Z"), a_comparison(captured, initiatives=60))
    assert against_targets(others) == []


def test_a_side_without_a_plan_says_nothing_of_a_ratio() -> None:
    one = a_comparison({"ours": 115, "raw": 0})
    assert against_targets([one]) == []
