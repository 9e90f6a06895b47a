"""What went to production, when those who need it could use it, and whether it held."""

from datetime import date

from pydantic import Field

from asp_decide.model.base import Model
from asp_decide.model.ids import FeatureId, ReleaseId, ValueStreamId


class ReleasedChange(Model):
    """One change in a release. `committed_at` counts seconds since 1970; None is unknown."""

    change_id: str | None = None
    committed_at: int | None = None


class Release(Model):
    """A deployment of one value stream. Moments count whole seconds from 1970-01-01T00:00Z on.

    `feature_ids` are the features that it made usable, from the day `usable_on` on. `failed` says
    that it needed an immediate repair, and None that nobody knows; `restored_at` is when service
    was back. `is_unplanned_repair` marks a deployment made only to mend what `repairs_id` did.
    """

    id: ReleaseId = Field(min_length=1)
    value_stream_id: ValueStreamId
    component: str | None = None
    deployed_at: int
    usable_on: date
    feature_ids: tuple[FeatureId, ...] = ()
    changes: tuple[ReleasedChange, ...] = Field(min_length=1)
    failed: bool | None = None
    restored_at: int | None = None
    is_unplanned_repair: bool | None = None
    repairs_id: ReleaseId | None = None
