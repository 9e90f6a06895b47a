"""The owner of a value stream gets what is theirs, proven, and of others neither money nor names."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from asp_decide.canonical import canonical_json
from asp_decide.model.masked import masks_in
from command_line import (
    Said,
    a_copy,
    a_planned_workspace,
    apply,
    asp,
    files_of,
    logged,
    plan,
    recorded,
)
from folder_parts import parts_there, parts_told

RESULTS = {"rule", "answer", "bound", "allocation"}
HALF = ("--override", "INI-4=start", "--reason", "The shop needs it", "--until", "2027-03-31")


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_planned_workspace(tmp_path_factory.mktemp("twice") / "mini")
    assert apply(folder, *HALF, by="Ada Person").code == 0
    plan(folder, "--drop", "INI-4", "-o", "plan.json")
    assert apply(folder).code == 0
    return folder


@pytest.fixture
def mini(twice: Path, tmp_path: Path) -> Path:
    return a_copy(twice, tmp_path / "mini")


def _extract(folder: Path, *more: object, stream: str = "web") -> Path:
    said = asp("-C", folder, "ledger", "export", "2027Q1", "--for", f"stream:{stream}", *more)
    assert said.code == 0, said.err
    return folder / said.out.strip()


def _alone(folder: Path, *more: object, stream: str = "web") -> Path:
    """The records without the rest of the folder, as somebody sends them on."""
    return _extract(folder, *more, stream=stream) / "extract.json"


def _content(path: Path) -> Any:
    file = path / "extract.json" if path.is_dir() else path
    return json.loads(file.read_text(encoding="utf-8"))


def _initiatives(folder: Path, stream: str) -> set[str]:
    planned = _content(folder / "runs/2027Q1/plan.json")["decisions"]
    return {one["initiative"] for one in planned if stream in one["value_streams"]}


def _verified(path: Path, *more: object) -> Said:
    return asp("verify", path, *more)


def test_it_is_a_folder_that_is_checked_under_the_same_root_as_the_bundle(mini: Path) -> None:
    path = _extract(mini)
    newest = mini / "runs" / "2027Q1-2" / "checkpoint"

    said = _verified(path, "--checkpoint", newest)

    assert path == mini / "proofs" / "2027Q1-stream-web"
    assert said.code == 0
    heading, unchanged, *others = said.out.splitlines()
    assert heading == "verify 2027Q1-stream-web   stream:web of run 2027Q1 in My portfolio"
    assert unchanged.startswith("1 unchanged    PASS")
    assert "anchored in full" in unchanged
    assert [line[:26].split(maxsplit=1)[0] for line in others] == list("2345678")
    assert all("PASS        of what this folder shows: " in line for line in others[:5])
    assert all("NOT CHECKED" in line for line in others)
    assert _verified(path, "--strict").code == 1


def test_its_records_are_proven_without_the_folder_too(mini: Path) -> None:
    said = _verified(_alone(mini))

    heading, proven, opened, complete = said.out.splitlines()
    assert heading == "verify extract.json   stream:web of run 2027Q1 in My portfolio"
    assert "PASS" in proven
    masked = [
        one for line in _content(_extract(mini))["records"] for one in masks_in(line["record"])
    ]
    fields = f"0 of {len(masked)} masked names and prices"
    assert opened == f"opened         NOT CHECKED {fields}; --openings FILE opens them"
    assert "NOT CHECKED" in complete


def test_the_openings_of_the_whole_open_it_under_the_same_root(mini: Path) -> None:
    path, openings = _extract(mini), mini / "runs" / "2027Q1" / "openings.json"

    closed, opened = (
        json.loads(_verified(path, "--format", "json", *more).out)
        for more in ((), ("--openings", openings))
    )

    assert "Ada Person" not in json.dumps(closed)
    assert "Ada Person" in json.dumps(opened["records"])
    assert closed["checks"][0] == opened["checks"][0]
    assert " names and prices masked" in closed["checks"][4]["told"]
    assert "no name or price masked" in opened["checks"][4]["told"]


def test_policies_lie_in_it_as_they_are_on_record_and_pages_as_they_are_told(mini: Path) -> None:
    """A policy that an earlier run recorded is proven as well, by its record of then."""
    first = files_of(_extract(mini))
    said = asp("-C", mini, "ledger", "export", "2027Q1-2", "--for", "stream:web")
    later = files_of(mini / said.out.strip())

    for files in (first, later):
        policy = "policies/portfolio/basics.yaml"
        assert files[policy] == (mini / policy).read_bytes()
        assert {"reports/stream.html", "reports/stream.md", "checkpoint"} <= files.keys()
        assert not {name for name in files if name.endswith((".tests.yaml", "plan.json"))}
    assert not [name for name in first if name.startswith("earlier/")]
    assert [name for name in later if name.startswith("earlier/")] == ["earlier/1.json"]
    assert _verified(mini / said.out.strip()).code == 0


def test_its_readme_has_a_line_for_each_file_and_for_nothing_else(mini: Path) -> None:
    later = asp("-C", mini, "ledger", "export", "2027Q1-2", "--for", "stream:web")

    for folder, earlier in ((_extract(mini), False), (mini / later.out.strip(), True)):
        assert sorted(parts_told(folder)) == parts_there(folder)
        assert ("earlier/" in parts_told(folder)) == earlier


def test_what_an_act_costs_is_masked_on_the_pages_too(mini: Path) -> None:
    page = files_of(_extract(mini))["reports/stream.md"].decode()

    assert "masked" in page.split("## Overrides")[1].split("##")[0]


@pytest.mark.parametrize(
    ("name", "body", "where"),
    [
        (
            "policies/portfolio/basics.yaml",
            b"asp: policy/v1\n",
            "its bytes are not those on record",
        ),
        ("policies/portfolio/more.yaml", b"asp: policy/v1\n", "no record names it"),
        ("checkpoint", b"My portfolio\n1\nAAAA\n", "it is not the one that the records lead to"),
        ("README.txt", b"asp-decide verify --trust-me\n", "does not say what such a folder says"),
        ("facts/initiatives.csv", b"id\n", "it is no file of such a folder"),
        ("earlier/1.json", b"{}", "it lacks what a proof has"),
    ],
)
def test_a_file_that_is_not_what_is_on_record_is_named(
    mini: Path, name: str, body: bytes, where: str
) -> None:
    path = _extract(mini)
    (path / name).parent.mkdir(parents=True, exist_ok=True)
    (path / name).write_bytes(body)

    said = _verified(path)

    assert said.code == 1
    assert f"1 unchanged    FAIL        {where}" in said.out or where in said.out.splitlines()[1]
    assert said.out.splitlines()[1].endswith(f"   {name}")


def test_a_record_of_an_earlier_run_that_was_changed_or_moved_is_named(mini: Path) -> None:
    said = asp("-C", mini, "ledger", "export", "2027Q1-2", "--for", "stream:web")
    path = mini / said.out.strip()
    proof = path / "earlier" / "1.json"
    content = json.loads(proof.read_text(encoding="utf-8"))
    content["record"]["owner"] = content["record"]["approved"]["by"]
    proof.write_bytes(canonical_json(content))

    wrong = _verified(path).out.splitlines()
    proof.write_bytes(canonical_json(content | {"number": 2}))
    moved = _verified(path).out.splitlines()

    assert wrong[1].endswith("   earlier/1.json")
    assert (
        "FAIL        policies/portfolio/basics.yaml: `portfolio_board` owns it and approved it"
        in wrong[4]
    )
    assert "FAIL" in moved[1]


def test_it_is_a_zip_where_that_is_asked_for_and_replaces_nothing_else(mini: Path) -> None:
    zipped = _extract(mini, "-o", mini / "web.zip")
    other = asp(
        "-C", mini, "ledger", "export", "2027Q1", "--for", "stream:web", "-o", mini / "facts"
    )

    assert _verified(zipped).code == 0
    assert other.code == 2
    assert "holds something else" in other.err
    assert _verified(zipped, "--resolve").code == 2


def test_it_can_be_proven_up_to_the_checkpoint_that_the_minutes_have(mini: Path) -> None:
    minutes = mini / "runs" / "2027Q1" / "checkpoint"
    size = minutes.read_text(encoding="utf-8").splitlines()[1]

    assert _verified(_extract(mini), "--checkpoint", minutes).code == 1
    assert _verified(_extract(mini, "--at", size), "--checkpoint", minutes).code == 0


def test_each_record_is_about_the_stream_and_every_such_record_is_there(mini: Path) -> None:
    """The streams share what is about all of them, and nothing else."""
    whole = logged(mini)
    for stream in ("web", "back-office"):
        own = _initiatives(mini, stream)
        found = [one["record"] for one in _content(_extract(mini, stream=stream))["records"]]

        assert own
        assert all(one in whole for one in found)
        for record in whole:
            subject = record.get("subject") or {}
            theirs = record["kind"] == "policy" or (
                record["kind"] in {*RESULTS, "override", "approval"}
                and (
                    stream in (record.get("group"), record.get("value_stream"))
                    or subject.get("value_stream") == stream
                    or (subject.get("initiative") in own and "value_stream" not in subject)
                )
            )
            assert (record in found) == theirs, record


def test_nobodys_name_and_no_initiative_of_others_stands_in_it(mini: Path) -> None:
    files = files_of(_extract(mini))
    text = "\n".join(body.decode() for name, body in files.items() if "policies/" not in name)
    others = _initiatives(mini, "back-office") - _initiatives(mini, "web")

    assert "Ada Person" in {one["person"] for one in recorded(mini) if "person" in one}
    assert "Ada Person" not in text
    assert others
    assert not {one for one in others if re.search(rf"\b{re.escape(one)}\b", text)}


def test_a_value_that_was_changed_in_it_fails(mini: Path) -> None:
    path = _alone(mini)
    content = _content(path)
    rule = next(one for one in content["records"] if one["record"]["kind"] == "rule")
    rule["record"]["result"] = "spared"
    path.write_bytes(canonical_json(content))

    said = _verified(path)

    assert said.code == 1
    assert "does not lead to the root" in said.out


@pytest.mark.parametrize("how", ["twice", "turned", "renamed", "of another run"])
def test_records_that_stand_otherwise_fail(mini: Path, how: str) -> None:
    path = _alone(mini)
    content = _content(path)
    match how:
        case "twice":
            content["records"].insert(0, content["records"][0])
        case "turned":
            content["records"].reverse()
        case "renamed":
            content["run"] = "2027Q1-2"
        case _:
            other = asp("-C", mini, "ledger", "export", "2027Q1-2", "--for", "stream:web")
            content["records"] += _content(mini / other.out.strip())["records"]
    path.write_bytes(canonical_json(content))

    said = _verified(path)

    assert said.code == 1
    assert "FAIL" in said.out


@pytest.mark.parametrize("change", [{"records": {}}, {"more": "1"}, {"reader": 7}, {"run": None}])
def test_what_is_not_written_as_an_extract_is_none(mini: Path, change: dict[str, Any]) -> None:
    path = _alone(mini)
    path.write_bytes(canonical_json(_content(path) | change))

    said = _verified(path)

    assert said.code == 2
    assert "is not read as a proof" in said.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("2027Q1", "--for", "web"), "is no reader of run `2027Q1`"),
        (("2027Q1", "--for", "stream:nobody"), "one of stream:back-office, stream:web"),
        (("2026Q1", "--for", "stream:web"), "holds no run `2026Q1`"),
        (("2027Q1-2", "--for", "stream:web", "--at", "50"), "older than run `2027Q1-2`"),
        (("2027Q1", "--for", "stream:web", "--at", "7"), "no checkpoint of 7 records"),
        (("2027Q1", "--at", "50"), "a bundle proves itself"),
    ],
)
def test_what_is_not_there_is_told(mini: Path, words: tuple[str, ...], why: str) -> None:
    said = asp("-C", mini, "ledger", "export", *words)

    assert said.code == 2
    assert why in said.err
    assert not (mini / "proofs").exists()
