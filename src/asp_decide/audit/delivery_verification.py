"""A recorded decision of the delivery layer held against the same one made again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from asp_decide.audit.check import Check, Divergence, counted, judged, not_checked
from asp_decide.audit.comparison import differing, misplaced
from asp_decide.audit.completeness import misnumbered, not_after_the_last
from asp_decide.audit.delivery_evidence import DeliveryEvidence
from asp_decide.audit.integrity import check_unchanged
from asp_decide.audit.recorded_evidence import Record, at_line
from asp_decide.audit.retelling import readme_again
from asp_decide.audit.verification import Verification
from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.clauses.decision_rights import holder_instead
from asp_decide.clauses.delivery_records import DeliveryAct
from asp_decide.clauses.policy_records import approval_trouble
from asp_decide.ledger.bundle_readme import README
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import MANIFEST
from asp_decide.model.charter import Charter

_KINDS = frozenset({"manifest", "policy", "bound", "answer", "escalation", "approval", "close"})
_MADE_AGAIN = (2, 3, 4, 5, 8)


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """The records as they must be, made from the files of the folder and the act that they tell of.

    `troubles` are what of the act no rule allows.
    """

    records: tuple[Record, ...]
    act: DeliveryAct
    charter: Charter
    policies: CompiledPolicies
    troubles: tuple[str, ...]


def verify_delivery(
    evidence: DeliveryEvidence | Divergence,
    make_again: Callable[[DeliveryEvidence], MadeAgain | Divergence],
    name: str,
    *,
    checkpoints: Sequence[Checkpoint] = (),
) -> Verification:
    """The checks that a commitment or a pull allows, each with its first divergence.

    There is no plan: what is committed is found again by the same programme, which certifies
    itself, and must come out the same.
    """
    if isinstance(evidence, Divergence):
        failed = Check(1, "FAIL", evidence.what, evidence.at)
        return Verification(name, "", "", (failed, *_all_fail(evidence)))
    unchanged = check_unchanged(evidence, checkpoints)
    again = make_again(evidence)
    facts = str(evidence.manifest.get("facts", {}).get("delivery", ""))
    policies = str(evidence.manifest.get("policy_set", ""))
    checks = _all_fail(again) if isinstance(again, Divergence) else _checks(evidence, again)
    return Verification(name, facts, policies, (unchanged, *checks))


def _all_fail(first: Divergence) -> tuple[Check, ...]:
    return tuple(Check(number, "FAIL", first.what, first.at) for number in _MADE_AGAIN)


def _checks(evidence: DeliveryEvidence, again: MadeAgain) -> tuple[Check, ...]:
    records, must = evidence.records, again.records
    answers = sum(one["kind"] == "answer" for one in must)
    acts = sum(one["kind"] == "approval" for one in must)
    told = f"{counted(len(must), 'record')} expected, {len(records):,} found"
    return (
        judged(2, _missing(evidence, must), told=told),
        judged(3, differing(records, must, _KINDS), told=counted(answers, "answer")),
        judged(4, _unapproved(evidence, again), told=_in_force(again)),
        judged(5, _not_allowed(evidence, again), told=counted(acts, "decision")),
        _told(evidence),
    )


def _missing(evidence: DeliveryEvidence, must: Sequence[Record]) -> Iterator[Divergence]:
    yield from misnumbered(evidence)
    yield from misplaced(evidence.records, must)
    yield from not_after_the_last(evidence)


def _in_force(again: MadeAgain) -> str:
    return f"{counted(len(again.policies.files), 'policy file')} in force, each approved as it is"


def _unapproved(evidence: DeliveryEvidence, again: MadeAgain) -> Iterator[Divergence]:
    before, roles = evidence.policies_before, again.charter.roles
    for file in again.policies.files:
        trouble = approval_trouble(file, before.get(file.path), as_of=again.act.on, roles=roles)
        if trouble:
            yield Divergence(file.path, trouble)


def _not_allowed(evidence: DeliveryEvidence, again: MadeAgain) -> Iterator[Divergence]:
    for number, record in _approvals(evidence.records):
        point, role = str(record["point"]), str(record["by"])
        holder = holder_instead(point, role, again.charter, on=again.act.on)
        if holder is not None:
            yield Divergence(
                at_line(number), f"`{point}` is decided by `{holder}`, and `{role}` did"
            )
    for trouble in again.troubles:
        yield Divergence(MANIFEST, trouble)


def _approvals(records: Iterable[Record]) -> Iterator[tuple[int, Record]]:
    return ((n, one) for n, one in enumerate(records, start=1) if one["kind"] == "approval")


def _told(evidence: DeliveryEvidence) -> Check:
    """All that such a folder tells people is how it is checked."""
    bundle = evidence.bundle
    if README not in bundle.files:
        return not_checked(8, f"there is no {README}, and nothing else is told to people")
    if bundle.files[README] != readme_again(bundle, evidence.log, "delivery"):
        return Check(8, "FAIL", "it is not what such a folder says first", README)
    return Check(8, "PASS", README)
