"""An organization as a design: streams and their capacity, how work starts, how much at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from asp_decide.errors import UsageError
from asp_decide.model.organization import OrganizationDesign, StreamCapacity

_FIELDS = {
    "ramp-up": "ramp_up_weeks",
    "funding-every": "funding_weeks",
    "planning-every": "planning_weeks",
    "release-every": "release_weeks",
    "look-every": "look_weeks",
}
"""Weeks of how projects are run, by the name of the change."""

MOST_STREAMS = 50
"""More parts of one portfolio than anybody has seen; a slip of the keyboard is refused."""


def changed(design: OrganizationDesign, changes: tuple[str, ...]) -> OrganizationDesign:
    """The design with these changes, each as NAME=VALUE. Raises UsageError for one that is none.

    `wip=2` or `wip=none`, `batch=5`, `streams=3`, `start=push`, `order=cd3`, `sharing=no`,
    `switching=10%`, `release-cost=3000`, and `split=booking:60%,payments:40%` for how the whole
    capacity is divided. How projects are run: `ramp-up=2.5`, `funding-every=52`,
    `planning-every=26`, `release-every=13`, `look-every=26`, all in weeks, and `failing=40%`.
    """
    for change in changes:
        name, sign, value = change.partition("=")
        change_by = _CHANGES.get(name)
        if not sign or change_by is None:
            known = ", ".join(f"{each}=" for each in _CHANGES)
            raise UsageError(f"`{change}` is no change of a design", mend=f"one of {known}")
        design = change_by(design, value)
    return design


def cut_into(design: OrganizationDesign, count: int) -> tuple[StreamCapacity, ...]:
    """The same capacity cut into so many streams, where the ones there are lie side by side.

    Demand is cut in the same places, so that who merges two streams merges their work as well.
    """
    wide = Fraction(1, len(design.streams))
    parts = []
    for number in range(count):
        left, right = Fraction(number, count), Fraction(number + 1, count)
        capacity = sum(
            (
                one.capacity * max(Fraction(0), min(right, (n + 1) * wide) - max(left, n * wide))
                for n, one in enumerate(design.streams)
            ),
            Fraction(0),
        )
        parts.append(StreamCapacity(f"part {number + 1} of {count}", capacity / wide))
    return tuple(parts)


def _wip(design: OrganizationDesign, value: str) -> OrganizationDesign:
    return replace(design, wip_limit=None if value == "none" else _whole("wip", value))


def _batch(design: OrganizationDesign, value: str) -> OrganizationDesign:
    return replace(design, batch=_whole("batch", value))


def _streams(design: OrganizationDesign, value: str) -> OrganizationDesign:
    count = _whole("streams", value)
    if count > MOST_STREAMS:
        raise UsageError(f"`streams={value}` is more than {MOST_STREAMS}")
    return replace(design, streams=cut_into(design, count))


def _split(design: OrganizationDesign, value: str) -> OrganizationDesign:
    shares: dict[str, Fraction] = {}
    for part in value.split(","):
        name, _, told = part.partition(":")
        shares[name.strip()] = _share("split", told)
    known = [one.name for one in design.streams]
    if sorted(shares) != sorted(known):
        raise UsageError(f"`split=` says a share of each of {', '.join(known)}")
    if sum(shares.values()) != 1:
        raise UsageError("the shares of `split=` add up to 100 %")
    total = sum((one.capacity for one in design.streams), Fraction(0))
    streams = tuple(StreamCapacity(one, shares[one] * total) for one in known)
    return replace(design, streams=streams)


def _start(design: OrganizationDesign, value: str) -> OrganizationDesign:
    match value:
        case "pull" | "push":
            return replace(design, start=value)
        case _:
            raise UsageError(f"`start={value}` is neither pull nor push")


def _order(design: OrganizationDesign, value: str) -> OrganizationDesign:
    match value:
        case "fifo" | "cd3":
            return replace(design, order=value)
        case _:
            raise UsageError(f"`order={value}` is neither fifo nor cd3")


def _sharing(design: OrganizationDesign, value: str) -> OrganizationDesign:
    if value not in {"yes", "no"}:
        raise UsageError(f"`sharing={value}` is neither yes nor no")
    return replace(design, sharing=value == "yes")


def _switching(design: OrganizationDesign, value: str) -> OrganizationDesign:
    return replace(design, switching_loss=_share("switching", value))


def _release_cost(design: OrganizationDesign, value: str) -> OrganizationDesign:
    return replace(design, release_cost=_number("release-cost", value))


def _failing(design: OrganizationDesign, value: str) -> OrganizationDesign:
    return replace(design, failing=_share("failing", value))


def _weeks(name: str) -> Callable[[OrganizationDesign, str], OrganizationDesign]:
    field = _FIELDS[name]

    def change(design: OrganizationDesign, value: str) -> OrganizationDesign:
        known = {one: getattr(design, one) for one in _FIELDS.values()}
        return replace(design, **{**known, field: _number(name, value)})

    return change


_CHANGES: Mapping[str, Callable[[OrganizationDesign, str], OrganizationDesign]] = {
    "wip": _wip,
    "batch": _batch,
    "streams": _streams,
    "split": _split,
    "start": _start,
    "order": _order,
    "sharing": _sharing,
    "switching": _switching,
    "release-cost": _release_cost,
    **{name: _weeks(name) for name in _FIELDS},
    "failing": _failing,
}


def _whole(name: str, value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise UsageError(f"`{name}={value}` is no whole number from 1")
    return int(value)


def _number(name: str, value: str) -> Fraction:
    try:
        number = Fraction(value.strip().replace("_", ""))
    except (ValueError, ZeroDivisionError):
        raise UsageError(f"`{value}` of {name}= is no number") from None
    if number < 0:
        raise UsageError(f"`{value}` of {name}= is below nothing")
    return number


def _share(name: str, value: str) -> Fraction:
    text = value.strip()
    share = _number(name, text.rstrip("% ")) / (100 if text.endswith("%") else 1)
    if share > 1 or (name == "switching" and share == 1):
        raise UsageError(f"`{value}` of {name}= is no share", mend="write 20% or 0.2")
    return share
