"""What a bundle holds, read and not yet believed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.certificate_file import StoredCertificate, read_certificate
from asp_decide.audit.check import Divergence
from asp_decide.canonical import read_canonical, refuse_endless
from asp_decide.clauses.masked_fields import open_records
from asp_decide.clauses.outcome_records import funds
from asp_decide.clauses.policy_records import PolicyBefore
from asp_decide.clauses.record import KINDS, RECORD_VERSION
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.export import CHECKPOINT, MANIFEST, RECORDS, RUN_LOG
from asp_decide.ledger.openings_file import OPENINGS, read_openings
from asp_decide.ledger.run_log import RunLog, read_run_log
from asp_decide.model.masked import Opening
from asp_decide.model.plan import Plan

_PRICED = ("override", "price")
"""Kinds of records of which amounts are read as numbers, and not only compared."""

type Record = Mapping[str, Any]

PLAN = "plan.json"
CERTIFICATE = "certificate.json"


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """The records of a run and their place in the log, with their bytes.

    `records` stand in the order of the file: the record at index i is line i + 1. What was masked
    in them, and is opened by one of the `openings`, is in its place; `logged` are the same as they
    were hashed.
    """

    bundle: Bundle
    records: tuple[Record, ...]
    log: RunLog
    logged: tuple[Record, ...]
    openings: tuple[Opening, ...]

    @property
    def manifest(self) -> Record:
        """The first record of the run."""
        return self.records[0]

    @property
    def lines(self) -> tuple[bytes, ...]:
        """The records as bytes."""
        return self.bundle.lines(RECORDS)

    @property
    def claimed(self) -> tuple[tuple[str, str], ...]:
        """Files of which the manifest tells the digest under a name of their own as well."""
        return ()

    @property
    def policies_before(self) -> Mapping[str, PolicyBefore]:
        """The policy files that the log held before the run, by path, as it last recorded them.

        Raises KeyError if what stands there is no record of a policy.
        """
        found = [read_canonical(one.body) for one in self.log.policies]
        return {record["path"]: PolicyBefore.of_record(record) for record in found}

    @property
    def closed_before(self) -> Record | None:
        """The record that closed the run before; None of the first run of a log."""
        previous = self.log.previous
        match None if previous is None else read_canonical(previous.body):
            case dict() as record:
                return record
        return None


@dataclass(frozen=True, slots=True)
class Evidence(LoggedRun):
    """The same of a plan that was applied, with the plan and the proof of it."""

    plan: Plan
    certificate: StoredCertificate

    @property
    def claimed(self) -> tuple[tuple[str, str], ...]:
        """The plan and its proof, which the manifest names beside all files."""
        return (PLAN, "plan"), (CERTIFICATE, "certificate")

    @property
    def funded_in(self) -> Mapping[str, int]:
        """Where the log has the decisions that funded what was judged, by initiative."""
        found = [(one.number, read_canonical(one.body)) for one in self.log.decisions]
        return {r["subject"]["initiative"]: number for number, r in found if funds(r)}

    def of_kind(self, kind: str) -> tuple[tuple[int, Record], ...]:
        """The records of one kind with the numbers of their lines."""
        return tuple((n, r) for n, r in enumerate(self.records, start=1) if r["kind"] == kind)


def read_evidence(bundle: Bundle) -> Evidence | Divergence:
    """Everything that the checks need of the bundle, or the first thing that cannot be read."""
    for path in (MANIFEST, RECORDS, RUN_LOG, CHECKPOINT, PLAN, CERTIFICATE):
        if path not in bundle.files:
            return Divergence(path, "it is missing")
    records = read_records(bundle)
    if isinstance(records, Divergence):
        return records
    try:
        path = OPENINGS
        openings = stored_openings(bundle)
        opened = open_records(records, openings)
        _refuse_endless(opened)
        path = RUN_LOG
        log = read_run_log(bundle.files[path])
        path = PLAN
        plan = _plan(bundle.files[path])
        path = CERTIFICATE
        certificate = read_certificate(bundle.files[path])
    except (ValueError, RecursionError) as error:
        return Divergence(path, f"it cannot be read: {str(error).splitlines()[0]}")
    return Evidence(bundle, opened, log, records, openings, plan, certificate)


def stored_openings(bundle: Bundle) -> tuple[Opening, ...]:
    """What opens masked fields and lies in the bundle. Raises ValueError where it is none."""
    body = bundle.files.get(OPENINGS)
    return () if body is None else read_openings(body)


def _refuse_endless(records: Iterable[Record]) -> None:
    for record in records:
        if record["kind"] in _PRICED:
            refuse_endless(record)


def at_line(number: int) -> str:
    """The place of a record by the number of its line."""
    return f"{RECORDS}:{number}"


def read_records(bundle: Bundle) -> tuple[Record, ...] | Divergence:
    """The records of a folder as they stand there, or the first that is none."""
    lines = bundle.lines(RECORDS)
    records: list[Record] = []
    for number, line in enumerate(lines, start=1):
        try:
            record = read_canonical(line)
            if isinstance(record, dict) and record.get("kind") in _PRICED:
                refuse_endless(record)
        except ValueError as error:
            return Divergence(at_line(number), str(error).splitlines()[0])
        match record:
            case {"v": str(), "kind": str(kind), "run": str(), "n": int(), "as_of": str()}:
                if record["v"] != RECORD_VERSION or kind not in KINDS:
                    return Divergence(at_line(number), f"`{record['v']} {kind}` is no known record")
            case _:
                return Divergence(at_line(number), "it is not a record of a run")
        records.append(record)
    if not records or bundle.files[RECORDS] != b"".join(line + b"\n" for line in lines):
        return Divergence(at_line(len(lines)), "the file does not end with a whole record")
    if records[0]["kind"] != "manifest":
        return Divergence(at_line(1), "the first record is not the manifest")
    return tuple(records)


def _plan(body: bytes) -> Plan:
    # A key that stands twice would mean one thing to us and another to somebody else.
    return Plan.model_validate(json.loads(body, object_pairs_hook=_each_once))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands in it twice")
    return found
