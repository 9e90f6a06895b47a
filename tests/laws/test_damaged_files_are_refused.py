"""Whatever an accident or a forger leaves of a file: it is refused in words, and never our fault."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from asp_decide.canonical import canonical_json
from asp_decide.ledger.bundle import Bundle, open_bundle
from audit_builders import hashed_anew, records_of, with_evidence
from command_line import Said, a_copy, a_planned_workspace, apply, asp, content_of, files_of, plan
from damaged_files import damaged, forge

DRAFT = "plans/2027Q1-a"
RUN = "2027Q1-2"
EVIDENCE = ("plan.json", "certificate.json", "log.json", "records.jsonl", "manifest.json")
HALF = ("--override", "INI-4=start", "--reason", "The shop needs it", "--until", "2027-03-31")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_planned_workspace(tmp_path_factory.mktemp("planned") / "mini")


@pytest.fixture(scope="module")
def bundle(planned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second run of its log, so that it tells of an earlier one."""
    folder = a_copy(planned, tmp_path_factory.mktemp("applied") / "mini")
    assert apply(folder, *HALF).code == 0
    plan(folder, "--drop", "INI-4", "-o", "plan.json")
    assert apply(folder).code == 0
    return folder / "runs" / RUN


def _ways(name: str, times: int) -> Iterator[tuple[str, Random]]:
    """Seeds that are told, so that what fails can be made again."""
    for number in range(times):
        seed = f"{name} {number}"
        yield seed, Random(seed)


@pytest.mark.parametrize("name", ["plan.json", "certificate.json", "records.jsonl"])
def test_a_damaged_draft_is_refused_or_records_the_very_same(
    planned: Path, bundle: Path, tmp_path: Path, name: str
) -> None:
    whole = a_copy(planned, tmp_path / "whole")
    assert apply(whole).code == 0
    for seed, random in _ways(name, 4 if name == "records.jsonl" else 12):
        folder = a_copy(planned, tmp_path / "mini")
        draft = folder / DRAFT / name
        draft.write_bytes(damaged(draft.read_bytes(), random))
        if name == "plan.json":
            shutil.copy(draft, folder / name)
        before = files_of(folder)

        said = apply(folder)

        if said.code == 0:
            # Records are made anew; of the draft's own only the names of its files are asked.
            assert content_of(folder) == content_of(whole), seed
        else:
            assert (said.code, said.out) == (2, ""), (seed, said.err)
            assert files_of(folder) == before, seed
        shutil.rmtree(folder)


