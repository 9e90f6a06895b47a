"""A signed checkpoint says who spoke; its key lies outside of whatever it vouches for."""

import stat
from pathlib import Path

import pytest

from command_line import Said, a_copy, a_planned_workspace, apply, asp


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_planned_workspace(tmp_path_factory.mktemp("applied") / "mini")
    assert apply(folder).code == 0
    assert asp("-C", folder, "ledger", "prove", "2027Q1:3").code == 0
    return folder


@pytest.fixture
def mini(applied: Path, tmp_path: Path) -> Path:
    return a_copy(applied, tmp_path / "mini")


@pytest.fixture
def public(tmp_path: Path) -> str:
    """The public key of a pair whose secret half lies in `office.key`."""
    said = asp("ledger", "key", "office", "-o", tmp_path / "office.key")
    assert said.code == 0, said.err
    return said.out.strip()


def _signed(folder: Path, key: Path) -> Path:
    said = asp("-C", folder, "ledger", "checkpoint", "--sign", key)
    assert said.code == 0, said.err
    note = folder.parent / "minutes.txt"
    note.write_text(said.out, encoding="utf-8")
    return note


def _verified(folder: Path, *more: object) -> Said:
    return asp("verify", folder / "runs" / "2027Q1", *more)


def test_a_signed_checkpoint_anchors_the_run_and_names_its_signer(
    mini: Path, tmp_path: Path, public: str
) -> None:
    note = _signed(mini, tmp_path / "office.key")
    plain = asp("-C", mini, "ledger", "checkpoint").out
    assert note.read_text(encoding="utf-8").startswith(f"{plain}\n— office ")

    said = _verified(mini, "--checkpoint", note, "--key", public)

    assert said.code == 0
    assert "as expected; anchored in full (signed by office)" in said.out
    for where in (("verify", mini / "proofs" / "2027Q1-3.json"), ("-C", mini, "verify", "--all")):
        answer = asp(*where, "--checkpoint", note, "--key", public)
        assert answer.code == 0
        assert "(signed by office)" in answer.out


def test_a_key_may_come_in_a_file_and_a_signature_is_no_trouble_without_one(
    mini: Path, tmp_path: Path, public: str
) -> None:
    note = _signed(mini, tmp_path / "office.key")
    (tmp_path / "office.pub").write_text(public + "\n", encoding="utf-8")

    assert _verified(mini, "--checkpoint", note, "--key", tmp_path / "office.pub").code == 0
    assert _verified(mini, "--checkpoint", note).code == 0


def test_the_variable_names_the_file_of_the_key(
    mini: Path, tmp_path: Path, public: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASP_DECIDE_KEY", str(tmp_path / "office.key"))

    assert "\n— office " in asp("-C", mini, "ledger", "checkpoint").out


def test_a_checkpoint_that_nobody_or_another_signed_fails(
    mini: Path, tmp_path: Path, public: str
) -> None:
    asp("ledger", "key", "office", "-o", tmp_path / "impostor.key")
    note = _signed(mini, tmp_path / "impostor.key")
    bare = mini / "runs" / "2027Q1" / "checkpoint"
    line = f"{bare.read_text(encoding='utf-8').splitlines()[1]}:"
    line += bare.read_text(encoding="utf-8").splitlines()[2]

    for given in (note, bare, line):
        said = _verified(mini, "--checkpoint", given, "--key", public)
        assert said.code == 1
        assert "FAIL        none of the keys signed it" in said.out


def test_a_signature_that_was_put_under_other_numbers_fails(
    mini: Path, tmp_path: Path, public: str
) -> None:
    note = _signed(mini, tmp_path / "office.key")
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("My portfolio", "Your portfolio"), encoding="utf-8")

    said = _verified(mini, "--checkpoint", note, "--key", public)

    assert said.code == 1
    assert "the signature of `office` is not of this checkpoint" in said.out


def test_a_key_that_lies_in_the_bundle_is_refused(mini: Path, tmp_path: Path, public: str) -> None:
    note = _signed(mini, tmp_path / "office.key")
    inside = mini / "runs" / "2027Q1" / "office.pub"
    inside.write_text(public, encoding="utf-8")
    (tmp_path / "link.pub").symlink_to(inside)

    for key in (inside, tmp_path / "link.pub"):
        said = _verified(mini, "--checkpoint", note, "--key", key)
        assert said.code == 2
        assert "lies in what it would vouch for, and is not used" in said.err


def test_a_secret_key_is_for_its_owners_eyes_and_never_in_a_workspace(
    mini: Path, tmp_path: Path, public: str
) -> None:
    key = tmp_path / "office.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()

    again = asp("ledger", "key", "office", "-o", key)
    inside = asp("ledger", "key", "office", "-o", mini / "runs" / "office.key")

    assert (again.code, inside.code) == (2, 2)
    assert key.read_bytes() == before
    assert "cannot be written" in again.err
    assert "lies in the workspace" in inside.err
    assert not (mini / "runs" / "office.key").exists()


def test_two_keys_are_never_the_same(tmp_path: Path, public: str) -> None:
    other = asp("ledger", "key", "office", "-o", tmp_path / "other.key").out.strip()

    assert other != public


@pytest.mark.parametrize("key", ["nothing", ".", "x+00000000+AAAA", ""])
def test_what_is_no_key_is_told_so(mini: Path, key: str) -> None:
    said = _verified(mini, "--checkpoint", mini / "runs/2027Q1/checkpoint", "--key", key)

    assert said.code == 2
    assert f"`{key}` is no key" in said.err


def test_a_key_without_a_checkpoint_checks_nothing(mini: Path, public: str) -> None:
    said = _verified(mini, "--key", public)

    assert said.code == 2
    assert "give the checkpoint too" in said.err


def test_a_file_that_holds_no_secret_key_signs_nothing(
    mini: Path, tmp_path: Path, public: str
) -> None:
    (tmp_path / "wrong.key").write_text(public, encoding="utf-8")

    for path, why in ((tmp_path / "wrong.key", "begins with"), (tmp_path / "none", "No such file")):
        said = asp("-C", mini, "ledger", "checkpoint", "--sign", path)
        assert (said.code, said.out) == (2, "")
        assert why in said.err


def test_a_bad_name_makes_no_key(tmp_path: Path) -> None:
    said = asp("ledger", "key", "port folio", "-o", tmp_path / "a.key")

    assert said.code == 2
    assert "is no name of a key" in said.err
    assert not (tmp_path / "a.key").exists()
