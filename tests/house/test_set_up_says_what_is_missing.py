"""A set-up that fails says one problem and one remedy, whatever the machine lacks, and makes nothing.

Each test runs the real `setup.sh` on a machine made of a few links: a PATH that holds the
tools of any system and exactly those interpreters and compilers that the test is about.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from source_tree import PROJECT

TOOLS = (
    "awk",
    "cat",
    "cut",
    "dirname",
    "find",
    "grep",
    "head",
    "ls",
    "mv",
    "rm",
    "sed",
    "sh",
    "tail",
)
PLACES_ALWAYS_SEARCHED = (
    *Path("/usr/local/bin").glob("python3.1[2-9]"),
    *Path("/opt/homebrew/bin").glob("python3.1[2-9]"),
    *Path("/Library/Frameworks/Python.framework/Versions").glob("3.1[2-9]"),
)
MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"
GET_PYTHON = (
    "pyenv install 3.12; apt install python3.12-venv python3.12-dev; brew install python@3.12; "
    "or name one in ASP_PYTHON"
)
SOURCE_ONLY = "and durable-rules ships as C source only"
TOO_OLD = '[ "$1" = -V ] && echo Python 3.11.2'
FAILING_SHIM = "echo pyenv: python3.12: command not found >&2; exit 127"

type Machine = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What set-up reads, in a path with a space."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    for name in ("setup.sh", "pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT / name, folder)
    return folder


@pytest.fixture
def machine(tmp_path: Path, project: Path) -> Machine:
    """Runs set-up where nothing is on the PATH but the tools and these scripts."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, f"every system has {tool}"
        (programs / tool).symlink_to(found)

    def set_up(scripts: dict[str, str], **variables: str) -> subprocess.CompletedProcess[str]:
        for name, script in scripts.items():
            (programs / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            (programs / name).chmod(0o755)
        return subprocess.run(
            ["sh", "setup.sh"],
            cwd=project,
            env={"PATH": str(programs), "HOME": str(tmp_path / "empty home"), "PIP_NO_INDEX": "1"}
            | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    return set_up


def _fit(*, unless: str = "an argument that nobody gives") -> str:
    """This interpreter, made to fail where an argument speaks of `unless`."""
    return f"""case "$*" in
        *"{unless}"*) exit 1 ;;
        *_base_executable*) echo "$0" ;;
        *) exec "{sys.executable}" "$@" ;;
    esac"""


@pytest.mark.skipif(
    bool(PLACES_ALWAYS_SEARCHED), reason="this machine has an interpreter where set-up always looks"
)
@pytest.mark.parametrize(
    ("scripts", "told"),
    [
        ({"python3": TOO_OLD}, "`python3` is Python 3.11.2"),
        ({"python3": TOO_OLD, "python3.12": FAILING_SHIM}, "`python3` is Python 3.11.2"),
        ({}, "`python3` is absent"),
    ],
    ids=["too old", "too old beside a failing shim", "absent"],
)
def test_without_a_fit_interpreter(
    machine: Machine, project: Path, scripts: dict[str, str], told: str
) -> None:
    answer = machine(scripts)

    assert answer.returncode == 2
    assert answer.stderr.splitlines() == [
        f"asp-decide cannot be set up: no Python 3.12 or newer was found; {told}",
        f"  help: {GET_PYTHON}",
    ]
    assert not (project / ".venv").exists()


def test_an_interpreter_named_by_hand_is_taken_or_refused_and_never_replaced(
    machine: Machine,
) -> None:
    answer = machine({"python3": _fit(), "old": TOO_OLD}, ASP_PYTHON="old")

    assert answer.returncode == 2
    assert "`old` (from ASP_PYTHON) is not a working Python 3.12 or newer" in answer.stderr
    assert "help: point ASP_PYTHON at another interpreter, or unset it to search" in answer.stderr


def test_a_shim_that_fails_when_called_is_passed_over(machine: Machine) -> None:
    """Version managers put a `python3.12` on the PATH that is not there."""
    answer = machine(
        {"python3": TOO_OLD, "python3.12": FAILING_SHIM, "python3.13": _fit()}, CC="cc"
    )

    assert "no C compiler" in answer.stderr, "the search went on to the next question"


def test_siblings_of_an_old_interpreter_are_found(machine: Machine, tmp_path: Path) -> None:
    """`python3` is 3.11, and its version manager keeps 3.12 beside it, wherever home is."""
    kept = tmp_path / "versions" / "3.12.99" / "bin"
    kept.mkdir(parents=True)
    (kept / "python").write_text(f"#!/bin/sh\n{_fit()}\n", encoding="utf-8")
    (kept / "python").chmod(0o755)
    old = f'case "$*" in *base_prefix*) echo "{tmp_path}/versions/3.11.7" ;; *) exit 1 ;; esac'
    (tmp_path / "versions" / "3.11.7").mkdir()

    answer = machine({"python3": old}, CC="cc")

    assert "no C compiler" in answer.stderr


def test_without_venv(machine: Machine) -> None:
    """Debian splits it off."""
    answer = machine({"lame": _fit(unless="ensurepip")}, ASP_PYTHON="lame")

    assert answer.returncode == 2
    assert "cannot make environments: its venv or ensurepip is missing" in answer.stderr
    assert f"help: apt install python{MINOR}-venv" in answer.stderr


@pytest.mark.parametrize("asked", [None, "ccache no-such-cc", "no-such-cc -O2"])
def test_without_a_compiler(machine: Machine, project: Path, asked: str | None) -> None:
    """The one that the interpreter was built with is needed, unless CC names another."""
    answer = machine({"python3": _fit()}, **({"CC": asked} if asked else {}))
    needed = (asked or sysconfig.get_config_var("CC")).split()[0]

    assert answer.returncode == 2
    assert answer.stderr.splitlines() == [
        f"asp-decide cannot be set up: no C compiler: `{needed}` is not on the PATH, {SOURCE_ONLY}",
        "  help: apt install build-essential; dnf install gcc; xcode-select --install; or set CC",
    ]
    assert not (project / ".venv").exists()


def test_without_headers(machine: Machine, project: Path) -> None:
    answer = machine({"bare": _fit(unless="Python.h")}, ASP_PYTHON="bare", CC="sh")

    assert answer.returncode == 2
    assert "(Python.h) are missing" in answer.stderr
    assert f"help: apt install python{MINOR}-dev; dnf install python{MINOR}-devel" in answer.stderr
    assert not (project / ".venv").exists()


@pytest.mark.slow
def test_without_an_index(machine: Machine, project: Path) -> None:
    """It names what was asked for, keeps pip's story in a log, and leaves nothing half made."""
    answer = machine({"python3": _fit()}, CC="sh")

    assert answer.returncode == 2
    told, mend = answer.stderr.splitlines()[-2:]
    assert told.startswith(
        "asp-decide cannot be set up: the package index did not give `setuptools"
    )
    assert mend == (
        "  help: check the network, or name an index in PIP_INDEX_URL; details in .venv.log"
    )
    assert "No matching distribution" in (project / ".venv.log").read_text(encoding="utf-8")
    assert not (project / ".venv" / ".ready").exists()


@pytest.mark.parametrize(
    ("said", "told", "mend"),
    [
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "the package index gave other bytes than requirements.lock names",
            "use an index that serves the packages unchanged (PIP_INDEX_URL); details in .venv.log",
        ),
        (
            "ERROR: Failed building wheel for durable_rules",
            "`sh` could not compile durable-rules",
            "what it said is in .venv.log",
        ),
        (
            "ERROR: Could not install packages: [Errno 28] No space left on device",
            "the disk is full",
            "make room for about 500 MB, then run this again",
        ),
        (
            "ERROR: a trouble of its own",
            "ERROR: a trouble of its own",
            "read .venv.log, then run this again",
        ),
    ],
)
def test_when_an_installation_fails(
    machine: Machine, project: Path, said: str, told: str, mend: str
) -> None:
    """One line of pip's pages is told, and the environment counts as unfinished."""
    _finished(project, python=f'case "$*" in *" install "*) echo "{said}"; exit 1 ;; esac')
    _touch_later(project, "pyproject.toml")

    answer = machine({"python3": _fit()}, CC="sh")

    assert answer.returncode == 2
    assert answer.stderr.splitlines()[-2:] == [
        f"asp-decide cannot be set up: {told}",
        f"  help: {mend}",
    ]
    assert not (project / ".venv" / ".ready").exists()


def test_when_the_engine_was_built_and_cannot_be_imported(machine: Machine, project: Path) -> None:
    """Without the flag a build for Python 3.13 succeeds, and pip reports success."""
    symbol = "ImportError: durable_rules_engine.so: undefined symbol: PyEval_CallObject"
    _finished(project, python=f'case "$*" in *"import durable"*) echo "{symbol}"; exit 1 ;; esac')
    _touch_later(project, "requirements.lock")

    answer = machine({"python3": _fit()}, CC="sh")

    told, mend = answer.stderr.splitlines()[-2:]
    assert answer.returncode == 2
    assert told.endswith(f"durable-rules was built and cannot be imported: {symbol}")
    assert mend.startswith("  help: CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject .venv/bin/pip")
    assert not (project / ".venv" / ".ready").exists()


def test_a_folder_that_is_no_environment_is_left_alone(machine: Machine, project: Path) -> None:
    (project / ".venv").mkdir()
    (project / ".venv" / "thesis.txt").write_text("years of work", encoding="utf-8")

    answer = machine({"python3": _fit()}, CC="sh")

    assert answer.returncode == 2
    assert "`.venv` is there and is no Python environment" in answer.stderr
    assert (project / ".venv" / "thesis.txt").is_file()


def test_a_finished_set_up_is_not_done_again(machine: Machine, project: Path) -> None:
    _finished(project)

    answer = machine({})

    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements.lock", "setup.sh"])
def test_a_set_up_older_than_what_it_was_made_from_is_done_again(
    machine: Machine, project: Path, changed: str
) -> None:
    _finished(project)
    _touch_later(project, changed)

    assert machine({"python3": _fit()}, CC="no-such-cc").returncode == 2


def test_a_copied_set_up_is_done_again(machine: Machine, project: Path) -> None:
    """The scripts of an environment name the folder where it was made."""
    _finished(project)
    ready = project / ".venv" / ".ready"
    ready.write_text(ready.read_text(encoding="utf-8").replace("a clone", "another"), "utf-8")

    assert machine({"python3": _fit()}, CC="no-such-cc").returncode == 2


def test_a_set_up_by_another_interpreter_is_done_again(machine: Machine, project: Path) -> None:
    _finished(project, interpreter="/where/another/python3.12/was")

    answer = machine({"this": _fit()}, ASP_PYTHON="this", CC="no-such-cc")

    assert answer.returncode == 2


def _finished(
    project: Path, *, interpreter: str = "/where/python3.12/was", python: str = "exit 0"
) -> None:
    """The stamp of a set-up, and of the environment the one program that is run."""
    program = project / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
    program.chmod(0o755)
    text = f"{project.resolve()}\n{interpreter}\n"
    (project / ".venv" / ".ready").write_text(text, encoding="utf-8")


def _touch_later(project: Path, name: str) -> None:
    later = (project / ".venv" / ".ready").stat().st_mtime + 60
    os.utime(project / name, (later, later))
