"""The portfolio's book: the facts of a snapshot by what they are about, ready to be valued."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from asp_decide.learn.calibrate import calibrate
from asp_decide.model.calibration import Calibration
from asp_decide.model.dependency import Dependency
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import STATE_GROUPS, Initiative, Option, State
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.believed_case import Belief
from asp_decide.portfolio.believed_facts import believed_facts
from asp_decide.portfolio.calibrated import corrected, scaled, value_factor
from asp_decide.portfolio.discounting import discounting
from asp_decide.portfolio.grid import Grid, time_grid
from asp_decide.portfolio.supply import Supply, supply
from asp_decide.portfolio.time_value import Curve, Frame, curve
from asp_decide.portfolio.workload import Work

CANDIDATE_STATES: frozenset[State] = frozenset({"investment_framing", "delivery_queue"})
"""States from which the work itself may be chosen."""

RUNNING: State = "implementing"


@dataclass(frozen=True, slots=True)
class Book:
    """The facts of one snapshot, indexed, with its grid, its supply and the curves of its worth.

    `snapshot` and all that is made of it hold what is believed of each case; `beliefs` tell what
    evidence made of what the case says. `options` are sorted by name, `predecessors` and
    `successors` (finish-start links) by the other end. An initiative without a known benefit model
    has no curve. Options and curves are as `calibration` corrects them. `leading` and `works`
    remember what was once looked up.
    """

    snapshot: Snapshot
    grid: Grid
    supply: Supply
    frame: Frame
    initiatives: Mapping[InitiativeId, Initiative]
    options: Mapping[InitiativeId, tuple[Option, ...]]
    predecessors: Mapping[InitiativeId, tuple[Dependency, ...]]
    successors: Mapping[InitiativeId, tuple[Dependency, ...]]
    curves: Mapping[InitiativeId, Curve]
    calibration: Calibration
    beliefs: tuple[Belief, ...] = ()
    leading: dict[InitiativeId, Option | None] = field(default_factory=dict, repr=False)
    works: dict[tuple[InitiativeId, str], Work] = field(default_factory=dict, repr=False)

    def money(self, amount: Fraction) -> Fraction:
        """An amount rounded half-even to the smallest unit of the currency."""
        return round(amount, self.snapshot.charter.currency_decimals)


def open_book(snapshot: Snapshot) -> Book:
    """The book of a snapshot as it was read; it holds nothing that the snapshot does not say."""
    calibration = calibrate(snapshot)
    stated = {initiative.id: initiative for initiative in snapshot.initiatives}
    believed = believed_facts(snapshot, calibration)
    snapshot = believed.snapshot
    grid = time_grid(snapshot.charter, snapshot.as_of)
    frame = Frame(
        as_of=snapshot.as_of,
        discounting=discounting(snapshot.charter.discount_rate_per_year),
        horizon_weeks=grid.ends,
    )
    before, after = _links(snapshot)
    return Book(
        snapshot=snapshot,
        grid=grid,
        supply=supply(snapshot, grid),
        frame=frame,
        initiatives={initiative.id: initiative for initiative in snapshot.initiatives},
        options=_options(snapshot, calibration),
        predecessors=before,
        successors=after,
        curves={
            initiative.id: scaled(
                curve(initiative.profile, frame),
                value_factor(stated[initiative.id], calibration),
            )
            for initiative in snapshot.initiatives
            if initiative.profile is not None
        },
        calibration=calibration,
        beliefs=believed.beliefs,
    )


def is_open(initiative: Initiative) -> bool:
    """Whether the flow has not yet ended for it."""
    return initiative.state not in STATE_GROUPS["closed"]


def is_done(initiative: Initiative) -> bool:
    """Whether its work was finished: what waits for it may start."""
    return initiative.state in {"outcome_assessment", "assessed"}


def in_run(initiative: Initiative) -> bool:
    """Whether a run may choose to do its work; strategic initiatives never enter delivery."""
    states = CANDIDATE_STATES | {RUNNING}
    return initiative.kind == "initiative" and initiative.state in states


def _options(
    snapshot: Snapshot, calibration: Calibration
) -> Mapping[InitiativeId, tuple[Option, ...]]:
    found: dict[InitiativeId, list[Option]] = defaultdict(list)
    for option in snapshot.options:
        found[option.initiative_id].append(corrected(option, calibration))
    return {
        initiative: tuple(sorted(options, key=lambda option: option.option))
        for initiative, options in found.items()
    }


type _Links = Mapping[InitiativeId, tuple[Dependency, ...]]


def _links(snapshot: Snapshot) -> tuple[_Links, _Links]:
    before: dict[InitiativeId, list[Dependency]] = defaultdict(list)
    after: dict[InitiativeId, list[Dependency]] = defaultdict(list)
    for link in snapshot.dependencies:
        if link.level == "initiative" and link.kind == "finish_start":
            before[InitiativeId(link.to_id)].append(link)
            after[InitiativeId(link.from_id)].append(link)
    return (
        {end: tuple(sorted(links, key=lambda link: link.from_id)) for end, links in before.items()},
        {end: tuple(sorted(links, key=lambda link: link.to_id)) for end, links in after.items()},
    )
