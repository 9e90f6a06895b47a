"""A version of the policies that somebody names: a folder, or one file in the place of its own."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Checked, Diagnostic
from asp_decide.errors import InvalidInputError, UsageError
from asp_decide.model.by_layer import LAYERS, ByLayer
from asp_decide.model.snapshot import Snapshot
from asp_decide.policy.policy_reader import OVERLAYS, REGISTER, read_policies, read_policy_sets
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.runs.workspace import Workspace, refused_in_some_case

POLICIES = "policies"
_HEAD = re.compile(rb"^(policy|overlay|exceptions):[ \t]*([^\s#]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version as it was read: as written, of all days, and the rules in force on one.

    `shown` is how whoever asked named it.
    """

    shown: str
    sets: ByLayer[PolicySet]
    in_force: ByLayer[CompiledPolicies]


@dataclass(frozen=True, slots=True)
class _Located:
    """Where a version lies: a folder of policies, and the file that stands for one of them.

    `name` is the place of that file in the folder; empty where the version is the folder.
    """

    shown: str
    folder: Path
    file: Path | None = None
    name: str = ""


def read_versions(
    old: Path, new: Path, *, workspace: Workspace, as_of: date, facts: Snapshot | None
) -> tuple[PolicyVersion, PolicyVersion]:
    """Both versions, read as a plan would read them; with `facts` they are held against them.

    Each is a folder of policies, a folder that has one (a workspace, a recorded run), or one
    policy file, overlay or register. A file that does not stand where its head says is read in
    the place of the one that does: of the other version's folder, else of the workspace's. Money,
    roles and language are those of the workspace. Raises UsageError, and InvalidInputError with
    every problem of both.
    """
    first, second = _read_each((old, new), workspace, as_of, facts)
    return first, second


def read_version(path: Path, *, workspace: Workspace, as_of: date) -> PolicyVersion:
    """One version, in any of the same forms; a file stands for one of the workspace's own."""
    (version,) = _read_each((path,), workspace, as_of, None)
    return version


def _read_each(
    paths: Sequence[Path], workspace: Workspace, as_of: date, facts: Snapshot | None
) -> list[PolicyVersion]:
    found = [_located(path) for path in paths]
    homes = [one.folder for one in found if one is not None]
    home = homes[0] if homes else workspace.root / POLICIES
    with ExitStack() as stack:
        read = []
        for path, one in zip(paths, found, strict=True):
            located = one or _stand_in(path, home)
            folder = stack.enter_context(_laid_out(located))
            read.append((located, *_read(folder, located, workspace, as_of, facts)))
    slips = [slip for _, sets, rules in read for slip in (*sets.errors, *rules.errors)]
    versions = [
        PolicyVersion(located.shown, sets.value, rules.value)
        for located, sets, rules in read
        if sets.value is not None and rules.value is not None
    ]
    if slips or len(versions) < len(read):
        raise InvalidInputError(dict.fromkeys(slips))
    return versions


def _located(path: Path) -> _Located | None:
    """The version where it is; None for a file that stands elsewhere than its head says."""
    shown = path.as_posix()
    if path.is_dir():
        for folder in (path, path / POLICIES):
            if any((folder / layer).is_dir() for layer in LAYERS):
                return _Located(shown if folder == path else f"{shown}/{POLICIES}", folder)
        raise UsageError(
            f"`{shown}` holds no policies", mend="name a folder that holds `portfolio/`"
        )
    name = _name_of(path)
    absolute = path.absolute()
    if absolute.as_posix().endswith(f"/{name}"):
        folder = absolute.parents[name.count("/")]
        if any((folder / layer).is_dir() for layer in LAYERS):
            return _Located(shown.removesuffix(f"/{name}"), folder)
    return None


def _stand_in(path: Path, home: Path) -> _Located:
    return _Located(path.as_posix(), home, path, _name_of(path))


def _name_of(path: Path) -> str:
    """Where a file belongs in a folder of policies, by what its head says."""
    try:
        head = _HEAD.search(path.read_bytes())
    except OSError as error:
        raise UsageError(f"`{path}` cannot be read: {error.strerror}") from None
    if head is None:
        mend = "name a folder that holds `portfolio/`, or a policy file"
        raise UsageError(f"`{path}` is no policy", mend=mend)
    key, name = head.group(1).decode(), head.group(2).decode(errors="replace")
    if key == "exceptions":
        return REGISTER
    parts = Path(name).parts
    if not parts or ".." in parts or Path(name).is_absolute():
        raise UsageError(f"`{path}`: `{key}: {name}` names no place", mend="see `asp-decide lint`")
    return f"{OVERLAYS}/{name}.yaml" if key == "overlay" else f"{name}.yaml"


@contextmanager
def _laid_out(located: _Located) -> Iterator[Path]:
    """The folder of the version, with the one file in its place; a copy is gone afterwards."""
    if located.file is None:
        yield located.folder
        return
    with tempfile.TemporaryDirectory(prefix="asp-decide-") as place:
        folder = Path(place, POLICIES)
        shutil.copytree(located.folder, folder)
        target = folder / located.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(located.file, target)
        yield folder


def _read(
    folder: Path, located: _Located, workspace: Workspace, as_of: date, facts: Snapshot | None
) -> tuple[Checked[ByLayer[PolicySet]], Checked[ByLayer[CompiledPolicies]]]:
    currency, roles = workspace.charter.currency, workspace.charter.roles
    language = workspace.language
    sets = read_policy_sets(folder, currency=currency, roles=roles, language=language)
    rules = read_policies(
        folder, as_of=as_of, currency=currency, roles=roles, facts=facts, language=language
    )
    if facts is not None:
        rules = refused_in_some_case(rules, currency)
    return (
        Checked(sets.value, _named(sets.diagnostics, folder, located)),
        Checked(rules.value, _named(rules.diagnostics, folder, located)),
    )


def _named(
    slips: tuple[Diagnostic, ...], folder: Path, located: _Located
) -> tuple[Diagnostic, ...]:
    """The problems by the name that whoever asked gave the version: both may be `policies`."""

    def of(file: str) -> str:
        inside = file.removeprefix(f"{folder.name}/")
        if located.file is not None and inside == located.name:
            return located.shown
        return f"{located.shown}/{inside}" if inside != file and located.file is None else file

    return tuple(replace(one, place=replace(one.place, file=of(one.place.file))) for one in slips)
