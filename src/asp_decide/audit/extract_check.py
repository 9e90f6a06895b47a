"""An extract checked from its own file: each record of it is in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.anchoring import anchored, strangers
from asp_decide.audit.check import Verdict, accepted, counted
from asp_decide.audit.masks import mask_divergences
from asp_decide.canonical import read_canonical
from asp_decide.clauses.masked_fields import closed_fields, open_records
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.extract_file import Extract, read_extract
from asp_decide.model.masked import Opening

_REST = "what else concerns this reader, and how it was decided, is seen in the whole bundle"


@dataclass(frozen=True, slots=True)
class ExtractVerification:
    """Whether every record of an extract is in the log. Whether it has all of them nobody can say.

    `records` are the run's, as far as this reader has them, opened as far as somebody opened them;
    `masked` and `opened` count the fields that were hidden, and those of them that are not now.
    """

    name: str
    about: str
    verdict: Verdict
    told: str
    records: tuple[Mapping[str, Any], ...]
    masked: int = 0
    opened: int = 0

    def lines(self) -> tuple[str, ...]:
        """What was verified, the answer, and what is left open."""
        fields = f"{self.opened} of {self.masked} masked names and prices"
        told = fields if self.opened == self.masked else f"{fields}; --openings FILE opens them"
        return (
            f"verify {self.name}   {self.about}",
            f"proven         {self.verdict:<11} {self.told}",
            f"opened         {self._opened:<11} {told}",
            f"complete       {'NOT CHECKED':<11} {_REST}",
        )

    @property
    def _opened(self) -> Verdict:
        return "PASS" if self.opened == self.masked else "NOT CHECKED"

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
            "masked": self.masked,
            "opened": self.opened,
            "records": [dict(record) for record in self.records],
        }


def verify_extract(
    name: str,
    body: bytes,
    checkpoints: Sequence[Checkpoint],
    openings: Sequence[Opening] = (),
) -> ExtractVerification:
    """Whether each record of an extract is in the log, and what the minutes say of that log.

    What is masked in it is shown where one of the `openings` opens it.

    Raises ValueError if the bytes are no extract.
    """
    extract = read_extract(body)
    logged = tuple(read_canonical(one.body) for one in extract.proofs)
    records = open_records(logged, openings)
    log = extract.checkpoint.origin or "a log without a name"
    about = f"{extract.reader} of run {extract.run} in {log}"
    masked, closed = (sum(len(closed_fields(r)) for r in some) for some in (logged, records))
    wrong = extract_trouble(extract, logged, checkpoints, openings)
    if wrong:
        return ExtractVerification(name, about, "FAIL", wrong, records, masked, masked - closed)
    size, root = extract.checkpoint.size, extract.checkpoint.short.partition(":")[2]
    told = (
        f"{counted(len(records), 'record')}, each in the log of {size:,}, "
        f"root {root[:8]}.. {anchored(size, checkpoints)}"
    )
    return ExtractVerification(name, about, "PASS", told, records, masked, masked - closed)


def extract_trouble(
    extract: Extract,
    logged: Sequence[Mapping[str, Any]],
    checkpoints: Sequence[Checkpoint],
    openings: Sequence[Opening],
) -> str:
    """What is wrong with an extract, or with what is given beside it; nothing if it is whole."""
    try:
        extract.refuse_wrong()
    except ValueError as error:
        return str(error)
    placed = ((f"record {one['n']}", one) for one in logged)
    for first in mask_divergences(placed, openings, whole=False):
        return f"{first.what}   {first.at}"
    noted = extract.checkpoint
    mend = f"the extract is of {noted.size} records; ask for one with --at"
    for first in strangers({noted.size: noted}, checkpoints, origin=noted.origin, mend=mend):
        return f"{first.what}   {first.at}"
    return ""
