"""What was true on the day of the run: all facts that a decision may read, and nothing else."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from asp_decide.canonical import digest
from asp_decide.model.base import Model
from asp_decide.model.charter import Charter
from asp_decide.model.deductions import Deductions
from asp_decide.model.delivery_facts import DeliveryFacts
from asp_decide.model.dependency import Dependency
from asp_decide.model.exact_number import ExactNumber, exact_text
from asp_decide.model.fact_row import FactRow
from asp_decide.model.initiative import Initiative, Option
from asp_decide.model.outcome import Evidence, Outcome
from asp_decide.model.signal import Requirement, Signal, Theme
from asp_decide.model.value_stream import Burn, Capacity, Staffing, ValueStream


class Snapshot(Model):
    """All facts as of a day, each collection sorted by its ids.

    `assumptions` are sentences for plan and report: what the workspace itself states that it takes
    for granted, then the defaults taken where it does not use a column at all. `delivery` holds the
    features and releases of the value streams; no plan of the portfolio may rest on them, so they
    are no part of its digest, and neither are `staffing` and `deductions`, which no decision reads.
    `usual_stays` are the weeks that 85 of 100 initiatives stayed in a state at most, by state.
    `rows` say of each fact, keyed `table/id`, what it is about and where its owner has it from;
    they stand outside the digest too, so that another source moves no decision. `as_stated` asks
    what would be if nothing had been learnt of forecasts: no recorded run does.
    """

    as_of: date
    charter: Charter
    value_streams: tuple[ValueStream, ...]
    capacities: tuple[Capacity, ...]
    initiatives: tuple[Initiative, ...]
    options: tuple[Option, ...]
    dependencies: tuple[Dependency, ...] = ()
    themes: tuple[Theme, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    signals: tuple[Signal, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    burns: tuple[Burn, ...] = ()
    assumptions: tuple[str, ...] = ()
    staffing: tuple[Staffing, ...] = Field(default=(), exclude=True)
    deductions: tuple[Deductions, ...] = Field(default=(), exclude=True)
    usual_stays: Mapping[str, ExactNumber] = Field(default_factory=dict, exclude=True)
    delivery: DeliveryFacts = Field(default_factory=DeliveryFacts, exclude=True)
    rows: Mapping[str, FactRow] = Field(default_factory=dict, exclude=True)
    as_stated: bool = Field(default=False, exclude=True)


def facts_digest(snapshot: Snapshot) -> str:
    """The digest of everything in the snapshot that may move a decision of the portfolio.

    What is usual of stays is in it where a log tells of enough of them.
    """
    told = snapshot.model_dump(mode="json")
    usual = {state: exact_text(weeks) for state, weeks in snapshot.usual_stays.items()}
    return digest({**told, "usual_stays": usual} if usual else told)
