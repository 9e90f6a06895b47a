"""Drafts of plans under `plans/`: a folder each, found again by the plan's digest."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from asp_decide.canonical import bytes_digest
from asp_decide.errors import UsageError
from asp_decide.model.plan import Plan
from asp_decide.runs.writing import write_file, write_folder

PLAN = "plan.json"
CERTIFICATE = "certificate.json"
RECORDS = "records.jsonl"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that was written and not applied yet, with the folder of what belongs to it."""

    folder: Path
    plan: Plan
    body: bytes

    @property
    def digest(self) -> str:
        """The digest of `plan.json`: what a board approves."""
        return bytes_digest(self.body)

    def file(self, name: str) -> bytes:
        """The bytes of another file of the draft, such as `records.jsonl`.

        Raises UsageError if it is not there any more.
        """
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise UsageError(
                f"`{self.shown(name)}` cannot be read: {error.strerror}", mend="plan again"
            ) from None

    def records(self) -> tuple[dict[str, Any], ...]:
        """What was decided about every rule and subject, from the first record to the last.

        Raises UsageError if a line is damaged, or one is missing.
        """
        try:
            found = [json.loads(line) for line in self.file(RECORDS).splitlines()]
            numbered = [record["n"] for record in found] == list(range(len(found)))
            whole = numbered and sum(found[-1]["records"].values()) == len(found)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            whole = False
        if not whole:
            raise UsageError(f"`{self.shown(RECORDS)}` is not what was planned", mend="plan again")
        return tuple(found)

    def shown(self, name: str) -> str:
        """A file of the draft as a person in the workspace would write it."""
        return f"{self.folder.parent.name}/{self.folder.name}/{name}"


def write_draft(plans: Path, run: str, files: Mapping[str, bytes]) -> Path:
    """Put a draft into its own folder `RUN-a`, `RUN-b` ...; the same plan keeps its folder.

    Its files are written again: what stands beside the plan may have changed where the plan did
    not, as the line that a rule stands in; and the draft is now the newest. Raises
    WritingFailedError.
    """
    for folder in _folders(plans, run):
        if (folder / PLAN).is_file() and (folder / PLAN).read_bytes() == files[PLAN]:
            for name in sorted(files, key=lambda name: (name == PLAN, name)):
                write_file(folder / name, files[name])
            return folder
    folder = _free(plans, run)
    write_folder(folder, files)
    return folder


def find_draft(plans: Path, path: Path) -> Draft:
    """The draft of a plan file or folder, found by the plan's digest.

    Raises UsageError if the file is no plan, or if none of the drafts holds this very plan.
    """
    plan, body = read_plan(path)
    for folder in _folders(plans, plan.run.id):
        if (folder / PLAN).is_file() and (folder / PLAN).read_bytes() == body:
            return Draft(folder, plan, body)
    raise UsageError(
        f"no draft under `{plans.name}/` holds the plan of `{path}`",
        mend="it was changed after it was planned, or planned in another workspace; plan again",
    )


def newest_draft(plans: Path) -> Draft:
    """The draft that was written last. Raises UsageError if there is none."""
    found = [path for path in plans.glob(f"*/{PLAN}") if not path.parent.name.startswith(".")]
    if not found:
        raise UsageError("there is no plan yet", mend="asp-decide plan -o plan.json")
    last = max(found, key=lambda path: (path.stat().st_mtime_ns, path.parent.name))
    plan, body = read_plan(last)
    return Draft(last.parent, plan, body)


def read_plan(path: Path) -> tuple[Plan, bytes]:
    """A plan file, or the plan of a folder, with its bytes. Raises UsageError if it is none."""
    file = path / PLAN if path.is_dir() else path
    try:
        body = file.read_bytes()
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {error.strerror}") from None
    try:
        return Plan.model_validate(json.loads(body)), body
    except (ValueError, ValidationError, RecursionError) as error:
        raise UsageError(
            f"`{path}` is no plan of this version",
            mend=f"plan again ({str(error).splitlines()[0]})",
        ) from None


def _folders(plans: Path, run: str) -> Iterator[Path]:
    if plans.is_dir():
        yield from sorted(p for p in plans.iterdir() if p.is_dir() and p.name.startswith(f"{run}-"))


def _free(plans: Path, run: str) -> Path:
    number = 0
    while True:
        rest, name = number, ""
        while True:
            rest, letter = divmod(rest, len(_LETTERS))
            name = _LETTERS[letter] + name
            if not rest:
                break
            rest -= 1
        folder = plans / f"{run}-{name}"
        if not folder.exists():
            return folder
        number += 1
