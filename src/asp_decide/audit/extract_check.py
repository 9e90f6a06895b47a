"""An extract checked from its own file: each record of it is in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.anchoring import anchored, strangers
from asp_decide.audit.check import Verdict, accepted, counted
from asp_decide.canonical import read_canonical
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.extract_file import Extract, read_extract

_REST = "what else concerns this reader, and how it was decided, is seen in the whole bundle"


@dataclass(frozen=True, slots=True)
class ExtractVerification:
    """Whether every record of an extract is in the log. Whether it has all of them nobody can say.

    `records` are the run's, as far as this reader has them.
    """

    name: str
    about: str
    verdict: Verdict
    told: str
    records: tuple[Mapping[str, Any], ...]

    def lines(self) -> tuple[str, ...]:
        """What was verified, the answer, and what is left open."""
        return (
            f"verify {self.name}   {self.about}",
            f"proven         {self.verdict:<11} {self.told}",
            f"complete       {'NOT CHECKED':<11} {_REST}",
        )

    def passed(self, *, strict: bool) -> bool:
        """Whether nothing failed; with `strict` it never does: an extract is not the whole."""
        return accepted(self.verdict, strict=strict) and not strict

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "extract": self.name,
            "about": self.about,
            "passed": self.passed(strict=False),
            "verdict": self.verdict,
            "told": self.told,
            "records": [dict(record) for record in self.records],
        }


def verify_extract(
    name: str, body: bytes, checkpoints: Sequence[Checkpoint]
) -> ExtractVerification:
    """Whether each record of an extract is in the log, and what the minutes say of that log.

    Raises ValueError if the bytes are no extract.
    """
    extract = read_extract(body)
    records = tuple(read_canonical(one.body) for one in extract.proofs)
    log = extract.checkpoint.origin or "a log without a name"
    about = f"{extract.reader} of run {extract.run} in {log}"
    wrong = _wrong(extract, checkpoints)
    if wrong:
        return ExtractVerification(name, about, "FAIL", wrong, records)
    size, root = extract.checkpoint.size, extract.checkpoint.short.partition(":")[2]
    told = (
        f"{counted(len(records), 'record')}, each in the log of {size:,}, "
        f"root {root[:8]}.. {anchored(size, checkpoints)}"
    )
    return ExtractVerification(name, about, "PASS", told, records)


def _wrong(extract: Extract, checkpoints: Sequence[Checkpoint]) -> str:
    try:
        extract.refuse_wrong()
    except ValueError as error:
        return str(error)
    noted = extract.checkpoint
    mend = f"the extract is of {noted.size} records; ask for one with --at"
    for first in strangers({noted.size: noted}, checkpoints, origin=noted.origin, mend=mend):
        return f"{first.what}   {first.at}"
    return ""
