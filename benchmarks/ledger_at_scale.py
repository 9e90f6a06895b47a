"""A ledger of growing size: what it costs to append, to note, to prove and to read it all again.

Every size has a process of its own, so that memory is that size's. Records are as long as those of
rules; they come in runs of five thousand. Seconds are those of the CPU.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from asp_decide.canonical import canonical_json
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.proving import prove_checkpoints, prove_record
from places import each_apart

A_RUN = 5_000
ORIGIN = "benchmark.example/ledger"
HEAD = (
    "| records | runs | append, per 1,000 | the last run | end of the log | prove a record | "
    "prove two checkpoints | read and hash it all | file | memory |\n"
    "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def ledger_at_scale(sizes: list[int]) -> Iterator[str]:
    """A line of the table for each number of records, of two runs at least."""
    yield HEAD
    yield from each_apart("ledger_at_scale", sizes)


def at_size(size: int) -> str:
    """The line of a ledger of about so many records, made and asked in this process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        runs = max(2, size // A_RUN)
        length = min(size // 2, A_RUN)
        times = []
        with Ledger(path) as ledger:
            for number in range(runs):
                bodies = _records(f"R{number}", length)
                took, _ = _timed(lambda bodies=bodies, n=number: _append(ledger, f"R{n}", bodies))  # type: ignore[misc]
                times.append(took)
            noted, _ = _timed(ledger.head)
            proved, _ = _timed(lambda: prove_record(ledger, "R0", length // 2))
            joined, _ = _timed(lambda: prove_checkpoints(ledger, length, runs * length))
            whole, troubles = _timed(ledger.examine)
        assert not troubles, "what was just written fits"
        megabytes = path.stat().st_size / 2**20
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"| {runs * length:,} | {runs} | {sum(times) / runs / length * 1e6:.0f} ms | "
        f"{times[-1]:.2f} s | {noted * 1000:.0f} ms | {proved:.2f} s | {joined:.2f} s | "
        f"{whole:.1f} s | {megabytes:,.0f} MB | {memory} MB |"
    )


def _append(ledger: Ledger, run: str, bodies: list[bytes]) -> None:
    files = {"plan.json": json.dumps({"run": run}).encode()}
    ledger.append(run, bodies, files, expect=ledger.head(), origin=ORIGIN)


def _records(run: str, count: int) -> list[bytes]:
    return [
        canonical_json(
            {
                "v": "record/1",
                "run": run,
                "n": n,
                "as_of": "2026-12-31",
                "kind": "manifest" if n == 0 else "rule",
                "rule": f"STOP-{n % 50:02}",
                "subject": {"initiative": f"INI-{n % 300:03}"},
                "result": "does_not_fire",
                "comparisons": [
                    {
                        "measure": "value_realisation",
                        "measured": str(n % 97),
                        "limit": "40",
                        "margin": str(n % 97 - 40),
                        "unit": "%",
                        "from": "facts/outcomes.csv",
                    }
                ],
                "message": f"INI-{n % 300:03} keeps {n % 97} % of its forecast",
                "meaning": "sha256:" + f"{n % 50:064x}",
            }
        )
        for n in range(count)
    ]


def _timed[T](work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


if __name__ == "__main__":
    print(at_size(int(sys.argv[1])))
