"""What a workspace states of its delivery layer, beside what happened there."""

from asp_decide.canonical import digest
from asp_decide.model.base import Model
from asp_decide.model.dependency import Dependency
from asp_decide.model.feature import Feature
from asp_decide.model.release import Release


class DeliveryFacts(Model):
    """Features, their links and releases, each sorted by its ids.

    No decision of the portfolio reads them: what crosses upward is demonstrated capacity alone. So
    they have a digest of their own, and a feature that moves makes no plan of the portfolio stale.
    `assumptions` are the defaults taken where a table does not use a column at all.
    """

    features: tuple[Feature, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    releases: tuple[Release, ...] = ()
    assumptions: tuple[str, ...] = ()


def delivery_digest(facts: DeliveryFacts) -> str:
    """The digest of everything in them that may move a decision of the delivery layer."""
    return digest(facts.model_dump(mode="json"))
