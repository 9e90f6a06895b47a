"""What a person asks a plan to keep: an initiative, or that it begins in a certain interval."""

from typing import NamedTuple, Self

from asp_decide.model.ids import InitiativeId, IntervalId


class Pin(NamedTuple):
    """An initiative that must not be left out; with an interval, it begins then and not before."""

    initiative: InitiativeId
    interval: IntervalId | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """The pin as it is written in commands and plans.

        >>> Pin.read("INI-3"), Pin.read("INI-3=2027Q2")
        (Pin(initiative='INI-3', interval=None), Pin(initiative='INI-3', interval='2027Q2'))
        """
        initiative, _, interval = text.partition("=")
        return cls(InitiativeId(initiative), IntervalId(interval) if interval else None)

    def __str__(self) -> str:
        return self.initiative if self.interval is None else f"{self.initiative}={self.interval}"
