"""The few named forms in which a mapping may declare what its source lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class ByDates:
    """States by the dates of the work: over, running, or waiting; and where they are not known.

    `without_dates` where a date is unknown or withheld, `not_yet_dated` where the source says that
    it does not apply yet.
    """

    without_dates: str
    not_yet_dated: str
    because: str


@dataclass(frozen=True, slots=True)
class GroupBenefit:
    """What work of a group is taken to bring: so many times its cost, over a life from delivery."""

    ratio: Fraction
    life_weeks: Fraction


@dataclass(frozen=True, slots=True)
class BenefitOfCost:
    """The benefit is a multiple of the whole-life cost, by group (its folded text)."""

    by_group: Mapping[str, GroupBenefit]
    because: str


@dataclass(frozen=True, slots=True)
class SuccessByRating:
    """The probability of success is that of the rating, by its folded text: the word, a share."""

    shares: Mapping[str, tuple[str, Fraction]]
    because: str


@dataclass(frozen=True, slots=True)
class StraightLine:
    """Remaining effort is the whole-life cost times the share of time left.

    A year of it takes at most `most_per_year` times the cost of this year, where that is stated.
    """

    most_per_year: Fraction | None
    because: str


@dataclass(frozen=True, slots=True)
class RestartLater:
    """Running work may be paused; restarting costs a share of what remains."""

    cost: Fraction
    because: str


@dataclass(frozen=True, slots=True)
class CapacityOfCosts:
    """A value stream's capacity a year is so many times what its work costs this year."""

    factor: Fraction
    because: str


@dataclass(frozen=True, slots=True)
class IdFromName:
    """Work without an id is called by its name: letters and digits of its first words."""

    words: int
    because: str


type Reasoned = (
    ByDates
    | BenefitOfCost
    | SuccessByRating
    | StraightLine
    | RestartLater
    | CapacityOfCosts
    | IdFromName
)
"""Every form that an assumption may have; each says why it was made."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """Every number that the source lacks, by what it stands for; None where nothing is assumed."""

    id: IdFromName | None = None
    state: ByDates | None = None
    benefit: BenefitOfCost | None = None
    probability_of_success: SuccessByRating | None = None
    remaining_effort: StraightLine | None = None
    pause: RestartLater | None = None
    capacity: CapacityOfCosts | None = None
