"""The log of work: millions of events, read line by line, and what in it cannot have happened."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from asp_decide.diagnostics import Checked, Diagnostic
from asp_decide.flows.flow import Flow
from asp_decide.flows.replay import History, by_kind, replay
from asp_decide.load.cell_values import HOW_TO_WRITE_MOMENTS, seconds_of
from asp_decide.load.facts_table import Locator
from asp_decide.load.input_codes import CODE_OF, problem
from asp_decide.load.work_agreement import LastTold, held_against, stated_work
from asp_decide.load.work_lines import COLUMNS, Cells, WorkLines, file_of, read_lines
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.work_event import Happening, ItemKind, WorkEvent

MOST_EVENTS = 5_000_000
"""Twenty years of a thousand events a week in five streams; more is refused, not cut off."""

_KINDS: dict[str, ItemKind] = {word: word for word in get_args(ItemKind.__value__)}
_EVENTS: dict[str, Happening] = {word: word for word in get_args(Happening.__value__)}
_USED = 9


@dataclass(frozen=True, slots=True)
class WorkLog:
    """The histories of all items by their kind, sorted by id, and how many events told them."""

    histories: Mapping[str, tuple[History, ...]]
    events: int


STRATEGIC = "strategic"
"""How strategic initiatives are called among the histories: they have a flow of their own."""


def read_work_log(
    folder: Path,
    flows: Mapping[str, Flow],
    *,
    until: int,
    strategic: frozenset[str] = frozenset(),
    facts: Snapshot | None = None,
) -> Checked[WorkLog]:
    """The log of work under `facts/` of the workspace, each item held against the flow of its kind.

    The log calls a strategic initiative an initiative, as people do; `strategic` are those that
    the facts call so.

    What happens after `until` (seconds since 1970) is read and not seen. `facts/work_events` is
    CSV, YAML or a workbook; where there is none, nothing has happened. A line that cannot be read
    is an error and the value then None. An event that cannot have happened is a warning, and its
    item counts for nothing that is measured; nothing is mended. With the other `facts` of the
    workspace the log is held against what they state, too. Lines about kinds of item that
    have none of the `flows` are passed.
    """
    return _read(folder, _Asked(flows, until, strategic, facts))


def read_part_of_log(
    folder: Path,
    flows: Mapping[str, Flow],
    *,
    until: int,
    facts: Snapshot,
    only: Mapping[str, Collection[str]],
) -> Checked[WorkLog]:
    """The same, of a kind that `only` names without the lines about other items than these.

    Which initiatives are strategic the facts say.
    """
    strategic = frozenset(str(one.id) for one in facts.initiatives if one.kind == "strategic")
    return _read(folder, _Asked(flows, until, strategic, facts, only))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which lines of a log are read, and what they are held against."""

    flows: Mapping[str, Flow]
    until: int
    strategic: frozenset[str]
    facts: Snapshot | None
    only: Mapping[str, Collection[str]] = field(default_factory=dict)


def _read(folder: Path, asked: _Asked) -> Checked[WorkLog]:
    flows, facts = asked.flows, asked.facts
    path = file_of(folder)
    if path is None:
        return Checked(WorkLog({}, 0))
    place = f"facts/{path.name}"
    source = read_lines(path, place)
    if isinstance(source, tuple):
        return Checked(None, tuple(sorted(source)))
    told: list[Diagnostic] = []
    events: list[WorkEvent] = []
    going_on: set[tuple[str, str]] = set()
    for event in _told_in(source, told, asked):
        if event.at <= asked.until:
            events.append(event)
        else:
            going_on.add((event.item_kind, event.item_id))
    told += source.problems
    if any(one.level == "error" for one in told):
        return Checked(None, tuple(sorted(told)))
    kinds = _apart(by_kind(events), asked.strategic)
    histories = {kind: replay(flows[kind], own) for kind, own in sorted(kinds.items())}
    if facts is not None:
        rows = {(str(event.item_kind), event.item_id): event.row for event in events}
        histories = _held_against(facts, flows, histories, rows, going_on)
    told += _faults(histories, flows, source.places)
    return Checked(WorkLog(histories, len(events)), tuple(sorted(told)))


