"""All benchmarks by one command: `make bench`, or `python benchmarks` with less.

    python benchmarks --sizes 30,100 --seeds 1 --seconds 20
    python benchmarks --parts plans --families T,Z --peers ours,raw,cd3

Ratios within one run count, seconds do not.
"""

import argparse
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from families.parameters import FAMILIES, SIZES
from plan_tables import summary, told
from side_by_side import BENCH_PYTHON, PEERS, Comparison, compare


def main() -> None:
    """Run what is asked for and print its tables."""
    asked = _asked()
    print(machine())
    comparisons: list[Comparison] = []
    for family, size in _instances(asked.families.split(","), asked.sizes):
        for seed in range(1, asked.seeds + 1):
            one = compare(family, size, seed=seed, seconds=asked.seconds, peers=_peers(asked.peers))
            print(f"\n{told(one)}", flush=True)
            comparisons.append(one)
    print(f"\n{summary(comparisons)}")


def machine() -> str:
    """What it ran on, and how busy that was."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pulp", "highspy", "numpy"))
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} when it "
        f"began, Python {platform.python_version()}, {libraries}"
    )


def _asked() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--families", default=",".join(FAMILIES))
    arguments.add_argument("--sizes", help="initiatives; all sizes for T, 100 and 300 for others")
    arguments.add_argument("--seeds", type=int, default=5)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--peers", default=",".join(PEERS))
    return arguments.parse_args()


def _instances(families: Sequence[str], sizes: str | None) -> list[tuple[str, int]]:
    if sizes is not None:
        return [(family, int(size)) for family in families for size in sizes.split(",")]
    found = []
    for family in families:
        usual = [size for size in SIZES if size <= 3000] if family == "T" else [100, 300]
        found += [(family, size) for size in usual]
    return found


def _peers(asked: str) -> list[str]:
    peers = asked.split(",")
    if any(PEERS[peer].apart for peer in peers) and not BENCH_PYTHON.exists():
        raise SystemExit(
            f"{BENCH_PYTHON} is missing: `make bench` makes it, or leave out its peers"
        )
    return peers


if __name__ == "__main__":
    main()
