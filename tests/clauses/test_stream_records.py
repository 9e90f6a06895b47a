"""A record is for the owner of a stream if it is about the stream, and about nobody else's money."""

from typing import Any

import pytest

from asp_decide.clauses.record import KINDS
from asp_decide.clauses.stream_records import concerns_stream

THEIRS = {"policy", "rule", "answer", "bound", "allocation", "escalation", "override", "approval"}


def _is_for_web(record: dict[str, Any]) -> bool:
    return concerns_stream(record, "web", {"INI-1"})


@pytest.mark.parametrize(
    "record",
    [
        {"kind": "policy", "path": "policies/portfolio/wip.yaml"},
        {"kind": "rule", "subject": {"initiative": "INI-1"}},
        {"kind": "answer", "subject": {"initiative": "INI-1"}},
        {"kind": "rule", "subject": {"value_stream": "web"}},
        {"kind": "rule", "subject": {"initiative": "INI-1", "value_stream": "web"}},
        {"kind": "bound", "group": "web"},
        {"kind": "allocation", "value_stream": "web", "initiative": "INI-1"},
        {"kind": "approval", "subject": {"initiative": "INI-1"}},
        {"kind": "override", "subject": {"initiative": "INI-1"}},
        {"kind": "override", "subject": {"value_stream": "web"}},
    ],
)
def test_what_is_about_the_stream_or_its_initiatives_is_its_owners(record: dict[str, Any]) -> None:
    assert _is_for_web(record)


@pytest.mark.parametrize(
    "record",
    [
        {"kind": "rule", "subject": {"initiative": "INI-2"}},
        {"kind": "rule", "subject": {"value_stream": "back-office"}},
        {"kind": "rule", "subject": {"initiative": "INI-1", "value_stream": "back-office"}},
        {"kind": "rule", "subject": {"portfolio": "portfolio"}},
        {"kind": "rule", "subject": None},
        {"kind": "bound", "group": "portfolio"},
        {"kind": "allocation", "value_stream": "back-office", "initiative": "INI-1"},
        {"kind": "approval", "subject": {"portfolio": "portfolio"}},
        {"kind": "override", "subject": {"initiative": "INI-2"}},
        *(
            {"kind": kind, "subject": {"initiative": "INI-1"}, "group": "web"}
            for kind in sorted(set(KINDS) - THEIRS)
        ),
        {},
    ],
)
def test_what_is_about_others_or_the_whole_is_not(record: dict[str, Any]) -> None:
    """A kind of record that is new is nobody's until somebody says whose."""
    assert not _is_for_web(record)
