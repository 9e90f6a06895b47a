"""From anything in the facts back to what called for it, and on to what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from asp_decide.decide.trace import Branch, Trace, graph_of, named, trace
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError, unwrap
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.runs.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ToldTrace:
    """A trace as people and machines are told it."""

    found: Trace

    @property
    def headline(self) -> str:
        """What is traced."""
        thing = self.found.thing
        return f"{thing.kind} {thing.id}: {thing.told}"

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """The tree, a thing a line, each with how far it is set in."""
        return tuple(self._lines())

    @property
    def unanswered(self) -> tuple[tuple[str, str, str, str], ...]:
        """Promises without an answer: whose, which, when due, and whether that is over."""
        return tuple(
            (
                one.initiative,
                one.told,
                "-" if one.due_on is None else one.due_on.isoformat(),
                "overdue" if one.is_overdue else "",
            )
            for one in self.found.promises
        )

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        thing = self.found.thing
        return {
            "kind": thing.kind,
            "id": thing.id,
            "told": thing.told,
            "back": [_branch_json(one) for one in self.found.back],
            "on": [_branch_json(one) for one in self.found.on],
            "unanswered": [
                {
                    "initiative": one.initiative,
                    "told": one.told,
                    "due_on": None if one.due_on is None else one.due_on.isoformat(),
                    "is_overdue": one.is_overdue,
                }
                for one in self.found.promises
            ],
        }

    def _lines(self) -> Iterator[tuple[int, str]]:
        for title, branches in (("called for by", self.found.back), ("led to", self.found.on)):
            yield 0, f"{title}:" if branches else f"{title}: nothing"
            for branch in branches:
                yield from _tree(branch, 1)


def trace_run(workspace: Workspace, name: str, *, as_of: date) -> tuple[ToldTrace, ...]:
    """The ways back and on from whatever bears the id: one trace for each kind of thing.

    An outcome is asked for as `INITIATIVE/QUANTITY/INTERVAL`. Raises UsageError for an id that no
    fact has, and InvalidInputError.
    """
    snapshot = unwrap(read_snapshot(workspace.root, as_of=as_of))
    facts = graph_of(snapshot)
    found = named(facts, name)
    if not found:
        near = nearest(name, {own for _, own in facts.things})
        mend = f"did you mean `{near}`?" if near else "`asp-decide signal list` shows signals"
        raise UsageError(f"nothing bears the id `{name}`", mend=mend)
    return tuple(ToldTrace(trace(facts, thing, snapshot)) for thing in found)


def _tree(branch: Branch, inset: int) -> Iterator[tuple[int, str]]:
    thing = branch.thing
    yield inset, f"{thing.kind} {thing.id} ({branch.how}): {thing.told}"
    for one in branch.further:
        yield from _tree(one, inset + 1)


def _branch_json(branch: Branch) -> dict[str, Any]:
    return {
        "how": branch.how,
        "kind": branch.thing.kind,
        "id": branch.thing.id,
        "told": branch.thing.told,
        "further": [_branch_json(one) for one in branch.further],
    }
