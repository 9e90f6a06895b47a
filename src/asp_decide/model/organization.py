"""What an organization decides about its own flow of work, and the demand that it meets."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from asp_decide.model.estimate import Estimate
from asp_decide.model.exact_number import ExactNumber

type Start = Literal["pull", "push"]
type Order = Literal["fifo", "cd3"]


@dataclass(frozen=True, slots=True)
class StreamCapacity:
    """A value stream with its net capacity, in team-weeks a week (or money, where so counted)."""

    name: str
    capacity: ExactNumber


@dataclass(frozen=True, slots=True)
class OrganizationDesign:
    """What an organization decides about itself, and what follows for the flow of its work.

    With `pull` an item starts when fewer than `wip_limit` are open in its stream, the next one
    chosen by `order` at that moment; with `push` it starts the moment it is approved. Open items
    share the capacity of their stream evenly, none beyond what it can use; without `sharing` the
    one that was started first takes what it can. With each further open item all work takes longer
    by `switching_loss` of it. What is finished is released `batch` at a time, for `release_cost` a
    release.

    The rest is how projects are run. People who are new to a piece of work lose `ramp_up_weeks` of
    its pace. Money comes every `funding_weeks`, and what was approved waits for it; the queue is
    ordered every `planning_weeks`, and what came later stands behind; finished work goes out every
    `release_weeks`. Of all work `failing` brings nothing in the end, and is stopped `look_weeks`
    after its start; at 0 nothing waits, and nobody looks before it is done.
    """

    streams: tuple[StreamCapacity, ...]
    start: Start = "pull"
    order: Order = "fifo"
    wip_limit: int | None = None
    batch: int = 1
    sharing: bool = True
    switching_loss: ExactNumber = Fraction(0)
    release_cost: ExactNumber = Fraction(0)
    ramp_up_weeks: ExactNumber = Fraction(0)
    funding_weeks: ExactNumber = Fraction(0)
    planning_weeks: ExactNumber = Fraction(0)
    release_weeks: ExactNumber = Fraction(0)
    look_weeks: ExactNumber = Fraction(0)
    failing: ExactNumber = Fraction(0)


@dataclass(frozen=True, slots=True)
class KnownPart:
    """The work of a known initiative in one stream.

    `effort` is team-weeks, `fastest` how many team-weeks a week it can use at most, and
    `cost_of_delay` money a week.
    """

    stream: str
    effort: Estimate
    fastest: ExactNumber
    cost_of_delay: ExactNumber


@dataclass(frozen=True, slots=True)
class KnownDemand:
    """What asks for capacity: initiatives like the known ones, so many a week, for so many weeks.

    `present` stand approved at the beginning and are worked on as they are; those that come later
    are drawn from `known`. Both are initiatives by the parts of their work. `streams` are those
    that the parts name, in the order in which they lie side by side when they are cut anew.
    """

    known: tuple[tuple[KnownPart, ...], ...]
    present: tuple[tuple[KnownPart, ...], ...]
    arrivals_per_week: ExactNumber
    weeks: int
    streams: tuple[str, ...]
