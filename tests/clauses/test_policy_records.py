"""Whose approval a policy lacks, and how it comes to have it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from asp_decide.clauses.clause import PolicyFile
from asp_decide.clauses.policy_records import PolicyBefore, approval_mend, approval_trouble
from asp_decide.model.ids import Role

ROLES = ("portfolio_board", "portfolio_manager", "finance")
DAY = date(2026, 12, 31)
FILE = PolicyFile(
    policy="wip",
    path="policies/portfolio/wip.yaml",
    text="sha256:1",
    title="Work in progress",
    owner=Role("portfolio_manager"),
    approved_by=Role("portfolio_board"),
    approved_on="2026-09-15",
    meaning="sha256:2",
)


def _told(file: PolicyFile, before: PolicyBefore | None = None) -> tuple[str, str]:
    trouble = approval_trouble(file, before, as_of=DAY, roles=ROLES)
    return trouble, approval_mend(file, as_of=DAY, roles=ROLES)


def test_what_another_role_approved_in_time_has_no_trouble() -> None:
    assert _told(FILE)[0] == ""


@pytest.mark.parametrize(
    ("change", "before", "trouble", "mend"),
    [
        (
            {"approved_by": Role("portfolio_manager")},
            None,
            "owns it and approved it",
            "let portfolio_board or finance approve it as it is",
        ),
        (
            {"approved_by": Role("nobody")},
            None,
            "is no role of this workspace",
            "let portfolio_board or finance approve it as it is",
        ),
        ({"approved_on": "2027-01-05"}, None, "after 2026-12-31", "plan as of 2027-01-05 or later"),
        (
            {},
            PolicyBefore("sha256:0", "sha256:0", "2026-09-15"),
            "nobody has approved it since",
            "let portfolio_board approve it as it is",
        ),
    ],
)
def test_each_trouble_is_told_with_its_mend(
    change: dict[str, Any], before: PolicyBefore | None, trouble: str, mend: str
) -> None:
    told, how = _told(replace(FILE, **change), before)

    assert trouble in told
    assert how.startswith(mend)