@pytest.mark.parametrize("verb", [("show", "plan.json"), ("explain", "INI-1"), ("lint",)])
def test_whoever_reads_a_damaged_draft_is_told_so(
    planned: Path, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    folder = a_copy(planned, tmp_path / "mini")
    name = "plan.json" if verb[0] == "show" else "records.jsonl"
    draft = folder / DRAFT / name
    body = draft.read_bytes()
    for accident in (b"", b"null\n", body[:-9], body[body.index(b"\n") + 1 :], b"[" * 10**5):
        draft.write_bytes(accident)
        shutil.copy(draft, folder / name)

        assert asp("-C", folder, *verb).code == (0 if verb[0] == "lint" else 2)


def _said_of(folder: Path) -> Said:
    said = asp("verify", folder)
    assert said.code in {0, 1, 2}, said.err
    return said


def test_a_damaged_file_of_a_bundle_is_found(bundle: Path, tmp_path: Path) -> None:
    folder = a_copy(bundle, tmp_path / RUN)
    for name, body in files_of(bundle).items():
        for seed, random in _ways(name, 5 if name in EVIDENCE else 2):
            (folder / name).write_bytes(damaged(body, random))
            assert _said_of(folder).code in {1, 2}, seed
        (folder / name).write_bytes(body)


@pytest.mark.parametrize(
    "words",
    [("prove", "2027Q1:3"), ("prove", "50..98"), ("export", "2027Q1", "--for", "stream:web")],
)
def test_a_damaged_proof_proves_nothing_else(
    bundle: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """What passes is what was proven: only the name of the log and of the reader are not hashed.

    An extract from which a record was taken proves the others, and says that it may not be whole.
    """
    path, minutes = tmp_path / "proof.json", tmp_path / "minutes.txt"
    folder = tmp_path / "folder"
    place = folder if "--for" in words else path
    assert asp("-C", bundle.parents[1], "ledger", *words, "-o", place).code == 0
    if folder.exists():
        shutil.copy(folder / "extract.json", path)
    shutil.copy(bundle / "checkpoint", minutes)
    body, whole = path.read_bytes(), _proven(path, minutes)
    assert whole
    for seed, random in _ways(words[1], 30):
        path.write_bytes(damaged(body, random))
        assert _nothing_else(_proven(path, minutes), whole), seed


def test_a_damaged_file_of_the_folder_of_a_reader_is_found(bundle: Path, tmp_path: Path) -> None:
    """All but the pages, which nothing in the folder can make again: it says so of them."""
    folder = tmp_path / "folder"
    words = ("ledger", "export", RUN, "--for", "stream:web", "-o", folder)
    assert asp("-C", bundle.parents[1], *words).code == 0
    for name, body in files_of(folder).items():
        for seed, random in _ways(name, 3):
            (folder / name).write_bytes(damaged(body, random))
            said = _said_of(folder)
            assert said.code in {1, 2} or name.startswith("reports/"), seed
        (folder / name).write_bytes(body)


def _nothing_else(found: list[Any] | None, whole: list[Any]) -> bool:
    if found is None or found == whole:
        return True
    *_, records = found
    return bool(whole[2]) and len(records) < len(whole[2]) and all(r in whole[2] for r in records)


def _proven(path: Path, minutes: Path) -> list[Any] | None:
    """The records that a file proves to be in the log of the minutes, None if it is refused."""
    said = asp("verify", path, "--checkpoint", minutes, "--format", "json")
    assert said.code in {0, 1, 2}, said.err
    if said.code:
        return None
    answer = json.loads(said.out)
    return [answer["told"], answer.get("record"), answer.get("records")]


def test_what_a_forger_hashes_anew_is_judged_and_never_our_fault(
    bundle: Path, tmp_path: Path
) -> None:
    """Digests, tree and checkpoint all fit: what is wrong in itself gets as far as it can."""
    folder = a_copy(bundle, tmp_path / RUN)
    opened = open_bundle(bundle)
    for name in ("plan.json", "certificate.json", "records.jsonl"):
        for seed, random in _ways(f"anew {name}", 8):
            for path, body in _hashed_anew(opened, name, random).files.items():
                (folder / path).write_bytes(body)
            assert _said_of(folder).out, seed


@pytest.mark.parametrize("endless", ["1e999999999", "-1E+999999999", "1.5e-999999999"])
def test_a_number_that_takes_for_ever_to_read_is_refused_at_once(
    planned: Path, bundle: Path, tmp_path: Path, endless: str
) -> None:
    opened = open_bundle(bundle)
    plan_now, proof_now = (
        json.loads(opened.files[f"{one}.json"]) for one in ("plan", "certificate")
    )
    plan_now["decisions"][0]["loss"] = endless
    proof_now["bound"] = endless
    records = records_of(opened)
    next(one for one in records if one["kind"] == "price")["low"] = endless
    folder = a_copy(bundle, tmp_path / RUN)
    for forged in (
        with_evidence(opened, plan=canonical_json(plan_now)),
        with_evidence(opened, certificate=canonical_json(proof_now)),
        hashed_anew(opened, records),
    ):
        for path, body in forged.files.items():
            (folder / path).write_bytes(body)
        assert _said_of(folder).code == 1
    mini = a_copy(planned, tmp_path / "mini")
    for draft in (mini / "plan.json", mini / DRAFT / "plan.json"):
        draft.write_bytes(canonical_json(plan_now))
    assert apply(mini).code == 2
    assert asp("-C", mini, "show", "plan.json").code == 2


def _hashed_anew(bundle: Bundle, name: str, random: Random) -> Bundle:
    if name != "records.jsonl":
        evidence = name.removesuffix(".json")
        return with_evidence(bundle, **{evidence: damaged(bundle.files[name], random)})
    while True:
        records = records_of(bundle)
        forge(records, random)
        try:
            return hashed_anew(bundle, records)
        except ValueError:
            # It has no canonical form, and no record is written in another.
            continue
