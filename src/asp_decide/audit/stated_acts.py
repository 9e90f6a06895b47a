"""What people stated beside the plan, and whether they might: verdicts, changes of the design."""

from collections.abc import Iterator

from asp_decide.audit.check import Divergence
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import Evidence, at_line
from asp_decide.clauses.design_records import objection_to_design
from asp_decide.clauses.outcome_records import objection_to, verdicts


def verdict_divergences(evidence: Evidence, reading: Reading) -> Iterator[Divergence]:
    """What is wrong with how a verdict was given that this run is the first to know."""
    snapshot = reading.snapshot
    known = {(one.initiative, one.row.interval): one for one in verdicts(snapshot)}
    for line, record in evidence.of_kind("outcome"):
        verdict = known.get((record["initiative"], record["hypothesis"]["interval"]))
        what = "no fact knows it" if verdict is None else objection_to(verdict, snapshot)
        if what:
            yield Divergence(at_line(line), f"verdict on `{record['initiative']}`: {what}")


def design_divergences(evidence: Evidence, reading: Reading) -> Iterator[Divergence]:
    """What is wrong with who took a change of the design that this run is the first to know."""
    known = {one.id: one for one in reading.designs}
    for line, record in evidence.of_kind("design"):
        change, charter = known.get(record["id"]), reading.snapshot.charter
        what = "no file tells of it" if change is None else objection_to_design(change, charter)
        if what:
            yield Divergence(at_line(line), f"change `{record['id']}`: {what}")
