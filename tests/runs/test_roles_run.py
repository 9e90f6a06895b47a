"""Row 30: each decision has one accountable role, and what nobody can decide is said."""

import json
from pathlib import Path

import pytest

from asp_decide.errors import NotPermittedError, UsageError
from asp_decide.model.decision_point import DECISION_POINTS, POINTS_BY_NAME
from asp_decide.model.role_map import MODEL_RIGHTS, MODEL_ROLES, ROLES
from asp_decide.runs.designing.roles_run import RoleReport, roles_run
from asp_decide.runs.person_act import Act
from asp_decide.runs.rights import refuse_right_to
from asp_decide.runs.workspace import open_workspace
from command_line import asp
from workspace_builder import CHARTER, RUN_DAY, TABLES, write_workspace


def _report(folder: Path, charter: str = CHARTER, **tables: str) -> RoleReport:
    write_workspace(folder, charter=charter, **tables)
    return roles_run(open_workspace(folder), as_of=RUN_DAY)


def test_every_decision_point_has_exactly_one_accountable_role() -> None:
    points = [right.point for right in MODEL_RIGHTS]
    assert sorted(points) == sorted([*(point.name for point in DECISION_POINTS), "brake"])
    assert {r for right in MODEL_RIGHTS for r in (right.holder, right.prepared_by)} <= set(ROLES)


def test_whoever_stands_outside_decides_nothing() -> None:
    outside = {role.key for role in MODEL_ROLES if role.level == "outside"}
    assert outside == {"auditor"}
    assert not outside & {right.holder for right in MODEL_RIGHTS}


def test_a_workspace_gives_a_decision_away_or_lends_it_for_a_time(tmp_path: Path) -> None:
    charter = CHARTER + (
        "rights: {expedite: finance}\n"
        "delegations:\n"
        "  - {by: portfolio_board, to: finance, points: [gate_2], from: 2026-12-01, until: 2026-12-31}\n"
        "  - {by: portfolio_board, to: sponsor, points: [gate_1], from: 2027-01-01, until: 2027-01-31}\n"
    )
    held = {one.right.point: one for one in _report(tmp_path, charter).rights}

    assert (held["expedite"].holder, held["expedite"].is_the_models) == ("finance", False)
    assert (held["gate_2"].holder, held["gate_2"].lent_to) == ("portfolio_board", ("finance",))
    assert held["gate_1"].lent_to == (), "a right is lent from its day on"


def test_what_nobody_holds_is_listed_with_the_reason(tmp_path: Path) -> None:
    """A right of whoever owns a stream is nobody's where the stream has no owner."""
    streams = "id,name,owner\npayments,Payments,M. Sand\nbooking,Booking,\n"
    columns, first, second = TABLES["initiatives"].splitlines()
    initiatives = f"{columns},lead\n{first},T. Okafor\n{second},\n"

    known = _report(tmp_path, value_streams=streams, initiatives=initiatives).unheld

    assert [(one.where, one.decision) for one in known] == [
        ("booking", "quality_brake, improvement"),
        ("INI-2", "how it goes on until its next gate"),
    ]
    assert [one.why for one in known] == [
        "the value stream names no owner",
        "`investment_framing` has a lead, and it names none",
    ]


def test_an_organization_that_names_its_people_has_no_decision_without_a_holder(
    tmp_path: Path,
) -> None:
    streams = "id,name,owner\npayments,Payments,M. Sand\nbooking,Booking,L. Ek\n"
    columns, *rows = TABLES["initiatives"].splitlines()
    initiatives = "\n".join([f"{columns},lead", *(f"{row},T. Okafor" for row in rows)])

    assert _report(tmp_path, value_streams=streams, initiatives=initiatives).unheld == ()


@pytest.mark.parametrize("point", sorted(POINTS_BY_NAME))
def test_deciding_without_the_right_is_refused_at_every_point_of_both_layers(
    point: str, tmp_path: Path
) -> None:
    charter = open_workspace(write_workspace(tmp_path)).charter
    holder = charter.rights[point]

    refuse_right_to(point, charter, Act("A. Person", holder, RUN_DAY))
    with pytest.raises(NotPermittedError, match=f"`{point}` is decided by `{holder}`; `auditor`"):
        refuse_right_to(point, charter, Act("A. Person", "auditor", RUN_DAY))
    with pytest.raises(UsageError, match="`king` is no role"):
        refuse_right_to(point, charter, Act("A. Person", "king", RUN_DAY))


def test_the_report_is_a_page_for_people_and_one_object_for_machines(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path)
    page = asp("-C", folder, "roles", "--as-of", "2026-12-31", "--format", "md")
    told = json.loads(asp("-C", folder, "roles", "--as-of", "2026-12-31", "--format", "json").out)

    assert page.out.startswith("# 22 decisions, each with one accountable role; 4 places where")
    assert "| gate_2 | is it worth funding, and at what scale? | portfolio_board |" in page.out
    assert {"flow": "initiative", "id": "P6"}.items() <= told["moves"][1].items()
    assert [one["role"] for one in told["roles"]] == list(ROLES)
