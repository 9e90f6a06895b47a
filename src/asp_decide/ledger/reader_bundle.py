"""The folder for one reader of a run: its records, each proven, policies on record, and a report.

What is left out is not there in any form, and what is masked stays closed: names, and what acts
cost the whole.
"""

from collections.abc import Iterable, Mapping, Sequence

from asp_decide.canonical import read_canonical
from asp_decide.ledger.bundle_readme import PARTS, README, part_lines
from asp_decide.ledger.export import CHECKPOINT
from asp_decide.ledger.extract_file import Extract, write_extract
from asp_decide.ledger.proof_file import InclusionProof, write_proof

EXTRACT = "extract.json"
EARLIER = "earlier/"
"""Folder of the records of policies that earlier runs put on record, a proof each."""

_README = """\
What concerns {reader} in run {run} of {origin}, under the same root as everything else of it.

    asp-decide verify .

reads this folder and nothing else, and checks what it shows. With the checkpoint from the minutes
of the meeting it also shows that the log has not been written anew since:

    asp-decide verify . --checkpoint FILE

{parts}
Names, and what an act costs the portfolio, are masked: whoever has openings.json of the whole run
opens them with --openings. Other value streams' work and money are not in it.
"""

READER_PARTS = {
    EXTRACT: "the records that concern the reader, each with the hashes that lead to the root",
    EARLIER: "the records of policies that an earlier run put on record, each with its proof",
    "policies/": "the policies whose text is on record, byte for byte",
    CHECKPOINT: PARTS[CHECKPOINT],
    "reports/": "the same told to people; made from the whole plan, and no evidence",
}


def reader_files(
    extract: Extract,
    earlier: Sequence[InclusionProof],
    policies: Mapping[str, bytes],
    reports: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Every file of the folder by its place in it, sorted."""
    proofs = {f"{EARLIER}{one.number}.json": write_proof(one) for one in earlier}
    written = {EXTRACT: write_extract(extract), CHECKPOINT: extract.checkpoint.text.encode()}
    found = {**reports, **policies, **proofs, **written}
    return dict(sorted({**found, README: reader_readme(extract, found)}.items()))


def reader_readme(extract: Extract, names: Iterable[str]) -> bytes:
    """What the folder says first to whoever opens it; `names` are those of its files."""
    of, parts = extract.checkpoint, part_lines(READER_PARTS, names)
    told = _README.format(reader=extract.reader, run=extract.run, origin=of.origin, parts=parts)
    return told.encode()


def texts_on_record(bodies: Iterable[bytes]) -> dict[str, str]:
    """The digest of each policy file by its path, from records in the order of the log."""
    found = {}
    for body in bodies:
        match read_canonical(body):
            case {"kind": "policy", "path": str(path), "text": str(text)}:
                found[path] = text
            case _:
                pass
    return found
