"""Check 4: were these the right rules? In force on the day, and approved as they are."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from asp_decide.audit.check import Check, Divergence, counted, judged
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import Evidence, at_line
from asp_decide.canonical import read_canonical
from asp_decide.clauses.clause import PolicyFile
from asp_decide.clauses.policy_records import PolicyBefore, approval_trouble, is_new


def check_right_rules(evidence: Evidence, reading: Reading) -> Check:
    """Whether each policy file in force was approved, as it is, by somebody who may, in time."""
    before, files = evidence.policies_before, reading.policies.files
    told = [f"{counted(len(files), 'policy file')} in force, each approved as it is"]
    changed = [one.policy for one in files if one.path in before and _is_new(one, before)]
    if changed:
        told.append(f"changed since they were last recorded: {', '.join(changed)}")
    late = [one.policy for one in files if one.path not in before and _is_late(one, evidence)]
    if late:
        told.append(f"first seen after a run that they were approved before: {', '.join(late)}")
    return judged(4, _divergences(evidence, reading, before), told="; ".join(told))


def _divergences(
    evidence: Evidence, reading: Reading, before: Mapping[str, PolicyBefore]
) -> Iterator[Divergence]:
    files = {file.path: file for file in reading.policies.files}
    as_of, roles = reading.snapshot.as_of, reading.snapshot.charter.roles
    for path in sorted({one["path"] for one in evidence.manifest["policies"]} ^ files.keys()):
        what = "it is in force" if path in files else "it is not in force"
        yield Divergence(path, f"{what} on {as_of}, and the manifest says otherwise")
    for path, file in sorted(files.items()):
        trouble = approval_trouble(file, before.get(path), as_of=as_of, roles=roles)
        if trouble:
            yield Divergence(path, trouble)
    yield from _on_record(evidence, files, before)


def _on_record(
    evidence: Evidence, files: Mapping[str, PolicyFile], before: Mapping[str, PolicyBefore]
) -> Iterator[Divergence]:
    """Every meaning has a record of who approved it: here, or in an earlier run."""
    here = {record["path"]: (line, record) for line, record in evidence.of_kind("policy")}
    for path, file in sorted(files.items()):
        if not _is_new(file, before):
            continue
        if path not in here:
            yield Divergence(path, "no record tells that this meaning was approved")
            continue
        line, record = here[path]
        if (record["meaning"], record["approved"]) != (file.meaning, _approved(file)):
            yield Divergence(at_line(line), f"{path} has another meaning, or another approval")


def _is_new(file: PolicyFile, before: Mapping[str, PolicyBefore]) -> bool:
    return is_new(file, before.get(file.path))


def _is_late(file: PolicyFile, evidence: Evidence) -> bool:
    """Whether a run was recorded after the day of its approval, and did not know of it."""
    previous = evidence.log.previous
    if previous is None:
        return False
    closed = date.fromisoformat(read_canonical(previous.body)["as_of"])
    return date.fromisoformat(file.approved_on) <= closed


def _approved(file: PolicyFile) -> dict[str, Any]:
    return {"by": file.approved_by, "on": file.approved_on}
