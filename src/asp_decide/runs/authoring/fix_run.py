"""Mend in the policies of a workspace what has exactly one right answer."""

import difflib
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from asp_decide.diagnostics import Diagnostic
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.policy.policy_reader import read_policies
from asp_decide.policy.written.mended import mended
from asp_decide.runs.authoring.lint_cases import slips_of_cases
from asp_decide.runs.authoring.modelines import SCHEMAS
from asp_decide.runs.authoring.schema_run import refreshed
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

_MOST_PASSES = 20
"""A mend may uncover the next slip; what is not mended by then is left to people."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was mended, in the order of files and lines, and the files before and after.

    `schemas` are those of editors that were written again.
    """

    done: tuple[Diagnostic, ...]
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    schemas: tuple[Path, ...] = ()

    def lines(self) -> list[str]:
        """A line for each place that was mended."""
        told = [f"{d.place} {d.code} {d.name}: {_was(d)} is now `{d.instead}`" for d in self.done]
        if self.schemas:
            told.append(f"editors know again what the policies say ({SCHEMAS})")
        return told

    def diff(self) -> Iterator[str]:
        """The changes as a unified diff."""
        for path, after in self.after.items():
            old, new = (text.decode().splitlines() for text in (self.before[path], after))
            yield from difflib.unified_diff(old, new, path, path, lineterm="")


def fix_run(workspace: Workspace, *, as_of: date, write: bool = True) -> Fixed:
    """Mend what lint finds and only one thing can be meant by, over and over until nothing is left.

    The edits are made where the slips stand, so that comments, quotes and order stay. Where the
    policies are sound then, the schemas of editors follow them. Without `write` nothing is
    written. Raises WritingFailedError.
    """
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "policies"
        shutil.copytree(workspace.root / "policies", copy)
        done = tuple(_mend(workspace, copy, as_of))
        paths = sorted({one.place.file for one in done})
        after = {path: (Path(scratch) / path).read_bytes() for path in paths}
    before = {path: (workspace.root / path).read_bytes() for path in paths}
    if write:
        for path, text in after.items():
            write_file(workspace.root / path, text)
    return Fixed(tuple(sorted(done)), before, after, refreshed(workspace) if write else ())


def _mend(workspace: Workspace, copy: Path, as_of: date) -> Iterator[Diagnostic]:
    """Mend the copy, and tell what was done."""
    facts = read_snapshot(workspace.root, as_of=as_of).value
    charter, tried = workspace.charter, set[Diagnostic]()
    for _ in range(_MOST_PASSES):
        read = read_policies(
            copy, as_of=as_of, currency=charter.currency, roles=charter.roles, facts=facts
        )
        found = read.diagnostics or slips_of_cases(copy, charter)
        by_file: defaultdict[str, list[Diagnostic]] = defaultdict(list)
        for one in found:
            if one not in tried:
                by_file[one.place.file].append(one)
        tried.update(found)
        mends = [_mend_file(copy.parent / path, slips) for path, slips in by_file.items()]
        if not any(mends):
            return
        for done in mends:
            yield from done


def _mend_file(path: Path, slips: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    if not path.is_file():
        return ()
    text, done = mended(path.read_bytes(), slips)
    if done:
        path.write_bytes(text)
    return done


def _was(one: Diagnostic) -> str:
    begin = one.place.column - 1
    return f"`{(one.source or '')[begin : begin + one.width]}`"
