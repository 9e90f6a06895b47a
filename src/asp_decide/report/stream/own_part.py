"""The part of a plan that concerns one value stream, as a plan of its own."""

from collections.abc import Callable
from dataclasses import replace

from asp_decide.diagnostics import did_you_mean
from asp_decide.errors import UsageError
from asp_decide.model.plan import Bound, Plan
from asp_decide.report.sections.front_matter import Told

_PORTFOLIO = "portfolio"


def streams_of(plan: Plan) -> tuple[str, ...]:
    """The value streams that a plan speaks of, by id; a skill in a stream is none of its own."""
    pools = {line.value_stream.partition("/")[0] for line in plan.capacity} - {_PORTFOLIO}
    return tuple(sorted(pools | {one for d in plan.decisions for one in d.value_streams}))


def part_of_stream(of: Told, stream: str) -> Told:
    """Plan and record as they concern one value stream, with the digest of the whole plan.

    It holds the decisions about work in the stream, its capacity, and the limits that hold for
    it, for its work and for the whole portfolio, with their prices; of other streams no money and
    no decision. Raises UsageError for a stream that the plan does not have.
    """
    known = streams_of(of.plan)
    if stream not in known:
        mend = did_you_mean(stream, known, f"the streams are {', '.join(known)}").help
        raise UsageError(f"the plan has no value stream `{stream}`", mend=mend)
    own = {d.initiative for d in of.plan.decisions if stream in d.value_streams}
    subjects = {f"value_stream {stream}", *(f"initiative {one}" for one in own)}
    recorded = of.recorded and replace(
        of.recorded,
        overrides=tuple(one for one in of.recorded.overrides if one.override.initiative in own),
        escalations=tuple(one for one in of.recorded.escalations if one.subject in subjects),
    )
    return replace(of, plan=_part(of.plan, stream, own), recorded=recorded)


def _part(plan: Plan, stream: str, own: set[str]) -> Plan:
    def is_here(pool: str) -> bool:
        return pool.partition("/")[0] == stream

    decisions = tuple(d for d in plan.decisions if d.initiative in own)
    bounds = tuple(b for b in plan.bounds if _holds_here(b, is_here, own))
    rules = {b.rule for b in bounds} | {r.rule for d in decisions for r in d.reasons}
    subjects = {f"value_stream {stream}", *(f"initiative {one}" for one in own)}
    return plan.model_copy(
        update={
            "decisions": decisions,
            "allocations": tuple(
                a for a in plan.allocations if a.initiative in own and is_here(a.value_stream)
            ),
            "capacity": tuple(line for line in plan.capacity if is_here(line.value_stream)),
            "bounds": bounds,
            # What the plan would do without a rule names the work of other streams.
            "prices": tuple(
                p.model_copy(update={"frees": ""}) for p in plan.prices if p.origin in rules
            ),
            "findings": tuple(f for f in plan.findings if f.subject in subjects),
            "exemptions": tuple(e for e in plan.exemptions if e.subject in subjects),
        }
    )


def _holds_here(bound: Bound, is_here: Callable[[str], bool], own: set[str]) -> bool:
    return is_here(bound.group) or bound.group == _PORTFOLIO or bound.group in own
