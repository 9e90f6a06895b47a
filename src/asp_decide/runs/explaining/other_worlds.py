"""How likely what was decided on one initiative is best, if the numbers come out otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError
from asp_decide.model.firmness import Hold
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Decision
from asp_decide.report.amounts import counted, number, percent
from asp_decide.runs.explaining.simulate_run import SimulateOrder, simulate_run
from asp_decide.runs.investing.plan_run import Progress
from asp_decide.runs.workspace import Workspace
from asp_decide.scenario.holding import CORE, OUT, Holding
from asp_decide.scenario.lone_numbers import LoneNumber, lone_numbers

_PLACES = 6

_MEANS: Mapping[Hold, str] = {
    "core": f"worked on in at least {percent(CORE)} of the worlds",
    "contested": f"worked on in more than {percent(OUT)} and less than {percent(CORE)} of them",
    "out": f"worked on in at most {percent(OUT)} of the worlds",
    "not resolved": "that depends on what becomes of parts of the work",
}


@dataclass(frozen=True, slots=True)
class InOtherWorlds:
    """One decision, and in how many worlds the best answer works on it as the plan does.

    `holding` is None where every world leaves it as it is; `fitting` of the `drawn` worlds have a
    plan at all. `turns` are the numbers that turn it by themselves, within their ranges.
    """

    decision: Decision
    holding: Holding | None
    drawn: int
    fitting: int
    seed: int
    turns: tuple[LoneNumber, ...] = ()

    @property
    def likely(self) -> tuple[Fraction, Fraction] | None:
        """The least and the most that the part of worlds may be which agree; None if none can."""
        if self.holding is None:
            return None
        surely, possibly = self.holding.worked_on.surely, self.holding.worked_on.possibly
        return (surely, possibly) if self.holding.in_plan else (1 - possibly, 1 - surely)

    @property
    def headline(self) -> str:
        """What was decided."""
        one = self.decision
        chosen = f" ({one.option})" if one.option not in {None, one.decision} else ""
        return f"{one.initiative} {one.name}: {one.decision.replace('_', ' ')}{chosen}"

    @property
    def lines(self) -> tuple[str, ...]:
        """How firm it is."""
        drawn = f"{self.fitting} of {counted(self.drawn, 'drawn worlds')} have a plan that keeps "
        drawn += f"every rule (seed {self.seed})"
        if self.holding is None or self.likely is None:
            return (drawn, "rules and facts leave no other answer in any of them")
        low, high = self.likely
        part = percent(low) if low == high else f"{percent(low, 'down')} to {percent(high, 'up')}"
        works = "works on it" if self.holding.in_plan else "does not work on it"
        return (
            drawn,
            f"in {part} of them the best plan {works} in the planning intervals, as this one",
            f"{self.holding.hold}: {_MEANS[self.holding.hold]}",
            *self._turned_by,
        )

    @property
    def _turned_by(self) -> list[str]:
        if not self.turns:
            return ["no one number turns it within the range that the facts give it"]
        told = (
            f"{one.aspect}{f' of {one.of}' if one.of else ''} {number(one.factor, 2)} times"
            for one in self.turns
        )
        return [f"by itself each of these turns it: {', '.join(told)} what it is"]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        told = self.likely
        return {
            "schema_version": "1",
            "initiative": self.decision.initiative,
            "decision": self.decision.decision,
            "worlds": self.fitting,
            "seed": self.seed,
            "hold": None if self.holding is None else self.holding.hold,
            "best_in": None if told is None else [decimal_text(one, _PLACES) for one in told],
            "turned_by": [
                {
                    "aspect": one.aspect,
                    "of": one.of or None,
                    "factor": decimal_text(one.factor, _PLACES),
                }
                for one in self.turns
            ],
        }


def in_other_worlds(
    workspace: Workspace, initiative: str, order: SimulateOrder, *, progress: Progress
) -> InOtherWorlds:
    """The decision on an initiative in so many drawn worlds, each answered by itself.

    Raises UsageError for an initiative on which the plan decides nothing, and what simulating does.
    """
    told = simulate_run(workspace, order, progress=progress)
    known = {one.initiative: one for one in told.plan.decisions}
    if initiative not in known:
        near = nearest(initiative, known)
        raise UsageError(
            f"the plan has no decision about `{initiative}`",
            mend=f"did you mean `{near}`?" if near else "",
        )
    holding = next((one for one in told.holdings if one.initiative == initiative), None)
    fitting = sum(world.shares is not None for world in told.found)
    turns: tuple[LoneNumber, ...] = ()
    if holding is not None:
        progress(f"asking which number turns {initiative} by itself")
        turns = lone_numbers(told.of, InitiativeId(initiative))
    return InOtherWorlds(known[initiative], holding, len(told.found), fitting, order.seed, turns)
