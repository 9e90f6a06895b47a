"""How a side is asked and answers: a folder, seconds, and a file. It knows nothing of us."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

PROGRAMME, ARRAYS, ANSWER = "programme.pickle", "arrays.npz", "answer.json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a side says: the numbers of the choices it takes, and the loss no plan goes below.

    `taken` is None where it has no plan, `bound` where it states none. `certified` is a bound that
    anybody can check. Seconds are those of the CPU that making its model took, and that checking
    its certificate takes. `plans` are the plans that it tells of on its way: after how many CPU
    seconds, and with what loss.
    """

    taken: list[int] | None
    bound: float | None
    outcome: str
    build_seconds: float = 0.0
    certified: float | None = None
    check_seconds: float | None = None
    plans: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """An answer with what it took: wall and CPU seconds from loaded input on, and memory."""

    answer: Answer
    wall_seconds: float
    cpu_seconds: float
    peak_megabytes: int


def answer_with(solve: Callable[[Path, float], Callable[[], Answer]]) -> None:
    """Read the folder and the seconds from the command line, solve, and write the answer.

    `solve` loads its input and returns what is to be measured.
    """
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2])
    work = solve(folder, seconds)
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    measured = Measured(
        answer,
        wall_seconds=time.perf_counter() - wall,
        cpu_seconds=time.process_time() - cpu,
        peak_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
    (folder / ANSWER).write_text(json.dumps(asdict(measured)), encoding="utf-8")
    # HiGHS and OR-tools leave threads behind that may not end.
    sys.stdout.flush()
    os._exit(0)


def read_answer(folder: Path) -> Measured:
    """The answer that stands in the folder."""
    told = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    answer = Answer(**told.pop("answer"))
    return Measured(answer, **told)
