"""How long items take: in all, in each state, and how much of it was work."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.delivery.board import Board, Journey, days, worked_seconds
from asp_decide.delivery.spread import Spread, spread_of
from asp_decide.delivery.usual_time import UsualTimes


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An item on its way: where it stands, for how long its clock has run, whether it is blocked.

    `of_p85` is its age as a share of the P85 of its class; None where too little was done yet.
    """

    item_id: str
    state: str
    age_days: Fraction
    of_p85: Fraction | None
    blocked_days: Fraction | None


def flow_times(board: Board, *, since: int) -> Spread | None:
    """Days from the start of the clock to done, of items done after `since`; waiting included."""
    return spread_of(_flow_seconds(item) for item in board.done_since(since))


def time_in_state(board: Board, *, since: int) -> Mapping[str, Spread]:
    """Days of the stays that ended after `since`, by state in the order of the flow."""
    found: dict[str, list[int]] = {state.name: [] for state in board.flow.states}
    for item in board.items:
        for stay in item.history.stays:
            if stay.left is not None and stay.left > since:
                found[stay.state].append(stay.left - stay.entered)
    spreads = {state: spread_of(amounts) for state, amounts in found.items()}
    return {state: spread for state, spread in spreads.items() if spread is not None}


def flow_efficiency(board: Board, *, since: int) -> Fraction | None:
    """The sum of worked over the sum of elapsed time of items done after `since` (Kersten 2018).

    The ratio of sums: a mean of ratios would let a short item weigh as much as a long one.
    """
    worked = elapsed = 0
    for item in board.done_since(since):
        assert item.done is not None, "it was done"
        elapsed += item.done - item.began
        worked += sum(
            worked_seconds(stay, board.flow, until=item.done)
            for stay in item.history.stays
            if item.began <= stay.entered < item.done
        )
    return Fraction(worked, elapsed) if elapsed else None


def ageing(board: Board, usual: UsualTimes) -> tuple[UnderWay, ...]:
    """The items on their way, the oldest first; equals by id."""
    found = [_ageing(board, item, usual) for item in board.on_their_way]
    return tuple(sorted(found, key=lambda each: (-each.age_days, each.item_id)))


def _ageing(board: Board, item: Journey, usual: UsualTimes) -> UnderWay:
    history = item.history
    age, since = board.age_days(item), history.blocked_since
    p85 = usual.p85_days(history.item_id)
    return UnderWay(
        item_id=history.item_id,
        state=history.state or "",
        age_days=age,
        of_p85=None if p85 is None else age / p85,
        blocked_days=None if since is None else days(board.as_of - since),
    )


def _flow_seconds(item: Journey) -> int:
    assert item.done is not None, "it was done"
    return item.done - item.began
