"""What we test is what they get: policies and templates travel in the wheel, byte for byte."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from source_tree import PROJECT, SOURCES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(
        [*command, "--directory", str(folder)], cwd=PROJECT, check=True, capture_output=True
    )
    (archive,) = folder.glob("asp_decide-*.whl")
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_default_policies_are_in_the_wheel_byte_for_byte(wheel: dict[str, bytes]) -> None:
    policies = _files(PROJECT / "policies", "asp_decide/shipped/policies")

    assert any(name.endswith(".tests.yaml") for name in policies)
    assert _under("asp_decide/shipped/policies/", wheel) == policies


def test_code_and_templates_are_in_the_wheel_byte_for_byte(wheel: dict[str, bytes]) -> None:
    sources = _files(SOURCES, "asp_decide")
    shipped = {name for name in wheel if not name.startswith("asp_decide/shipped/policies/")}

    assert "asp_decide/py.typed" in sources
    assert any(name.startswith("asp_decide/shipped/demo/") for name in sources)
    assert {name: wheel[name] for name in shipped if name.startswith("asp_decide/")} == sources


def test_the_licence_travels_with_the_wheel(wheel: dict[str, bytes]) -> None:
    (name,) = (name for name in wheel if name.endswith("dist-info/licenses/LICENSE"))

    assert wheel[name] == (PROJECT / "LICENSE").read_bytes()


def _files(folder: Path, prefix: str) -> dict[str, bytes]:
    return {
        f"{prefix}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _under(prefix: str, wheel: dict[str, bytes]) -> dict[str, bytes]:
    return {name: body for name, body in wheel.items() if name.startswith(prefix)}
