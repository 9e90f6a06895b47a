"""How the plan of a draft stands in other worlds, told for a board."""

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.decide.investment import Planned
from asp_decide.decide.preparation import Prepared, prepare
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Plan
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.choices import choices
from asp_decide.report.amounts import counted, money_between, percent
from asp_decide.runs.instruments import judges
from asp_decide.runs.investing.asked_about import asked_about
from asp_decide.runs.investing.plan_run import Progress
from asp_decide.runs.which_plan import NEWEST, Asked
from asp_decide.runs.workspace import Workspace
from asp_decide.scenario.executor import Where, ask_all
from asp_decide.scenario.falsified import falsified, holders
from asp_decide.scenario.holding import Holding, Often, holdings, percentile
from asp_decide.scenario.robustness import World, Worlds, worlds, worlds_of

PLACES = 6
_PARTS = {"P10": Fraction(1, 10), "P50": Fraction(1, 2), "P90": Fraction(9, 10)}
_HIGH = Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class SimulateOrder:
    """How many worlds, from which seed, and what varies where the facts state no range.

    They are asked in so many processes of this machine, or at a Dask scheduler's address. In all of
    them the assumption `falsified` does not hold, if one is named.
    """

    runs: int
    seed: int
    spread: Fraction | None = None
    asked: Asked = NEWEST
    workers: int = 1
    cluster: str = ""
    falsified: str = ""


@dataclass(frozen=True, slots=True)
class Simulated:
    """The worlds, how often each initiative is in, and what was held for want of a range.

    `of` is what they share; `failing` are the initiatives that rest on the assumption that does
    not hold.
    """

    plan: Plan
    order: SimulateOrder
    of: Worlds
    found: tuple[World, ...]
    holdings: tuple[Holding, ...]
    held: dict[str, int]
    failing: tuple[InitiativeId, ...] = ()

    @property
    def title(self) -> str:
        """What the table is about."""
        return "In how many worlds each is worked on"

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return ("initiative", "name", "in the plan", "it is", "worlds", "answer", "best in")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each that could be decided otherwise; first where fewest worlds agree."""
        names = {one.initiative: one.name for one in self.plan.decisions}
        return [
            (
                one.initiative,
                names[one.initiative],
                "yes" if one.in_plan else "no",
                one.hold,
                between(one.worked_on),
                one.answer,
                between(one.best),
            )
            for one in sorted(self.holdings, key=lambda h: (h.best.possibly, h.initiative))
        ]

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says above the table."""
        fitting = [world for world in self.found if world.shares is not None]
        told = [
            f"{counted(len(self.found), 'worlds')} drawn, seed {self.order.seed}",
            "what varies: benefit, chance of success, effort, duration, outlay and capacity",
            *self._held_lines(),
        ]
        if self.failing:
            told.append(
                f"in all of them {self.order.falsified} does not hold, and with it fail "
                f"{', '.join(self.failing)}"
            )
        if len(fitting) < len(self.found):
            told.append(self._nothing_fits(len(self.found) - len(fitting)))
        if not fitting:
            return tuple(told)
        kept, held = [w for w in fitting if w.keeps], self._valued()
        told.append(
            f"the plan fits as it is in {len(kept)} of {counted(len(fitting), 'worlds')}; with "
            f"work put off or left out where it does not, in {len(held)}"
        )
        if held:
            told += self._money_lines(held)
        told.append(
            "core: worked on in at least 95 of 100 worlds; out: in at most 5; contested: in between"
        )
        return tuple(told)

    def as_json(self) -> dict[str, Any]:
        """The same for machines: decimal texts, the same bytes for the same seed."""
        held = self._valued()
        spread = self.order.spread
        return {
            "schema_version": "1",
            "plan": self.plan.run.id,
            "currency": self.plan.run.currency,
            "seed": self.order.seed,
            "runs": self.order.runs,
            "spread": None if spread is None else _text(spread),
            "falsified": self.order.falsified,
            "failing": list(self.failing),
            "held": dict(self.held),
            "fits_something": sum(world.shares is not None for world in self.found),
            "fits_as_it_is": sum(world.keeps for world in self.found),
            "fits_put_off": len(held),
            "against": dict(sorted(self._against().items())),
            "regret": None if not held else self._regret(held),
            "value": None if not held else self._value(held),
            "initiatives": [
                {
                    "initiative": one.initiative,
                    "in_plan": one.in_plan,
                    "hold": one.hold,
                    **_often(one.worked_on),
                    "answer": one.answer,
                    "answers": {answer: _often(told) for answer, told in one.answers.items()},
                }
                for one in self.holdings
            ],
        }

    def _valued(self) -> list[tuple[Fraction, Fraction, Fraction]]:
        return [
            (world.value, world.low, world.high)
            for world in self.found
            if world.value is not None and world.low is not None and world.high is not None
        ]

    def _against(self) -> Counter[str]:
        return Counter(w.against for w in self.found if w.shares is None and w.against)

    def _nothing_fits(self, count: int) -> str:
        told = f"in {counted(count, 'worlds')} no plan keeps every rule; they are left out below"
        against = sorted(self._against().items(), key=lambda found: (-found[1], found[0]))
        if not against:
            return told
        first, times = against[0]
        return f"{told}; most often {first} stands against it ({counted(times, 'times')})"

    def _held_lines(self) -> list[str]:
        held = {aspect: count for aspect, count in self.held.items() if count}
        if not held or self.order.spread is not None:
            stated = self.order.spread
            if stated is None:
                return []
            return [f"what states no range varies by {percent(stated)} to either side"]
        parts = ", ".join(f"{aspect} {counted(count, 'amounts')}" for aspect, count in held.items())
        return [f"without a range, so held as stated: {parts} (--spread gives them one)"]

    def _money_lines(self, held: list[tuple[Fraction, Fraction, Fraction]]) -> list[str]:
        currency = self.plan.run.currency
        value, regret = self._ends(held)
        mean, high = regret
        captured = money_between(value[0], value[2], currency)
        average, most = (money_between(*ends, currency) for ends in (mean, high))
        known = "had its world been known, a plan made for it would have brought more"
        return [
            f"in 8 of 10 of those it captures {captured}",
            f"{known}: on average {average}, and in 95 of 100 at most {most}",
        ]

    def _ends(
        self, held: list[tuple[Fraction, Fraction, Fraction]]
    ) -> tuple[list[Fraction], tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]]:
        """P10, P50, P90 of the value; mean and P95 of the regret, each from low to high."""
        values, lows, highs = ([each[n] for each in held] for n in range(3))
        zero = Fraction(0)
        mean = sum(lows, zero) / len(lows), sum(highs, zero) / len(highs)
        high = percentile(lows, _HIGH), percentile(highs, _HIGH)
        return [percentile(values, part) for part in _PARTS.values()], (mean, high)

    def _regret(self, held: list[tuple[Fraction, Fraction, Fraction]]) -> dict[str, list[str]]:
        _, (mean, high) = self._ends(held)
        return {"mean": [_text(end) for end in mean], "P95": [_text(end) for end in high]}

    def _value(self, held: list[tuple[Fraction, Fraction, Fraction]]) -> dict[str, str]:
        values, _ = self._ends(held)
        return {name: _text(value) for name, value in zip(_PARTS, values, strict=True)}


