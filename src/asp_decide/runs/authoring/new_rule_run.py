"""A new rule: a file that lacks only what its author must say, with the cases that belong to it."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import asp_decide
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError
from asp_decide.model.quantity import CURRENCY
from asp_decide.model.subject import Layer
from asp_decide.policy.policy_reader import TESTS, read_policy_sets
from asp_decide.policy.written.parse_rules import RULE_ID
from asp_decide.policy.written.rule_kinds import KINDS
from asp_decide.runs.authoring.schema_run import refreshed
from asp_decide.runs.workspace import Workspace
from asp_decide.runs.writing import write_file

DRAFTS = Path(asp_decide.__file__).parent / "shipped" / "rules"
"""Where the drafts stand, in a folder for each layer."""

IN_A_FILE = (*KINDS, "parameter", "measure")
"""What is begun in a policy file of its own: a rule of each kind, and what is there for a rule."""


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule that was begun: its id, its file, and the file of its cases."""

    id: str
    policy: Path
    tests: Path


@dataclass(frozen=True, slots=True)
class _Taken:
    """The ids of rules and the decision points that policies declare already."""

    ids: frozenset[str]
    points: frozenset[str]


def new_rule(
    workspace: Workspace, kind: str, *, rule_id: str | None, layer: Layer, as_of: date
) -> NewRule:
    """Write a rule of that kind, and cases for it, into files of their own.

    A parameter or a measure comes with a rule that uses it, as nothing stays that no rule uses.
    Neither holds before its author has filled in what says `...`; lint tells what belongs there.
    Raises UsageError for a kind that is none, an id that is taken or none, or files that exist,
    and then writes nothing.
    """
    assert kind in IN_A_FILE, "what can be begun was chosen before"
    taken = _taken(workspace)
    found = _checked(rule_id, taken) if rule_id else _next_id(kind, taken)
    folder, name = workspace.root / "policies" / layer, found.lower()
    written = NewRule(found, folder / f"{name}.yaml", folder / f"{name}{TESTS}")
    for path in (written.policy, written.tests):
        if path.exists():
            mend = "give the rule another id, or add it to that file by hand"
            raise UsageError(f"`{workspace.shown(path)}` exists already", mend=mend)
    words = {
        "@ID@": found,
        "@NAME@": name.replace("-", "_"),
        "@POLICY@": f"{layer}/{name}",
        "@DAY@": as_of.isoformat(),
        CURRENCY: workspace.charter.currency,
    }
    # While a draft lacks something no schema can be made: its editor finds those of before.
    refreshed(workspace, unasked=True)
    for path, ending in ((written.policy, ".yaml"), (written.tests, TESTS)):
        draft = (DRAFTS / layer / f"{kind}{ending}").read_text(encoding="utf-8")
        write_file(path, _filled(draft, words, taken.points).encode())
    return written


def refuse_unknown_kind(kind: str, known: tuple[str, ...]) -> None:
    """Refuse what cannot be begun, with the nearest that can (UsageError)."""
    if kind not in known:
        near = nearest(kind, known)
        mend = f"did you mean `{near}`?" if near else "what can be begun is " + ", ".join(known)
        raise UsageError(f"`{kind}` is nothing that can be begun", mend=mend)


def _taken(workspace: Workspace) -> _Taken:
    """What is declared so far, as far as it can be read: the rest is lint's to tell."""
    charter = workspace.charter
    read = read_policy_sets(
        workspace.root / "policies", currency=charter.currency, roles=charter.roles
    )
    sets = tuple(read.value or ())
    ids = frozenset(rule for policies in sets for rule in policies.rules)
    points = frozenset(point for policies in sets for point in policies.points)
    return _Taken(ids, points)


def _checked(rule_id: str, taken: _Taken) -> str:
    if not RULE_ID.fullmatch(rule_id):
        mend = "capital letters, a hyphen, a number: `WIP-01`"
        raise UsageError(f"`{rule_id}` is no id of a rule", mend=mend)
    if rule_id in taken.ids:
        mend = f"asp-decide policy show {rule_id}"
        raise UsageError(f"there is a rule `{rule_id}` already", mend=mend)
    return rule_id


def _next_id(kind: str, taken: _Taken) -> str:
    """The first id of the kind's first letters that no rule has."""
    return next(id_ for n in count(1) if (id_ := f"{kind[:3].upper()}-{n:02}") not in taken.ids)


def _filled(draft: str, words: dict[str, str], declared: frozenset[str]) -> str:
    """The draft with its names, without the order of a decision point that stands elsewhere."""
    parts = draft.split("\n\n")
    orders = [part for part in parts if part.startswith("decisions:")]
    for order in orders:
        point = order.splitlines()[-1].partition(":")[0].strip()
        if point in declared:
            parts.remove(order)
    text = "\n\n".join(parts)
    for word, value in words.items():
        text = text.replace(word, value)
    return text
