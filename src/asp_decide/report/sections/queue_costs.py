"""What waiting costs: the cost of delay of each queue, and what is not known of it (F10b)."""

from collections.abc import Sequence
from fractions import Fraction

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import NONE_GIVEN, figures, known, money
from asp_decide.report.page import Block, Column, Paragraph, Section, table
from asp_decide.report.record_numbers import NOT_RECORDED, RecordNumbers, Records, together

_QUEUES = {
    "discovery_queue": "Discovery: waits to be examined",
    "delivery_queue": "Delivery: is funded, and waits to begin",
}

_METHOD = (
    "What is not known is taken to lie between the least and the most that is known in its queue. "
    "Finding out is worth at most what the order of the queue could gain by it, with the work put "
    "before or behind all that waits there, on one lane."
)


def queue_section(plan: Plan, numbers: RecordNumbers = NOT_RECORDED) -> Section | None:
    """The cost of delay a week of everything that waits, by queue; None where nothing does."""
    waiting = {
        title: [d for d in plan.decisions if d.state == state] for state, title in _QUEUES.items()
    }
    queues = {title: told for title, told in waiting.items() if told}
    if not queues:
        return None
    currency = plan.objective.currency
    columns = (
        Column("Queue"),
        Column("Waiting", "number"),
        Column(f"Cost of delay, {currency}/week", "number"),
        Column("Not known of", "number"),
        Column("With them", "reason"),
        Column("Finding out is worth at most", "reason"),
    )
    rows = tuple((title, *_row(told, currency)) for title, told in queues.items())
    behind: list[Records] = [together(*map(numbers.decision, told)) for told in queues.values()]
    blocks: list[Block] = [table("What waiting costs, queue by queue", columns, rows, behind)]
    if any(known(d.cost_of_delay_per_week) is None for told in queues.values() for d in told):
        blocks.append(Paragraph(_METHOD, records=together(*behind)))
    return Section("queues", "What waiting costs", tuple(blocks))


def worth_finding_out(
    range_: tuple[Fraction, Fraction], weeks: Fraction, *, others: tuple[Fraction, Fraction]
) -> Fraction:
    """Expected value of perfect information on one cost of delay, in money (F23): EVPI.

    It is the least or the most of `range_`, each as likely; the work takes `weeks` of a lane on
    which `others` wait: their cost of delay a week, and the weeks that they take. One decides
    whether it goes before or behind them: E[min] of the two once known, against min E.
    """
    cost_of_others, weeks_of_others = others
    before = cost_of_others * weeks
    least, most = (cost * weeks_of_others for cost in range_)
    undecided = min(before, (least + most) / 2)
    return undecided - (min(before, least) + min(before, most)) / 2


def _row(waiting: Sequence[Decision], currency: str) -> tuple[str, ...]:
    costs = [cost for d in waiting if (cost := known(d.cost_of_delay_per_week)) is not None]
    without = (d for d in waiting if known(d.cost_of_delay_per_week) is None)
    unknown = sorted(without, key=lambda d: d.initiative)
    total = sum(costs, Fraction(0))
    told = (str(len(waiting)), figures(total) if costs else NONE_GIVEN, str(len(unknown)))
    if not unknown:
        return (*told, NONE_GIVEN, NONE_GIVEN)
    if not costs:
        return (*told, "nothing is known to compare with", NONE_GIVEN)
    least, most = (total + len(unknown) * cost for cost in (min(costs), max(costs)))
    worth = "; ".join(_finding_out(d, waiting, costs, currency) for d in unknown)
    return (*told, f"{figures(least)} to {figures(most)}", worth)


def _finding_out(
    one: Decision, waiting: Sequence[Decision], costs: Sequence[Fraction], currency: str
) -> str:
    weeks = known(one.remaining_duration_weeks)
    if weeks is None:
        return f"{one.initiative}: how long it takes is not known either"
    lasting = sum(
        (
            known(d.remaining_duration_weeks) or Fraction(0)
            for d in waiting
            if known(d.cost_of_delay_per_week) is not None
        ),
        Fraction(0),
    )
    range_, others = (min(costs), max(costs)), (sum(costs, Fraction(0)), lasting)
    amount = worth_finding_out(range_, weeks, others=others)
    return f"{one.initiative} {money(amount, currency)}"
