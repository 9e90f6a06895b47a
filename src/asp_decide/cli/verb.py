"""What is registered of a verb, so that help loads none of them."""

from typing import NamedTuple


class Verb(NamedTuple):
    """A verb by the name of its function, so that help is told without loading any of them."""

    name: str
    where: str
    told: str
    example: str

    @property
    def help(self) -> str:
        """What it does, and an example: the docstring of its function."""
        return f"{self.told}\n\nExample: {self.example}"


class Family(NamedTuple):
    """Verbs about one thing, called by its name and theirs."""

    name: str
    told: str
    verbs: tuple[Verb, ...]
