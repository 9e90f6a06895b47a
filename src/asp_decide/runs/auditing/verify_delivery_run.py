"""Decide a recorded commitment or pull again, from its folder and nothing else."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from asp_decide.audit.check import Divergence
from asp_decide.audit.delivery_evidence import DeliveryEvidence, read_delivery_evidence
from asp_decide.audit.delivery_verification import MadeAgain, verify_delivery
from asp_decide.audit.verification import Verification
from asp_decide.clauses.delivery_records import (
    DeliveryInputs,
    delivery_origin,
    delivery_records,
    read_delivery_act,
)
from asp_decide.clauses.record import RunBefore
from asp_decide.errors import AspDecideError
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import MANIFEST, RECORDS
from asp_decide.runs.delivering.delivery_decided import proposals_of
from asp_decide.runs.delivering.delivery_run import delivery_run
from asp_decide.runs.delivering.record_delivery_run import facts_of
from asp_decide.runs.laid_out import laid_out
from asp_decide.runs.workspace import open_workspace

_ILL_FORMED = (KeyError, TypeError, ValueError, IndexError, AttributeError)


def verify_delivery_bundle(bundle: Bundle, given: Sequence[Checkpoint]) -> Verification:
    """The answers to all checks of an open folder, held against those checkpoints.

    The second evaluator alone judges, and the programme of a commitment is solved again.
    """
    evidence = read_delivery_evidence(bundle)
    return verify_delivery(evidence, _made_again, bundle.name, checkpoints=given)


def _made_again(evidence: DeliveryEvidence) -> MadeAgain | Divergence:
    try:
        with laid_out(evidence.bundle) as folder:
            manifest = evidence.manifest
            on = date.fromisoformat(str(manifest["as_of"]))
            verb: Literal["commit", "pull"] = "pull" if manifest["verb"] == "pull" else "commit"
            run = delivery_run(open_workspace(folder), as_of=on, engine="reference")
            found = proposals_of(run, verb, manifest["stream"])
            act = read_delivery_act(evidence.records)
            decided = found.decided(act.role, act)
            charter = run.snapshot.charter
            before = manifest["previous"]
            inputs = DeliveryInputs(
                run=str(manifest["run"]),
                as_of=on.isoformat(),
                verb=verb,
                stream=manifest["stream"],
                interval=str(run.judged.grounds.interval.id),
                number=int(manifest["number"]),
                origin=delivery_origin(charter.origin),
                facts=facts_of(run.snapshot),
                files={one["path"]: one["digest"] for one in manifest["files"]},
                versions={
                    name: version
                    for name, version in manifest["versions"].items()
                    if name != "record"
                },
                previous=None if before is None else RunBefore(**before),
                policies_before=evidence.policies_before,
                closed_before=evidence.closed_before,
            )
            return MadeAgain(
                records=delivery_records(decided, act, inputs),
                act=act,
                charter=charter,
                policies=decided.policies,
                troubles=tuple(found.troubles(act)),
            )
    except AspDecideError as error:
        return Divergence(MANIFEST, f"it cannot be decided again: {str(error).splitlines()[0]}")
    except _ILL_FORMED as error:
        told = f"{type(error).__name__} {error}".splitlines()[0]
        return Divergence(RECORDS, f"it has not the form of a recorded decision: {told}")
