"""What load and batches cost each stream, told beside its limits."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.delivery.delivery_grounds import Published, delivery_grounds
from asp_decide.delivery.stream_economics import BatchAdvice, StreamEconomics, stream_economics
from asp_decide.model.work_event import SECONDS_A_DAY, end_of_day
from asp_decide.report.amounts import NONE_GIVEN, money, percent
from asp_decide.runs.delivering.flow_run import Reviewed

_PLACES = 6
_NOTHING_PUBLISHED = Published({}, {})


@dataclass(frozen=True, slots=True)
class EconomicsTold:
    """The streams that have features; amounts are in the currency of the workspace."""

    currency: str
    streams: tuple[StreamEconomics, ...]

    @property
    def load_columns(self) -> tuple[str, ...]:
        """Heads of the table of loads."""
        return ("stream", "waiting costs a week", "cheapest load", "load now", "not known")

    @property
    def load_rows(self) -> list[tuple[str, ...]]:
        """What waits, how busy to be for it, and what is missing to say so."""
        return [
            (
                str(one.stream.id),
                self._queue(one),
                NONE_GIVEN if one.load is None else percent(Fraction(one.load.best)),
                NONE_GIVEN if one.load is None or one.load.now is None else percent(one.load.now),
                "; ".join(one.lacking),
            )
            for one in self.streams
        ]

    @property
    def batch_columns(self) -> tuple[str, ...]:
        """Heads of the table of batches."""
        return ("stream", "batch", "cheapest", "costs a week", "now", "costs now")

    @property
    def batch_rows(self) -> list[tuple[str, ...]]:
        """The features of a batch that costs least, and those of now."""
        return [
            (
                str(one.stream.id),
                each.of,
                decimal_text(Fraction(each.best), 1),
                self._money(each.cost_best),
                NONE_GIVEN if each.now is None else decimal_text(each.now, 1),
                self._money(each.cost_now),
            )
            for one in self.streams
            for each in one.batches
        ]

    def as_json(self) -> list[dict[str, Any]]:
        """The same for machines; amounts are decimal texts."""
        return [
            {
                "stream": one.stream.id,
                "queue_cost_per_week": _text(one.queue_cost_per_week),
                "waiting_without_cost": one.unstated,
                "economic_load": None if one.load is None else _text(one.load.best),
                "load": None if one.load is None else _text(one.load.now),
                "batches": [_batch_json(each) for each in one.batches],
                "lacking": list(one.lacking),
            }
            for one in self.streams
        ]

    def _queue(self, one: StreamEconomics) -> str:
        told = self._money(one.queue_cost_per_week)
        return f"{told}, and {one.unstated} unstated" if one.unstated else told

    def _money(self, amount: Decimal | None) -> str:
        return NONE_GIVEN if amount is None else money(Fraction(amount), self.currency)


def economics_told(reviewed: Reviewed) -> EconomicsTold:
    """The economics of every stream that was reviewed and has features."""
    facts, order = reviewed.facts, reviewed.order
    grounds = delivery_grounds(facts, reviewed.work.histories, _NOTHING_PUBLISHED)
    with_features = {one.value_stream_id for one in grounds.of_kind("feature")}
    since = end_of_day(reviewed.since) - SECONDS_A_DAY
    return EconomicsTold(
        facts.charter.currency,
        tuple(
            stream_economics(grounds, stream, since=since)
            for stream in facts.value_streams
            if stream.id in with_features and order.stream in {None, stream.id}
        ),
    )


def _batch_json(each: BatchAdvice) -> dict[str, Any]:
    return {
        "of": each.of,
        "economic": _text(each.best),
        "cost_per_week": _text(each.cost_best),
        "now": _text(each.now),
        "cost_per_week_now": _text(each.cost_now),
    }


def _text(amount: Decimal | Fraction | None) -> str | None:
    return None if amount is None else decimal_text(Fraction(amount), _PLACES)
