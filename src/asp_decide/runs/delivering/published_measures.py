"""What surveys found elsewhere, with the year of it: to look at, never to be graded by."""

import csv
from pathlib import Path

import asp_decide

_PUBLISHED = Path(asp_decide.__file__).parent / "shipped" / "published" / "dora.csv"

NO_GRADE = (
    "groups of a survey, each of its year: they are not in one order (the third fails less often "
    "than the second) and were dropped in 2025; no grade is made of them"
)
"""What is said beside them."""


def published_measures() -> tuple[dict[str, str], ...]:
    """The rows of the survey's groups by column, as they were published, the oldest first.

    `confirmed` is `no` where publications about a report disagree and the report itself was not
    seen.
    """
    with _PUBLISHED.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
