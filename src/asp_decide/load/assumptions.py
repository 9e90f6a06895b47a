"""The defaults taken where a workspace does not use a column at all, as sentences for the plan."""

from collections.abc import Iterable, Mapping, Sequence

from asp_decide.load.typed_rows import TypedTable
from asp_decide.model.initiative import Option

MOST_NAMED = 10

_OF_ABSENT_COLUMNS = (
    ("initiatives", "kind", "every row of initiatives is an initiative, none is strategic"),
    (
        "initiatives",
        "probability_of_success",
        "no initiative states a probability of success: each is taken as certain to succeed",
    ),
    (
        "initiatives",
        "value_if_refuted",
        "no initiative states what it is worth if refuted: nothing is left of it then",
    ),
    (
        "options",
        "kind",
        "no option states its kind: of work in delivery it is to continue, else the whole",
    ),
    ("options", "option", "options have no names: each is called by its kind"),
    ("options", "remaining_outlay_likely", "no option states an outlay: none is taken"),
    ("capacity", "function", "no capacity states its function: all of it is for delivery"),
    (
        "capacity",
        "basis",
        "no capacity states its basis: it is measured where past delivery is given, else estimated",
    ),
    ("capacity", "stated_on", "no capacity says when it was stated: its age is unknown"),
    ("dependencies", "level", "no dependency states its level: all are between initiatives"),
    (
        "dependencies",
        "kind",
        "no dependency states its kind: each successor waits for its predecessor to finish",
    ),
)
_OF_ABSENT_COLUMNS_OF_DELIVERY = (
    ("features", "item", "no row of features says what it is: each is a feature"),
    ("features", "state", "no feature states where it stands: work events alone tell"),
    ("features", "commitment", "no feature states a commitment: nothing is committed"),
    (
        "features",
        "probability_of_success",
        "no feature states a probability of success: each is taken as certain to succeed",
    ),
    ("releases", "usable_on", "no release says from when it was used: from its deployment on"),
)
_ESTIMATES = (
    ("initiatives", "benefit_per_week"),
    ("options", "remaining_effort"),
    ("options", "remaining_duration"),
    ("options", "remaining_outlay"),
)


def assumptions_of(tables: Mapping[str, TypedTable], stops: Sequence[Option]) -> tuple[str, ...]:
    """The sentences, in a fixed order; they name tables and columns and never a file."""
    told = _of_absent(tables, _OF_ABSENT_COLUMNS)
    told += [
        f"no `{stem}` states a low and a high: the likely amount is taken as its mean"
        for name, stem in _ESTIMATES
        if name in tables and tables[name].has(f"{stem}_likely")
        if not tables[name].has(f"{stem}_low")
    ]
    if "value_streams" not in tables:
        told.append("no table describes the value streams: they are those that capacity names")
    if stops:
        told.append(_stops(stops))
    return tuple(told)


def assumptions_of_delivery(tables: Mapping[str, TypedTable]) -> tuple[str, ...]:
    """The sentences on tables of the delivery layer, which no plan of the portfolio reads."""
    return tuple(_of_absent(tables, _OF_ABSENT_COLUMNS_OF_DELIVERY))


def _of_absent(
    tables: Mapping[str, TypedTable], columns: Iterable[tuple[str, str, str]]
) -> list[str]:
    return [
        sentence
        for name, column, sentence in columns
        if name in tables and tables[name].rows and not tables[name].has(column)
    ]


def _stops(stops: Sequence[Option]) -> str:
    names = sorted(str(stop.initiative_id) for stop in stops)
    shown = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown += f" and {len(names) - MOST_NAMED} more"
    return (
        f"work in delivery with no stated stop may be stopped at no cost, keeping nothing: {shown}"
    )
