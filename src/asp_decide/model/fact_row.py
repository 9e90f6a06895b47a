"""Where a fact comes from: the row that states it, what it is about, and who said so."""

from dataclasses import dataclass
from datetime import date

from asp_decide.model.subject import SubjectKey


@dataclass(frozen=True, slots=True)
class Origin:
    """What the owner of a row wrote beside it: its source, and the day on which it was noted.

    `source` is empty and `noted_on` None where the row does not say so.
    """

    source: str = ""
    noted_on: date | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of the facts, or the rows that state one fact together.

    `about` are the subjects of which it tells something: a link is about both its ends. `origins`
    are those of all its rows, each once, sorted; rows that name none have none.
    """

    table: str
    about: tuple[SubjectKey, ...] = ()
    origins: tuple[Origin, ...] = ()
