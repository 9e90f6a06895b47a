"""An initiative's age in its state is held against what others of the log took there."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from asp_decide.model.snapshot import facts_digest
from asp_decide.model.subject import Measured, SubjectKey
from asp_decide.portfolio.choices import choices
from asp_decide.portfolio.subjects import measure_subjects
from asp_decide.runs.workspace import read_facts
from workspace_builder import RUN_DAY, TABLES, write_workspace

HEAD = "item_kind,item_id,event,from_state,to_state,at,actor,reason,decision_id\n"
WAY = ("intake", "triage", "discovery_queue", "investigate", "investment_framing")
BEGUN = datetime(2026, 1, 7, 12, tzinfo=UTC)


def _log(count: int, *, weeks: int) -> str:
    """So many cases that each stayed in investigation, one a week longer than the one before."""
    lines = []
    for number in range(count):
        at, source = BEGUN, ""
        for state in WAY:
            role = "portfolio_board" if state == "discovery_queue" else "portfolio_manager"
            lines.append(
                f"initiative,OLD-{number},moved,{source},{state},{at.isoformat()},{role}/1,,D-1"
            )
            source = state
            at += timedelta(weeks=weeks + number if state == "investigate" else 1)
    return HEAD + "\n".join(lines) + "\n"


STATES = TABLES["initiatives"].replace("name,state,", "name,state,state_since,")
STATES = STATES.replace("refunds,implementing,", "refunds,investigate,2026-10-08,")
STATES = STATES.replace("cards,investment_framing,", "cards,investment_framing,2026-12-01,")


def _measured(folder: Path, **tables: str) -> dict[str, Measured]:
    write_workspace(folder, initiatives=STATES, **tables)
    facts = read_facts(folder, RUN_DAY).value
    assert facts is not None
    subjects = measure_subjects(facts, choices(facts), capacity_prices={})
    found = {}
    for name in ("INI-1", "INI-2"):
        measure = subjects[SubjectKey("initiative", name)].measures["age_against_p85"]
        assert isinstance(measure, Measured)
        found[name] = measure
    return found


def test_an_age_is_a_share_of_what_85_of_100_stays_in_the_state_took(tmp_path: Path) -> None:
    """Stays of 2 to 8 weeks have their P85 at 7.1; INI-1 has been examined for twelve."""
    found = _measured(tmp_path, work_events=_log(7, weeks=2))

    assert found["INI-1"].value == Fraction(12) / Fraction("7.1")
    assert found["INI-2"].value is None, "nobody has left Investment Framing"


@pytest.mark.parametrize("events", [_log(6, weeks=2), HEAD])
def test_what_fewer_than_seven_took_is_not_called_usual(tmp_path: Path, events: str) -> None:
    found = _measured(tmp_path, work_events=events)

    assert found["INI-1"].why == "too few have left `investigate` to say what is usual there"


def test_facts_without_such_stays_have_the_digest_that_they_had(tmp_path: Path) -> None:
    """And where one more has left a state, a plan that was made before is stale."""
    digests = []
    for name, events in (("none", None), ("few", _log(6, weeks=2)), ("many", _log(7, weeks=2))):
        tables = {} if events is None else {"work_events": events}
        facts = read_facts(write_workspace(tmp_path / name, **tables), RUN_DAY).value
        assert facts is not None
        digests.append(facts_digest(facts))

    none, few, many = digests
    assert none == few
    assert many != none
