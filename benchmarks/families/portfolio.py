"""One drawn portfolio: the files of its workspace, and their digest."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from families import tables
from families.chance import Chance
from families.links import draw_links
from families.mandates import conflicting, draw_mandates
from families.options import draw_needs, draw_options, draw_skilled, whole_only
from families.parameters import Parameters
from families.supply import draw_supply, lumpiness
from families.urgency import draw_urgencies
from families.work import draw_bets

type Row = Mapping[str, str]

_MAY_BE_UNKNOWN = {
    "options": "remaining_effort_likely",
    "initiatives": "benefit_per_week_likely",
}


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The bytes of every file of a workspace by path, and how lumpy its work is.

    `lumpiness` is what nine of ten demands per interval stay below, over the stream's capacity.
    """

    files: Mapping[str, bytes]
    lumpiness: float

    @property
    def digest(self) -> str:
        """Of all facts and policies: two results with one digest are of one portfolio."""
        told = hashlib.sha256()
        for path, body in sorted(self.files.items()):
            told.update(f"{path} {len(body)}\n".encode() + body)
        return told.hexdigest()[:12]

    def write(self, folder: Path) -> None:
        """All files, under `folder`."""
        for path, body in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(body)


def draw_portfolio(asked: Parameters, *, seed: int) -> Portfolio:
    """The portfolio of these parameters and that seed: the same on every machine."""
    chance = Chance(seed)
    bets = draw_bets(asked, chance)
    skilled = draw_skilled(asked, chance, bets)
    supply = draw_supply(asked, chance, bets, skilled=skilled)
    due = draw_mandates(asked, chance, bets, supply, skilled=skilled)
    if asked.conflict:
        due |= conflicting(bets, supply, whole_only=whole_only(asked, chance))
    needs = {one: n for one, n in draw_needs(asked, chance, bets).items() if one not in due}
    options = draw_options(asked, chance, bets, skilled=skilled, needs=needs)
    initiatives = tables.initiative_rows(bets, draw_urgencies(asked, chance, bets), due)
    links = draw_links(asked, chance, bets, free=due, needs=needs)
    known = {bets[number].id for number in due}
    facts: dict[str, Sequence[Row]] = {
        "initiatives": _with_gaps(asked, chance, "initiatives", initiatives, known),
        "options": _with_gaps(asked, chance, "options", options, known),
        "capacity": tables.capacity_rows(supply),
        "dependencies": links,
        "requirements": tables.requirement_rows(due.values()),
    }
    files = {f"facts/{name}.csv": tables.table(rows) for name, rows in facts.items() if rows}
    files["asp.yaml"] = tables.charter(asked, supply)
    files["policies/portfolio/drawn.yaml"] = tables.policy(asked, supply)
    return Portfolio({**files, **tables.overlays(supply)}, lumpiness(supply, bets))


def _with_gaps(
    asked: Parameters, chance: Chance, name: str, rows: Sequence[Row], known: set[str]
) -> list[Row]:
    """The rows with some amounts left empty, as in real tables; not of mandates."""
    empty = chance.happens(f"unknown in {name}", len(rows), asked.unknown)
    column = _MAY_BE_UNKNOWN[name]
    return [
        {**row, column: ""}
        if gap and row.get(column) and row.get("id", row.get("initiative_id")) not in known
        else row
        for row, gap in zip(rows, empty, strict=True)
    ]
