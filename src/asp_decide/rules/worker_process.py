"""The worker seen from outside: started when a run needs it, ended when it takes too long."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from asp_decide.errors import EngineFailedError, NotInstalledError

INSTALL = (
    'CPPFLAGS="-DPyEval_CallObject=PyObject_CallObject" pip install '
    "--no-cache-dir --no-binary durable-rules durable-rules==2.0.28"
)
"""How durable_rules is installed so that it can be imported on every Python that we support."""

INSTEAD = "`--engine reference` plans without it, and says so in the plan"


class WorkerProcess:
    """A process that draws conclusions, for as long as it answers within its time.

    It inherits nothing but the paths of modules: no environment, no open files. Raises
    EngineFailedError where it dies, hangs or fails, NotInstalledError where it cannot begin.
    """

    def __init__(self, *, time_limit_seconds: int, module: str = "asp_decide.rules.worker") -> None:
        self._time_limit_seconds = time_limit_seconds
        self._late = False
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            # Ctrl-C is for whoever asks: the worker ends with its asker, not beside it.
            start_new_session=True,
            env={"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONHASHSEED": "0"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._ended()

    def draw(self, request: Mapping[str, Any]) -> list[list[Any]]:
        """What fires; see `durable_host.draw`."""
        answer = self._ask(json.dumps(request, separators=(",", ":")))
        if "missing" in answer:
            raise NotInstalledError(
                f"durable-rules cannot be loaded: {answer['missing']}\n"
                f"  help: {INSTALL}\n  help: {INSTEAD}"
            )
        if "failed" in answer:
            raise EngineFailedError(f"{answer['failed']}\n  help: {INSTEAD}")
        fired: list[list[Any]] = answer["fired"]
        return fired

    def _ask(self, question: str) -> dict[str, Any]:
        assert self._process.stdin is not None, "the worker is asked through a pipe"
        assert self._process.stdout is not None, "the worker answers through a pipe"
        timer = threading.Timer(self._time_limit_seconds, self._give_up)
        timer.start()
        try:
            self._process.stdin.write(question + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line.endswith("\n"):
            raise EngineFailedError(f"{self._end()}\n  help: {INSTEAD}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _give_up(self) -> None:
        self._late = True
        self._process.kill()

    def _ended(self) -> str:
        """Waits for the process to be gone, and returns what it complained about."""
        if self._process.returncode is not None:
            return ""
        return self._process.communicate()[1]

    def _end(self) -> str:
        """How the process ended, in a sentence that names the library."""
        complaint = self._ended()
        if self._late:
            return f"durable_rules gave no answer within {self._time_limit_seconds} seconds"
        code = self._process.returncode
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        last = complaint.strip().splitlines()[-1:]
        return f"the process of durable_rules {how}" + "".join(f": {line}" for line in last)
