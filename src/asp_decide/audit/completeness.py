"""Check 2: is anything missing? Every rule and subject, every initiative, every act, every run."""

from collections.abc import Iterator, Mapping
from typing import Any

from asp_decide.audit.check import Check, Divergence, counted, judged
from asp_decide.audit.comparison import differing, misplaced
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import PLAN, Evidence, LoggedRun, at_line
from asp_decide.audit.redecide import Redecided
from asp_decide.clauses.design_records import known_as
from asp_decide.clauses.outcome_records import verdicts
from asp_decide.ledger.export import RUN_LOG
from asp_decide.model.initiative import STATE_GROUPS

_FRAME = frozenset(
    {"manifest", "policy", "escalation", "override", "approval", "outcome", "case", "close"}
)
"""Kinds of records that hold a run together; the others tell of rules and of the plan."""

_NOT_DECIDED = frozenset(STATE_GROUPS["closed"] + STATE_GROUPS["learning"])
"""States in which an initiative is not decided on: it has ended, or its outcome is awaited."""

_ENDS = frozenset({"reject", "decline", "stop", "supersede", "confirmed", "partly", "refuted"})
"""Decisions after which an initiative may leave the facts."""


def check_complete(evidence: Evidence, reading: Reading, redecided: Redecided) -> Check:
    """Whether the run says everything that it must, once, and follows the run before it."""
    rules = len(redecided.findings)
    told = (
        f"rules x subjects: {rules:,} expected, {len(evidence.of_kind('rule')):,} found; "
        f"{counted(len(redecided.answers), 'answer')}; "
        f"{counted(len(evidence.plan.decisions), 'initiative')} decided; "
        f"{counted(len(_initiatives_before(evidence)), 'earlier initiative')} accounted for"
    )
    return judged(2, _divergences(evidence, reading, redecided), told=told)


def _divergences(
    evidence: Evidence, reading: Reading, redecided: Redecided
) -> Iterator[Divergence]:
    yield from misnumbered(evidence)
    yield from _decisions(evidence, reading)
    yield from misplaced(evidence.records, redecided.records)
    yield from differing(evidence.records, redecided.records, _FRAME)
    yield from not_after_the_last(evidence)
    yield from _initiatives_accounted_for(evidence, reading)
    yield from _verdicts_stand(evidence, reading)
    yield from _designs_stand(evidence, reading)


def misnumbered(evidence: LoggedRun) -> Iterator[Divergence]:
    """The records of a run that do not stand in the order of their numbers."""
    for n, record in enumerate(evidence.records):
        if record["n"] != n:
            yield Divergence(at_line(n + 1), f"it is numbered {record['n']}, and is record {n}")


def _decisions(evidence: Evidence, reading: Reading) -> Iterator[Divergence]:
    """One decision for each open initiative, and somebody who decided."""
    open_ = {one.id for one in reading.snapshot.initiatives if one.state not in _NOT_DECIDED}
    decided = [one.initiative for one in evidence.plan.decisions]
    for missing in sorted(open_ - set(decided)):
        yield Divergence(PLAN, f"it decides nothing about the open initiative `{missing}`")
    for stranger in sorted(set(decided) - open_):
        yield Divergence(PLAN, f"it decides about `{stranger}`, which is not open")
    if len(decided) != len(set(decided)):
        yield Divergence(PLAN, "it decides about one initiative twice")
    if decided and not evidence.of_kind("approval"):
        yield Divergence(at_line(len(evidence.records)), "nobody has decided: no act is recorded")


def not_after_the_last(evidence: LoggedRun) -> Iterator[Divergence]:
    """Where run numbers do not follow each other, or a manifest names another run before."""
    manifest, before = evidence.manifest, evidence.closed_before
    follows = manifest.get("number")
    match manifest.get("previous"), before:
        case None, None:
            if follows != 1:
                yield Divergence(at_line(1), f"the first run of a log is numbered `{follows}`")
        case {"run": run}, {"kind": "close", "run": closed, "number": int(number)}:
            if run != closed:
                yield Divergence(RUN_LOG, f"the run before is `{closed}`, not `{run}`")
            if follows != number + 1:
                yield Divergence(at_line(1), f"run {follows} does not follow run {number}")
        case _:
            yield Divergence(RUN_LOG, "the record before this run does not close a run")


def _initiatives_accounted_for(evidence: Evidence, reading: Reading) -> Iterator[Divergence]:
    """No initiative of the run before vanishes without having ended."""
    here = {one.id for one in reading.snapshot.initiatives}
    for one in _initiatives_before(evidence):
        if one["initiative"] not in here and one["decided"] not in _ENDS:
            what = f"`{one['initiative']}` was there in the run before and is in no fact"
            yield Divergence(at_line(1), what)


def _initiatives_before(evidence: Evidence) -> list[Mapping[str, Any]]:
    before = evidence.closed_before
    return [] if before is None else list(before.get("initiatives", ()))


def _verdicts_stand(evidence: Evidence, reading: Reading) -> Iterator[Divergence]:
    """No verdict that the run before knew is gone while its initiative is among the facts."""
    here = {one.id for one in reading.snapshot.initiatives}
    judged_now = {(one.initiative, one.row.interval) for one in verdicts(reading.snapshot)}
    before = evidence.closed_before
    for one in [] if before is None else before.get("outcomes", ()):
        if one["initiative"] in here and (one["initiative"], one["interval"]) not in judged_now:
            what = f"the verdict on `{one['initiative']}` of the run before is in no fact"
            yield Divergence(at_line(len(evidence.records)), what)


def _designs_stand(evidence: Evidence, reading: Reading) -> Iterator[Divergence]:
    """No change of the design that the run before knew is gone, or says something else now."""
    here = {one.id: known_as(one) for one in reading.designs}
    before = evidence.closed_before
    for one in [] if before is None else before.get("designs", ()):
        now = here.get(one["design"])
        if now != one:
            what = "is in no file" if now is None else "says something else"
            told = f"the change `{one['design']}` of the design {what} since the run before"
            yield Divergence(at_line(len(evidence.records)), told)
