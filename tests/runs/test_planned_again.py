"""What is recorded is what was planned: no byte of a draft changes on its way to the ledger."""

import json
from collections.abc import Callable
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from asp_decide.canonical import canonical_json
from asp_decide.model.exact_number import exact_text
from command_line import a_copy, a_planned_workspace, apply, files_of, plan
from workspace_builders import a_workspace, set_cell

DRAFT = "plans/2027Q1-a"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_planned_workspace(tmp_path_factory.mktemp("planned") / "mini")


@pytest.fixture
def mini(planned: Path, tmp_path: Path) -> Path:
    return a_copy(planned, tmp_path / "mini")


def _refused(folder: Path) -> str:
    before = files_of(folder)
    said = apply(folder)
    assert (said.code, said.out) == (2, ""), said
    assert files_of(folder) == before
    return said.err


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_byte_more_in_the_approved_file_is_another_plan(mini: Path) -> None:
    _replace(mini / "plan.json", '"Catalogue in print"', '"Catalogue in Print"')

    told = _refused(mini)

    assert "no draft under `plans/` holds the plan of `plan.json`" in told
    assert "plan again" in told


@pytest.mark.parametrize("name", ["plan.json", "certificate.json"])
def test_a_byte_more_in_the_draft_itself_is_seen(mini: Path, name: str) -> None:
    path = mini / DRAFT / name
    path.write_bytes(path.read_bytes().replace(b"INI-2", b"INI-1", 1))
    if name == "plan.json":
        (mini / "plan.json").write_bytes(path.read_bytes())

    assert f"`{DRAFT}/{name}` is not what was planned" in _refused(mini)


@pytest.mark.parametrize("name", ["certificate.json", "records.jsonl"])
def test_a_draft_that_lost_a_file_is_planned_again(mini: Path, name: str) -> None:
    (mini / DRAFT / name).unlink()

    told = _refused(mini)

    assert f"`{DRAFT}/{name}` cannot be read" in told
    assert "plan again" in told


@pytest.mark.parametrize("first", ["", "{}\n", '{"files":1}\n', "no record\n"])
def test_a_draft_whose_records_say_nothing_is_planned_again(mini: Path, first: str) -> None:
    (mini / DRAFT / "records.jsonl").write_text(first, encoding="utf-8")

    assert f"`{DRAFT}/records.jsonl` is not what was planned" in _refused(mini)


def _forge(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    """Change a file of the draft, and everything in the workspace that names its digest."""
    path = folder / DRAFT / name
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    body = (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    if name == "certificate.json":
        body = canonical_json(content)
    records = folder / DRAFT / "records.jsonl"
    was, now = (sha256(one).hexdigest() for one in (path.read_bytes(), body))
    records.write_text(records.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    path.write_bytes(body)
    (folder / "plan.json").write_bytes((folder / DRAFT / "plan.json").read_bytes())


def _kinder(plan: Any) -> None:
    next(d for d in plan["decisions"] if d["decision"] == "stop")["decision"] = "continue"


def _cheaper(plan: Any) -> None:
    plan["objective"]["loss"] = "1"


def _released(plan: Any) -> None:
    plan["brake"] = {"tripped": False, "rule": "", "role": "", "message": ""}


def _longer(plan: Any) -> None:
    plan["run"]["intervals"] = plan["run"]["intervals"][:-1]


def _renamed(plan: Any) -> None:
    plan["run"]["id"] = "2027Q1-zz"


def _richer(plan: Any) -> None:
    plan["capacity"][0]["net"] = "99"


def _silent(plan: Any) -> None:
    plan["assumptions"] = []


@pytest.mark.parametrize(
    "change", [_kinder, _cheaper, _longer, _richer, _silent], ids=lambda f: f.__name__
)
def test_a_plan_that_was_forged_with_all_its_digests_is_told_again_and_refused(
    mini: Path, change: Callable[[Any], None]
) -> None:
    """Pitfall 40: what is recorded is what follows, and nothing is explained afterwards."""
    _forge(mini, "plan.json", change)

    assert "does not say what follows from its facts, rules and choices" in _refused(mini)


def test_a_brake_that_was_taken_out_of_the_plan_holds_all_the_same(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")
    set_cell(folder, "initiatives", ("id", "INI-1"), "benefit_per_week_likely", "20")
    plan(folder, "-o", "plan.json")
    _forge(folder, "plan.json", _released)

    assert "does not say what follows from its facts, rules and choices" in _refused(folder)


def test_a_plan_under_another_name_is_in_no_draft(mini: Path) -> None:
    _forge(mini, "plan.json", _renamed)

    assert "no draft under `plans/`" in _refused(mini)


def _better_bound(certificate: Any) -> None:
    certificate["bound"] = exact_text(Fraction(certificate["bound"]) + 1)


def _in_two_ways(certificate: Any) -> None:
    """A number that is not written as certificates write it: the same, and yet no certificate."""
    certificate["bound"] = f"{certificate['bound']}/1"


def _dearer(certificate: Any) -> None:
    certificate["capacity_prices"][0]["price"] = "123456"


@pytest.mark.parametrize("change", [_better_bound, _in_two_ways, _dearer], ids=lambda f: f.__name__)
def test_a_certificate_that_was_forged_is_proven_again_and_refused(
    mini: Path, change: Callable[[Any], None]
) -> None:
    """Prices of capacity are taken as given by whoever verifies: here they are computed again."""
    _forge(mini, "certificate.json", change)

    told = _refused(mini)

    assert f"`{DRAFT}/certificate.json` does not say what follows" in told
