"""A worker that hangs of a real defect: absence of a property also matches the state's own fact."""

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
    host.set_rulesets({"t": {"r": {"all": [{"m": {"$nex": {"a": 1}}}], "run": _nothing}}})
    host.assert_fact("t", {"b": 1})
    sys.stdout.write("{}\n")
