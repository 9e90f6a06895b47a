"""Which records of a run are about one value stream, and about nobody else's money or name."""

from collections.abc import Collection, Mapping
from typing import Any

_ABOUT_SUBJECTS = frozenset({"rule", "answer", "escalation", "override", "approval"})


def concerns_stream(record: Mapping[str, Any], stream: str, initiatives: Collection[str]) -> bool:
    """Whether the owner of the stream may see the record; `initiatives` are those in the stream.

    Theirs are the policies in force, and rules, answers, escalations, limits, capacity and acts of
    the stream and of its initiatives; who acted, and what that costs the portfolio, is masked
    there. What policies cost and how the whole stands are for others.
    """
    match record:
        case {"kind": "policy"}:
            return True
        case {"kind": kind, "subject": {"value_stream": str(of)}} if kind in _ABOUT_SUBJECTS:
            return of == stream
        case {"kind": kind, "subject": {"initiative": str(one)}} if kind in _ABOUT_SUBJECTS:
            return one in initiatives
        case {"kind": "bound", "group": str(of)} | {"kind": "allocation", "value_stream": str(of)}:
            return of == stream
    return False
