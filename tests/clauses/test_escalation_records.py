"""An escalation is on record from the run in which it began to the one that finds it closed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from asp_decide.clauses.clause import EscalationStep
from asp_decide.clauses.escalation_records import escalation_records, still_open
from asp_decide.model.finding import Finding, Result
from asp_decide.model.ids import Role, RuleId
from asp_decide.model.subject import SubjectKey
from audit_builders import a_world
from clause_builders import compared, escalate, policies

STEPS = (EscalationStep(Role("initiative_lead"), 14), EscalationStep(Role("portfolio_manager"), 14))
LATE = replace(
    escalate("AGE-01", when=compared("AGE-01/1", "age", "above 10 weeks"), of="initiative"),
    to=STEPS,
)
RUN = a_world().plan.run


def _records(
    result: Result | None, before: Mapping[str, Any] | None = None, as_of: str = "2026-12-31"
) -> list[dict[str, Any]]:
    key = SubjectKey("initiative", "INI-1")
    found = [] if result is None else [Finding(RuleId("AGE-01"), key, result)]
    run = RUN.model_copy(update={"as_of": as_of, "id": f"run of {as_of}"})
    return escalation_records(policies(LATE), found, run, before)


def test_the_first_run_in_which_the_rule_fires_opens_it_at_its_first_step() -> None:
    assert _records("fires") == [
        {
            "kind": "escalation",
            "rule": "AGE-01",
            "subject": {"initiative": "INI-1"},
            "since_run": "run of 2026-12-31",
            "since": "2026-12-31",
            "step": 1,
            "role": "initiative_lead",
            "due": "2027-01-14",
            "closed_by": None,
        }
    ]


@pytest.mark.parametrize(
    ("as_of", "step", "role", "due"),
    [
        ("2027-01-14", 1, "initiative_lead", "2027-01-14"),
        ("2027-01-15", 2, "portfolio_manager", "2027-01-28"),
        ("2027-03-31", 2, "portfolio_manager", "2027-01-28"),
    ],
)
def test_the_clock_of_its_steps_runs_on_from_that_day(
    as_of: str, step: int, role: str, due: str
) -> None:
    before = {"escalations": still_open(_records("fires"))}

    (again,) = _records("fires", before, as_of)

    assert (again["since_run"], again["since"]) == ("run of 2026-12-31", "2026-12-31")
    assert (again["step"], again["role"], again["due"]) == (step, role, due)


@pytest.mark.parametrize(
    ("result", "closed_by"),
    [("unknown", None), ("does_not_fire", "does_not_fire"), ("spared", "spared"), (None, "ended")],
)
def test_it_is_closed_when_the_rule_is_quiet_or_gone_and_not_when_nobody_knows(
    result: Result | None, closed_by: str | None
) -> None:
    before = {"escalations": still_open(_records("fires"))}

    (again,) = _records(result, before, "2027-03-31")

    assert again["closed_by"] == closed_by
    assert len(still_open([again])) == (closed_by is None)


def test_what_never_fired_is_no_escalation() -> None:
    assert _records("does_not_fire") == _records("unknown") == []
