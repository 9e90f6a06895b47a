"""What happens when the process of durable_rules dies, hangs, fails, or cannot begin."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from durable import engine

from asp_decide.errors import EngineFailedError, NotInstalledError
from asp_decide.rules.durable_engine import DurableEngine
from asp_decide.rules.durable_host import draw
from asp_decide.rules.worker_process import INSTALL, WorkerProcess
from clause_builders import CURRENCY, an_initiative, compared, decide, facts, policies

pytestmark = pytest.mark.slow


def _pattern(alias: str, kind: str, *more: dict[str, Any]) -> dict[str, Any]:
    return {alias: {"$and": [{"k": kind}, *more]}}


def _forms(**rules: list[dict[str, Any]]) -> dict[str, Any]:
    forms: dict[str, Any] = {
        name: {"pri": number, "dist": 0, "all": patterns}
        for number, (name, patterns) in enumerate(rules.items())
    }
    for name, kind in (("sink initiative", "initiative"), ("sentinel", "sentinel")):
        forms[name] = {"pri": 50_000, "dist": 0, "all": [_pattern("m", kind, {"z": 1})]}
    return forms


def _stratum(*facts_told: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """One rule set that fires R for every initiative in its scope."""
    one = {
        "rules": _forms(R=[_pattern("a", "initiative", {"R": 1}, {"$ex": {"s": 1}})]),
        "names": ["R"],
        "concludes": {},
        "hears": [],
        "facts": list(facts_told) or [{"k": "initiative", "s": "s0", "R": 1}],
    }
    return {"sets": [{**one, **changes}]}


def test_the_worker_says_what_fires() -> None:
    with WorkerProcess(time_limit_seconds=60) as worker:
        assert worker.draw(_stratum()) == [[0, "R", "s0"]]
        assert worker.draw(_stratum({"k": "initiative", "s": "s7"})) == []


def test_a_worker_that_is_killed_by_the_library_stops_the_run_and_names_it() -> None:
    killed = pytest.raises(EngineFailedError, match="durable_rules was ended by signal 8")
    with WorkerProcess(time_limit_seconds=60, module="crashing_worker") as worker, killed:
        worker.draw(_stratum())


def test_a_worker_that_hangs_is_ended_after_its_time_and_the_run_stops() -> None:
    began = time.monotonic()
    late = pytest.raises(EngineFailedError, match="no answer within 1 seconds")
    with WorkerProcess(time_limit_seconds=1, module="hanging_worker") as worker, late:
        worker.draw(_stratum())

    assert time.monotonic() - began < 30


def test_a_worker_that_cannot_begin_says_why() -> None:
    gone = pytest.raises(EngineFailedError, match=r"ended with code 1: .*no_such_worker")
    with WorkerProcess(time_limit_seconds=60, module="no_such_worker") as worker, gone:
        worker.draw(_stratum())


def test_a_library_that_cannot_be_loaded_is_told_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "durable"
    broken.mkdir()
    (broken / "__init__.py").write_text(
        "raise ImportError('undefined symbol: PyEval_CallObject')", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    rules = policies(decide("A-1", "stop", when=compared("A-1/1", "evidence_age", "known")))

    with pytest.raises(NotInstalledError) as refused:
        DurableEngine(time_limit_seconds=60).findings(
            rules, facts(an_initiative("INI-1")), currency=CURRENCY
        )

    assert "undefined symbol: PyEval_CallObject" in str(refused.value)
    assert INSTALL in str(refused.value)
    assert 'CPPFLAGS="-DPyEval_CallObject=PyObject_CallObject"' in str(refused.value)


def test_what_lies_outside_the_fence_fails_in_the_worker_as_well() -> None:
    outside = _forms(R=[_pattern("a", "initiative", {"$nex": {"R": 1}})])

    refused = pytest.raises(EngineFailedError, match="asks for a property that facts have")
    with WorkerProcess(time_limit_seconds=60) as worker, refused:
        worker.draw(_stratum(rules=outside))


def test_the_worker_inherits_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASP_SECRET", "not for the library")
    seen: dict[str, Any] = {}
    started = subprocess.Popen

    def watched(*args: Any, **settings: Any) -> Any:
        seen.update(settings["env"])
        return started(*args, **settings)

    monkeypatch.setattr(subprocess, "Popen", watched)

    with WorkerProcess(time_limit_seconds=60) as worker:
        worker.draw(_stratum())

    assert set(seen) == {"PYTHONPATH", "PYTHONHASHSEED"}


def test_the_worker_loads_nothing_that_it_does_not_need() -> None:
    """What it costs to start is paid by every plan."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, asp_decide.rules.worker; print(*sorted(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    ).stdout.split()

    assert "asp_decide.rules.durable_host" in loaded
    heavy = {"pydantic", "numpy", "yaml", "sqlalchemy", "rfc8785", "asp_decide.clauses.clause"}
    assert heavy.isdisjoint(loaded)


def test_a_fact_that_no_rule_accepts_fails_the_run() -> None:
    with pytest.raises(EngineFailedError, match="refused a fact: no rule looks at it"):
        draw(_stratum({"k": "signal", "s": "s0"}))


def test_facts_of_the_same_content_are_told_once() -> None:
    fact = {"k": "initiative", "s": "s0", "R": 1}

    assert draw(_stratum(fact, dict(fact))) == [[0, "R", "s0"]]


def test_a_firing_without_evidence_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is made to compile another condition than the one that we check."""
    compiled = engine.Ruleset.__init__

    def weakened(self: Any, name: str, host: Any, definition: dict[str, Any]) -> None:
        definition["R"]["all"] = [_pattern("a", "initiative")]
        compiled(self, name, host, definition)

    monkeypatch.setattr(engine.Ruleset, "__init__", weakened)

    with pytest.raises(EngineFailedError, match=r"fired R wrongly: `R` of `a` is not 1"):
        draw(_stratum({"k": "initiative", "s": "s0"}))
