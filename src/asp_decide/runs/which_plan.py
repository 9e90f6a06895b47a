"""Which plan a question is about: said by a file, by a day, or not at all."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Asked:
    """Which plan: that of a file, of a day's facts, or the newest draft where neither is said."""

    plan: Path | None = None
    as_of: date | None = None


NEWEST = Asked()
"""The plan of the newest draft."""
