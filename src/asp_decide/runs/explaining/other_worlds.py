"""How likely what was decided on one initiative is best, if the numbers come out otherwise."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Decision
from asp_decide.report.amounts import counted, number
from asp_decide.report.sections.firmness_section import HOLDS
from asp_decide.runs.explaining.simulate_run import SimulateOrder, between, simulate_run
from asp_decide.runs.investing.plan_run import Progress
from asp_decide.runs.workspace import Workspace
from asp_decide.scenario.holding import Holding
from asp_decide.scenario.lone_numbers import LoneNumber, lone_numbers

_PLACES = 6


@dataclass(frozen=True, slots=True)
class InOtherWorlds:
    """One decision, and in how many worlds its answer is the best one.

    `holding` is None where every world leaves it as it is; `fitting` of the `drawn` worlds have a
    plan at all. `turns` are the numbers that turn it by themselves, within their ranges; None
    where the relaxation answers otherwise than the plan from the start.
    """

    decision: Decision
    holding: Holding | None
    drawn: int
    fitting: int
    seed: int
    turns: tuple[LoneNumber, ...] | None = ()

    @property
    def likely(self) -> tuple[Fraction, Fraction] | None:
        """The least and the most that the part of worlds may be which agree; None if none can."""
        if self.holding is None:
            return None
        return self.holding.best.surely, self.holding.best.possibly

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
        part = between(self.holding.best)
        return (
            drawn,
            f"its answer, `{self.holding.answer}`, is the best one in {part} of them",
            f"{self.holding.hold}: {HOLDS[self.holding.hold]}",
            *self._turned_by,
        )

    @property
    def _turned_by(self) -> list[str]:
        if self.turns is None:
            return ["of single numbers nothing can be said: relaxed, the plan answers otherwise"]
        if not self.turns:
            return ["no one number turns it within the range that the facts give it"]
        told = (
            f"{one.aspect}{f' of {one.of}' if one.of else ''} at about {number(one.factor, 2)} "
            f"times what it is{f' (then `{one.to}`)' if one.to else ''}"
            for one in self.turns
        )
        return [f"by itself each of these turns it: {', or '.join(told)}"]

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
                    "to": one.to or None,
                }
                for one in self.turns or ()
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
    turns: tuple[LoneNumber, ...] | None = ()
    if holding is not None:
        progress(f"asking which number turns {initiative} by itself")
        asked = InitiativeId(initiative)
        turns = lone_numbers(told.of, [asked]).get(asked)
    return InOtherWorlds(known[initiative], holding, len(told.found), fitting, order.seed, turns)
