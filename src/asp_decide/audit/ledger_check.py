"""A whole log, read again: every entry in its tree, and every run of it decided again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.anchoring import anchored, strangers
from asp_decide.audit.check import Verdict, accepted, counted
from asp_decide.audit.verification import Verification
from asp_decide.ledger.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class LedgerVerification:
    """Whether a log is whole, with everything in it that does not fit, and each run's checks."""

    ledger: str
    verdict: Verdict
    told: str
    troubles: tuple[str, ...]
    runs: tuple[Verification, ...]

    def lines(self) -> tuple[str, ...]:
        """The answer about the log, every trouble in it, then those about each run."""
        return (
            f"verify {self.ledger}",
            f"whole          {self.verdict:<11} {self.told}",
            *(f"               {trouble}" for trouble in self.troubles[1:]),
            *(line for run in self.runs for line in ("", *run.lines())),
        )

    def passed(self, *, strict: bool) -> bool:
        """Whether nothing failed; with `strict` also whether nothing was left unchecked."""
        return accepted(self.verdict, strict=strict) and all(
            run.passed(strict=strict) for run in self.runs
        )

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "ledger": self.ledger,
            "passed": self.passed(strict=False),
            "verdict": self.verdict,
            "told": self.told,
            "troubles": list(self.troubles),
            "runs": [run.as_json() for run in self.runs],
        }


def verify_ledger(
    ledger: str,
    troubles: Sequence[str],
    noted: Mapping[str, Checkpoint],
    *,
    given: Sequence[Checkpoint],
    runs: Sequence[Verification],
) -> LedgerVerification:
    """What is known of a log: `troubles` in it, `noted` checkpoints by run, and checked `runs`."""
    last = max(noted.values(), key=lambda checkpoint: checkpoint.size)
    known = {one.size: one for one in noted.values()}
    mend = "the log noted no checkpoint of so many records"
    others = [
        f"{one.at}: {one.what}" for one in strangers(known, given, origin=last.origin, mend=mend)
    ]
    every = (*troubles, *others)
    if every:
        return LedgerVerification(ledger, "FAIL", every[0], every, tuple(runs))
    root = last.short.partition(":")[2]
    told = (
        f"{counted(last.size, 'record')} of {counted(len(noted), 'run')}, "
        f"root {root[:8]}.. {anchored(last.size, given)}"
    )
    return LedgerVerification(ledger, "PASS", told, (), tuple(runs))
