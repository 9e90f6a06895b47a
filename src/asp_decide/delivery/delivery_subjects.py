"""Everything that delivery policies may speak of, measured from facts and from what happened."""

from asp_decide.delivery.delivery_grounds import DeliveryGrounds
from asp_decide.delivery.feature_measures import measure_features
from asp_decide.delivery.flow_measures import (
    measure_flow_states,
    measure_improvements,
    measure_stories,
    measure_teams,
)
from asp_decide.delivery.stream_measures import measure_streams
from asp_decide.model.subject import Subjects


def measure_delivery(grounds: DeliveryGrounds) -> Subjects:
    """All subjects of the delivery layer with every name of its catalogue, sorted by their keys.

    Measures are in base units; what the facts do not say is unknown with its reason. `free_slots`
    are absent: they follow from the limits of the policies.
    """
    subjects = [
        *measure_features(grounds),
        *measure_stories(grounds),
        *measure_improvements(grounds),
        *measure_flow_states(grounds),
        *measure_teams(grounds),
        *measure_streams(grounds),
    ]
    return {subject.key: subject for subject in sorted(subjects, key=lambda s: s.key)}
