"""Two set-ups of one commit are the same set-up, in a year too."""

import re
import tomllib
from importlib.metadata import version

import pytest

from source_tree import PROJECT

LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;]+)(?: ; (.+?))? \\$", re.MULTILINE)


ELSEWHERE = ("sys_platform == 'win32'", "platform_python_implementation != 'CPython'")
"""Markers of what other systems and interpreters install, and we do not."""


def _pins() -> dict[str, str]:
    return {name: pinned for name, pinned, marker in PIN.findall(LOCK) if marker not in ELSEWHERE}


def _wanted() -> list[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    requirements = [*project["dependencies"], *(each for extra in extras for each in extra)]
    return sorted(re.split(r"[\[<>=]", requirement)[0].lower() for requirement in requirements)


@pytest.mark.parametrize("name", _wanted())
def test_every_dependency_of_the_project_is_pinned(name: str) -> None:
    """`uv pip compile`, as the head of the lock says it, brings the lock up to date."""
    assert name in _pins()


def test_every_pin_names_the_bytes_it_means() -> None:
    parts = re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE)[1:]

    assert len(parts) == len(PIN.findall(LOCK))
    assert [part for part in parts if "--hash=sha256:" not in part] == []


@pytest.mark.parametrize(("name", "pinned"), _pins().items())
def test_what_is_installed_is_what_is_pinned(name: str, pinned: str) -> None:
    assert version(name) == pinned
