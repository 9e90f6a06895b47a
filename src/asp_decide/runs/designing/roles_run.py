"""Who decides what in a workspace, who prepares it, and what nobody holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from asp_decide.errors import unwrap
from asp_decide.flows.flow import Move
from asp_decide.load.snapshot_reader import read_snapshot
from asp_decide.model.charter import Charter
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.effective import in_force
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.role_map import DEFAULT_RIGHTS, MODEL_RIGHTS, MODEL_ROLES, Right
from asp_decide.model.snapshot import Snapshot
from asp_decide.runs.flows_by_kind import flows_in
from asp_decide.runs.workspace import Workspace

_LED = ("investigate", "investment_framing", *STATE_GROUPS["funded"], *STATE_GROUPS["in_delivery"])
"""States in which an initiative has a lead."""


@dataclass(frozen=True, slots=True)
class HeldRight:
    """A decision with the one role that answers for it, and those to which it is lent today."""

    right: Right
    layer: str
    holder: str
    lent_to: tuple[str, ...]

    @property
    def is_the_models(self) -> bool:
        """Whether the workspace leaves it where the model has it."""
        return self.holder == DEFAULT_RIGHTS[self.right.point]


@dataclass(frozen=True, slots=True)
class Unheld:
    """A decision that nobody can take, and why."""

    decision: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class RoleReport:
    """All decisions of the system: at points that rules speak of, and by moves in the flows.

    `moves` are those of no decision point, each with the kind of item that moves.
    """

    as_of: date
    rights: tuple[HeldRight, ...]
    moves: tuple[tuple[str, Move], ...]
    unheld: tuple[Unheld, ...]
    roles: tuple[str, ...]

    def held_by(self, role: str) -> tuple[str, ...]:
        """The decision points that a role holds or was lent."""
        return tuple(one.right.point for one in self.rights if role in {one.holder, *one.lent_to})

    def prepared_by(self, role: str) -> tuple[str, ...]:
        """The decision points that a role prepares."""
        return tuple(one.right.point for one in self.rights if one.right.prepared_by == role)

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "as_of": self.as_of.isoformat(),
            "decisions": [
                {
                    "point": one.right.point,
                    "layer": one.layer,
                    "asks": one.right.asks,
                    "held_by": one.holder,
                    "prepared_by": one.right.prepared_by,
                    "lent_to": list(one.lent_to),
                    "is_the_models": one.is_the_models,
                }
                for one in self.rights
            ],
            "moves": [
                {
                    "flow": item,
                    "id": move.id,
                    "from": move.source,
                    "to": move.target,
                    "decided_by": move.decider,
                    "guard": move.guard,
                }
                for item, move in self.moves
            ],
            "roles": [
                {
                    "role": role,
                    "holds": list(self.held_by(role)),
                    "prepares": list(self.prepared_by(role)),
                }
                for role in self.roles
            ],
            "nobody_holds": [
                {"decision": one.decision, "where": one.where, "why": one.why}
                for one in self.unheld
            ],
        }


def roles_run(workspace: Workspace, *, as_of: date) -> RoleReport:
    """The roles and rights of a workspace on a day. Raises InvalidInputError for its facts."""
    snapshot = unwrap(read_snapshot(workspace.root, as_of=as_of))
    charter = workspace.charter
    moves = tuple((flow.item, move) for flow in flows_in(charter).values() for move in flow.moves)
    return RoleReport(
        as_of=as_of,
        rights=tuple(_held(right, charter, as_of) for right in MODEL_RIGHTS),
        moves=tuple(dict.fromkeys((item, move) for item, move in moves if not move.point)),
        unheld=tuple(_unheld(snapshot)),
        roles=tuple(dict.fromkeys([*(role.key for role in MODEL_ROLES), *charter.roles])),
    )


def _held(right: Right, charter: Charter, on: date) -> HeldRight:
    holder = charter.rights[right.point]
    lent = {
        one.to
        for one in charter.delegations
        if right.point in one.points and one.by == holder and in_force(one.effective, on)
    }
    point = POINTS_BY_NAME.get(right.point)
    return HeldRight(right, point.layer if point else "portfolio", holder, tuple(sorted(lent)))


def _unheld(snapshot: Snapshot) -> Iterator[Unheld]:
    """Decisions of a role that a fact must give to somebody, and gives to nobody."""
    rights = snapshot.charter.rights
    owned = [r.point for r in MODEL_RIGHTS if rights[r.point] == "value_stream_owner"]
    for stream in snapshot.value_streams:
        over = stream.retired_on is not None and stream.retired_on <= snapshot.as_of
        if owned and not stream.owner and not over:
            yield Unheld(", ".join(owned), stream.id, "the value stream names no owner")
    for one in snapshot.initiatives:
        if one.state in _LED and not one.lead:
            told = f"`{one.state}` has a lead, and it names none"
            yield Unheld("how it goes on until its next gate", one.id, told)
