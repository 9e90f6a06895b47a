"""The owner of a value stream gets what is theirs, proven, and of others neither money nor names."""

import json
from pathlib import Path
from typing import Any

import pytest

from asp_decide.canonical import canonical_json
from asp_decide.model.masked import masks_in
from command_line import Said, a_copy, a_planned_workspace, apply, asp, logged, plan, recorded

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


def _content(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _initiatives(folder: Path, stream: str) -> set[str]:
    planned = _content(folder / "runs/2027Q1/plan.json")["decisions"]
    return {one["initiative"] for one in planned if stream in one["value_streams"]}


def _verified(path: Path, *more: object) -> Said:
    return asp("verify", path, *more)


def test_it_is_proven_under_the_same_root_as_the_bundle(mini: Path) -> None:
    path = _extract(mini)
    newest = mini / "runs" / "2027Q1-2" / "checkpoint"

    said = _verified(path, "--checkpoint", newest)

    assert path.name == "2027Q1-stream-web.json"
    assert said.code == 0
    heading, proven, opened, complete = said.out.splitlines()
    assert heading == "verify 2027Q1-stream-web.json   stream:web of run 2027Q1 in My portfolio"
    assert "PASS" in proven
    assert "anchored in full" in proven
    masked = [one for line in _content(path)["records"] for one in masks_in(line["record"])]
    fields = f"0 of {len(masked)} masked names and prices"
    assert opened == f"opened         NOT CHECKED {fields}; --openings FILE opens them"
    assert "NOT CHECKED" in complete
    assert _verified(path, "--strict").code == 1


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
    text = _extract(mini).read_text(encoding="utf-8")
    others = _initiatives(mini, "back-office") - _initiatives(mini, "web")

    assert "Ada Person" in {one["person"] for one in recorded(mini) if "person" in one}
    assert "Ada Person" not in text
    assert others
    assert not {one for one in others if f'"{one}"' in text}


def test_a_value_that_was_changed_in_it_fails(mini: Path) -> None:
    path = _extract(mini)
    content = _content(path)
    rule = next(one for one in content["records"] if one["record"]["kind"] == "rule")
    rule["record"]["result"] = "spared"
    path.write_bytes(canonical_json(content))

    said = _verified(path)

    assert said.code == 1
    assert "does not lead to the root" in said.out


@pytest.mark.parametrize("how", ["twice", "turned", "renamed", "of another run"])
def test_records_that_stand_otherwise_fail(mini: Path, how: str) -> None:
    path = _extract(mini)
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
    path = _extract(mini)
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
