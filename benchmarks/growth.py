"""From 30 initiatives to 10,000: files to a certified plan, each size in a process of its own."""

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from asp_decide.optimize.pipeline import solve_programme
from families.parameters import of_family
from families.portfolio import draw_portfolio
from judge import gap, judge
from peers.ours import OBJECTS_BETWEEN_COLLECTIONS, means
from places import HERE
from question import ask

HEAD = (
    "| initiatives | choices | rows | terms | read s | formulate s | optimize s | all s | CPU s | "
    "memory MB | value captured, k¤ | gap stated | gap certified |\n"
    "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)
_PATIENCE_SECONDS = 1800


def grown(sizes: Sequence[int], *, seconds: float) -> Iterator[str]:
    """A line for each size of family T, seed 1; `seconds` are those of the optimizer."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            portfolio = draw_portfolio(of_family("T", size), seed=1)
            portfolio.write(Path(folder))
            command = [sys.executable, "-m", "growth", folder, portfolio.digest, str(seconds)]
            try:
                told = subprocess.run(
                    command,
                    cwd=HERE,
                    check=True,
                    timeout=_PATIENCE_SECONDS,
                    stdout=subprocess.PIPE,
                )
            except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
                yield f"| {size:,} | {type(error).__name__} {'| ' * 11}|"
                continue
        yield _line(size, json.loads(told.stdout))


def _line(size: int, told: dict[str, float]) -> str:
    def share(name: str) -> str:
        return "-" if told[name] is None else f"{told[name]:.2%}"

    return (
        f"| {size:,} | {told['choices']:,} | {told['rows']:,} | {told['terms']:,} | "
        f"{told['read']:.1f} | {told['build']:.1f} | {told['optimize']:.1f} | {told['all']:.1f} | "
        f"{told['cpu']:.1f} | {told['megabytes']:,} | {told['captured']:,.0f} | "
        f"{share('stated')} | {share('certified')} |"
    )


def main(folder: Path, facts: str, seconds: float) -> None:
    """One size, in this process: read, formulate, optimize; what that came to, as JSON."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    began, cpu = time.perf_counter(), time.process_time()
    question = ask(folder, facts=facts)
    programme = question.programme
    asked = time.perf_counter()
    solved = solve_programme(programme, means(programme, seconds), order=question.order)
    done = time.perf_counter()
    cpu = time.process_time() - cpu
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    judged = judge(programme, programme.numbers(solved.taken))
    stated = solved.bound_stated
    told = {
        "choices": len(programme.choices),
        "rows": len(programme.rows),
        "terms": sum(len(row.terms) for row in programme.rows),
        "read": question.read_seconds,
        "build": question.build_seconds,
        "optimize": done - asked,
        "all": done - began,
        "cpu": cpu,
        "megabytes": megabytes,
        "captured": float(judged.captured or 0) / 1000,
        "stated": gap(judged, None if stated is None else float(stated)),
        "certified": gap(judged, float(solved.certificate.bound)),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
