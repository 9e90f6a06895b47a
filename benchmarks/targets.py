"""What a release must hold and what is aimed at, beside what a run measured on family T."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ratios import (
    Measure,
    captured_over,
    captured_over_lists,
    certified_bound_over_raw,
    check_over_solve,
    stated_gap,
    stated_gap_over_raw,
    time_to_raw,
)
from side_by_side import Comparison

HEAD = "| measure | size | floor | aim | measured | seeds | |\n|---|---:|---:|---:|---:|---:|---|"


@dataclass(frozen=True, slots=True)
class Target:
    """A measure of one comparison, by size its floor and aim; the median over seeds counts."""

    name: str
    measure: Measure
    bounds: dict[int, tuple[float, float]]
    form: str
    more_is_better: bool = True

    def reaches(self, value: float, bound: float) -> bool:
        """Whether the value is as good as the bound."""
        return value >= bound if self.more_is_better else value <= bound


TARGETS = (
    Target(
        "value captured, ours / raw HiGHS",
        captured_over("raw"),
        {100: (1.00, 1.01), 300: (1.02, 1.035), 1000: (1.06, 1.09), 3000: (1.30, 1.45)},
        "{:.4f}",
    ),
    Target(
        "gap stated, ours / raw HiGHS",
        stated_gap_over_raw,
        {100: (0.9, 0.5), 300: (0.65, 0.45), 1000: (0.50, 0.33), 3000: (0.20, 0.12)},
        "{:.2f}",
        more_is_better=False,
    ),
    Target(
        "gap stated",
        stated_gap,
        {30: (0.001, 0.001), 100: (0.02, 0.01), 300: (0.03, 0.02), 1000: (0.06, 0.04)},
        "{:.2%}",
        more_is_better=False,
    ),
    Target(
        "bound on value captured, certified / stated by raw HiGHS",
        certified_bound_over_raw,
        {100: (1.015, 1.006), 300: (1.007, 1.003), 1000: (1.003, 1.001)},
        "{:.4f}",
        more_is_better=False,
    ),
    Target(
        "value captured, ours / the best list",
        captured_over_lists,
        {30: (1, 1), 100: (1.12, 1.20), 300: (1.12, 1.20), 1000: (1, 1), 3000: (1, 1)},
        "{:.3f}",
    ),
    Target(
        "time to the plan of raw HiGHS / all its time",
        time_to_raw,
        {300: (0.6, 0.35), 1000: (0.6, 0.35), 3000: (0.6, 0.35)},
        "{:.2f}",
        more_is_better=False,
    ),
    Target(
        "check of the certificate / solve",
        check_over_solve,
        {1000: (0.05, 0.02)},
        "{:.1%}",
        more_is_better=False,
    ),
)


def against_targets(comparisons: Sequence[Comparison]) -> list[str]:
    """A line for every target of a size that was measured; none for other families than T."""
    lines = []
    for target in TARGETS:
        for size, (floor, aim) in target.bounds.items():
            of_size = [c for c in comparisons if (c.family, c.initiatives) == ("T", size)]
            found = [target.measure(one) for one in of_size]
            known = [value for value in found if value is not None]
            if known:
                lines.append(_line(target, size, floor, aim, known))
    return [HEAD, *lines] if lines else []


def _line(target: Target, size: int, floor: float, aim: float, found: list[float]) -> str:
    value = median(found)
    reached = "floor missed"
    if target.reaches(value, aim):
        reached = "aim reached"
    elif target.reaches(value, floor):
        reached = "floor held"
    told = [target.form.format(each) for each in (floor, aim, value)]
    return f"| {target.name} | {size:,} | {' | '.join(told)} | {len(found)} | {reached} |"
