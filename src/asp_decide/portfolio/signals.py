"""What a signal reaches: work that a duty binds, a theme has left, or a broken belief held up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from asp_decide.model.duty import CheckedAt, duties_broken, is_in_scope
from asp_decide.model.initiative import STATE_GROUPS, Initiative
from asp_decide.model.signal import Requirement, Signal
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import is_open
from asp_decide.portfolio.dossier import Dossiers, dossiers

CHECKED_AT: tuple[CheckedAt, ...] = ("gate_2", "verify")
"""Where a duty blocks what violates it."""

type Cause = Literal["requirement", "theme", "assumption", "need"]


@dataclass(frozen=True, slots=True)
class Reached:
    """An open initiative that a signal reaches: through what, and what follows for it.

    `through` is the requirement, theme or assumption by its id, or the initiative itself for a
    need. `asks` is true where somebody has to look at it now.
    """

    cause: Cause
    through: str
    initiative: Initiative
    follows: str
    asks: bool


def reached_by(signal: Signal, snapshot: Snapshot) -> tuple[Reached, ...]:
    """The open initiatives that a signal reaches as it was filed; nothing while it is open.

    A duty reaches all work in its scope and becomes none; a theme that has ended reaches work that
    served it alone; a changed assumption whoever cites it, unless the case was agreed since.
    """
    match signal.disposition:
        case "requirement":
            own = {*signal.became_ids}
            duties = [r for r in snapshot.requirements if r.id in own or r.signal_id == signal.id]
            return tuple(one for duty in duties for one in bound_by(duty, snapshot))
        case "theme_change":
            themes = {*signal.became_ids, *signal.affects_themes}
            return tuple(one for one in left_by_themes(snapshot) if one.through in themes)
        case "assumption_change":
            changed = {*signal.affects_assumptions}
            return tuple(one for one in reopened(snapshot) if one.through in changed)
        case "need":
            return tuple(_needs(signal, snapshot))
        case _:
            return ()


def bound_by(duty: Requirement, snapshot: Snapshot) -> tuple[Reached, ...]:
    """Every open initiative in the scope of a requirement, with what evidence says of it."""
    told, touched = dossiers(snapshot), streams_touched(snapshot)
    found = []
    for one in _open(snapshot):
        if not _is_bound(duty, one, touched.get(one.id, frozenset()), snapshot.as_of):
            continue
        broken = duties_broken([duty], told.evidence.get(one.id, ())).value
        if broken is None:
            follows = "nothing is known of compliance"
        else:
            violates = "violates it: it passes neither Gate 2 nor verification"
            follows = violates if broken else "complies"
        found.append(Reached("requirement", duty.id, one, follows, asks=broken != 0))
    return tuple(found)


def left_by_themes(snapshot: Snapshot) -> tuple[Reached, ...]:
    """Open initiatives whose themes have all ended and that no standing requirement asks for."""
    themes = {theme.id: theme for theme in snapshot.themes}
    standing = {r.id for r in snapshot.requirements if not _over(r.valid_to, snapshot.as_of)}
    ended = {
        name
        for name, theme in themes.items()
        if theme.status == "retired" or _over(theme.valid_to, snapshot.as_of)
    }
    return tuple(
        Reached("theme", theme, one, _reassessed(one), asks=True)
        for one in _open(snapshot)
        if one.theme_ids and ended.issuperset(one.theme_ids)
        if not standing & {*one.requirement_ids}
        for theme in sorted(one.theme_ids)
    )


def reopened(snapshot: Snapshot) -> tuple[Reached, ...]:
    """Open initiatives that cite an assumption which broke since their case was agreed."""
    told = dossiers(snapshot)
    return tuple(
        Reached("assumption", name, one, _validated(one), asks=True)
        for one in _open(snapshot)
        for name in sorted(one.assumption_ids)
        if _broke_since(name, one, told)
    )


def streams_touched(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    """The value streams in which any option of an initiative needs capacity, by initiative."""
    found: dict[str, set[str]] = {}
    for option in snapshot.options:
        own = found.setdefault(option.initiative_id, set())
        own |= {d.value_stream_id for d in option.demands if d.value_stream_id is not None}
    return {name: frozenset(streams) for name, streams in found.items()}


def _is_bound(duty: Requirement, one: Initiative, streams: frozenset[str], as_of: date) -> bool:
    """Whether a duty is checked of it anywhere: at Gate 2, or when its features are verified."""
    touched = tuple(sorted(streams))
    return any(
        is_in_scope(duty, checked_at=at, category=one.category, streams=touched, as_of=as_of)
        for at in CHECKED_AT
    )


def _needs(signal: Signal, snapshot: Snapshot) -> Iterator[Reached]:
    for one in _open(snapshot):
        if one.id in signal.became_ids or signal.id in one.signal_ids:
            asks = one.state in STATE_GROUPS["candidate"]
            yield Reached("need", one.id, one, f"answers it, in `{one.state}`", asks=asks)


def _open(snapshot: Snapshot) -> Iterable[Initiative]:
    """What can still be decided otherwise; what is done is only learnt from."""
    learning = STATE_GROUPS["learning"]
    return (one for one in snapshot.initiatives if is_open(one) and one.state not in learning)


def _reassessed(one: Initiative) -> str:
    if one.state in ("discovery_queue", *STATE_GROUPS["funded"]):
        return "its relevance is decided anew: back to triage"
    if one.state in STATE_GROUPS["in_delivery"]:
        return "is validated anew: continue, redirect or stop"
    return f"is assessed anew at the next gate, in `{one.state}`"


def _validated(one: Initiative) -> str:
    if one.state in STATE_GROUPS["in_delivery"]:
        return "is reopened: continue, redirect or stop"
    return f"its case is looked at again, in `{one.state}`"


def _broke_since(assumption: str, one: Initiative, told: Dossiers) -> bool:
    agreed = one.case_agreed_on
    return any(agreed is None or day > agreed for day in told.broken.get(assumption, ()))


def _over(last: date | None, as_of: date) -> bool:
    return last is not None and last < as_of
