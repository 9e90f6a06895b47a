"""Rules, values, overlays, exemptions and overrides begin and end on the same days for everybody.

Each caller is asked on every day around a period; all of them must say what one function says.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.clause import LimitClause
from asp_decide.clauses.own_limits import limit_for
from asp_decide.errors import unwrap
from asp_decide.model.approval import Override
from asp_decide.model.effective import Period, in_force
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Plan
from asp_decide.model.subject import SubjectKey
from asp_decide.report.recorded import RecordedOverride
from asp_decide.report.sections.record_tables import override_section
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.rules.standing import standings
from command_line import apply, asp, edit
from plan_builders import a_board_plan, a_record
from policy_builders import GOOD, OVERLAY, REGISTER, read_all
from workspace_builders import a_workspace

BASICS = "policies/portfolio/basics.yaml"
FIRST, LAST = date(2026, 10, 5), date(2026, 10, 9)
DAYS = tuple(FIRST + timedelta(days=n) for n in range(-1, (LAST - FIRST).days + 2))
PERIOD = Period(from_day=FIRST, until=LAST)
SPAN = f"{{from: {FIRST}, until: {LAST}}}"


def of_a_file(folder: Path, day: date) -> bool:
    more = GOOD.split("parameters:")[0].replace("portfolio/sample", "portfolio/more")
    more = more.replace("{from: 2026-01-01}", SPAN) + "rules:\n" + DERIVED.format(effective="")
    read = unwrap(read_all(folder, {"portfolio/sample": GOOD, "portfolio/more": more}, as_of=day))
    named = any(file.policy == "portfolio/more" for file in read.files)
    assert named is (read.clause("MORE-01") is not None), "a file and its rules go together"
    return named


def of_a_rule(folder: Path, day: date) -> bool:
    text = GOOD + "\n" + DERIVED.format(effective=f"    effective: {SPAN}\n")
    read = unwrap(read_all(folder, {"portfolio/sample": text}, as_of=day))
    return read.clause("MORE-01") is not None


def of_a_value(folder: Path, day: date) -> bool:
    text = GOOD.replace(
        "      - {from: 2026-01-01, value: 5 initiatives}",
        "      - {from: 2026-01-01, value: 5 initiatives}\n"
        f"      - {{from: {FIRST}, value: 3 initiatives}}\n"
        f"      - {{from: {LAST + timedelta(days=1)}, value: 5 initiatives}}",
    )
    read = unwrap(read_all(folder, {"portfolio/sample": text}, as_of=day))
    clause = read.clause("WIP-01")
    assert isinstance(clause, LimitClause)
    assert read.parameters["wip_limit"][0] == clause.at_most, "messages say what binds"
    return clause.at_most == 3


def of_an_overlay(folder: Path, day: date) -> bool:
    overlay = OVERLAY.replace("{from: 2026-10-01, until: 2027-03-31}", SPAN)
    texts = {"portfolio/sample": GOOD, "overlays/payments": overlay}
    read = unwrap(read_all(folder, texts, as_of=day))
    clause = read.clause("WIP-01")
    assert isinstance(clause, LimitClause)
    holds = limit_for(clause, SubjectKey("value_stream", "payments"), ()).limit == 4
    assert holds is any(file.policy == "overlays/payments" for file in read.files)
    assert holds is ("wip_limit" in read.overlaid)
    return holds


def of_an_exemption(folder: Path, day: date) -> bool:
    register = REGISTER.replace("{from: 2026-10-01, until: 2026-12-31}", SPAN)
    checked = read_all(folder, {"portfolio/sample": GOOD, "exceptions": register}, as_of=day)
    read = unwrap(checked)
    witness = ReferenceEvaluator()
    stands = standings(read, {}, day, lambda rules, of: witness.findings(rules, of, currency="EUR"))
    assert len(stands) in {0, 2}, "both have the same days"
    told = {one.code for one in checked.diagnostics}
    assert told == ({"P114"} if day > LAST else set()), "lint warns once it has ended"
    assert all(bool(one.lapses_when) is bool(stands) for one in read.exemptions[:1])
    return bool(stands)


def of_an_override(_: Path, day: date) -> bool:
    """A report says which overrides are over at the next run."""
    override = Override(
        initiative=InitiativeId("INI-07"), decision="continue", reason="As promised", until=LAST
    )
    approval = a_record().approval.model_copy(update={"on": FIRST, "overrides": (override,)})
    recorded = replace(a_record(), approval=approval, overrides=(RecordedOverride("OV", override),))
    told = str(override_section(a_board_plan(), recorded, next_run=day))
    return "before the next run" not in told


DERIVED = """\
  - id: MORE-01
    title: More
    derive: more
    for_each: initiative
    when: {{horizon: is H1}}
{effective}    owner: finance
    because: It is known from then on.
    message: "{{initiative}}"
"""


CALLERS: tuple[Callable[[Path, date], bool], ...] = (
    of_a_file,
    of_a_rule,
    of_a_value,
    of_an_overlay,
    of_an_exemption,
    of_an_override,
)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller.__name__)
def test_every_caller_agrees_on_every_day_around_a_period(
    caller: Callable[[Path, date], bool], day: date, tmp_path: Path
) -> None:
    assert caller(tmp_path, day) is in_force(PERIOD, day)


@given(
    begins=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    length=st.integers(0, 400),
    offset=st.integers(-2, 402),
)
def test_both_ends_belong_to_a_period_and_nothing_beside_it(
    begins: date, length: int, offset: int
) -> None:
    until = begins + timedelta(days=length)
    day = begins + timedelta(days=offset)

    assert in_force(Period(from_day=begins, until=until), day) is (0 <= offset <= length)
    assert in_force(Period(from_day=begins), day) is (offset >= 0)


@pytest.mark.slow
@pytest.mark.parametrize("offset", range(-1, 4))
def test_plan_and_verify_use_the_same_days(offset: int, tmp_path: Path) -> None:
    """An overlay and an exemption of three days, planned and decided again around them."""
    first = date(2026, 12, 29)
    span, day = f"{{from: {first}, until: {first + timedelta(days=2)}}}", first + timedelta(offset)
    folder = a_workspace(tmp_path / "mini")
    edit(folder, BASICS, "initiatives\n    values", "initiatives\n    overlays: free\n    values")
    (folder / "policies" / "overlays").mkdir()
    overlay = OVERLAY.replace("{from: 2026-10-01, until: 2027-03-31}", span)
    overlay = overlay.replace("overlay: payments", "overlay: web").replace("payments}", "web}")
    path = folder / "policies" / "overlays" / "web.yaml"
    path.write_text(overlay.replace("4 initiatives", "3 initiatives"), encoding="utf-8")
    exemption = REGISTER.split("\n\n")[0].split("    lapses_when")[0]
    exemption = exemption.replace("STOP-01", "STOP-02").replace("INI-112", "INI-2")
    exemption = exemption.replace("{from: 2026-10-01, until: 2026-12-31}", span)
    (folder / "policies" / "exceptions.yaml").write_text(exemption, encoding="utf-8")

    said = asp("-C", folder, "plan", "--as-of", day, "--engine", "reference", "-o", "plan.json")
    assert said.code == 0, said.err
    made = Plan.model_validate_json((folder / "plan.json").read_bytes())
    holds = in_force(Period(from_day=first, until=first + timedelta(days=2)), day)

    assert any(one.set_by == "overlays/web" for one in made.bounds) is holds
    assert any(one.state != "refused" for one in made.exemptions) is holds
    assert apply(folder).code == 0
    (run,) = (folder / "runs").iterdir()
    assert asp("verify", run).code == 0
