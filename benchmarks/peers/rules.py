"""Public rule engines: the same conditions on the same facts, as expressions of each."""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

type Facts = Sequence[Mapping[str, int]]


def rule_engine(expressions: Sequence[str], facts: Facts) -> int:
    """How often rule-engine finds a condition to hold."""
    from rule_engine import Rule  # noqa: PLC0415 - each side loads its own library only

    rules = [Rule(expression) for expression in expressions]
    return sum(rule.matches(fact) for rule in rules for fact in facts)


def zen_engine(expressions: Sequence[str], facts: Facts) -> int:
    """How often zen-engine finds a condition to hold."""
    from zen import compile_expression  # noqa: PLC0415

    compiled: list[Any] = [compile_expression(expression) for expression in expressions]
    return sum(bool(one.evaluate(fact)) for one in compiled for fact in facts)


ENGINES: Mapping[str, Callable[[Sequence[str], Facts], int]] = {
    "rule-engine": rule_engine,
    "zen-engine": zen_engine,
}


def main(name: str, path: Path) -> None:
    """Judge what the file holds, and print how many hold, the seconds, and the version."""
    asked = json.loads(path.read_text(encoding="utf-8"))
    began = time.perf_counter()
    found = ENGINES[name](asked["expressions"], asked["facts"])
    seconds = time.perf_counter() - began
    print(json.dumps({"found": found, "seconds": seconds, "version": version(name)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
