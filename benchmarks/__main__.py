"""All benchmarks by one command: `make bench`, or `python benchmarks` with less.

    python benchmarks --sizes 30,100 --seeds 1 --seconds 20
    python benchmarks --parts plans --families T,Z --peers ours,raw,cd3
    python benchmarks --parts growth --growth 30,100,1000

Ratios within one run count, seconds do not. With `--write` the tables go into the page as well.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version

import abreast
import growth
import resolve
import stating
from asked import RuleSizes, asked_by, instances
from ledger_at_scale import ledger_at_scale
from page import write
from places import BENCH_PYTHON
from plan_beside_work import plan_beside_work
from plan_tables import summary, told
from rules_at_scale import rules_at_scale
from side_by_side import PEERS, Comparison, compare
from targets import against_targets
from verify_at_scale import verify_at_scale
from work_at_scale import work_at_scale


def main() -> None:
    """Run what is asked for, print its tables, and write them if asked to."""
    asked = asked_by(sys.argv[1:], parts=PARTS, says=__doc__)
    if _needs_bench(asked) and not BENCH_PYTHON.exists():
        raise SystemExit(f"no {BENCH_PYTHON}: `make bench` makes it, or leave out its peers")
    for part in asked.parts.split(","):
        lines = [_machine(), ""]
        print(f"\n{lines[0]}\n")
        for line in PARTS[part](asked):
            print(line, flush=True)
            lines.append(line)
        if asked.write:
            write(part, "\n".join(lines))


def _plans(asked: argparse.Namespace) -> Iterator[str]:
    comparisons: list[Comparison] = []
    singles: list[str] = []
    for family, size in instances(asked):
        for seed in range(1, asked.seeds + 1):
            peers = asked.peers.split(",")
            one = compare(family, size, seed=seed, seconds=asked.seconds, peers=peers)
            comparisons.append(one)
            singles += [told(one), ""]
            print(singles[-2], file=sys.stderr, flush=True)
    yield from (summary(comparisons), "", *against_targets(comparisons), "", *singles)


def _growth(asked: argparse.Namespace) -> Iterator[str]:
    yield growth.HEAD
    sizes = [int(size) for size in asked.growth.split(",")]
    yield from growth.grown(sizes, seconds=asked.growth_seconds)


def _resolve(asked: argparse.Namespace) -> Iterator[str]:
    yield resolve.HEAD
    yield from resolve.resolved([int(size) for size in asked.resolve.split(",")])


def _stating(asked: argparse.Namespace) -> Iterator[str]:
    yield stating.HEAD
    yield from stating.stated([int(size) for size in asked.stating.split(",")])


def _abreast(asked: argparse.Namespace) -> Iterator[str]:
    yield abreast.HEAD
    yield from abreast.abreast([int(size) for size in asked.abreast.split(",")])


def _rules(asked: argparse.Namespace) -> Iterator[str]:
    yield from rules_at_scale(RuleSizes(rules=asked.rules, subjects=asked.subjects))


def _ledger(asked: argparse.Namespace) -> Iterator[str]:
    yield from ledger_at_scale([int(size) for size in asked.records.split(",")])


def _work(asked: argparse.Namespace) -> Iterator[str]:
    yield from work_at_scale([int(size) for size in asked.events.split(",")])


def _beside(asked: argparse.Namespace) -> Iterator[str]:
    yield from plan_beside_work([int(size) for size in asked.events.split(",")])


def _verify(asked: argparse.Namespace) -> Iterator[str]:
    yield from verify_at_scale([int(size) for size in asked.copies.split(",")])


PARTS: Mapping[str, Callable[[argparse.Namespace], Iterator[str]]] = {
    "plans": _plans,
    "growth": _growth,
    "resolve": _resolve,
    "stating": _stating,
    "abreast": _abreast,
    "rules": _rules,
    "ledger": _ledger,
    "work": _work,
    "beside": _beside,
    "verify": _verify,
}


def _needs_bench(asked: argparse.Namespace) -> bool:
    parts = set(asked.parts.split(","))
    plans = "plans" in parts and any(PEERS[peer].apart for peer in asked.peers.split(","))
    return plans or "rules" in parts


def _machine() -> str:
    """What it runs on, and how busy that was when it began."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pulp", "highspy", "numpy"))
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when it "
        f"began; Python {platform.python_version()}, {libraries}."
    )


if __name__ == "__main__":
    main()
