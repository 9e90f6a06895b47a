"""The process in which durable_rules runs: one line of JSON in, one line of JSON out.

Signals and endless loops of the library cannot be caught where it runs, so it runs alone.
"""

import json
import sys
from typing import Any, TextIO

from asp_decide.errors import EngineFailedError

try:
    from asp_decide.rules.durable_host import draw

    MISSING = ""
except ImportError as error:
    MISSING = str(error)


def main(requests: TextIO, answers: TextIO) -> None:
    """Answers every line until there are no more: what fired, what failed, or what is missing."""
    for line in requests:
        answers.write(json.dumps(_answer(json.loads(line)), separators=(",", ":")) + "\n")
        answers.flush()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    if MISSING:
        return {"missing": MISSING}
    try:
        return {"fired": draw(request)}
    except (EngineFailedError, AssertionError) as error:
        return {"failed": str(error)}


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
