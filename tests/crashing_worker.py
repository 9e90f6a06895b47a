"""A worker that dies of a real defect: an integer divided by zero ends the process."""

import sys
from typing import Any

from durable import engine


def _nothing(_: Any) -> None:
    return


if __name__ == "__main__":
    input()

    class Host(engine.Host):  # type: ignore[misc]  # the library has no types
        """Upstream's host without its threads."""

        def _run(self) -> None:
            return

    host = Host()
    divided = {"m": {"$and": [{"$gt": {"a": {"$div": {"$l": {"$m": "a"}, "$r": {"$m": "b"}}}}}]}}
    host.set_rulesets({"t": {"r": {"all": [divided], "run": _nothing}}})
    host.assert_fact("t", {"a": 1, "b": 0})
    sys.stdout.write("{}\n")
