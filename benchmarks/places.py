"""Where sides run: the folder of their modules, and the interpreter of the peers."""

from pathlib import Path

HERE = Path(__file__).parent
BENCH_PYTHON = HERE.parent / ".venv-bench" / "bin" / "python"
"""Of an environment of its own: what peers need is no part of the product's."""
