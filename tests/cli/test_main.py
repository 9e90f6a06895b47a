"""How a command ends: every exit code, for a real reason."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.decide.judging import Judges
from asp_decide.model.finding import Finding
from asp_decide.model.subject import Subjects
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.runs.investing import plan_run
from command_line import (
    a_copy,
    a_planned_workspace,
    a_process,
    asp,
    command,
    edit,
    files_of,
    plan,
)
from workspace_builders import AS_OF


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_planned_workspace(tmp_path_factory.mktemp("planned") / "mini")


@pytest.fixture
def mini(planned: Path, tmp_path: Path) -> Path:
    return a_copy(planned, tmp_path / "mini")


def test_each_way_to_end_has_its_number(mini: Path) -> None:
    """A gap worse than asked has 4: it needs a larger portfolio, and is tried with `plan`."""
    edit(
        mini,
        "policies/portfolio/basics.tests.yaml",
        "web: kept, back-office: broken",
        "web: broken, back-office: broken",
    )
    day = ("--as-of", AS_OF, "--engine", "reference")
    codes = {
        0: ("-C", mini, "version"),
        1: ("-C", mini, "policy", "test"),
        2: ("-C", mini, "plan", "--as-of", "yesterday"),
        3: ("-C", mini, "plan", *day, "--pin", "INI-7"),
    }

    assert {code: asp(*call).code for code, call in codes.items()} == {code: code for code in codes}


@pytest.mark.parametrize(
    ("call", "told", "mend"),
    [
        (("plann",), "there is no verb `plann`", "did you mean `plan`?"),
        (("elephant",), "there is no verb `elephant`", "`asp-decide --help` lists the verbs"),
        (("policy", "lst"), 'unknown command "lst"', 'did you mean "list"?'),
        (("plan", "--drp", "INI-1"), "unknown option: --drp", "did you mean --drop?"),
        (("plan", "now"), "`now` is more than `plan` takes", "`asp-decide plan -o plan.json"),
        (("apply",), "`apply` needs PLAN", "`asp-decide apply plan.json --by"),
        (("apply", "plan.json"), "`apply` needs --by", "`asp-decide apply plan.json --by"),
        (("ledger", "export"), "`ledger export` needs RUN", "`asp-decide ledger export 2027Q1"),
        (("init", ".", "--template", "huge"), 'invalid value "huge"', "choose from:"),
        (("-C",), "-C needs a value", "--help"),
        (("-C", "nowhere", "plan"), "there is no folder `nowhere`", "`asp-decide init DIR`"),
    ],
)
def test_a_call_that_cannot_be_meant_is_mended_in_a_line(
    call: Sequence[str], told: str, mend: str
) -> None:
    said = asp(*call)

    assert (said.code, said.out) == (2, "")
    first, second = said.err.splitlines()
    assert told.lower() in first.lower()
    assert first[0] == first[0].lower()
    assert not first.endswith(".")
    assert second.startswith("  help: ")
    assert mend in second


@pytest.mark.parametrize(
    "verb",
    [
        ("plan",),
        ("lint",),
        ("explain", "INI-1"),
        ("show", "plan.json"),
        ("apply", "plan.json", "--by", "A", "--role", "portfolio_board"),
        ("report",),
        ("policy", "list"),
        ("policy", "test"),
        ("ledger", "list"),
        ("ledger", "checkpoint"),
    ],
)
def test_outside_of_any_workspace_every_verb_says_so(
    verb: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")

    said = asp(*verb)

    assert (said.code, said.out) == (2, "")
    told = "`plan.json` cannot be read" if verb[0] == "show" else "there is no `asp.yaml` here"
    assert told in said.err


def test_a_command_may_be_called_from_deep_within_the_workspace(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mini / "policies" / "portfolio")

    said = asp("plan", "--as-of", AS_OF, "--engine", "reference")

    assert said.code == 0
    assert "written: ../../plans/2027Q1-a/plan.json" in said.err


def test_the_folder_of_a_call_is_left_when_it_ends(mini: Path) -> None:
    before = Path.cwd()

    for call in (("version",), ("plan", "--as-of", "x"), ("elephant",)):
        asp("-C", mini, *call)
        assert Path.cwd() == before


def test_without_a_verb_it_says_what_there_is() -> None:
    for call in ((), ("--help",), ("-h",)):
        said = asp(*call)
        assert said.code == 0
        for verb in ("init", "plan", "apply", "verify", "report", "policy", "ledger"):
            assert verb in said.out


class _Forgetful:
    """An engine that passes over one rule: what the witness is for."""

    def findings(
        self, policies: CompiledPolicies, subjects: Subjects, *, currency: str
    ) -> tuple[Finding, ...]:
        found = ReferenceEvaluator().findings(policies, subjects, currency=currency)
        return tuple(replace(f, result="kept") if f.rule == "WIP-01" else f for f in found)


def test_an_engine_that_disagrees_with_the_witness_is_our_fault(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(mini, "policies/portfolio/basics.yaml", "5 initiatives", "1 initiatives")
    before = files_of(mini)
    judges = {"reference": Judges(_Forgetful(), ReferenceEvaluator())}
    monkeypatch.setattr(plan_run, "judges", judges.__getitem__)

    said = plan(mini)

    assert (said.code, said.out) == (70, "")
    assert "WIP-01" in said.err
    assert files_of(mini) == before


def test_a_fault_of_ours_says_so_and_leaves_everything_as_it_was(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AssertionError("a plan without decisions was told")

    before = files_of(mini)
    monkeypatch.setattr(plan_run, "plan_bytes", broken)

    said = plan(mini)

    assert (said.code, said.out) == (70, "")
    assert "AssertionError: a plan without decisions was told" in said.err
    assert said.err.endswith("a fault of asp-decide, not of your input; nothing was decided\n")
    assert files_of(mini) == before


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        ("import os; os.abort()", 70, "the process of durable_rules was ended by signal 6"),
        ("raise ImportError('undefined symbol')", 2, "durable-rules cannot be loaded"),
    ],
)
def test_a_production_system_that_dies_or_is_not_there_stops_the_run(
    mini: Path, tmp_path: Path, body: str, code: int, told: str
) -> None:
    broken = tmp_path / "broken" / "durable"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text(body + "\n", encoding="utf-8")
    before = files_of(mini)

    with a_process("plan", "--as-of", AS_OF, folder=mini, PYTHONPATH=str(broken.parent)) as process:
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (code, "")
    assert told in err
    assert "`--engine reference` plans without it" in err
    assert files_of(mini) == before


def test_interrupted_by_the_keyboard_it_ends_with_130_and_nothing_half_written(
    mini: Path, tmp_path: Path
) -> None:
    """The production system takes its time, and somebody loses patience."""
    busy = tmp_path / "busy" / "durable"
    busy.mkdir(parents=True)
    at_work = tmp_path / "at work"
    (busy / "__init__.py").write_text(
        f"import pathlib, time\npathlib.Path({str(at_work)!r}).touch()\ntime.sleep(60)\n",
        encoding="utf-8",
    )
    before = files_of(mini)
    # What a shell starts in the background is deaf to the keyboard, and so is what that starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    with a_process("plan", "--as-of", AS_OF, folder=mini, PYTHONPATH=str(busy.parent)) as process:
        while not at_work.exists():
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)

    assert (process.returncode, out) == (130, "")
    assert err == "interrupted; nothing was left half-written\n"
    assert files_of(mini) == before


@pytest.mark.parametrize(
    "verb",
    [("show", "plan.json", "--format", "json"), ("show", "plan.json"), ("policy", "list")],
)
def test_a_reader_that_goes_early_is_no_error(mini: Path, verb: Sequence[str]) -> None:
    """As in `asp-decide show plan.json | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        command(*verb), cwd=mini, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)

    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_letters_that_a_terminal_does_not_know_are_replaced(mini: Path) -> None:
    edit(mini, "facts/initiatives.csv", "Gift cards", "Gutscheine für Käse")
    calls = {
        ("plan", "--as-of", str(AS_OF), "--engine", "reference"): "Gutscheine f?r K?se",
        ("lint", "--as-of", str(AS_OF)): "9 initiatives",
    }

    for call, told in calls.items():
        with a_process(*call, folder=mini, PYTHONIOENCODING="ascii") as process:
            out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert told in out
        assert out.isascii()


def test_machines_get_every_letter_whatever_the_terminal_knows(mini: Path) -> None:
    edit(mini, "facts/initiatives.csv", "Gift cards", "Gutscheine für Käse")

    with a_process(
        *("plan", "--as-of", AS_OF, "--engine", "reference", "--format", "json"),
        folder=mini,
        PYTHONIOENCODING="ascii",
    ) as process:
        out, _ = process.communicate(timeout=60)

    assert out.isascii()
    assert "Gutscheine für Käse" in {one["name"] for one in json.loads(out)["decisions"]}


def test_both_names_of_the_command_are_installed() -> None:
    for name in ("asp-decide", "asp"):
        program = Path(command()[0]).parent / name
        done = subprocess.run(
            [program, "version", "--format", "json"], capture_output=True, check=True
        )
        assert json.loads(done.stdout)["versions"]["asp-decide"]
