"""Two designs of the organization on the same demand: how the money and the time differ."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from asp_decide.canonical import decimal_text
from asp_decide.errors import UsageError
from asp_decide.flows.replay import History
from asp_decide.load.work_log import WorkLog
from asp_decide.model.design_change import MOST_PLAYED, played
from asp_decide.model.organization import KnownDemand, OrganizationDesign
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day
from asp_decide.runs.designing.moved_dimensions import in_changes
from asp_decide.runs.flows_of_work import work_log
from asp_decide.runs.workspace import Workspace, read_sources
from asp_decide.scenario.organization_changes import changed
from asp_decide.scenario.organization_facts import organization_of

if TYPE_CHECKING:
    from asp_decide.scenario.organization_comparison import Compared, Comparison

_YEAR_DAYS = 364
_ENOUGH = 8
"""Initiatives a year that passed Gate 2, from which on a rate is more than an accident."""

_PLACES = {"money": 0, "weeks": 1, "items": 1}


@dataclass(frozen=True, slots=True)
class DesignOrder:
    """What is asked: which changes, over how many worlds, for how long, from which seed.

    `base` are changes that hold for both designs: what the facts do not know of the organization.
    """

    changes: tuple[str, ...]
    as_of: date
    base: tuple[str, ...] = ()
    runs: int = 100
    weeks: int = 104
    seed: int = 1
    load: Fraction = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class SimulatedMeasure:
    """One measure under both designs, as it is printed; `told` says which is better, if either."""

    name: str
    unit: str
    as_it_is: str
    changed: str
    more: str
    low: str
    high: str
    told: str


@dataclass(frozen=True, slots=True)
class SimulatedDesigns:
    """Both designs in words, their measures, and what was taken for granted."""

    as_it_is: str
    changed: str
    runs: int
    seed: int
    weeks: int
    items: str
    measures: tuple[SimulatedMeasure, ...]
    assumptions: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "as_it_is": self.as_it_is,
            "changed": self.changed,
            "runs": self.runs,
            "seed": self.seed,
            "weeks": self.weeks,
            "items_a_world": self.items,
            "measures": [
                {
                    "name": one.name,
                    "unit": one.unit,
                    "as_it_is": one.as_it_is,
                    "changed": one.changed,
                    "difference": one.more,
                    "difference_p5": one.low,
                    "difference_p95": one.high,
                    "told": one.told,
                }
                for one in self.measures
            ],
            "assumptions": list(self.assumptions),
        }


@dataclass(frozen=True, slots=True)
class Simulation:
    """Both designs as they were played, on what demand, and what was found.

    `changes` are those of the design; what was asked of a dimension has become such.
    """

    demand: KnownDemand
    changes: tuple[str, ...]
    designs: tuple[OrganizationDesign, OrganizationDesign]
    found: "Comparison"
    assumptions: tuple[str, ...]


def design_simulate_run(
    workspace: Workspace, order: DesignOrder, *, progress: Callable[[str], None]
) -> SimulatedDesigns:
    """Simulate the organization of the workspace and the changed one. Nothing is written.

    Raises what `simulation` raises.
    """
    return shown(simulation(workspace, order, progress=progress), workspace.charter.currency)


def simulation(
    workspace: Workspace, order: DesignOrder, *, progress: Callable[[str], None]
) -> Simulation:
    """Both designs played on the same worlds.

    Raises UsageError for a change that is none and where nothing is known to simulate, and
    InvalidInputError for facts and policies that cannot be read.
    """
    from asp_decide.scenario.organization_comparison import (  # noqa: PLC0415 - heavy
        Worlds,
        compare_designs,
    )

    if not order.changes:
        raise UsageError("no change is said", mend="as `wip=2`, `batch=5`, `start=push`")
    sources = read_sources(workspace, order.as_of)
    known = organization_of(
        sources.snapshot,
        sources.policies,
        weeks=order.weeks,
        load=order.load,
        approved_per_week=_approved(workspace, order.as_of),
    )
    if not known.design.streams or not known.demand.known:
        raise UsageError(
            "no initiative with known effort and worth meets a known capacity",
            mend="`asp-decide lint` tells what is missing",
        )
    if played(known.demand, order.runs) > MOST_PLAYED:
        told = f"more than {MOST_PLAYED:,} items are too many, also for whoever plays them again"
        raise UsageError(told, mend="say fewer --runs or --weeks")
    moves = in_changes(workspace, sources, base=order.base, changes=order.changes)
    as_it_is = changed(known.design, moves.base)
    other = changed(as_it_is, moves.changes)
    worlds = Worlds(known.demand, order.runs, order.seed)
    found = compare_designs(as_it_is, other, worlds, progress=progress)
    assumptions = (*moves.told, *known.assumptions)
    return Simulation(known.demand, moves.changes, (as_it_is, other), found, assumptions)


def shown(of: Simulation, currency: str) -> SimulatedDesigns:
    """A simulation in words and figures for people."""
    return SimulatedDesigns(
        as_it_is=in_words(of.designs[0]),
        changed=in_words(of.designs[1]),
        runs=of.found.runs,
        seed=of.found.seed,
        weeks=of.demand.weeks,
        items=f"{of.found.items:.0f}",
        measures=tuple(_shown(one, currency) for one in of.found.measures),
        assumptions=of.assumptions,
    )


def in_words(design: OrganizationDesign) -> str:
    """A design in one line."""
    count = len(design.streams)
    if design.start == "push":
        start = "push: all start when they are approved"
    elif design.wip_limit is None:
        start = "pull without a limit"
    else:
        start = f"pull, {design.wip_limit} at once in a stream, by {design.order}"
    capacity = sum((one.capacity for one in design.streams), Fraction(0))
    parts = [f"{count} stream{'s' if count > 1 else ''}", f"{capacity:.1f} a week", start]
    if not design.sharing:
        parts.append("one after another")
    if design.batch > 1:
        parts.append(f"released {design.batch} at a time")
    for weeks, told in (
        (design.ramp_up_weeks, "{} weeks of pace lost by who is new"),
        (design.funding_weeks, "money every {} weeks"),
        (design.planning_weeks, "the order made every {} weeks"),
        (design.release_weeks, "released every {} weeks"),
        (design.look_weeks, "what brings nothing stopped after {} weeks"),
    ):
        if weeks:
            parts.append(told.format(decimal_text(weeks, 1)))
    if design.failing:
        parts.append(f"{design.failing * 100:.0f} % of the work brings nothing")
    if design.switching_loss:
        parts.append(f"{design.switching_loss * 100:.0f} % longer with each further open item")
    return ", ".join(parts)


def _shown(one: "Compared", currency: str) -> SimulatedMeasure:
    places = _PLACES[one.measure.unit]

    def number(value: Any) -> str:
        cell = f"{value:,.{places}f}"
        return cell if cell.strip("-0.,") else "0"

    return SimulatedMeasure(
        name=one.measure.name,
        unit=currency if one.measure.unit == "money" else one.measure.unit,
        as_it_is=number(one.as_it_is),
        changed=number(one.changed),
        more=number(one.changed - one.as_it_is),
        low=number(one.low),
        high=number(one.high),
        told=_told(one),
    )


def _told(one: "Compared") -> str:
    if not one.better_in and not one.worse_in:
        return "the same in every world"
    if not one.differs:
        return "no measurable difference"
    better = one.better_in >= one.worse_in
    share = one.better_in if better else one.worse_in
    return f"{'better' if better else 'worse'} in {share * 100:.0f} % of worlds"


def _approved(workspace: Workspace, as_of: date) -> Fraction | None:
    """Initiatives a week that passed Gate 2 in the last year, if the log knows enough of them."""
    log: WorkLog | None = work_log(workspace, as_of=as_of).value
    histories = log.histories.get("initiative", ()) if log else ()
    since = end_of_day(as_of) - _YEAR_DAYS * SECONDS_A_DAY
    passed = sum(_passed(one, since) for one in histories if one.is_sound)
    return Fraction(passed * 7, _YEAR_DAYS) if passed >= _ENOUGH else None


def _passed(history: History, since: int) -> bool:
    first = history.first("delivery_queue")
    return first is not None and first > since
