"""The workspace: the nearest folder upward that holds an `asp.yaml`, and what it says."""

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Checked, Diagnostic
from asp_decide.errors import InvalidInputError, UsageError, unwrap
from asp_decide.load.charter_reader import read_charter
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.load.work_log import WorkLog, read_part_of_log
from asp_decide.memory import Memory
from asp_decide.model.by_layer import ByLayer
from asp_decide.model.charter import Charter
from asp_decide.model.language import FALLBACK
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import Layer
from asp_decide.model.work_event import end_of_day
from asp_decide.policy.policy_reader import read_policies
from asp_decide.runs.flows_by_kind import flows_in
from asp_decide.runs.instruments import lint_in
from asp_decide.runs.published_capacity import shown_by_the_log, with_shown_capacity
from asp_decide.runs.usual_stays import KINDS, with_stays

CHARTER = "asp.yaml"
_DELIVERY = "delivery.sqlite"
_VARIABLE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace that was found: where it is, what was agreed, where its ledger is.

    `ledger_url` is the address as `asp.yaml` has it, None for a file in the workspace. `language`
    is the one in which rules speak to its people; so many `worlds` are drawn for each plan unless
    more or fewer are asked for, None where the workspace leaves that open.
    """

    root: Path
    charter: Charter
    ledger_url: str | None = None
    language: str = FALLBACK
    delivery_ledger_url: str | None = None
    worlds: int | None = None

    @property
    def ledger_place(self) -> str:
        """Where the ledger is, with what the environment adds to its address.

        Asked for by whoever needs the ledger, and by nobody else: who checks a bundle has neither
        the ledger nor its password. Raises UsageError if a variable is not set.
        """
        if self.ledger_url is None:
            return str(self.root / "ledger.sqlite")
        return _absolute(_filled(self.ledger_url), self.root)

    @property
    def delivery_ledger_place(self) -> str:
        """Where the log of the delivery layer is: beside the portfolio's, and never the same.

        Raises UsageError where the ledger is kept elsewhere and no address of this is given.
        """
        if self.delivery_ledger_url is not None:
            return _absolute(_filled(self.delivery_ledger_url), self.root)
        if self.ledger_url is not None:
            raise UsageError(
                "the ledger is kept by `ledger_url`, and no address of delivery's own is given",
                mend="add `delivery_ledger_url` to asp.yaml: another database, or a file",
            )
        return str(self.root / _DELIVERY)

    def place_of_log(self, layer: Layer) -> str | None:
        """Where the log of a layer is; None where no address is given, and nothing can be in it.

        Raises UsageError if a variable is not set, or if a file of delivery's own lies here still
        although the ledger is kept elsewhere: nobody is to pass over it.
        """
        if layer == "portfolio":
            return self.ledger_place
        unsaid = self.delivery_ledger_url is None and self.ledger_url is not None
        if unsaid and not (self.root / _DELIVERY).exists():
            return None
        return self.delivery_ledger_place

    @property
    def plans(self) -> Path:
        """Where drafts of plans are kept."""
        return self.root / "plans"

    @property
    def runs(self) -> Path:
        """Where recorded runs are exported to."""
        return self.root / "runs"

    @property
    def reports(self) -> Path:
        """Where reports are written."""
        return self.root / "reports"

    def shown(self, path: Path) -> str:
        """The path as a person in the present folder would write it."""
        return os.path.relpath(path)


@dataclass(frozen=True, slots=True)
class Sources:
    """Facts and policies of a workspace on one day, each fit to be used.

    The policies are those of the portfolio layer, whose facts these are.
    """

    snapshot: Snapshot
    policies: CompiledPolicies
    warnings: tuple[Diagnostic, ...]


def find_workspace(start: Path) -> Workspace:
    """The workspace around `start`. Raises UsageError if there is none, InvalidInputError."""
    return open_workspace(workspace_folder(start))


def workspace_folder(start: Path) -> Path:
    """The nearest folder upward that holds an `asp.yaml`. Raises UsageError if there is none."""
    for folder in (start.absolute(), *start.absolute().parents):
        if (folder / CHARTER).is_file():
            return folder
    raise UsageError(
        f"there is no `{CHARTER}` here or in any folder above",
        mend="`asp-decide init DIR --template minimal` makes a workspace; -C DIR works in one",
    )


def open_workspace(folder: Path) -> Workspace:
    """The workspace whose `asp.yaml` stands in `folder`. Raises InvalidInputError."""
    settings = unwrap(read_charter(folder / CHARTER))
    return Workspace(
        folder,
        settings.charter,
        settings.ledger_url,
        settings.language,
        settings.delivery_ledger_url,
        settings.worlds,
    )


def check_sources(
    workspace: Workspace, as_of: date, *, memory: Memory | None = None
) -> tuple[Checked[Snapshot], Checked[ByLayer[CompiledPolicies]]]:
    """Facts and policies as read, each with all its problems.

    With a `memory` what was read and found of the same files before is not read again.
    """
    facts = _facts(workspace.root, as_of, memory or Memory())
    policies = read_policies(
        workspace.root / "policies",
        as_of=as_of,
        currency=workspace.charter.currency,
        roles=workspace.charter.roles,
        facts=facts.value,
        language=workspace.language,
        memory=memory,
    )
    return facts, refused_in_some_case(policies, workspace.charter.currency, memory=memory)


def _facts(root: Path, as_of: date, memory: Memory) -> Checked[Snapshot]:
    """The snapshot of the workspace; the same files are read once."""
    files = [root / CHARTER, *sorted((root / "facts").rglob("*"))]
    try:
        read = tuple((str(one), one.read_bytes()) for one in files if one.is_file())
    except OSError:  # told as what is wrong with that file
        return read_facts(root, as_of)
    return memory.recall(("facts", read, as_of), lambda: read_facts(root, as_of))


def read_facts(root: Path, as_of: date) -> Checked[Snapshot]:
    """The facts of a day, with what the log of work adds to them for the portfolio.

    That is the capacity that it shows, where they leave it to it, and how long initiatives usually
    stay in a state. Whatever a plan rests on is read by this door.
    """
    read = read_snapshot(root, as_of=as_of)
    log = _log_behind(read.value, root)
    return with_stays(with_shown_capacity(read, root, log), log)


def _log_behind(snapshot: Snapshot | None, root: Path) -> WorkLog | None:
    """What a plan rests on of the log of work, read once; None where it cannot be read.

    That is all of initiatives, and of features what shows a capacity that is left to them.
    """
    if snapshot is None:
        return None
    flows, features = flows_in(snapshot.charter), shown_by_the_log(snapshot)
    kinds = (*KINDS, *(["feature"] if features else []))
    return read_part_of_log(
        root,
        {kind: flows[kind] for kind in kinds},
        until=end_of_day(snapshot.as_of),
        facts=snapshot,
        only={"feature": features},
    ).value


def refused_in_some_case(
    policies: Checked[ByLayer[CompiledPolicies]], currency: str, *, memory: Memory | None = None
) -> Checked[ByLayer[CompiledPolicies]]:
    """The policies, unless a look at all their cases forbids to decide by them."""
    if policies.value is None:
        return policies
    lint = lint_in(currency, memory)
    found = [slip for layer in policies.value for slip in lint.refusals(layer)]
    return Checked(None if found else policies.value, (*policies.diagnostics, *found))


def read_sources(workspace: Workspace, as_of: date) -> Sources:
    """Facts and policies, or InvalidInputError with every problem of both at once."""
    facts, policies = check_sources(workspace, as_of)
    wrong = (*facts.errors, *policies.errors)
    if wrong or facts.value is None or policies.value is None:
        raise InvalidInputError(wrong or (*facts.diagnostics, *policies.diagnostics))
    warnings = tuple(sorted((*facts.diagnostics, *policies.diagnostics)))
    return Sources(facts.value, policies.value.portfolio, warnings)


def _filled(url: str) -> str:
    """The ledger's address with the environment's variables put in: secrets stand in no file."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in os.environ:
            raise UsageError(
                f"`ledger_url` names the variable `{name}`, which is not set", mend=f"export {name}"
            )
        return os.environ[name]

    return _VARIABLE.sub(value, url)


def _absolute(url: str, folder: Path) -> str:
    """A relative SQLite address is relative to the workspace, wherever the command is called."""
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/"):
        return prefix + str(folder / url.removeprefix(prefix))
    return url
