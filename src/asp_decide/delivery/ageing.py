"""How old what is under way has become, against what others of its kind took."""

from fractions import Fraction

from asp_decide.delivery.delivery_grounds import DELIVERY_FLOWS, DeliveryGrounds, as_weeks
from asp_decide.delivery.usual_time import FEWEST_DONE
from asp_decide.model.feature import Feature
from asp_decide.model.subject import Measured


def age(grounds: DeliveryGrounds, one: Feature) -> Measured:
    """Weeks since its clock began; unknown where it has not begun or nobody says when."""
    began = _began(grounds, one)
    return began if isinstance(began, Measured) else Measured(as_weeks(grounds.until - began))


def age_against_p85(grounds: DeliveryGrounds, one: Feature) -> Measured:
    """Its age as a share of the P85 of flow times of its class (F31)."""
    began = _began(grounds, one)
    if isinstance(began, Measured):
        return began
    usual = grounds.usual_times[one.item, one.value_stream_id].p85_days(one.id)
    if usual is None:
        return Measured(
            None, f"fewer than {FEWEST_DONE} were done in its stream to compare it with"
        )
    return Measured(as_weeks(grounds.until - began) * 7 / usual)


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
