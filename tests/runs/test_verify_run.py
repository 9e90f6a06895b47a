"""Whoever has the folder of a run decides it again; one byte of difference is named."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import Said, a_copy, a_planned_workspace, apply, asp, plan

OPENINGS = "openings.json"
HALF = ("--override", "INI-4=start", "--reason", "The shop needs it", "--until", "2027-03-31")


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_planned_workspace(tmp_path_factory.mktemp("applied") / "mini")
    assert apply(folder, *HALF).code == 0
    return folder


@pytest.fixture
def bundle(applied: Path, tmp_path: Path) -> Path:
    return a_copy(applied / "runs" / "2027Q1", tmp_path / "2027Q1")


def _checks(said: Said) -> dict[str, str]:
    """The verdict of each check, and where it failed, by its number."""
    answer = json.loads(said.out)
    return {
        str(one["check"]): " ".join(filter(None, (one["verdict"], one["at"])))
        for one in answer["checks"]
    }


def _verify(bundle: Path, *more: object) -> Said:
    return asp("verify", bundle, "--format", "json", *more)


def test_what_apply_exported_passes(bundle: Path) -> None:
    """Pitfall 40: the same recommendation follows again from the record."""
    said = _verify(bundle)

    assert said.code == 0
    assert {n: _checks(said)[n] for n in "12345678"} == dict.fromkeys("12345678", "PASS")
    assert json.loads(said.out)["passed"] is True


def test_a_line_a_check_for_people(bundle: Path) -> None:
    said = asp("verify", bundle)

    assert said.code == 0
    heading, *lines = said.out.splitlines()
    assert heading.startswith("verify 2027Q1   facts ")
    assert [line[0] for line in lines] == list("12345678")
    assert all(any(word in line for word in ("PASS", "FAIL", "NOT CHECKED")) for line in lines), (
        "never silence"
    )


def test_it_needs_neither_the_workspace_nor_the_ledger(tmp_path: Path, applied: Path) -> None:
    folder = a_copy(applied, tmp_path / "here")
    elsewhere = shutil.move(folder / "runs" / "2027Q1", tmp_path / "the auditor's folder")
    shutil.rmtree(folder)

    assert _verify(Path(elsewhere)).code == 0


def test_strict_takes_what_is_not_checked_as_a_failure(bundle: Path) -> None:
    assert _verify(bundle, "--strict").code == 0
    shutil.rmtree(bundle / "reports")

    said = _verify(bundle, "--strict")

    assert _checks(said)["8"] == "NOT CHECKED"
    assert said.code == 1
    assert _verify(bundle).code == 0


def test_the_checkpoint_of_the_minutes_anchors_the_run(bundle: Path, tmp_path: Path) -> None:
    minutes = tmp_path / "minutes-2027-01-11.txt"
    shutil.copy(bundle / "checkpoint", minutes)
    _, size, root = minutes.read_text(encoding="utf-8").splitlines()

    for checkpoint in (minutes, f"{size}:{root}"):
        said = asp("verify", bundle, "--checkpoint", checkpoint)
        assert said.code == 0
        assert "anchored in full" in said.out


def test_another_checkpoint_is_another_log(bundle: Path) -> None:
    _, size, root = (bundle / "checkpoint").read_text(encoding="utf-8").splitlines()
    other = "A" + root[1:] if root[0] != "A" else "B" + root[1:]

    said = _verify(bundle, "--checkpoint", f"{size}:{other}")

    assert said.code == 1
    assert _checks(said)["1"].startswith("FAIL")


@pytest.mark.parametrize("text", ["48", "48:", ":AAAA", "x:y", "48:AAAA", "no/such/file", ""])
def test_what_is_no_checkpoint_is_told_so(bundle: Path, text: str) -> None:
    said = asp("verify", bundle, "--checkpoint", text)

    assert said.code == 2
    assert "is no checkpoint" in said.err


def test_what_is_no_bundle_is_told_so(tmp_path: Path) -> None:
    said = asp("verify", tmp_path)

    assert said.code == 2
    assert "is not read as a bundle: it has no `manifest.json`" in said.err


def _changed_in_the_middle(path: Path) -> None:
    body = path.read_bytes()
    middle = len(body) // 2
    path.write_bytes(body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :])


EVIDENCE = [
    "asp.yaml",
    "certificate.json",
    "checkpoint",
    "facts/capacity.csv",
    "facts/initiatives.csv",
    "facts/options.csv",
    "log.json",
    "manifest.json",
    "plan.json",
    "policies/portfolio/basics.tests.yaml",
    "policies/portfolio/basics.yaml",
    "records.jsonl",
]


REPORTS = [
    "reports/audit.html",
    "reports/audit.md",
    "reports/board-appendix.html",
    "reports/board-appendix.md",
    "reports/board.html",
    "reports/board.md",
    "reports/finance.md",
    "reports/finance.xlsx",
    "reports/streams/1-back-office.md",
    "reports/streams/2-web.md",
]


def test_every_file_of_a_bundle_is_evidence_or_told_to_people(bundle: Path) -> None:
    found = {path.relative_to(bundle).as_posix() for path in _files(bundle)}

    assert found == {*EVIDENCE, OPENINGS, "README.txt", *REPORTS}


@pytest.mark.parametrize("name", [*EVIDENCE, OPENINGS])
def test_one_byte_of_a_file_is_found_and_the_file_is_named(bundle: Path, name: str) -> None:
    _changed_in_the_middle(bundle / name)

    said = _verify(bundle)

    assert said.code == 1
    verdicts = _checks(said)
    assert any(one.startswith(f"FAIL {name}") for one in verdicts.values()), verdicts


@pytest.mark.parametrize("name", EVIDENCE)
def test_a_file_that_is_missing_is_found_and_named(bundle: Path, name: str) -> None:
    (bundle / name).unlink()

    said = _verify(bundle)

    if name == "manifest.json":
        assert said.code == 2
        assert name in said.err
    else:
        assert said.code == 1
        assert f"FAIL {name}" in _checks(said).values()


def test_without_openings_nobody_is_compared_and_nothing_fails(bundle: Path) -> None:
    (bundle / OPENINGS).unlink()

    said = _verify(bundle)

    assert said.code == 0
    assert _checks(said)["1"] == "PASS"
    assert _checks(said)["5"] == "NOT CHECKED"


def test_a_file_that_was_slipped_in_is_found(bundle: Path) -> None:
    (bundle / "facts" / "signals.csv").write_text("id,kind,origin,observed_on\n", encoding="utf-8")

    said = _verify(bundle)

    assert said.code == 1
    assert _checks(said)["1"] == "FAIL facts/signals.csv"


@pytest.mark.parametrize("name", REPORTS)
def test_an_edited_report_is_found_though_it_is_no_evidence(bundle: Path, name: str) -> None:
    _changed_in_the_middle(bundle / name)

    said = _verify(bundle)

    assert said.code == 1
    failed = {n: verdict for n, verdict in _checks(said).items() if verdict.startswith("FAIL")}
    assert list(failed) == ["8"]
    assert failed["8"].startswith(f"FAIL {name}:")


def test_each_line_of_the_records_is_named_by_its_number(bundle: Path) -> None:
    records = bundle / "records.jsonl"
    lines = records.read_bytes().splitlines(keepends=True)
    for number in (1, 7, len(lines)):
        changed = lines[number - 1].replace(b'"2026-12-31"', b'"2026-12-30"')
        assert changed != lines[number - 1]
        records.write_bytes(b"".join([*lines[: number - 1], changed, *lines[number:]]))

        assert _checks(_verify(bundle))["1"] == f"FAIL records.jsonl:{number}"


def test_the_decision_of_a_person_cannot_be_turned_round(bundle: Path) -> None:
    records = bundle / "records.jsonl"
    body = records.read_bytes()
    records.write_bytes(body.replace(b'"decided":"start"', b'"decided":"wait"'))

    assert records.read_bytes() != body
    assert _verify(bundle).code == 1


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_a_run_is_joined_to_the_minutes_of_earlier_and_later_meetings(
    applied: Path, tmp_path: Path
) -> None:
    """An earlier run is exported again, by applying its plan again, to reach later minutes."""
    folder = a_copy(applied, tmp_path / "mini")
    shutil.copy(folder / "plan.json", folder / "first.json")
    plan(folder, "--drop", "INI-4", "-o", "plan.json")
    assert apply(folder).code == 0
    first, second = (folder / "runs" / name for name in ("2027Q1", "2027Q1-2"))

    assert _verify(second, "--checkpoint", first / "checkpoint").code == 0
    early = asp("verify", first, "--checkpoint", second / "checkpoint")
    assert early.code == 1
    assert "nothing joins it to this bundle; export the run again" in early.out

    asp("-C", folder, "apply", "first.json", "--by", "A", "--role", "portfolio_board")
    assert _verify(first, "--checkpoint", second / "checkpoint").code == 0