def _apart(
    kinds: Mapping[str, list[WorkEvent]], strategic: frozenset[str]
) -> Mapping[str, list[WorkEvent]]:
    """The kinds of item, strategic initiatives apart from those that can enter delivery."""
    found = dict(kinds)
    own = found.pop("initiative", [])
    ordinary = [event for event in own if event.item_id not in strategic]
    yielding = [event for event in own if event.item_id in strategic]
    found |= {"initiative": ordinary} if ordinary else {}
    return found | ({STRATEGIC: yielding} if yielding else {})


def _told_in(source: WorkLines, told: list[Diagnostic], asked: _Asked) -> Iterator[WorkEvent]:
    if any(one.level == "error" for one in source.problems):
        return
    flows, only = asked.flows, asked.only
    moments: dict[str, int | None] = {}
    count = 0
    for row, cells in source.rows:
        count += 1
        if count > MOST_EVENTS:
            spot, mend = source.places.row(row), "leave out the oldest years"
            told.append(problem("I003", spot, f"more than {MOST_EVENTS} events", mend))
            return
        kind_word, item, word, origin, target, when, actor, reason, decision = cells[:_USED]
        if kind_word not in flows and kind_word in _KINDS:
            continue
        if kind_word in only and item not in only[kind_word]:
            continue
        kind, event = _KINDS.get(kind_word), _EVENTS.get(word)
        at = moments[when] if when in moments else moments.setdefault(when, seconds_of(when))
        if kind is None or event is None or not item or at is None:
            told += _unread(cells, row, source.places)
            continue
        yield WorkEvent(
            kind,
            item,
            event,
            origin or None,
            target or None,
            at,
            actor or None,
            reason or None,
            decision or None,
            row,
        )


def _unread(cells: Cells, row: int, places: Locator) -> Iterator[Diagnostic]:
    checks: tuple[tuple[str, Callable[[str], bool], str, str, str], ...] = (
        ("item_kind", _KINDS.__contains__, "I023", "is no kind of item", ", ".join(_KINDS)),
        ("event", _EVENTS.__contains__, "I023", "is no event", ", ".join(_EVENTS)),
        ("item_id", bool, "I022", "", "every row states it"),
        (
            "at",
            lambda text: seconds_of(text) is not None,
            "I032",
            "is no moment",
            HOW_TO_WRITE_MOMENTS,
        ),
    )
    for column, fits, code, why, mend in checks:
        cell = cells[COLUMNS.index(column)]
        if fits(cell):
            continue
        if cell:
            yield problem(code, places.cell(row, column), f"`{cell[:80]}` {why}", mend)
        else:
            yield problem("I022", places.cell(row, column), f"`{column}` is missing", mend)


def _held_against(
    facts: Snapshot,
    flows: Mapping[str, Flow],
    histories: Mapping[str, tuple[History, ...]],
    rows: Mapping[tuple[str, str], int],
    going_on: Collection[tuple[str, str]],
) -> dict[str, tuple[History, ...]]:
    """The histories held against the tables; `rows` are those of each item's last event."""
    stated = stated_work(facts)

    def last(called: str, name: str) -> LastTold:
        return LastTold(called, rows[called, name], (called, name) in going_on)

    found: dict[str, tuple[History, ...]] = {}
    for kind, own in histories.items():
        called = "initiative" if kind == STRATEGIC else kind
        found[kind] = tuple(
            held_against(stated, flows[kind], history, last(called, history.item_id))
            for history in own
        )
    return found


def _faults(
    histories: Mapping[str, Sequence[History]], flows: Mapping[str, Flow], places: Locator
) -> Iterator[Diagnostic]:
    for kind, own in histories.items():
        for history in own:
            for fault in history.faults:
                told = f"{flows[kind].item} `{history.item_id}`: {fault.told}"
                mend = "" if history.is_sound else "until it is mended, the item is not measured"
                yield problem(CODE_OF[fault.kind], places.row(fault.row), told, mend)
