"""What differs between two versions of the policies, as people read it and for machines."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from asp_decide.policy.changes.difference_words import in_words
from asp_decide.policy.changes.era_cells import EraDifference
from asp_decide.policy.changes.policy_changes import PolicyChange, Thing
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.rule_parts import conditions_of, leaves
from asp_decide.report.amounts import NONE_GIVEN, counted
from asp_decide.runs.comparing.diff_run import PolicyDiff
from asp_decide.runs.comparing.plan_difference_page import plans_as_json, sections_of_plans
from asp_decide.runs.page_section import PageSection

NOTHING = "nothing changes meaning"
"""What is said of two versions that decide the same on every day."""


def sections_of(diff: PolicyDiff) -> tuple[PageSection, ...]:
    """What changes in a sentence, then in words, then case by case."""
    title = f"Policies: {diff.old.shown} and {diff.new.shown}"
    if diff.is_same:
        return (PageSection(title, (NOTHING,)),)
    counts = Counter(one.thing for one in diff.changes)
    summary = ", ".join(counted(count, _THINGS[thing]) for thing, count in counts.items())
    return (
        PageSection(title, (f"{summary} changed", *_of_cases(diff))),
        _without_empty("Rules, and what they name", _WORDS, tuple(_word_rows(diff))),
        _without_empty("Cases decided otherwise", _CASES, tuple(_case_rows(diff))),
        *_on_facts(diff),
    )


def _on_facts(diff: PolicyDiff) -> tuple[PageSection, ...]:
    """What differs on the facts, or under which version there is no plan of them."""
    if diff.on_facts is None:
        return ()
    title = f"Facts as of {diff.as_of}"
    if diff.on_facts.difference is not None:
        return sections_of_plans(diff.on_facts.difference, title)
    versions = zip((diff.old, diff.new), diff.on_facts.no_plan, strict=True)
    lines = (f"under {version.shown} {why}" for version, why in versions if why is not None)
    return (PageSection(title, tuple(line for told in lines for line in told.splitlines())),)


def _without_empty(
    title: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> PageSection:
    """The table without columns in which nothing stands."""
    kept = [number for number, _ in enumerate(columns) if any(row[number] for row in rows)]
    return PageSection(
        title,
        (),
        tuple(columns[number] for number in kept),
        tuple(tuple(row[number] for number in kept) for row in rows),
    )


def diff_as_json(diff: PolicyDiff) -> dict[str, Any]:
    """The same for machines."""
    return {
        "schema_version": "1",
        "old": {"policies": diff.old.shown, "meaning": diff.meanings[0]},
        "new": {"policies": diff.new.shown, "meaning": diff.meanings[1]},
        "as_of": diff.as_of.isoformat(),
        "same": diff.is_same,
        "changes": [_change_as_json(one) for one in diff.changes],
        "cases": [
            _case_as_json(one, diff) for one in diff.cells.found if one.difference.is_decided
        ],
        "not_decided": [
            {"layer": one.layer, "of": one.difference.of}
            for one in diff.cells.found
            if not one.difference.is_decided
        ],
        "not_compared": [day.isoformat() for day in diff.cells.not_compared],
        "drawn": [{"rule": rule, "used_by": list(users)} for rule, users in _drawn(diff)],
        "facts": _facts_as_json(diff),
    }


def _facts_as_json(diff: PolicyDiff) -> dict[str, Any] | None:
    if diff.on_facts is None:
        return None
    if diff.on_facts.difference is not None:
        return plans_as_json(diff.on_facts.difference)
    old, new = (None if one is None else list(one.origins) for one in diff.on_facts.no_plan)
    return {"no_plan": {"old": old, "new": new}}


_THINGS: Mapping[Thing, str] = {
    "rule": "rules",
    "point": "decision points",
    "parameter": "parameters",
    "measure": "measures",
    "exemption": "exemptions",
}
_WORDS = ("what", "", "part", "was", "is", "room", "used by")
_CASES = ("of", "was", "is", "cases", "only in", "from", "for example")


def _of_cases(diff: PolicyDiff) -> Iterator[str]:
    undecided = _undecided(diff)
    for point, (cells, every) in _answered(diff).items():
        yield f"{point}: {counted(cells, 'cases')} of {every} answered otherwise"
    if not _decided(diff) and not undecided and not diff.cells.not_compared:
        yield f"no case is decided otherwise from {diff.as_of} on: proven"
    for rule, users in _drawn(diff):
        yield f"what {rule} concludes is used by {', '.join(users)}"
    if undecided:
        yield f"not decided, more hangs together than is looked at: {', '.join(undecided)}"
    for day in diff.cells.not_compared:
        yield f"from {day} on a version is not in force as a whole, and no case is compared"


def _answered(diff: PolicyDiff) -> dict[str, tuple[int, int]]:
    """Of each decision point how many of how many cases are answered otherwise on the day."""
    found: dict[str, tuple[int, int]] = {}
    for one in _decided(diff):
        difference = one.difference
        if difference.clauses == (None, None) and not difference.stream and one.since == diff.as_of:
            cells, _ = found.get(difference.of, (0, 0))
            found[difference.of] = cells + difference.cells, difference.of_cells
    return found


def _decided(diff: PolicyDiff) -> tuple[EraDifference, ...]:
    return tuple(one for one in diff.cells.found if one.difference.is_decided)


def _undecided(diff: PolicyDiff) -> tuple[str, ...]:
    """The rules and points of which more hangs together than is looked at."""
    left = (one.difference.of for one in diff.cells.found if not one.difference.is_decided)
    return tuple(dict.fromkeys(left))


def _word_rows(diff: PolicyDiff) -> Iterator[tuple[str, ...]]:
    for change in diff.changes:
        users = "" if change.rules == (change.name,) else ", ".join(change.rules)
        heads = change.name, f"{change.thing} {change.fate}", users
        for part in change.parts:
            name, fate, by = heads
            was, now = part.was or NONE_GIVEN, part.now or NONE_GIVEN
            yield name, fate, part.part, was, now, part.direction, by
            heads = "", "", ""


def _case_rows(diff: PolicyDiff) -> Iterator[tuple[str, ...]]:
    for one in _decided(diff):
        difference = one.difference
        told = in_words(difference, diff.cells.units, diff.currency)
        cases = f"{difference.cells} of {difference.of_cells}"
        days = "" if one.since == diff.as_of and one.until is None else _days(one)
        yield difference.of, told.was, told.now, cases, difference.stream, days, told.witness


def _days(one: EraDifference) -> str:
    return f"{one.since}" + (f" until {one.until}" if one.until is not None else "")


def _drawn(diff: PolicyDiff) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The conclusions and outputs that change, with the rules that use them."""
    moved = dict.fromkeys(
        (one.layer, one.difference.of) for one in diff.cells.found if one.difference.is_decided
    )
    for layer, rule in moved:
        users = {
            user
            for version in (diff.old, diff.new)
            for user in _users(rule, version.sets.of(layer))
        }
        if users:
            yield rule, tuple(sorted(users))


