"""One overlay through a whole run: it bounds the plan, is told, recorded, and found again."""

import json
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.ledger.bundle import open_bundle
from asp_decide.model.plan import Plan
from asp_decide.runs.investing.plan_run import PlanOrder
from audit_builders import hashed_anew, records_of
from command_line import a_copy, apply, asp, edit, plan, recorded
from workspace_builders import AS_OF, a_workspace, decided, planned

BASICS = "policies/portfolio/basics.yaml"
OVERLAY = """\
asp: overlay/v1
overlay: web
layer: portfolio
for: {value_stream: web}
owner: value_stream_owner
approved: {by: portfolio_manager, on: 2026-12-01}
effective: {from: 2026-12-31, until: 2027-12-31}
because: One thing after the other until the new team has settled.
set:
  wip_limit: 1 initiative
"""


def overlaid(folder: Path, overlay: str = OVERLAY) -> Path:
    """The workspace with an overlay of its web stream."""
    edit(
        folder,
        BASICS,
        "unit: initiatives\n    values",
        "unit: initiatives\n    overlays: tighten_only\n    values",
    )
    (folder / "policies" / "overlays").mkdir()
    (folder / "policies" / "overlays" / "web.yaml").write_text(overlay, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = overlaid(a_workspace(tmp_path_factory.mktemp("overlaid") / "mini"))
    assert plan(folder, "-o", "plan.json").code == 0
    assert apply(folder).code == 0
    return folder


def bounds(told: Plan, group: str) -> set[tuple[str, str, str, str | None]]:
    return {
        (one.stated, one.set_by, one.unit, one.instead_of)
        for one in told.bounds
        if (one.rule, one.group) == ("WIP-01", group)
    }


def test_the_stream_is_planned_under_its_own_limit_and_the_others_under_the_policys(
    tmp_path: Path,
) -> None:
    """Both evaluators, or the run would have stopped."""
    folder = overlaid(a_workspace(tmp_path / "mini"))

    told = planned(folder, PlanOrder(as_of=AS_OF, engine="durable"))

    assert bounds(told, "web") == {("1", "overlays/web", "initiatives", "5")}
    assert bounds(told, "back-office") == {("5", "", "initiatives", None)}
    assert decided(told) != decided(planned(a_workspace(tmp_path / "plain")))
    for one in told.bounds:
        if (one.rule, one.group) == ("WIP-01", "web"):
            assert Fraction(one.planned) <= Fraction(one.limit)


def test_the_finding_of_the_stream_is_against_its_own_limit(applied: Path) -> None:
    found = {
        record["subject"]["value_stream"]: record
        for record in recorded(applied)
        if record["kind"] == "rule" and record["rule"] == "WIP-01"
    }

    (web,), (office,) = found["web"]["comparisons"], found["back-office"]["comparisons"]
    assert (web["limit"], web["limit_from"]) == ("1", "wip_limit@2026-12-31 overlays/web")
    assert (office["limit"], office["limit_from"]) == ("5", "wip_limit@2026-01-01")


def test_explain_and_the_report_say_who_tightened_the_limit(applied: Path) -> None:
    said = asp("-C", applied, "explain", "--rule", "WIP-01")
    assert "overlays/web; the rule says 5 initiatives" in said.out

    assert asp("-C", applied, "report", "--for", "board-appendix", "--format", "md").code == 0
    (page,) = (applied / "reports").glob("*.md")
    assert "tightened by overlays/web from 5 initiatives" in page.read_text(encoding="utf-8")


def test_the_record_decides_the_same_again_and_a_changed_byte_is_named(
    applied: Path, tmp_path: Path
) -> None:
    bundle = a_copy(applied / "runs" / "2027Q1", tmp_path / "2027Q1")
    assert asp("verify", bundle).code == 0

    path = bundle / "policies" / "overlays" / "web.yaml"
    path.write_text(OVERLAY.replace("1 initiative", "2 initiatives"), encoding="utf-8")
    said = asp("verify", bundle, "--format", "json")

    assert said.code == 1
    checks = {one["check"]: one for one in json.loads(said.out)["checks"]}
    assert (checks[1]["verdict"], checks[1]["at"]) == ("FAIL", "policies/overlays/web.yaml")
    assert checks[3]["verdict"] == "FAIL"


def test_the_manifest_names_the_overlay_with_who_approved_it(applied: Path) -> None:
    (manifest, *_) = recorded(applied)

    named = {one["policy"]: one for one in manifest["policies"]}
    assert named["overlays/web"]["approved"] == {"by": "portfolio_manager", "on": "2026-12-01"}


def test_an_overlay_of_a_stream_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = overlaid(
        a_workspace(tmp_path / "mini"), OVERLAY.replace("value_stream: web", "value_stream: wep")
    )

    said = plan(folder)

    assert said.code == 2
    assert "policies/overlays/web.yaml:4:21 P023" in said.err
    assert "did you mean `web`?" in said.err


def test_a_plan_is_stale_once_an_overlay_has_changed(tmp_path: Path) -> None:
    folder = overlaid(a_workspace(tmp_path / "mini"))
    assert plan(folder, "-o", "plan.json").code == 0
    edit(folder, "policies/overlays/web.yaml", "1 initiative", "2 initiatives")

    said = apply(folder)

    assert said.code == 2
    assert "policies/overlays/web.yaml" in said.err


@pytest.mark.parametrize("hashed_again", [False, True])
def test_an_overlay_that_loosens_is_refused_whatever_was_hashed_anew(
    applied: Path, tmp_path: Path, *, hashed_again: bool
) -> None:
    bundle = a_copy(applied / "runs" / "2027Q1", tmp_path / "2027Q1")
    path = bundle / "policies" / "overlays" / "web.yaml"
    was = path.read_bytes()
    now = was.replace(b"1 initiative", b"9 initiatives")
    path.write_bytes(now)
    if hashed_again:
        opened = open_bundle(bundle)
        told = canonical_json(records_of(opened)).replace(
            sha256(was).hexdigest().encode(), sha256(now).hexdigest().encode()
        )
        for name, body in hashed_anew(opened, read_canonical(told)).files.items():
            (bundle / name).write_bytes(body)

    said = asp("verify", bundle, "--format", "json")

    checks = {one["check"]: one for one in json.loads(said.out)["checks"]}
    assert said.code == 1
    assert checks[1]["verdict"] == ("PASS" if hashed_again else "FAIL")
    assert checks[4]["verdict"] == "FAIL"
    assert "policies/overlays/web.yaml" in checks[4]["told"]
