"""Themes, standing requirements and signals."""

from asp_decide.load.cell_values import Scale
from asp_decide.load.read_rows import ReadRows, about
from asp_decide.load.typed_rows import TypedRow, TypedTable, agreed, each_once
from asp_decide.model.signal import Requirement, Signal, Theme

_THEME = "id intent weight status valid_from valid_to review_on"
_REQUIREMENT = (
    "id category statement valid_from valid_to owner applies_to_streams applies_to_categories "
    "checked_at breach_cost_per_week signal_id"
)
_SIGNAL = (
    "id kind origin observed_on effective_on description holds_continuously affects_themes "
    "affects_initiatives affects_streams affects_assumptions disposition disposed_by disposed_on "
    "became_ids"
)
_BARE = Scale("", "44")


def read_themes(table: TypedTable | None, read: ReadRows) -> tuple[Theme, ...]:
    """The themes, sorted by id; the rows of one theme, one a key result, are one."""
    if table is None:
        return ()
    grouped: dict[str, list[TypedRow]] = {}
    for row in table.rows:
        for column in ("baseline", "target", "current"):
            row.own_unit(column, _BARE, unit=row.text("metric_unit"))
        if row.sound:
            grouped.setdefault(row.text("id") or "", []).append(row)
    themes = []
    for name, rows in sorted(grouped.items()):
        agreed(rows, _THEME.split(), of=name)
        rows[0].runs_forward("valid_from", "valid_to")
        _key_results(rows, name)
        merged = [row.told(_THEME) for row in reversed(rows)]
        themes.append(Theme(**{column: told[column] for told in merged for column in told}))
        read.note("themes", name, about("theme", name), *rows)
    return tuple(themes)


def read_requirements(table: TypedTable | None, read: ReadRows) -> tuple[Requirement, ...]:
    """The standing requirements, sorted by id."""
    requirements = []
    for name, row in _by_id(table):
        row.runs_forward("valid_from", "valid_to")
        requirements.append(Requirement(**row.told(_REQUIREMENT)))
        read.note("requirements", name, about("requirement", name), row)
    return tuple(requirements)


def read_signals(table: TypedTable | None, read: ReadRows) -> tuple[Signal, ...]:
    """The signals, sorted by id."""
    signals = []
    for name, row in _by_id(table):
        row.runs_forward("observed_on", "disposed_on")
        signals.append(Signal(**row.told(_SIGNAL)))
        read.note("signals", name, about("signal", name), row)
    return tuple(signals)


def _by_id(table: TypedTable | None) -> list[tuple[str, TypedRow]]:
    if table is None:
        return []
    return list(each_once(table, lambda row: row.text("id") or "").items())


def _key_results(rows: list[TypedRow], name: str) -> None:
    """Tell a further row of a theme that does not state another key result."""
    seen = {rows[0].text("key_result")}
    for row in rows[1:]:
        if row.text("key_result") in {None, *seen}:
            told = f"`{name}` stands here and at {rows[0].spot().place} already"
            row.refuse("I040", "id", told, "a further row of a theme states another key result")
        seen.add(row.text("key_result"))
