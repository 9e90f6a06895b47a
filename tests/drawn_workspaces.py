"""Small workspaces at random, in which every plan can be proven to be the best."""

import re
from dataclasses import dataclass
from pathlib import Path

from hypothesis import assume, reject
from hypothesis import strategies as st

from asp_decide.errors import NoFeasiblePlanError
from asp_decide.model.plan import Plan
from workspace_builders import Row, a_workspace, planned, rewrite, rows_of

STREAMS = ("web", "back-office")
QUARTERS = ("2027Q1", "2027Q2", "2027Q3", "2027Q4")
BENEFITS = ("150", "900", "2500", "4000", "9000")
SIZED = tuple(f"INI-{number}" for number in (1, 2, 3, 4, 5, 6, 8, 9))


@dataclass(frozen=True)
class Draw:
    """A part of the minimal workspace with other benefits, and capacity for each quarter."""

    benefits: dict[str, str]
    capacity: dict[tuple[str, str], int]


@dataclass(frozen=True)
class Drawn:
    """A workspace into which one draw after the other is put."""

    folder: Path
    initiatives: tuple[Row, ...]
    options: tuple[Row, ...]

    def put(self, draw: Draw) -> None:
        """In the place of whatever was drawn before."""
        initiatives = [
            {**row, "benefit_per_week_likely": draw.benefits[row["id"]]}
            for row in self.initiatives
            if row["id"] in draw.benefits
        ]
        options = [row for row in self.options if row["initiative_id"] in draw.benefits]
        rewrite(self.folder, "initiatives", lambda _: initiatives)
        rewrite(self.folder, "options", lambda _: options)
        self.put_capacity(draw.capacity)

    def put_capacity(self, capacity: dict[tuple[str, str], int]) -> None:
        """In the place of whatever was there before."""
        rows = [
            {"value_stream_id": stream, "interval": interval, "net": str(net)}
            for (stream, interval), net in capacity.items()
        ]
        rewrite(self.folder, "capacity", lambda _: rows)

    def put_limit(self, most: int) -> None:
        """So many initiatives in delivery, at most, in each value stream."""
        path = self.folder / "policies" / "portfolio" / "basics.yaml"
        text = path.read_text(encoding="utf-8")
        changed = re.sub(r"value: \d+ initiatives", f"value: {most} initiatives", text)
        path.write_text(changed, encoding="utf-8")

    def proven(self) -> Plan:
        """The plan, if there is one and it is proven to be the best; else another example."""
        try:
            plan = planned(self.folder)
        except NoFeasiblePlanError:
            reject()
        assume(plan.objective.gap == "0")
        return plan


def capacities(least: int, most: int) -> st.SearchStrategy[dict[tuple[str, str], int]]:
    """So many team-weeks of each value stream in each quarter of the plan."""
    places = [(stream, interval) for stream in STREAMS for interval in QUARTERS]
    return st.fixed_dictionaries({place: st.integers(least, most) for place in places})


DRAWS: st.SearchStrategy[Draw] = st.builds(
    Draw,
    st.lists(st.sampled_from(SIZED), min_size=2, max_size=5, unique=True).flatmap(
        lambda ids: st.fixed_dictionaries({one: st.sampled_from(BENEFITS) for one in ids})
    ),
    # Whatever runs fits by itself at its own pace: at a slower one it is other work.
    capacities(6, 10),
)


def a_drawn_workspace(folder: Path) -> Drawn:
    """A new minimal workspace, ready for what is drawn."""
    a_workspace(folder)
    return Drawn(folder, rows_of(folder, "initiatives"), rows_of(folder, "options"))
