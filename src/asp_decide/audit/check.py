"""One question of `verify` and its answer: a verdict, counts, and the first thing that differs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

type Verdict = Literal["PASS", "FAIL", "NOT CHECKED"]

NAMES: tuple[str, ...] = (
    "unchanged",
    "complete",
    "decided",
    "right rules",
    "allowed",
    "obeyed",
    "as good",
    "told",
)
"""What the eight checks ask, in their order."""


def accepted(verdict: Verdict, *, strict: bool) -> bool:
    """Whether nothing failed; with `strict` also whether nothing was left unchecked."""
    return verdict == "PASS" or (verdict == "NOT CHECKED" and not strict)


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where a bundle is not as it must be (`records.jsonl:17388`), and in what."""

    at: str
    what: str


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to one question. `told` has the counts, `at` the place of the first divergence.

    `part` says that it is the answer of a part of a run, about what that shows and no more.
    """

    number: int
    verdict: Verdict
    told: str
    at: str = ""
    part: bool = False

    @property
    def name(self) -> str:
        """What is asked, in a word or two."""
        return NAMES[self.number - 1]

    @property
    def line(self) -> str:
        """The answer on one line, as people read it."""
        at = f"   {self.at}" if self.at else ""
        return f"{self.number} {self.name:<12} {self.verdict:<11} {self.told}{at}"

    def as_json(self) -> dict[str, str | int | bool | None]:
        """The same for machines."""
        return {
            "check": self.number,
            "name": self.name,
            "verdict": self.verdict,
            "part": self.part,
            "told": self.told,
            "at": self.at or None,
        }


def judged(number: int, divergences: Iterable[Divergence], *, told: str) -> Check:
    """FAIL with the first divergence, or PASS with the counts if there is none."""
    for first in divergences:
        return Check(number, "FAIL", first.what, first.at)
    return Check(number, "PASS", told)


def not_checked(number: int, why: str) -> Check:
    """NOT CHECKED, and why."""
    return Check(number, "NOT CHECKED", why)


def counted(number: int, noun: str) -> str:
    """A number of things in words: `1 record`, `17,630 records`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
