"""Where sides run: the folder of their modules, and the interpreter of the peers."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
BENCH_PYTHON = HERE.parent / ".venv-bench" / "bin" / "python"
"""Of an environment of its own: what peers need is no part of the product's."""


def each_apart(module: str, sizes: Iterable[int]) -> Iterator[str]:
    """What a module of this folder prints of each size, in a process of its own."""
    for size in sizes:
        command = [sys.executable, str(HERE / f"{module}.py"), str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        yield done.stdout.strip()
