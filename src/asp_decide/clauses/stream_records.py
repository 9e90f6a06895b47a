"""Which records of a run are about one value stream, and about nobody else's money or name."""

from collections.abc import Collection, Mapping
from typing import Any


def concerns_stream(record: Mapping[str, Any], stream: str, initiatives: Collection[str]) -> bool:
    """Whether the owner of the stream may see the record; `initiatives` are those in the stream.

    Theirs are the policies in force, and rules, answers, escalations, limits and capacity of the
    stream and of its initiatives. Who decided, what policies cost the portfolio, and how the whole
    stands are for others.
    """
    match record:
        case {"kind": "policy"}:
            return True
        case {"kind": "rule" | "answer" | "escalation", "subject": {"value_stream": str(of)}}:
            return of == stream
        case {"kind": "rule" | "answer" | "escalation", "subject": {"initiative": str(one)}}:
            return one in initiatives
        case {"kind": "bound", "group": str(of)} | {"kind": "allocation", "value_stream": str(of)}:
            return of == stream
    return False
