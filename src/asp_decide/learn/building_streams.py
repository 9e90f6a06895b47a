"""Which value streams build, or have built, each initiative."""

from collections import defaultdict
from collections.abc import Mapping

from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot


def building_streams(snapshot: Snapshot) -> Mapping[InitiativeId, set[str]]:
    """The streams that its options need and those of its features, as far as facts still say."""
    found: dict[InitiativeId, set[str]] = defaultdict(set)
    for option in snapshot.options:
        found[option.initiative_id] |= {
            str(one.value_stream_id) for one in option.demands if one.value_stream_id is not None
        }
    for feature in snapshot.delivery.features:
        if feature.initiative_id is not None:
            found[feature.initiative_id].add(feature.value_stream_id)
    return found
