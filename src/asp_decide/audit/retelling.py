"""Check 8: does the report say what the records say? Made again, and compared byte for byte."""

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest

from asp_decide.audit.check import Check, Divergence, counted, judged, not_checked
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import Evidence
from asp_decide.clauses.masked_fields import closed_fields
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.bundle_readme import README, run_readme
from asp_decide.ledger.openings_file import OPENINGS
from asp_decide.ledger.run_log import RunLog
from asp_decide.model.subject import Layer

type Retell = Callable[[Evidence, Reading], Mapping[str, bytes]]
"""Makes the reports of a run from what it recorded, by their place in the bundle."""

REPORTS = "reports/"


def check_told(evidence: Evidence, reading: Reading, retell: Retell | None) -> Check:
    """Whether every report in the bundle is the one that the records give."""
    files = evidence.bundle.files
    there = {path: body for path, body in files.items() if path.startswith(REPORTS)}
    recorded = evidence.plan.run.versions.get("asp-decide", "")
    if not there:
        return not_checked(8, "the bundle has no report")
    if retell is None:
        return not_checked(8, "nothing was given that could make reports again")
    if not reading.words_as(recorded):
        return not_checked(8, f"reports are made again by asp-decide {recorded}, which made them")
    first = {path: body for path, body in files.items() if path == README}
    again = {**retell(evidence, reading), README: readme_again(evidence.bundle, evidence.log)}
    told = counted(len(there), "report") + " made again, byte for byte"
    # Whoever reads the folder first reads how it is checked: that must be ours as well.
    found = judged(8, _divergences({**first, **there}, again), told=told)
    closed = [n for n, one in evidence.of_kind("override") if "/price" in closed_fields(one)]
    if closed and found.verdict == "FAIL":
        why = f"{counted(len(closed), 'price')} in them may be what nobody opened"
        return not_checked(8, f"reports made again differ, and {why}")
    return found


def readme_again(bundle: Bundle, log: RunLog, layer: Layer = "portfolio") -> bytes:
    """What a bundle has to say first: it names what is there.

    Openings are the one part that may be taken out of it, or laid into it, by whoever has it.
    """
    named, unnamed = (
        run_readme(log.run, log.origin, names, layer=layer)
        for names in ({*bundle.files, OPENINGS}, bundle.files.keys() - {OPENINGS})
    )
    return unnamed if bundle.files.get(README) == unnamed else named


def _divergences(there: Mapping[str, bytes], again: Mapping[str, bytes]) -> Iterator[Divergence]:
    for path, body in there.items():
        if path not in again:
            yield Divergence(path, "no record gives this report")
        elif body != again[path]:
            line = _first_line_that_differs(body, again[path])
            yield Divergence(f"{path}:{line}", "it does not say what the records say")


def _first_line_that_differs(one: bytes, other: bytes) -> int:
    lines = zip_longest(one.split(b"\n"), other.split(b"\n"))
    return next((n for n, (a, b) in enumerate(lines, start=1) if a != b), 1)
