"""Which policy files a run was decided by, as records: each meaning once, when it first appears."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from asp_decide.clauses.clause import PolicyFile


@dataclass(frozen=True, slots=True)
class PolicyBefore:
    """A policy file as it was last put on record: its bytes, its meaning, its approval."""

    text: str
    meaning: str
    on: str

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Self:
        """What a record of kind `policy` says of its file. Raises KeyError if it is none."""
        return cls(str(record["text"]), str(record["meaning"]), str(record["approved"]["on"]))


def policy_records(
    files: Iterable[PolicyFile], before: Mapping[str, PolicyBefore]
) -> list[dict[str, Any]]:
    """A record for each file in force whose meaning is not the one on record, by path.

    `before` are the files as they were last put on record, by path.
    """
    return [
        {
            "kind": "policy",
            "path": file.path,
            "policy": file.policy,
            "text": file.text,
            "meaning": file.meaning,
            "owner": file.owner,
            "approved": {"by": file.approved_by, "on": file.approved_on},
        }
        for file in sorted(files, key=lambda file: file.path)
        if is_new(file, before.get(file.path))
    ]


def is_new(file: PolicyFile, before: PolicyBefore | None) -> bool:
    """Whether what the file means is on record nowhere; other prose is nothing new."""
    return before is None or (file.text != before.text and file.meaning != before.meaning)


def approval_trouble(
    file: PolicyFile, before: PolicyBefore | None, *, as_of: date, roles: Iterable[str]
) -> str:
    """What is wrong with the approval of a file in force on a day, in words; nothing if it is well.

    Somebody else than its owner, in a role of the workspace, approved this very meaning by that
    day.
    """
    if file.approved_by not in roles:
        return f"`{file.approved_by}`, who approved it, is no role of this workspace"
    if file.approved_by == file.owner:
        return f"`{file.owner}` owns it and approved it"
    if date.fromisoformat(file.approved_on) > as_of:
        return f"it was approved on {file.approved_on}, after {as_of}"
    if before is not None and is_new(file, before) and file.approved_on <= before.on:
        return (
            f"it does not mean what was approved on {before.on}, and nobody has approved it since"
        )
    return ""


def approval_mend(file: PolicyFile, *, as_of: date, roles: Iterable[str]) -> str:
    """How a file whose approval is in trouble comes to be approved as it is, in words."""
    others = [role for role in roles if role != file.owner]
    if file.approved_by in others and date.fromisoformat(file.approved_on) > as_of:
        return f"plan as of {file.approved_on} or later"
    by = file.approved_by if file.approved_by in others else " or ".join(others)
    return (
        f"let {by} approve it as it is, and state role and day in `approved`"
        f"; its owner, `{file.owner}`, may not"
    )
