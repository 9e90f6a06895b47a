"""Check 1: is anything changed? Files against manifest, records against tree, tree and minutes."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from asp_decide.audit.anchoring import anchored, strangers
from asp_decide.audit.check import Check, Divergence, counted, judged
from asp_decide.audit.masks import mask_divergences
from asp_decide.audit.recorded_evidence import LoggedRun, Record, at_line
from asp_decide.canonical import bytes_digest
from asp_decide.clauses.masked_fields import masked_paths
from asp_decide.errors import LedgerBrokenError
from asp_decide.ledger.bundle import refuse_path
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import CHECKPOINT, MANIFEST, RECORDS, RUN_LOG
from asp_decide.ledger.merkle import (
    Hashes,
    fold,
    grow,
    leaf_hash,
    split,
    verify_consistency,
    verify_inclusion,
)
from asp_decide.ledger.run_log import Included, Joined, RunLog, tag
from asp_decide.model.masked import MASKED

_MASK = f'"{MASKED}"'.encode()
_INPUTS = ("facts/", "policies/", "designs/", "asp.yaml")


def check_unchanged(evidence: LoggedRun | Divergence, checkpoints: Sequence[Checkpoint]) -> Check:
    """Whether all bytes are those that were recorded, up to the `checkpoints` of the minutes."""
    if isinstance(evidence, Divergence):
        return Check(1, "FAIL", evidence.what, evidence.at)
    log = evidence.log
    told = (
        f"{counted(len(evidence.records), 'record')}, {log.first}..{log.size}, "
        f"root {_own(evidence).short.partition(':')[2][:8]}.. {anchored(log.size, checkpoints)}"
    )
    return judged(1, _divergences(evidence, checkpoints), told=told)


def _divergences(evidence: LoggedRun, checkpoints: Sequence[Checkpoint]) -> Iterator[Divergence]:
    yield from _tree(evidence)
    yield from _manifest(evidence)
    yield from _files(evidence)
    yield from _masks(evidence)
    yield from _before(evidence)
    yield from _joined(evidence)
    yield from _minutes(evidence, checkpoints)


def _tree(evidence: LoggedRun) -> Iterator[Divergence]:
    """The edge before the run and its records must give the checkpoint after it."""
    log, noted = evidence.log, evidence.bundle.files[CHECKPOINT]
    leaves = [leaf_hash(line) for line in evidence.lines]
    grown = _grown(log.edge, log.first, leaves)
    whole = grown is not None and Checkpoint(log.origin, *grown).text.encode() == noted
    if whole:
        if log.tags != tuple(tag(leaf) for leaf in leaves) or log.size != log.first + len(leaves):
            yield Divergence(RUN_LOG, "it does not point at the records of this run")
        return
    pairs = enumerate(zip_longest(log.tags, (tag(leaf) for leaf in leaves)), start=1)
    for number, (expected, found) in pairs:
        if expected != found:
            yield Divergence(at_line(number), "the record is not the one that was logged")
            return
    if grown is None or log.size != grown[0] or not _log_is_that_of_the_manifest(evidence):
        yield Divergence(RUN_LOG, "origin, left edge or size are not those of this run")
        return
    yield Divergence(CHECKPOINT, "the records do not lead to this checkpoint")


def _manifest(evidence: LoggedRun) -> Iterator[Divergence]:
    if evidence.bundle.files[MANIFEST] != evidence.lines[0]:
        yield Divergence(MANIFEST, f"it is not the first line of {RECORDS}")
    run, as_of = evidence.manifest["run"], evidence.manifest["as_of"]
    for number, record in enumerate(evidence.records, start=1):
        if (record["run"], record["as_of"]) != (run, as_of):
            yield Divergence(at_line(number), f"the record is of run `{record['run']}`")


def _files(evidence: LoggedRun) -> Iterator[Divergence]:
    files = evidence.bundle.files
    named = _named_files(evidence.manifest)
    if isinstance(named, Divergence):
        yield named
        return
    for path, digest in named.items():
        if path not in files:
            yield Divergence(path, "the manifest names it, and it is missing")
        elif bytes_digest(files[path]) != digest:
            yield Divergence(path, "its bytes are not those of the manifest")
    for path in files:
        if path.startswith(_INPUTS) and path not in named:
            yield Divergence(path, "the manifest does not name it")
    for path, claimed in evidence.claimed:
        if named.get(path) is None or named[path] != evidence.manifest.get(claimed):
            yield Divergence(at_line(1), f"the manifest names two digests for {path}")


def _masks(evidence: LoggedRun) -> Iterator[Divergence]:
    """Every masked field has its own commitment, and the openings are those of this run."""
    # Most records neither hold a mask nor have a field that must; those need not be gone through.
    logged = (
        (at_line(number), record)
        for number, (record, line) in enumerate(
            zip(evidence.logged, evidence.lines, strict=True), start=1
        )
        if _MASK in line or masked_paths(record["kind"])
    )
    yield from mask_divergences(logged, evidence.openings, whole=True)


def _named_files(manifest: Record) -> dict[str, str] | Divergence:
    named: dict[str, str] = {}
    for one in manifest.get("files", ()):
        match one:
            case {"path": str(path), "digest": str(digest)} if path not in named:
                try:
                    refuse_path(path)
                except LedgerBrokenError as error:
                    return Divergence(at_line(1), str(error))
                named[path] = digest
            case _:
                return Divergence(at_line(1), "the manifest does not name each file once")
    return named


def _before(evidence: LoggedRun) -> Iterator[Divergence]:
    """What the log held before the run must be what manifest and previous run say."""
    log, manifest = evidence.log, evidence.manifest
    if log.run != manifest["run"]:
        yield Divergence(RUN_LOG, f"it is the place of run `{log.run}`")
    if not _log_is_that_of_the_manifest(evidence):
        yield Divergence(RUN_LOG, "the log before the run is not the one in the manifest")
    if (log.previous is None) != (log.first == 0):
        yield Divergence(RUN_LOG, "the record that closed the run before is missing")
    if log.previous is not None:
        closing = Included(log.first - 1, log.previous.body, log.previous.proof)
        yield from _included(closing, log, "the record that closed the run before")
    for one in log.policies:
        yield from _included(one, log, f"the record of a policy, {one.number}")
    for one in log.decisions:
        yield from _included(one, log, f"the record of a decision, {one.number}")


def _included(one: Included, log: RunLog, what: str) -> Iterator[Divergence]:
    """An earlier record must be where it says, in the log as it was before the run."""
    try:
        verify_inclusion(
            leaf_hash(one.body), one.number, size=log.first, proof=one.proof, root=fold(log.edge)
        )
    except ValueError as error:
        yield Divergence(RUN_LOG, f"{what}: {error}")


def _log_is_that_of_the_manifest(evidence: LoggedRun) -> bool:
    log = evidence.log
    if log.origin != evidence.manifest.get("origin"):
        return False
    match evidence.manifest.get("previous"):
        case None:
            return log.first == 0 and not log.edge
        case {"size": int(size), "root": str(root)}:
            return log.first == size and f"sha256:{fold(log.edge).hex()}" == root
    return False


def _joined(evidence: LoggedRun) -> Iterator[Divergence]:
    own = _own(evidence)
    for joined in evidence.log.joined:
        broken = _inconsistent(own, joined)
        if broken:
            yield Divergence(RUN_LOG, f"checkpoint {joined.checkpoint.size}: {broken}")


def _minutes(evidence: LoggedRun, checkpoints: Sequence[Checkpoint]) -> Iterator[Divergence]:
    """Every checkpoint that was kept outside must belong to the same log."""
    known = {joined.checkpoint.size: joined.checkpoint for joined in evidence.log.joined}
    known[evidence.log.size] = _own(evidence)
    mend = "nothing joins it to this bundle; export the run again"
    yield from strangers(known, checkpoints, origin=evidence.log.origin, mend=mend)


def _inconsistent(own: Checkpoint, joined: Joined) -> str:
    """Why one of the two is not the beginning of the other, or nothing."""
    smaller, larger = sorted((own, joined.checkpoint), key=lambda checkpoint: checkpoint.size)
    if smaller.size == larger.size or joined.checkpoint.origin != own.origin:
        return "it is not that of another run of this log"
    try:
        verify_consistency(smaller.size, smaller.root, larger.size, larger.root, joined.proof)
    except ValueError as error:
        return str(error)
    return ""


def _own(evidence: LoggedRun) -> Checkpoint:
    """The checkpoint to which the bundle's own records lead."""
    leaves = [leaf_hash(line) for line in evidence.lines]
    size, root = _grown(evidence.log.edge, evidence.log.first, leaves) or (0, b"")
    return Checkpoint(evidence.log.origin, size, root)


def _grown(edge: Hashes, first: int, leaves: Sequence[bytes]) -> tuple[int, bytes] | None:
    try:
        edge, size = grow(split(b"".join(edge), first), first, leaves)
    except ValueError:
        return None
    return size, fold(edge)
