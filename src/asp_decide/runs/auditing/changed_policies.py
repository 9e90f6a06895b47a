"""What means something else in the policies of two recorded runs, in words."""

from collections.abc import Mapping
from datetime import date

from asp_decide.ledger.bundle import Bundle
from asp_decide.policy.changes.policy_changes import policy_changes
from asp_decide.report.amounts import NONE_GIVEN
from asp_decide.report.printable import on_one_line
from asp_decide.runs.laid_out import laid_out
from asp_decide.runs.policy_versions import read_versions
from asp_decide.runs.workspace import Workspace

type Line = tuple[str, str, str, str]


def changed_policies(
    old: Mapping[str, bytes], new: Mapping[str, bytes], workspace: Workspace, as_of: date
) -> tuple[Line, ...]:
    """A line for each part: what it is a part of, which, as it was and as it is.

    `old` and `new` are the files that were recorded. Exemptions are left out: they name people, and
    have a register of their own. Raises InvalidInputError if they cannot be
    read any more as policies.
    """
    with laid_out(Bundle("", old)) as before, laid_out(Bundle("", new)) as after:
        versions = read_versions(before, after, workspace=workspace, as_of=as_of, facts=None)
        changes = policy_changes(*(one.sets for one in versions), as_of=as_of)
    return tuple(
        _printed(
            f"{change.name} ({change.thing} {change.fate})",
            part.part,
            part.was or NONE_GIVEN,
            part.now or NONE_GIVEN,
        )
        for change in changes
        if change.thing != "exemption"
        for part in change.parts
    )


def _printed(what: str, part: str, was: str, now: str) -> Line:
    return on_one_line(what), on_one_line(part), on_one_line(was), on_one_line(now)