def _users(rule: str, policies: PolicySet) -> Iterator[str]:
    names = {
        name
        for name, declared in policies.conclusions.items()
        if declared.thing.head.id.text == rule
    } | {
        name for name, output in policies.outputs.items() if output.thing.table.head.id.text == rule
    }
    for user, declared in policies.rules.items():
        asked = {leaf.name.text for one in conditions_of(declared.thing) for leaf, _ in leaves(one)}
        if asked & names and user != rule:
            yield user


def _change_as_json(one: PolicyChange) -> dict[str, Any]:
    return {
        "layer": one.layer,
        "what": one.thing,
        "name": one.name,
        "change": one.fate,
        "parts": [
            {
                "part": part.part,
                "was": part.was or None,
                "is": part.now or None,
                "room": part.direction or None,
            }
            for part in one.parts
        ],
        "rules": list(one.rules),
    }


def _case_as_json(one: EraDifference, diff: PolicyDiff) -> dict[str, Any]:
    difference = one.difference
    told = in_words(difference, diff.cells.units, diff.currency)
    return {
        "layer": one.layer,
        "of": difference.of,
        "subject": difference.kind,
        "was": told.was,
        "is": told.now,
        "cases": difference.cells,
        "of_cases": difference.of_cells,
        "value_stream": difference.stream or None,
        "from": one.since.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
        "witness": told.witness,
    }