def simulate_run(workspace: Workspace, order: SimulateOrder, *, progress: Progress) -> Simulated:
    """The plan of a draft in so many worlds; it writes nothing.

    Raises UsageError if there is no draft or no initiative rests on the assumption named,
    StalePlanError if facts or policies changed since.
    """
    planned = asked_about(workspace, order.asked, progress)
    failing = _failing(planned.outlook.prepared.inputs.snapshot, order.falsified)
    prepared = _prepared(planned, order.falsified)
    of = worlds_of(prepared, planned, stated=order.spread, seed=order.seed)
    found = ask_all(
        worlds, of, range(order.runs), where=Where(order.workers, order.cluster), progress=progress
    )
    shares = [world.shares for world in found if world.shares is not None]
    held = {str(aspect): count for aspect, count in of.ranges.held.items()}
    firm = holdings(prepared.programme, of.taken, shares)
    return Simulated(planned.plan, order, of, found, firm, held, failing)


def _failing(snapshot: Snapshot, assumption: str) -> tuple[InitiativeId, ...]:
    if not assumption:
        return ()
    found = holders(snapshot, assumption)
    if not found:
        known = sorted({one for each in snapshot.initiatives for one in each.assumption_ids})
        near = nearest(assumption, known)
        raise UsageError(
            f"no initiative rests on `{assumption}`", mend=f"did you mean `{near}`?" if near else ""
        )
    return found


def _prepared(planned: Planned, falsified_: str) -> Prepared:
    """The question of the plan; of facts in which that assumption does not hold, if one is named.

    Other facts ask the rules anew; the plan stays the one that was made of the facts as read.
    """
    prepared = planned.outlook.prepared
    if not falsified_:
        return prepared
    supposed = falsified(prepared.inputs.snapshot, falsified_)
    inputs = replace(
        prepared.inputs,
        snapshot=supposed,
        policies=prepared.written,
        choice_set=choices(supposed),
    )
    return prepare(inputs, judges(planned.plan.run.engine))


def between(told: Often) -> str:
    """In what part of the worlds, as people read it: one share, or from one to another."""
    low, high = told.surely, told.possibly
    return percent(low) if low == high else f"{percent(low, 'down')} to {percent(high, 'up')}"


def _often(told: Often) -> dict[str, str]:
    return {
        "often": _text(told.often),
        "surely": _text(told.surely),
        "possibly": _text(told.possibly),
    }


def _text(amount: Fraction) -> str:
    return decimal_text(amount, PLACES)
