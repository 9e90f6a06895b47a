"""What is known of the work of one value stream, or of all of them, and every figure of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from asp_decide.delivery.board import Board, board_of
from asp_decide.delivery.board_figures import board_figures, distribution
from asp_decide.delivery.demonstrated_capacity import demonstrated_figures
from asp_decide.delivery.flow_figure import FlowFigure
from asp_decide.delivery.grouping import groups
from asp_decide.delivery.predictability import predictability
from asp_decide.delivery.release_figures import release_continuity, release_figures
from asp_decide.delivery.shown_capacity import shown_capacity
from asp_decide.flows.flow import Flow
from asp_decide.flows.replay import History, known_at
from asp_decide.model.delivery_facts import DeliveryFacts
from asp_decide.model.feature import Feature
from asp_decide.model.interval import Interval
from asp_decide.model.work_event import end_of_day


@dataclass(frozen=True)
class StreamWork:
    """Histories by the key of their flow, rows and releases, up to and with the moment `until`."""

    until: int
    flows: Mapping[str, Flow]
    histories: Mapping[str, tuple[History, ...]]
    facts: DeliveryFacts
    intervals: tuple[Interval, ...]

    @cached_property
    def rows(self) -> Mapping[str, Feature]:
        """The rows of features, improvements, stories and goals by their id."""
        return {one.id: one for one in self.facts.features}

    def of_stream(self, stream: str) -> "StreamWork":
        """The same of one value stream: what no row puts there is in none."""
        found = {
            kind: groups(own, self.rows, "value_stream").get(stream, ())
            for kind, own in self.histories.items()
        }
        facts = self.facts.model_copy(
            update={
                "features": tuple(f for f in self.facts.features if f.value_stream_id == stream),
                "releases": tuple(r for r in self.facts.releases if r.value_stream_id == stream),
            }
        )
        kept = {kind: own for kind, own in found.items() if own}
        return replace(self, histories=kept, facts=facts)

    def board(self, kind: str, until: int | None = None) -> Board:
        """The board of one flow as it was known at a moment; now unless one is said."""
        at = self.until if until is None else until
        known = (known_at(each, at) for each in self.histories.get(kind, ()))
        return board_of(self.flows[kind], [one for one in known if one is not None], as_of=at)

    def figures(self, *, since: int, until: int) -> Iterator[tuple[str, FlowFigure]]:
        """Every figure of the window between two moments, each with what flows."""
        for kind in self.histories:
            board = self.board(kind, until)
            for figure in board_figures(board, since=since):
                yield board.flow.item, figure
            for figure in shown_capacity(board, self.intervals):
                yield board.flow.item, figure
            if board.flow.item == "feature":
                for figure in demonstrated_figures(board, self.rows, self.intervals):
                    yield board.flow.item, figure
            for figure in distribution(board, self.rows, since=since):
                yield board.flow.item, figure
        over = [one for one in self.intervals if since < end_of_day(one.last_day) <= until]
        stories = {each.item_id: each for each in self.histories.get("story", ())}
        for figure in predictability(self.facts.features, stories, intervals=over):
            yield "goal" if figure.name == "predictability" else "story", figure
        if self.facts.releases:
            yield "cadence", release_continuity(self.facts.releases, self.intervals, until=until)
            for figure in release_figures(self.facts.releases, since=since, until=until):
                yield "release", figure

    def beside_before(self, *, since: int) -> Iterator[tuple[str, FlowFigure, FlowFigure | None]]:
        """The figures from `since` to now, each with what it was in the window before.

        A stream is held against its own past first: what is usual elsewhere says little about it.
        """
        before = self.figures(since=2 * since - self.until, until=since)
        found = {(flow, one.name): one for flow, one in before}
        for flow, one in self.figures(since=since, until=self.until):
            earlier = found.get((flow, one.name))
            yield flow, one, earlier if earlier is not None and earlier.n else None
