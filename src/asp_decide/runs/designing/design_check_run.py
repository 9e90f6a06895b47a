"""The organization held against what it says it is: six dimensions scored, principles checked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.flows.replay import History
from asp_decide.load.work_hands import hands_in_features
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day
from asp_decide.portfolio.signals import streams_touched
from asp_decide.runs.flows_of_work import work_log
from asp_decide.runs.workspace import Sources, Workspace, read_sources
from asp_decide.scenario.dimension_moves import movable
from asp_decide.scenario.inspection import Change, DesignFinding, Inspected
from asp_decide.scenario.knowledge import knowledge_rows
from asp_decide.scenario.organization_facts import wip_limit_in
from asp_decide.scenario.principles import CHECKS, OF_THE_TWELVE, Principle, findings
from asp_decide.scenario.structure import Dimension, dimensions, looked_at, worst

MOST_ROWS = 3
"""Rows of evidence that are shown of a dimension; all of them are counted."""

_ENDS = (*STATE_GROUPS["learning"], *STATE_GROUPS["closed"])


@dataclass(frozen=True, slots=True)
class ScoredDimension:
    """A dimension with its score in words, how many rows it counts, and those most against it."""

    dimension: Dimension

    @property
    def share(self) -> str:
        """From 0.00 to 1.00, or `unknown`."""
        found = self.dimension.share
        return "unknown" if found is None else decimal_text(found, 2)

    @property
    def against(self) -> tuple[tuple[str, str], ...]:
        """Where the rows stand that speak most against it, and what they say."""
        return tuple((one.where, one.told) for one in worst(self.dimension, MOST_ROWS))

    def as_json(self) -> dict[str, Any]:
        """The same for machines, with every row that the score counts."""
        return {
            "name": self.dimension.name,
            "asks": self.dimension.asks,
            "score": None if self.dimension.share is None else self.share,
            "unknown": self.dimension.unknown if self.dimension.share is None else None,
            "evidence": [
                {"where": e.where, "told": e.told, "weight": decimal_text(e.weight, 2)}
                for e in self.dimension.evidence
            ],
        }


@dataclass(frozen=True, slots=True)
class CheckedDesign:
    """What was found of an organization on a day."""

    as_of: date
    dimensions: tuple[ScoredDimension, ...]
    findings: tuple[DesignFinding, ...]

    @property
    def lowest(self) -> str | None:
        """The dimension with the lowest score, as it is moved, if any is below 1."""
        below = [
            (share, one.dimension.name)
            for one in self.dimensions
            if (share := one.dimension.share) is not None and share < 1
        ]
        return movable(min(below)[1]) if below else None

    @property
    def principles(self) -> tuple[tuple[str, str, str, int], ...]:
        """Each principle, which of the twelve it is, its codes, and how many findings there are."""
        counted = Counter(one.code for one in self.findings)
        codes: dict[Principle, list[str]] = {}
        for check in CHECKS:
            codes.setdefault(check.principle, []).append(check.code)
        return tuple(
            (
                principle,
                ", ".join(OF_THE_TWELVE[principle]) or "-",
                ", ".join(own),
                sum(counted[code] for code in own),
            )
            for principle, own in codes.items()
        )

    @property
    def rows(self) -> tuple[tuple[str, str, str, str], ...]:
        """The findings for people: code, about what, what, and the rows that show it.

        Where the same is to be said of many, they are one row.
        """
        alike: dict[tuple[str, str], list[DesignFinding]] = {}
        for one in self.findings:
            alike.setdefault((one.code, one.told), []).append(one)
        return tuple(
            (
                code,
                _named([one.about for one in own]),
                told,
                _named([row for one in own for row in one.evidence]),
            )
            for (code, told), own in alike.items()
        )

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        return {
            "schema_version": "1",
            "as_of": self.as_of.isoformat(),
            "dimensions": [one.as_json() for one in self.dimensions],
            "checks": [
                {
                    "code": check.code,
                    "name": check.name,
                    "principle": check.principle,
                    "of_the_twelve": list(OF_THE_TWELVE[check.principle]),
                    "forbids": check.forbids,
                }
                for check in CHECKS
            ],
            "findings": [
                {
                    "code": one.code,
                    "about": one.about,
                    "told": one.told,
                    "evidence": list(one.evidence),
                }
                for one in self.findings
            ],
        }


def design_check_run(workspace: Workspace, *, as_of: date) -> CheckedDesign:
    """Score the six dimensions and run every check. Nothing is written.

    Raises InvalidInputError for facts and policies that cannot be read.
    """
    inspected = inspected_design(workspace, read_sources(workspace, as_of))
    scored = tuple(ScoredDimension(one) for one in scorecard(inspected))
    return CheckedDesign(as_of, scored, findings(inspected))


def inspected_design(workspace: Workspace, sources: Sources) -> Inspected:
    """What the checks of a design look at, from facts, policies, log of work and recorded runs."""
    snapshot = sources.snapshot
    log = work_log(workspace, as_of=snapshot.as_of).value
    histories = {} if log is None else log.histories
    return Inspected(
        snapshot=snapshot,
        ended=_ended(snapshot, histories.get("initiative", ())),
        limit=wip_limit_in(sources.policies),
        streams=_streams(snapshot),
        planned_until=_planned_until(workspace),
        changes=tuple(_changes(workspace, snapshot, histories.get("feature", ()))),
    )


def scorecard(inspected: Inspected) -> tuple[Dimension, ...]:
    """The six dimensions, each with the rows that score it."""
    return dimensions(inspected.snapshot, knowledge=knowledge_rows(inspected))


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_ROWS])
    more = len(names) - MOST_ROWS
    return f"{shown} and {more} more" if more > 0 else shown


def _ended(snapshot: Snapshot, histories: Iterable[History]) -> Mapping[str, date]:
    """When initiatives ended: as the log of work says, else since when they stand where they do."""
    ended = {
        str(one.id): one.state_since
        for one in snapshot.initiatives
        if one.state in _ENDS and one.state_since is not None
    }
    for history in histories:
        moments = [at for state in _ENDS if (at := history.first(state)) is not None]
        if history.is_sound and moments and history.state in _ENDS:
            ended[history.item_id] = datetime.fromtimestamp(min(moments), tz=UTC).date()
    return ended


def _changes(
    workspace: Workspace, snapshot: Snapshot, histories: Iterable[History]
) -> Iterator[Change]:
    """What was released of a component in the intervals looked at, and through whose hands it went.

    Without anybody who is named as there, hands could be compared with nobody's.
    """
    intervals = looked_at(snapshot)
    if not intervals or not any(row.member_ids for row in snapshot.staffing):
        return
    rows = {str(one.id): one for one in snapshot.delivery.features if one.component}
    hands = hands_in_features(workspace.root, until=end_of_day(snapshot.as_of))
    since = end_of_day(intervals[0].first_day) - SECONDS_A_DAY
    for history in histories:
        row, released = rows.get(history.item_id), history.first("released")
        if row is None or released is None or released <= since or not history.is_sound:
            continue
        of = (str(row.value_stream_id), str(row.component))
        yield Change(history.item_id, *of, hands.get(history.item_id, frozenset()))


def _planned_until(workspace: Workspace) -> date | None:
    """The last day of the newest interval of which a run is recorded in `runs/`."""
    recorded = {one.name for one in workspace.runs.glob("*") if one.is_dir()}
    known = workspace.charter.calendar.intervals
    return max((one.last_day for one in known if one.id in recorded), default=None)


def _streams(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    """The streams that an initiative touches: by its options, and by the features of it."""
    found = {name: set(streams) for name, streams in streams_touched(snapshot).items()}
    for feature in snapshot.delivery.features:
        if feature.initiative_id is not None:
            found.setdefault(feature.initiative_id, set()).add(feature.value_stream_id)
    return {name: frozenset(streams) for name, streams in found.items()}
