"""Two of a kind, one for each layer of the delivery system."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from asp_decide.model.subject import Layer

LAYERS: tuple[Layer, ...] = get_args(Layer.__value__)
"""Both layers, in the order in which they are told."""


def other_layer(layer: Layer) -> Layer:
    """The layer that it is not."""
    return "delivery" if layer == "portfolio" else "portfolio"


@dataclass(frozen=True, slots=True)
class ByLayer[T]:
    """What the portfolio layer has, and what the delivery layer has."""

    portfolio: T
    delivery: T

    def of(self, layer: Layer) -> T:
        """The one of that layer."""
        return self.portfolio if layer == "portfolio" else self.delivery

    def __iter__(self) -> Iterator[T]:
        """Both, the portfolio's first."""
        yield self.portfolio
        yield self.delivery
