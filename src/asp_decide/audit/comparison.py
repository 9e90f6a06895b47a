"""Records as they are found beside records as they must be: what is missing, and what differs."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from asp_decide.audit.check import Divergence
from asp_decide.audit.recorded_evidence import Record, at_line
from asp_decide.clauses.masked_fields import closed_alike

_IDENTITY: Mapping[str, tuple[str, ...]] = {
    "manifest": (),
    "policy": ("path",),
    "rule": ("rule", "subject"),
    "answer": ("point", "subject"),
    "bound": ("rule", "name", "group", "interval"),
    "allocation": ("initiative", "value_stream", "interval"),
    "price": ("rule",),
    "calibration": ("reference_class", "quantity"),
    "escalation": ("rule", "subject"),
    "override": ("id",),
    "approval": ("point", "subject"),
    "outcome": ("initiative", "hypothesis"),
    "design": ("id",),
    "case": ("initiative",),
    "close": (),
}
"""What tells the records of one kind apart; each occurs once in a run."""

_SENTENCES = frozenset({"test", "why"})
"""What a comparison says in words; the same is there in numbers."""

_ABSENT = object()
"""What a field is that is not there: not even null."""

_LONGEST_VALUE = 40


def misplaced(found: Sequence[Record], expected: Sequence[Record]) -> Iterator[Divergence]:
    """The first place at which a record is missing, too much, or out of order."""
    there, wanted = [_identity(one) for one in found], [_identity(one) for one in expected]
    if there == wanted:
        return
    number = next(
        (n for n, (one, other) in enumerate(zip(there, wanted, strict=False)) if one != other),
        min(len(there), len(wanted)),
    )
    has, needs = Counter(there), Counter(wanted)
    at = at_line(number + 1)
    if number < len(wanted) and has[wanted[number]] < needs[wanted[number]]:
        yield Divergence(at, f"there is no record of {wanted[number]}")
    elif number < len(there) and has[there[number]] > needs[there[number]]:
        yield Divergence(at, f"there is one record too many of {there[number]}")
    else:
        yield Divergence(at, "the records are not in their order")


def differing(
    found: Iterable[Record],
    expected: Iterable[Record],
    kinds: frozenset[str],
    *,
    wording: bool = True,
) -> Iterator[Divergence]:
    """The records of these kinds that say something else than they must, in their order.

    A record that has no counterpart is passed over: that is a question of completeness. Without
    `wording`, sentences may be other ones.
    """
    counterparts = {_identity(one): one for one in expected if one["kind"] in kinds}
    for number, one in enumerate(found, start=1):
        other = counterparts.get(_identity(one)) if one["kind"] in kinds else None
        if other is not None:
            # What nobody opened is no difference: whether it may be masked, check 1 asks.
            alike = closed_alike(other, one)
            what = _unlike(_content(one, wording=wording), _content(alike, wording=wording))
            if what:
                yield Divergence(at_line(number), f"{_identity(one)}: {what}")


def _identity(record: Record) -> str:
    """The record in words: its kind and what it is about."""
    told = [_in_words(record.get(name)) for name in _IDENTITY[record["kind"]]]
    return " ".join(part for part in (record["kind"], *told) if part)


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{kind} {value[kind]}" for kind in sorted(value))
    return "" if value is None else str(value)


def _content(record: Record, *, wording: bool) -> dict[str, Any]:
    """Everything but the number, which follows from how many records stand before."""
    left_out = {"n"} if wording else {"n", "message"}
    content = {name: value for name, value in record.items() if name not in left_out}
    if not wording and isinstance(content.get("comparisons"), list):
        content["comparisons"] = [_unworded(one) for one in content["comparisons"]]
    return content


def _unworded(comparison: Any) -> Any:
    if not isinstance(comparison, dict):
        return comparison
    return {name: value for name, value in comparison.items() if name not in _SENTENCES}


def _unlike(found: Record, expected: Record) -> str:
    """The first difference; hardly any record has one, and to write both down is soon done."""
    if _written(found) == _written(expected):
        return ""
    return _difference(found, expected, "")


def _written(record: Record) -> str:
    return json.dumps(record, sort_keys=True, ensure_ascii=False)


def _difference(found: Any, expected: Any, path: str) -> str:
    if isinstance(found, dict) and isinstance(expected, dict):
        for name in sorted(found.keys() | expected.keys()):
            inside = f"{path}.{name}" if path else name
            what = _difference(found.get(name, _ABSENT), expected.get(name, _ABSENT), inside)
            if what:
                return what
        return ""
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            what = _difference(one, other, f"{path}[{number}]")
            if what:
                return what
        return ""
    if found is expected or (type(found) is type(expected) and found == expected):
        return ""
    return f"{path} is {shown(found)}, decided again it is {shown(expected)}"


def shown(value: Any) -> str:
    """A value as a line can hold it; digests by their beginning."""
    if value is _ABSENT:
        return "absent"
    text = "null" if value is None else str(value)
    return f"`{text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + '...'}`"
