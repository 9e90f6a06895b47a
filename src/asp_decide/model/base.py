"""What every domain type has in common."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A domain type: frozen, closed, without NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
