"""What stands beside the policies, begun: an overlay of a value stream, an exemption."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from asp_decide.errors import UsageError, unwrap
from asp_decide.model.subject import Layer
from asp_decide.policy.policy_reader import OVERLAYS, REGISTER, read_policy_sets
from asp_decide.policy.written.dated import value_on
from asp_decide.policy.written.directions import settable_in_streams
from asp_decide.policy.written.exemptions import EXEMPTION_ID
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.runs.authoring.new_rule_run import DRAFTS
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

BESIDE = ("overlay", "exemption")
"""What is begun beside the policies, in a place of its own."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_NUMBERED = re.compile(r"\bEX-([0-9]{4})-([0-9]{3,})\b")
_ENTRY = re.compile(r"^( *)- id:", re.MULTILINE)
_REGISTER_HEAD = "asp: exceptions/v1\nexceptions:\n"


def new_overlay(workspace: Workspace, stream: str | None, *, layer: Layer, as_of: date) -> Path:
    """Write an overlay for a value stream, with every parameter of the layer that it may set.

    Raises UsageError without a stream, for one that has an overlay, or where no parameter may be
    set, InvalidInputError with every problem of the policies; and then writes nothing.
    """
    if stream is None or not _NAME.fullmatch(stream):
        mend = "asp-decide policy new overlay --id payments"
        raise UsageError("an overlay is called as its value stream", mend=mend)
    folder, charter = workspace.root / "policies", workspace.charter
    path = folder / OVERLAYS / f"{stream}.yaml"
    if path.exists():
        raise UsageError(f"`{workspace.shown(path)}` exists already", mend="add to it by hand")
    sets = unwrap(read_policy_sets(folder, currency=charter.currency, roles=charter.roles))
    settings = list(_settings(sets.of(layer), as_of))
    if not settings:
        mend = "write `overlays: tighten_only` or `overlays: free` at a parameter"
        raise UsageError("no value stream may set a parameter of its own", mend=mend)
    words = {
        "@NAME@": stream,
        "@LAYER@": layer,
        "@DAY@": as_of.isoformat(),
        "@SETTINGS@": "\n".join(settings),
    }
    write_file(path, _filled("overlay.yaml", words).encode())
    return path


def new_exemption(workspace: Workspace, exemption: str | None, *, as_of: date) -> Path:
    """Add an exemption to the end of the register, which is begun where there is none.

    Raises UsageError for an id that is none or is taken, or for a register to which nothing can
    be added by rule; and then writes nothing.
    """
    path = workspace.root / "policies" / REGISTER
    text = path.read_text(encoding="utf-8") if path.is_file() else _REGISTER_HEAD
    found = exemption or _next_id(text, as_of.year)
    if not EXEMPTION_ID.fullmatch(found):
        mend = "the year and a number in it: `EX-2026-014`"
        raise UsageError(f"`{found}` is no id of an exemption", mend=mend)
    if re.search(rf"\b{found}\b", text):
        raise UsageError(f"there is an exemption `{found}` already", mend="give it another number")
    entry = _ENTRY.search(text)
    if entry is None and text != _REGISTER_HEAD:
        mend = "write its list as `exceptions:` with a line `- id: ...` for each"
        raise UsageError(f"nothing can be added to `{workspace.shown(path)}`", mend=mend)
    indent = "  " if entry is None else entry.group(1)
    draft = _filled("exemption.yaml", {"@ID@": found, "@DAY@": as_of.isoformat()})
    lines = (f"{indent}{line.removeprefix('  ')}".rstrip() for line in draft.splitlines())
    apart = "" if entry is None else "\n"
    write_file(path, (text.rstrip("\n") + "\n" + apart + "\n".join(lines) + "\n").encode())
    return path


def _settings(policies: PolicySet, as_of: date) -> Iterator[str]:
    """A line for each parameter that a value stream may set, under what holds for all."""
    for name, parameter in settable_in_streams(policies).items():
        value = value_on(parameter, as_of)
        told = "no value yet" if value is None else f"{value.text.text} for all"
        yield f"  # {told}; {parameter.overlays}"
        yield f"  {name}: ..."


def _next_id(text: str, year: int) -> str:
    taken = [int(number) for of, number in _NUMBERED.findall(text) if int(of) == year]
    return f"EX-{year}-{max(taken, default=0) + 1:03}"


def _filled(draft: str, words: dict[str, str]) -> str:
    text = (DRAFTS / draft).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(word, value)
    return text
