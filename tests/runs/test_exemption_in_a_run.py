"""Exemptions through a whole run: used or not, with their price; recorded, and found again."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from asp_decide.model.plan import Plan, PlannedExemption
from asp_decide.runs.investing.plan_run import PlanOrder
from command_line import a_copy, apply, asp, edit, plan, recorded
from workspace_builders import AS_OF, a_workspace, decided, planned, set_cell

BASICS = "policies/portfolio/basics.yaml"
GRANTED = "{by: portfolio_board, person: A. Example, on: 2026-12-30}"


def entry(number: int, subject: str, **changes: str) -> str:
    """An exemption from STOP-02, which stops what is worth more stopped."""
    lines = {
        "id": f"EX-2026-{number:03}",
        "rule": "STOP-02",
        "for": f"{{initiative: {subject}}}",
        "does": "suspend",
        "granted": GRANTED,
        "effective": "{from: 2026-12-31, until: 2027-03-31}",
        "reason": "The printed catalogue is promised for May.",
    } | changes
    told = [f"    {key}: {value}\n" for key, value in lines.items()]
    return told[0].replace("    id", "  - id") + "".join(told[1:])


def registered(folder: Path, *entries: str) -> Path:
    register = "asp: exceptions/v1\nexceptions:\n" + "".join(entries)
    (folder / "policies" / "exceptions.yaml").write_text(register, encoding="utf-8")
    return folder


def stopping(folder: Path) -> Path:
    """A workspace whose rule stops INI-2, which is all but worth its capacity."""
    made = a_workspace(folder)
    edit(made, BASICS, "gain_from_stopping: above 0 EUR", "gain_from_stopping: above -20_000 EUR")
    return made


def exempting(folder: Path, *entries: str) -> Path:
    return registered(stopping(folder), *entries)


def with_limit(folder: Path, limit: str = "1 initiative") -> Path:
    """A limit on work in progress that binds, and that the board may lift for a stream."""
    edit(folder, BASICS, "value: 5 initiatives", f"value: {limit}")
    right = "    enforce: overridable\n    override: {by: portfolio_board, longest: 2 intervals, needs: [reason]}\n"
    edit(folder, BASICS, "    enforce: mandatory\n", right)
    return folder


def lifted(number: int, stream: str, **changes: str) -> str:
    return entry(number, "", rule="WIP-01", **{"for": f"{{value_stream: {stream}}}"}, **changes)


def the(told: Plan, id_: str = "EX-2026-001") -> PlannedExemption:
    return next(one for one in told.exemptions if one.id == id_)


def test_a_suspended_stop_lets_the_plan_answer_and_says_what_that_costs(tmp_path: Path) -> None:
    """INI-2 is worth more stopped; for the promise the board lets it go on."""
    plain = planned(stopping(tmp_path / "plain"))
    folder = exempting(tmp_path / "mini", entry(1, "INI-2"))

    told = planned(folder, PlanOrder(as_of=AS_OF, engine="durable"))

    assert decided(plain)["INI-2"][0] == "stop"
    (decision,) = [one for one in told.decisions if one.initiative == "INI-2"]
    assert (decision.point, decision.by) == ("validation", "plan")
    assert next(reason.rule for reason in decision.reasons) == "EX-2026-001"
    used = the(told)
    assert (used.state, used.subject, used.until) == ("used", "initiative INI-2", "2027-03-31")
    assert used.price is not None
    assert float(used.price.low) <= 0, "the plan may still stop it: more is allowed, not less"


def test_an_exemption_that_is_not_needed_changes_no_byte_of_the_decisions(tmp_path: Path) -> None:
    plain = planned(stopping(tmp_path / "plain"))

    told = planned(exempting(tmp_path / "mini", entry(1, "INI-1")))

    assert the(told).state == "unused"
    assert the(told).price is None
    for part in ("decisions", "allocations", "bounds", "capacity", "findings", "objective"):
        assert getattr(told, part) == getattr(plain, part)


def test_a_suspended_limit_is_measured_and_does_not_bind(tmp_path: Path) -> None:
    bound = planned(with_limit(a_workspace(tmp_path / "bound")))
    folder = registered(with_limit(a_workspace(tmp_path / "mini")), lifted(1, "web"))

    told = planned(folder, PlanOrder(as_of=AS_OF, engine="durable"))

    assert decided(told) != decided(bound)
    of_web = [one for one in told.bounds if (one.rule, one.group) == ("WIP-01", "web")]
    assert of_web
    assert {one.set_by for one in of_web} == {"EX-2026-001"}
    assert any(not one.kept for one in of_web)
    used = the(told)
    assert used.state == "used"
    assert used.price is not None
    assert float(used.price.low) < 0, "it brings something"
    broken = [one for one in told.findings if one.rule == "WIP-01"]
    assert all("suspended by EX-2026-001" in one.message for one in broken)


def test_a_replaced_limit_bounds_the_plan_in_place_of_the_rules(tmp_path: Path) -> None:
    folder = registered(
        with_limit(a_workspace(tmp_path / "mini")),
        lifted(1, "web", does="{replace_limit: 3 initiatives}"),
    )

    told = planned(folder, PlanOrder(as_of=AS_OF, engine="durable"))

    of_web = [one for one in told.bounds if (one.rule, one.group) == ("WIP-01", "web")]
    assert {(one.stated, one.instead_of, one.set_by) for one in of_web} == {
        ("3", "1", "EX-2026-001")
    }
    assert all(one.kept for one in of_web)
    assert (the(told).state, the(told).does) == ("used", "3 initiatives")


def test_an_exemption_takes_effect_after_an_overlay(tmp_path: Path) -> None:
    folder = with_limit(a_workspace(tmp_path / "mini"), "4 initiatives")
    edit(
        folder,
        BASICS,
        "initiatives\n    values",
        "initiatives\n    overlays: tighten_only\n    values",
    )
    (folder / "policies" / "overlays").mkdir()
    (folder / "policies" / "overlays" / "web.yaml").write_text(
        "asp: overlay/v1\noverlay: web\nlayer: portfolio\nfor: {value_stream: web}\n"
        "owner: value_stream_owner\napproved: {by: portfolio_manager, on: 2026-12-01}\n"
        "effective: {from: 2026-12-31}\nbecause: One thing after the other.\n"
        "set: {wip_limit: 1 initiative}\n",
        encoding="utf-8",
    )
    registered(folder, lifted(1, "web", does="{replace_limit: 3 initiatives}"))

    told = planned(folder)

    of_web = [one for one in told.bounds if (one.rule, one.group) == ("WIP-01", "web")]
    assert {(one.stated, one.set_by) for one in of_web} == {("3", "EX-2026-001")}


LAPSES = "[{remaining_effort: below 100 team-weeks}]"


def test_the_first_condition_that_is_true_ends_it(tmp_path: Path) -> None:
    plain = planned(stopping(tmp_path / "plain"))
    folder = exempting(
        tmp_path / "mini",
        entry(
            1,
            "INI-2",
            lapses_when="[{urgency: is deadline}, {remaining_effort: below 100 team-weeks}]",
        ),
    )

    told = planned(folder, PlanOrder(as_of=AS_OF, engine="durable"))

    assert told.decisions == plain.decisions
    assert (the(told).state, the(told).price) == ("refused", None)
    assert the(told).why == "it lapsed: remaining effort below 100 team-weeks"


def test_what_is_not_known_leaves_it_in_force_and_flags_it(tmp_path: Path) -> None:
    folder = exempting(
        tmp_path / "mini", entry(1, "INI-2", lapses_when="[{outcome_reached: above 50 %}]")
    )

    told = planned(folder, PlanOrder(as_of=AS_OF, engine="durable"))

    assert the(told).state == "used"
    assert the(told).doubt.startswith("share of its target reached")
    (finding,) = [one for one in told.findings if one.result == "may have lapsed"]
    assert (finding.rule, finding.subject) == ("STOP-02", "initiative INI-2")


def test_those_that_end_before_the_next_run_and_those_that_have_ended_are_told(
    tmp_path: Path,
) -> None:
    def over(begins: str, until: str) -> dict[str, str]:
        return {
            "granted": "{by: portfolio_board, person: A. Example, on: 2026-03-01}",
            "effective": f"{{from: {begins}, until: {until}}}",
        }

    folder = exempting(
        tmp_path / "mini",
        entry(1, "INI-2", effective="{from: 2026-12-31, until: 2027-03-30}"),
        entry(2, "INI-1"),
        entry(3, "INI-8", **over("2026-10-01", "2026-12-30")),
        entry(4, "INI-9", **over("2026-07-01", "2026-09-30")),
    )

    told = planned(folder)

    assert [(one.id, one.state, one.ends_before_next_run) for one in told.exemptions] == [
        ("EX-2026-001", "used", True),
        ("EX-2026-002", "unused", False),
        ("EX-2026-003", "refused", False),
    ]
    assert the(told, "EX-2026-003").why == "it ended on 2026-12-30"


def test_a_second_renewal_is_a_finding(tmp_path: Path) -> None:
    first = "{by: portfolio_board, person: A. Example, on: 2026-06-30}"
    folder = exempting(
        tmp_path / "mini",
        entry(1, "INI-2", granted=first, effective="{from: 2026-07-01, until: 2026-09-30}"),
        entry(2, "INI-2", granted=first, effective="{from: 2026-10-01, until: 2026-12-30}"),
        entry(3, "INI-2"),
    )

    told = planned(folder)

    (finding,) = [one for one in told.findings if one.result == "renewed again"]
    assert "EX-2026-003 is renewal 2 in a row" in finding.message
    assert the(told, "EX-2026-003").renewals == 2


@pytest.mark.parametrize(
    ("changes", "place", "says"),
    [
        ({"for": "{initiative: INI-22}"}, "5:23", "the facts have no initiative `INI-22`"),
        ({"effective": "{from: 2026-12-31, until: 2027-04-01}"}, "8:42", "last until 2027-03-31"),
        ({"granted": GRANTED.replace("A. Example", "s. lead")}, "7:44", "is lead of `INI-2`"),
        ({"granted": GRANTED.replace("A. Example", "T. Sponsor")}, "7:44", "is sponsor of"),
    ],
)
def test_what_only_facts_and_calendar_show_is_refused_too(
    changes: dict[str, str], place: str, says: str, tmp_path: Path
) -> None:
    folder = exempting(tmp_path / "mini", entry(1, "INI-2", **changes))
    set_cell(folder, "initiatives", ("id", "INI-2"), "lead", "S. Lead")
    set_cell(folder, "initiatives", ("id", "INI-2"), "sponsor", "T. Sponsor")

    said = plan(folder)

    assert said.code == 2
    assert f"policies/exceptions.yaml:{place}" in said.err
    assert says in said.err


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = registered(
        with_limit(stopping(tmp_path_factory.mktemp("exempted") / "mini")),
        entry(1, "INI-2"),
        entry(2, "INI-1", lapses_when=LAPSES),
        lifted(3, "web", does="{replace_limit: 3 initiatives}"),
        entry(4, "INI-8"),
    )
    assert plan(folder, "-o", "plan.json").code == 0
    said = apply(folder)
    assert said.code == 0, said.err
    return folder


def of_register(folder: Path) -> dict[str, Mapping[str, Any]]:
    return {one["id"]: one for one in recorded(folder) if one["kind"] == "override"}


def test_each_exemption_is_put_on_record_with_its_state_and_price(applied: Path) -> None:
    records = of_register(applied)

    assert {id_: one["state"] for id_, one in records.items()} == {
        "EX-2026-001": "used",
        "EX-2026-002": "refused",
        "EX-2026-003": "used",
        "EX-2026-004": "unused",
    }
    first = records["EX-2026-001"]
    assert first["rules"] == ["STOP-02"]
    assert first["granted"] == {"by": "portfolio_board", "person": "A. Example", "on": "2026-12-30"}
    assert first["price"]["unit"] == "EUR"
    assert records["EX-2026-003"]["does"] == {"replace_limit": "3 initiatives"}


def test_verify_decides_exemptions_again_and_names_a_changed_byte_of_the_register(
    applied: Path, tmp_path: Path
) -> None:
    bundle = a_copy(applied / "runs" / "2027Q1", tmp_path / "2027Q1")
    said = asp("verify", bundle)
    assert said.code == 0, said.out

    path = bundle / "policies" / "exceptions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("INI-2", "INI-8"), encoding="utf-8")
    said = asp("verify", bundle, "--format", "json")

    assert said.code == 1
    checks = {one["check"]: one for one in json.loads(said.out)["checks"]}
    assert (checks[1]["verdict"], checks[1]["at"]) == ("FAIL", "policies/exceptions.yaml")
    assert checks[3]["verdict"] == "FAIL"


def test_the_report_and_explain_list_exemptions_with_price_and_end(applied: Path) -> None:
    assert asp("-C", applied, "report", "--for", "board", "--format", "md").code == 0
    (page,) = (applied / "reports").glob("*.md")
    text = page.read_text(encoding="utf-8")
    assert "EX-2026-001" in text
    assert "it lapsed: remaining effort below 100 team-weeks" in text
    assert "A. Example" not in text, "a board's paper speaks of roles"

    said = asp("-C", applied, "explain", "INI-2")
    assert "EX-2026-001" in said.out


def test_lint_notes_an_exemption_that_the_newest_plan_did_not_need(applied: Path) -> None:
    said = asp("-C", applied, "lint", "--as-of", AS_OF)

    assert said.code == 0
    assert "P114" in said.out + said.err
    assert "EX-2026-004" in said.out + said.err
