"""Whole logs, read again: every entry in its tree, and every run of them decided again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.anchoring import anchored, strangers
from asp_decide.audit.check import Verdict, accepted, counted
from asp_decide.audit.verification import Verification
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.model.subject import Layer


@dataclass(frozen=True, slots=True)
class LogVerification:
    """Whether a log is whole, with everything in it that does not fit, and each run's checks."""

    layer: Layer
    ledger: str
    verdict: Verdict
    told: str
    troubles: tuple[str, ...]
    runs: tuple[Verification, ...]

    def lines(self) -> tuple[str, ...]:
        """The answer about the log, every trouble in it, then those about each run."""
        return (
            f"verify {self.ledger}   the log of the {self.layer} layer",
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
            "layer": self.layer,
            "ledger": self.ledger,
            "passed": self.passed(strict=False),
            "verdict": self.verdict,
            "told": self.told,
            "troubles": list(self.troubles),
            "runs": [run.as_json() for run in self.runs],
        }


@dataclass(frozen=True, slots=True)
class LedgerVerification:
    """The answers about every log of a workspace."""

    logs: tuple[LogVerification, ...]

    def lines(self) -> tuple[str, ...]:
        """Those about each log, one after the other."""
        first, *others = (log.lines() for log in self.logs)
        return (*first, *(line for lines in others for line in ("", *lines)))

    def passed(self, *, strict: bool) -> bool:
        """Whether nothing failed; with `strict` also whether nothing was left unchecked."""
        return all(log.passed(strict=strict) for log in self.logs)

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "passed": self.passed(strict=False),
            "logs": [log.as_json() for log in self.logs],
        }


@dataclass(frozen=True, slots=True)
class ReadLog:
    """A log read whole: where it lies, `troubles` in it, and its `noted` checkpoints by run."""

    layer: Layer
    ledger: str
    troubles: Sequence[str]
    noted: Mapping[str, Checkpoint]


def verify_log(
    log: ReadLog, *, given: Sequence[Checkpoint], runs: Sequence[Verification]
) -> LogVerification:
    """What is known of a log that noted something, held against the minutes, with its `runs`."""
    noted = log.noted
    last = max(noted.values(), key=lambda checkpoint: checkpoint.size)
    known = {one.size: one for one in noted.values()}
    mend = "the log noted no checkpoint of so many records"
    others = [
        f"{one.at}: {one.what}" for one in strangers(known, given, origin=last.origin, mend=mend)
    ]
    every = (*log.troubles, *others)
    if every:
        return LogVerification(log.layer, log.ledger, "FAIL", every[0], every, tuple(runs))
    root = last.short.partition(":")[2]
    told = (
        f"{counted(last.size, 'record')} of {counted(len(noted), 'run')}, "
        f"root {root[:8]}.. {anchored(last.size, given)}"
    )
    return LogVerification(log.layer, log.ledger, "PASS", told, (), tuple(runs))
