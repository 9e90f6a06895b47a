"""What each stream could commit to in its next interval, told for a planning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.decide.commitment import (
    Commitment,
    Decided,
    RulePrice,
    StreamCommitment,
    commitment,
)
from asp_decide.decide.feature_conflicts import Conflict
from asp_decide.diagnostics import Diagnostic
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.solver import Means
from asp_decide.report.amounts import NONE_GIVEN, money, percent
from asp_decide.runs.delivering.delivery_run import delivery_run
from asp_decide.runs.delivering.pull_run import named_stream
from asp_decide.runs.instruments import solver
from asp_decide.runs.workspace import Workspace
from asp_decide.scenario.commitment_replay import Replayed, replay_commitment

REPLAYS = 1000
SEED = 1
_PLACES = 6

_WORDS = {
    "carry": "goes on",
    "commit": "commit",
    "stretch": "stretch",
    "defer": "defer",
    "review": "find out",
}


@dataclass(frozen=True, slots=True)
class CommitTold:
    """The commitments of the streams that were asked about, each with how often it is met."""

    as_of: date
    currency: str
    found: Commitment
    streams: tuple[tuple[StreamCommitment, Replayed], ...]
    warnings: tuple[Diagnostic, ...]

    @property
    def headline(self) -> str:
        """The sum of it."""
        interval = self.found.interval
        told = f"{interval.id}, {interval.first_day} to {interval.last_day}, as of {self.as_of}"
        gap = self.found.gap
        proven = "by value, proven best" if gap == 0 else "by value"
        return f"{told}: {proven if gap in {0, None} else f'{proven} within {percent(gap)}'}"

    @property
    def lines(self) -> tuple[str, ...]:
        """A sentence or two about each stream."""
        return tuple(line for one, replayed in self.streams for line in self._about(one, replayed))

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return ("stream", "do", "feature", "name", "effort", "value", "waiting costs", "by", "why")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """What goes on, what is committed, what is stretch, what waits; by value."""
        return [self._row(one, each) for one, _ in self.streams for each in one.decided]

    @property
    def conflict_columns(self) -> tuple[str, ...]:
        """Heads of the table of conflicts."""
        return ("what is needed", "by", "for", "of", "needed by", "done by", "late by", "costs")

    @property
    def conflict_rows(self) -> list[tuple[str, ...]]:
        """What is done after somebody planned with it, the dearest first."""
        asked = {one.room.stream for one, _ in self.streams}
        return [
            (
                str(one.provider.id),
                str(one.provider.value_stream_id),
                str(one.consumer.id),
                str(one.consumer.value_stream_id),
                str(one.needed_by),
                str(one.done_by),
                f"{decimal_text(one.weeks_late, 1)} weeks",
                self._money(one.cost),
            )
            for one in self.found.conflicts
            if {one.consumer.value_stream_id, one.provider.value_stream_id} & asked
        ]

    def as_json(self) -> dict[str, Any]:
        """The same for machines; amounts are decimal texts."""
        return {
            "schema_version": "1",
            "as_of": self.as_of.isoformat(),
            "interval": self.found.interval.id,
            "currency": self.currency,
            "gap": _text(self.found.gap),
            "problems": len(self.warnings),
            "streams": [_stream_json(one, replayed) for one, replayed in self.streams],
            "conflicts": [_conflict_json(one) for one in self.found.conflicts],
        }

    def _about(self, one: StreamCommitment, replayed: Replayed) -> Iterator[str]:
        room = one.room
        if room.cannot:
            yield f"{room.stream}: cannot decide: {room.cannot}"
            return
        taken, limit = one.effort("carry", "commit"), room.limit
        by = f" ({room.rule})" if room.rule else ""
        told = f"{room.stream}: {_size(taken)} of {_size(limit)} team-weeks{by}"
        if room.carried_effort:
            told += f", of which {_size(room.carried_effort)} go on"
        told += f"; worth {self._money(one.value('commit'))}"
        if taken and replayed.met is not None and replayed.met_with_effort is not None:
            told += f"; met in {percent(Fraction(replayed.met, replayed.runs))} of intervals like"
            told += f" the past, {percent(Fraction(replayed.met_with_effort, replayed.runs))}"
            told += " where effort varies too"
        yield told
        if room.carried_effort > limit:
            yield f"{room.stream}: what goes on takes more than may be committed: finish first"
        for price in one.prices:
            yield f"{room.stream}: {self._price(price)}"

    def _price(self, price: RulePrice) -> str:
        told = f"{price.rule} costs {self._money(price.value)} of value in this interval"
        if price.delayed:
            told += f" and delays {', '.join(price.delayed)} by {self._delay(price)}"
        if price.reached is not None and price.asked is not None:
            told += f"; {_size(price.reached)} of {_size(price.asked)} team-weeks are reached"
        return told

    def _delay(self, price: RulePrice) -> str:
        if price.delay_cost is None:
            return "an interval, at a cost that nobody has stated"
        return f"an interval, which costs {self._money(price.delay_cost)}"

    def _row(self, one: StreamCommitment, each: Decided) -> tuple[str, ...]:
        effort = each.feature.remaining_effort
        why = [*each.told]
        if each.price is not None:
            why.append(f"committing it loses {self._money(each.price)}")
        return (
            str(one.room.stream),
            _WORDS[each.where],
            str(each.feature.id),
            each.feature.name,
            NONE_GIVEN if effort is None else _size(effort.mean),
            self._money(each.value),
            self._money(each.delay_cost),
            ", ".join(each.rules),
            "; ".join(why),
        )

    def _money(self, amount: Fraction | None) -> str:
        return NONE_GIVEN if amount is None else money(amount, self.currency)


def commit_run(workspace: Workspace, *, as_of: date, stream: str | None = None) -> CommitTold:
    """What every stream could commit to, or one of them. It recommends; teams commit.

    All streams are weighed together, since their features wait for each other. Raises UsageError
    for a stream that is not there, and what reading, judging and solving raise.
    """
    run = delivery_run(workspace, as_of=as_of)
    means = Means(solver(), work_limit("board", choices=2 * len(run.snapshot.delivery.features)))
    found = commitment(run.judged, means)
    kept = named_stream({str(one.room.stream): one for one in found.streams}, stream)
    return CommitTold(
        as_of=as_of,
        currency=run.snapshot.charter.currency,
        found=found,
        streams=tuple((one, replay_commitment(one, runs=REPLAYS, seed=SEED)) for one in kept),
        warnings=run.warnings,
    )


def _size(amount: Fraction) -> str:
    return decimal_text(amount, 2)


def _text(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal_text(amount, _PLACES)


def _stream_json(one: StreamCommitment, replayed: Replayed) -> dict[str, Any]:
    room = one.room
    return {
        "stream": room.stream,
        "cannot_decide": room.cannot or None,
        "capacity_likely": _text(room.capacity.likely),
        "capacity_met_in_85": _text(room.capacity.met_in_85),
        "may_commit": None if room.cannot else _text(room.limit),
        "rule": room.rule or None,
        "carried": _text(room.carried_effort),
        "committed": _text(one.effort("commit")),
        "value": _text(one.value("commit")),
        "replay": {
            "runs": replayed.runs,
            "seed": SEED,
            "met": replayed.met,
            "met_with_effort": replayed.met_with_effort,
        },
        "features": [
            {
                "feature": each.feature.id,
                "place": each.where,
                "value": _text(each.value),
                "delay_cost": _text(each.delay_cost),
                "price": _text(each.price),
                "rules": list(each.rules),
                "why": list(each.told),
            }
            for each in one.decided
        ],
        "rule_prices": [
            {
                "rule": price.rule,
                "value": _text(price.value),
                "delayed": list(price.delayed),
                "delay_cost": _text(price.delay_cost),
                "asked": _text(price.asked),
                "reached": _text(price.reached),
            }
            for price in one.prices
        ],
    }


def _conflict_json(one: Conflict) -> dict[str, Any]:
    return {
        "provider": one.provider.id,
        "consumer": one.consumer.id,
        "needed_by": one.needed_by.isoformat(),
        "done_by": one.done_by.isoformat(),
        "weeks_late": _text(one.weeks_late),
        "cost": _text(one.cost),
        "agreed": one.is_agreed,
    }
