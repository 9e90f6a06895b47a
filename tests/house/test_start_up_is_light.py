"""A command that says how it is used answers at once, whatever it could do."""

import os
import resource
import subprocess
import sys

import pytest

HEAVY = {
    *("durable", "highspy", "jinja2", "numpy", "openpyxl", "pulp", "sqlalchemy", "vl_convert"),
    *("simpy", "xlsxwriter"),
}
COMMAND = "import sys; from asp_decide.cli.main import main; sys.argv = ['asp-decide', {}]; main()"
LONGEST_SECONDS = 0.3


@pytest.mark.parametrize("word", ["--help", "version", "no-such-verb"])
def test_help_and_usage_load_no_heavy_library(word: str) -> None:
    answer = _run(word, "-X", "importtime")
    loaded = {line.rpartition("|")[2].strip() for line in answer.stderr.splitlines()}

    assert answer.returncode == (2 if word == "no-such-verb" else 0), answer.stderr[-2000:]
    assert "asp_decide.cli.main" in loaded
    assert sorted(name for name in loaded if name.split(".")[0] in HEAVY) == []


def test_help_takes_less_than_a_third_of_a_second_of_work() -> None:
    """Processor time, the best of up to twenty: even that is longer where others take the caches."""
    assert any(_seconds_of_work() < LONGEST_SECONDS for _ in range(20))


def _seconds_of_work() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _run(word: str, *switches: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, *switches, "-c", COMMAND.format(repr(word))],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
