"""Where a run stands in the log, and the proofs that join it to what was recorded before and after.

This is `log.json` of a bundle: with the left edge of the tree before the run, a bundle proves its
own checkpoint; with the proofs, that the checkpoints of other runs belong to the same log.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.ledger.checkpoint import Checkpoint, read_checkpoint
from asp_decide.ledger.entry import Entry
from asp_decide.ledger.hash_text import hash_texts, read_hashes
from asp_decide.ledger.merkle import (
    Hashes,
    complete_parts,
    consistency_path,
    inclusion_path,
    subtree_hashes,
)

_TAG_BYTES = 4


@dataclass(frozen=True, slots=True)
class Previous:
    """The record that closed the run before, and the way from it to the root before this run."""

    body: bytes
    proof: Hashes


@dataclass(frozen=True, slots=True)
class Included:
    """A record of an earlier run, where it stands, and its way to the root before this run."""

    number: int
    body: bytes
    proof: Hashes


@dataclass(frozen=True, slots=True)
class Joined:
    """The checkpoint of another run, and the proof that joins it to this one."""

    checkpoint: Checkpoint
    proof: Hashes


@dataclass(frozen=True, slots=True)
class RunLog:
    """The run's place: its first entry, the size after it, the left edge before it, the proofs.

    `tags` are the first four bytes of each record's hash: they prove nothing, and point at the
    record that was changed where the tree only says that one was. `previous` is None for the
    first run of a log; its record is entry `first - 1`. `policies` are the newest records of each
    policy file before the run, in the order of the log. `joined` are the other checkpoints of the
    log, smallest first. `decisions` are the earlier ones to which outcomes of the run lead back.
    """

    run: str
    origin: str
    first: int
    size: int
    edge: Hashes
    tags: Hashes
    previous: Previous | None = None
    policies: tuple[Included, ...] = ()
    decisions: tuple[Included, ...] = ()
    joined: tuple[Joined, ...] = ()


def place_in_log(
    run: str,
    leaves: Iterable[bytes],
    noted: Mapping[str, Checkpoint],
    *,
    first: int,
    told_of: Sequence[Entry],
) -> RunLog:
    """Where a run stands in the log of those leaf hashes, with every proof that joins it.

    `noted` are the checkpoints of all runs, this one's among them; `told_of` are the earlier
    entries that the run's place tells of: the newest of each policy file, the decisions to which
    its outcomes lead back, and entry `first - 1`.
    """
    own = noted[run]
    others = sorted((o for o in noted.values() if o.size != own.size), key=lambda o: o.size)
    edge = complete_parts(0, first)
    included = [inclusion_path(one.number, first) for one in told_of]
    joined = [consistency_path(*sorted((own.size, other.size))) for other in others]
    tags: list[bytes] = []
    hashes = subtree_hashes(
        _with_tags(leaves, tags, first=first, size=own.size),
        [*edge, *chain(*included, *joined), *complete_parts(0, own.size)],
    )
    told = [
        Included(one.number, one.body, tuple(hashes[part] for part in path))
        for one, path in zip(told_of, included, strict=True)
    ]
    return RunLog(
        run=run,
        origin=own.origin,
        first=first,
        size=own.size,
        edge=tuple(hashes[part] for part in edge),
        tags=tuple(tags),
        previous=next(
            (Previous(one.body, one.proof) for one in told if one.number == first - 1), None
        ),
        policies=_of_kind(told, "policy"),
        decisions=_of_kind(told, "approval"),
        joined=tuple(
            Joined(other, tuple(hashes[part] for part in path))
            for other, path in zip(others, joined, strict=True)
        ),
    )


def _with_tags(
    leaves: Iterable[bytes], tags: list[bytes], *, first: int, size: int
) -> Iterator[bytes]:
    """The leaves as they come; the tags of those of the run are noted on the way."""
    for number, leaf in enumerate(leaves):
        if first <= number < size:
            tags.append(tag(leaf))
        yield leaf


def write_run_log(log: RunLog) -> bytes:
    """The canonical bytes of `log.json`."""
    return canonical_json(
        {
            "v": "log/1",
            "run": log.run,
            "origin": log.origin,
            "first": log.first,
            "size": log.size,
            "edge": hash_texts(log.edge),
            "tags": b"".join(log.tags).hex(),
            "previous": None
            if log.previous is None
            else {
                "record": read_canonical(log.previous.body),
                "proof": hash_texts(log.previous.proof),
            },
            "policies": [_written(one) for one in log.policies],
            "decisions": [_written(one) for one in log.decisions],
            "checkpoints": [
                {
                    "size": joined.checkpoint.size,
                    "note": joined.checkpoint.text,
                    "proof": hash_texts(joined.proof),
                }
                for joined in log.joined
            ],
        }
    )


def read_run_log(body: bytes) -> RunLog:
    """What `log.json` says. Raises ValueError if it is not what `write_run_log` writes."""
    found = read_canonical(body)
    try:
        log = RunLog(
            run=str(found["run"]),
            origin=str(found["origin"]),
            first=int(found["first"]),
            size=int(found["size"]),
            edge=read_hashes(found["edge"]),
            tags=_tags(found["tags"]),
            previous=_previous(found["previous"]),
            policies=tuple(_included(one) for one in found["policies"]),
            decisions=tuple(_included(one) for one in found["decisions"]),
            joined=tuple(_joined(one) for one in found["checkpoints"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"it lacks what a log has: {error}") from error
    # Whatever was not understood above would not come back, and nothing is passed over in silence.
    if write_run_log(log) != body:
        raise ValueError("it says more than a log does, or says one thing in two ways")
    return log


def tag(leaf: bytes) -> bytes:
    """What stands for a record's hash where a whole one would be too much."""
    return leaf[:_TAG_BYTES]


def _previous(found: Any) -> Previous | None:
    if found is None:
        return None
    return Previous(canonical_json(found["record"]), read_hashes(found["proof"]))


def _of_kind(told: Sequence[Included], kind: str) -> tuple[Included, ...]:
    return tuple(one for one in told if read_canonical(one.body)["kind"] == kind)


def _written(one: Included) -> dict[str, Any]:
    return {
        "number": one.number,
        "record": read_canonical(one.body),
        "proof": hash_texts(one.proof),
    }


def _included(found: Any) -> Included:
    number, record = int(found["number"]), canonical_json(found["record"])
    return Included(number, record, read_hashes(found["proof"]))


def _joined(found: Any) -> Joined:
    checkpoint = read_checkpoint(found["note"])
    return Joined(checkpoint, read_hashes(found["proof"]))


def _tags(text: str) -> Hashes:
    all_of_them = bytes.fromhex(text)
    starts = range(0, len(all_of_them), _TAG_BYTES)
    return tuple(all_of_them[start : start + _TAG_BYTES] for start in starts)
