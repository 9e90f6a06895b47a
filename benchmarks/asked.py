"""What the command line of the benchmarks asks for."""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from families.parameters import FAMILIES, SIZES
from side_by_side import PEERS

_LARGEST_COMPARED = 3000


@dataclass(frozen=True, slots=True)
class RuleSizes:
    """How many rules and subjects there are at most, and how many subjects others are given."""

    rules: int = 500
    subjects: int = 10_000
    for_others: int = 2_000
    seed: int = 1


_USUAL = RuleSizes()


def asked_by(words: Sequence[str], *, parts: Iterable[str], says: str) -> argparse.Namespace:
    """What a command line asks for; nothing said is everything, at its usual size."""
    arguments = argparse.ArgumentParser(description=says.splitlines()[0])
    arguments.add_argument("--parts", default=",".join(parts))
    arguments.add_argument("--write", action="store_true", help="into docs/performance.md as well")
    plans = arguments.add_argument_group("plans, side by side")
    plans.add_argument("--families", default=",".join(FAMILIES))
    plans.add_argument("--sizes", help="initiatives; all sizes for T, 100 and 300 for others")
    plans.add_argument("--seeds", type=int, default=5)
    plans.add_argument("--seconds", type=float, default=60, help="of the CPU, for each side")
    plans.add_argument("--peers", default=",".join(PEERS))
    others = arguments.add_argument_group("growth, re-solving, rules, ledger")
    others.add_argument("--growth", default=",".join(map(str, SIZES)))
    others.add_argument("--growth-seconds", type=float, default=60)
    others.add_argument("--resolve", default="100,300")
    others.add_argument("--stating", default="300,1000", help="initiatives, facts to solver")
    others.add_argument("--abreast", default="300", help="initiatives, by one and two threads")
    others.add_argument("--rules", type=int, default=_USUAL.rules)
    others.add_argument("--subjects", type=int, default=_USUAL.subjects)
    others.add_argument("--copies", default="1,8", help="of the demo, for verify")
    others.add_argument("--records", default="10000,100000,1000000", help="of a ledger")
    others.add_argument("--events", default="10000,100000,1000000", help="of a log of work")
    return arguments.parse_args(words)


def instances(asked: argparse.Namespace) -> list[tuple[str, int]]:
    """Families and sizes to compare."""
    found = []
    for family in asked.families.split(","):
        usual = (
            [size for size in SIZES if size <= _LARGEST_COMPARED] if family == "T" else [100, 300]
        )
        sizes = usual if asked.sizes is None else [int(size) for size in asked.sizes.split(",")]
        found += [(family, size) for size in sizes]
    return found
