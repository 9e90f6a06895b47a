"""How old what is under way has become, against what others of its kind took."""

from collections.abc import Collection
from fractions import Fraction

from asp_decide.delivery.board import Board
from asp_decide.delivery.delivery_grounds import DELIVERY_FLOWS, DeliveryGrounds, as_weeks
from asp_decide.delivery.spread import spread_of
from asp_decide.model.feature import Feature
from asp_decide.model.subject import Measured

FEWEST_DONE = 7
"""With fewer the P85 is no more than what the slowest took: one of seven is more than 15 %."""


def age(grounds: DeliveryGrounds, one: Feature) -> Measured:
    """Weeks since its clock began; unknown where it has not begun or nobody says when."""
    began = _began(grounds, one)
    return began if isinstance(began, Measured) else Measured(as_weeks(grounds.until - began))


def age_against_p85(grounds: DeliveryGrounds, one: Feature) -> Measured:
    """Its age as a share of the P85 of flow times of its class (F31).

    Its class is its kind of work in its own value stream; where fewer than seven of that were done
    in the window, everything of its flow in the stream.
    """
    began = _began(grounds, one)
    if isinstance(began, Measured):
        return began
    usual = _p85_weeks(grounds, one)
    if usual is None:
        return Measured(
            None, f"fewer than {FEWEST_DONE} were done in its stream to compare it with"
        )
    return Measured(as_weeks(grounds.until - began) / usual)


def time_blocked(grounds: DeliveryGrounds, one: Feature) -> Measured:
    """Weeks of the present block, 0 if there is none; unknown where no events tell."""
    history = grounds.history(one)
    if history is None:
        return Measured(None, "no sound history is told of it")
    since = history.blocked_since
    return Measured(Fraction(0) if since is None else as_weeks(grounds.until - since))


def time_in_state(grounds: DeliveryGrounds, one: Feature) -> Measured:
    """Weeks in the state where it stands; unknown where no events tell."""
    history = grounds.history(one)
    if history is None:
        return Measured(None, "no sound history is told of it")
    return Measured(as_weeks(grounds.until - history.stays[-1].entered))


def _began(grounds: DeliveryGrounds, one: Feature) -> int | Measured:
    history, flow = grounds.history(one), DELIVERY_FLOWS[one.item]
    if history is None:
        return Measured(None, "no sound history is told of it")
    began = history.first(flow.starts)
    if began is None:
        return Measured(None, "work on it has not begun")
    return Measured(None, "it has ended") if history.state in flow.ends else began


def _p85_weeks(grounds: DeliveryGrounds, one: Feature) -> Fraction | None:
    board = grounds.boards[one.item, one.value_stream_id]
    alike = {
        other.id
        for other in grounds.of_kind(one.item)
        if other.flow_kind == one.flow_kind and other.story_kind == one.story_kind
    }
    return _p85_of(grounds, board, alike) or _p85_of(grounds, board, None)


def _p85_of(
    grounds: DeliveryGrounds, board: Board, alike: Collection[str] | None
) -> Fraction | None:
    taken = [
        each.done - each.began
        for each in board.done_since(grounds.since)
        if each.done is not None and (alike is None or each.history.item_id in alike)
    ]
    known = spread_of(taken)
    if known is None or known.n < FEWEST_DONE or known.p85 == 0:
        return None
    return known.p85 / 7
