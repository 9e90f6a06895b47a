"""The columns of an urgency to the profile of what delay costs, or to what it lacks."""

from collections.abc import Callable
from fractions import Fraction

from asp_decide.load.typed_rows import TypedRow, TypedTable
from asp_decide.model.initiative import (
    DeadlineProfile,
    EnablerProfile,
    ExpiringProfile,
    FirstMoverProfile,
    StandardProfile,
    UrgencyProfile,
)

FRAMED = ("investment_framing", "delivery_queue", "implementing")
"""States in which an initiative is decided on by what it is worth; before them nobody must know."""

_POINTS = ("low", "likely", "high")
_BENEFIT = tuple(f"benefit_per_week_{point}" for point in _POINTS)
_LATE = tuple(f"{s}_{p}" for s in ("late_penalty", "late_cost_per_week") for p in _POINTS)
_USED: dict[str, tuple[str, ...]] = {
    "standard": (*_BENEFIT, "benefit_ends_on", "benefit_life"),
    "deadline": ("deadline_on", "deadline_is", "late_until_on", *_LATE),
    "expiring": (*_BENEFIT, "window_opens_on", "window_closes_on"),
    "first_mover": (*_BENEFIT, "benefit_life", "peak_erosion", "erosion_from_on"),
    "enabler": (*_BENEFIT, "benefit_ends_on", "benefit_life"),
}
_ALL = sorted({column for columns in _USED.values() for column in columns})

# What each urgency cannot do without: of each group one column must hold a value.
_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "standard": (("benefit_per_week_likely",), ("benefit_ends_on", "benefit_life")),
    "deadline": (("deadline_on",), ("late_penalty_likely", "late_cost_per_week_likely")),
    "expiring": (("benefit_per_week_likely",), ("window_opens_on",), ("window_closes_on",)),
    "first_mover": (
        ("benefit_per_week_likely",),
        ("benefit_life",),
        ("peak_erosion",),
        ("erosion_from_on",),
    ),
    "enabler": (),
}


def read_profile(row: TypedRow) -> tuple[UrgencyProfile | None, tuple[str, ...]]:
    """The profile of the row's urgency and nothing, or None and the columns that it lacks.

    Amounts that say nothing for this urgency are told, and so is what is unknown from Investment
    Framing on.
    """
    urgency, framed = row.text("urgency"), row.text("state") in FRAMED
    if urgency is None:
        if framed:
            row.unknown("urgency", "what delay costs is unknown with it")
        return None, ("urgency",)
    _unused(row, urgency)
    lacks = []
    for group in _groups(row, urgency):
        if all(row.values.get(column) is None for column in group):
            lacks.append(" or ".join(group))
            if framed and not row.misfits & set(group):
                used = [column for column in group if row.table.has(column)]
                row.unknown((used or list(group))[0], "what delay costs is unknown with it")
    profile = _PROFILES[urgency](row)
    return (None, tuple(lacks)) if lacks else (profile, ())


def needs_columns(table: TypedTable) -> None:
    """Tell the columns that some framed initiative's urgency needs and that the table lacks."""
    framed = [row for row in table.rows if row.text("state") in FRAMED]
    if framed and not table.has("urgency"):
        told = "the table has no column `urgency`"
        mend = "from Investment Framing on an initiative says what delay costs"
        table.refuse("I021", told, mend)
    for urgency in sorted({row.text("urgency") or "" for row in framed}):
        for group in _NEEDED.get(urgency, ()):
            if not any(table.has(column) for column in group):
                names = " or ".join(f"`{column}`" for column in group)
                told = f"the table has no column {names}"
                table.refuse("I021", told, f"urgency `{urgency}` needs it")


def _groups(row: TypedRow, urgency: str) -> tuple[tuple[str, ...], ...]:
    # An enabler without a benefit of its own needs nothing; with one, it is as standard.
    own = urgency == "enabler" and row.number("benefit_per_week_likely") is not None
    return _NEEDED["standard"] if own else _NEEDED[urgency]


def _unused(row: TypedRow, urgency: str) -> None:
    for column in _ALL:
        if column in _USED[urgency] or row.values.get(column) is None:
            continue
        if urgency == "deadline" and column in _BENEFIT:
            told = f"`{column}` beside a deadline would count one loss twice"
            mend = "a benefit lost each week belongs into `late_cost_per_week_likely`"
            row.refuse("I048", column, told, mend)
        else:
            told = f"`{column}` says nothing where urgency is `{urgency}`"
            row.refuse("I061", column, told, "delete it, or change the urgency")


def _end_once(row: TypedRow) -> tuple[object, Fraction | None]:
    ends_on, life = row.day("benefit_ends_on"), row.number("benefit_life")
    if ends_on is not None and life is not None:
        told = "a benefit either ends on a day or lasts from delivery on, not both"
        mend = "keep `benefit_life` if the end moves with delivery, else `benefit_ends_on`"
        row.refuse("I047", "benefit_life", told, mend)
    return ends_on, life


def _standard(row: TypedRow) -> UrgencyProfile | None:
    benefit, (ends_on, life) = row.estimate("benefit_per_week"), _end_once(row)
    if benefit is None:
        return None
    told = {"benefit_ends_on": ends_on, "benefit_life_weeks": life}
    return StandardProfile.model_validate({"benefit_per_week": benefit, **told})


def _enabler(row: TypedRow) -> UrgencyProfile:
    benefit, (ends_on, life) = row.estimate("benefit_per_week"), _end_once(row)
    told = {"benefit_ends_on": ends_on, "benefit_life_weeks": life}
    return EnablerProfile.model_validate({"benefit_per_week": benefit, **told})


def _deadline(row: TypedRow) -> UrgencyProfile | None:
    penalty, cost = row.estimate("late_penalty"), row.estimate("late_cost_per_week")
    row.runs_forward("deadline_on", "late_until_on")
    if row.day("deadline_on") is None:
        return None
    told = row.told("deadline_on deadline_is late_until_on")
    return DeadlineProfile(**told, late_penalty=penalty, late_cost_per_week=cost)


def _expiring(row: TypedRow) -> UrgencyProfile | None:
    benefit = row.estimate("benefit_per_week")
    row.runs_forward("window_opens_on", "window_closes_on", same_day=False)
    told = row.told("window_opens_on window_closes_on")
    if benefit is None or len(told) < 2:
        return None
    return ExpiringProfile(benefit_per_week=benefit, **told)


def _first_mover(row: TypedRow) -> UrgencyProfile | None:
    benefit, life = row.estimate("benefit_per_week"), row.number("benefit_life")
    told = row.told("peak_erosion erosion_from_on")
    if benefit is None or life is None or len(told) < 2:
        return None
    return FirstMoverProfile(benefit_per_week=benefit, benefit_life_weeks=life, **told)


_PROFILES: dict[str, Callable[[TypedRow], UrgencyProfile | None]] = {
    "standard": _standard,
    "deadline": _deadline,
    "expiring": _expiring,
    "first_mover": _first_mover,
    "enabler": _enabler,
}
