"""Small runs for the ledger's tests: records as canonical bytes, numbered without gaps."""

from pathlib import Path

from asp_decide.canonical import canonical_json
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.log import Ledger
from asp_decide.model.masked import Opening, in_place_of, mask

ORIGIN = "example.org/asp/portfolio"


def some_records(run: str, count: int = 4) -> tuple[bytes, ...]:
    """A manifest, rule records and a close, as short as a record can be."""
    kinds = ["manifest", *["rule"] * (count - 2), "close"][-count:]
    return tuple(
        canonical_json(
            {"v": "record/1", "run": run, "n": n, "kind": kind, "as_of": "2026-10-01"}
            | ({"plan": f"sha256:{run}"} if kind == "manifest" else {})
            | (
                {"rule": f"WIP-0{n}", "subject": {"value_stream": "payments"}}
                if kind == "rule"
                else {}
            )
        )
        for n, kind in enumerate(kinds)
    )


def append_run(ledger: Ledger, run: str, count: int = 4) -> Checkpoint:
    """Append such a run behind whatever the ledger holds."""
    files = {"plan.json": f"plan of {run}".encode(), "facts/capacity.csv": b"the same every time"}
    return ledger.append(run, some_records(run, count), files, expect=ledger.head(), origin=ORIGIN)


def append_masked_run(ledger: Ledger, run: str, names: tuple[str, ...]) -> tuple[Opening, ...]:
    """Append a run of acts, each by somebody whose name is masked; returns what opens them."""
    openings = tuple(
        mask(name, run, n, "/person", secret=b"a secret that tests may know ...")
        for n, name in enumerate(names)
    )
    bodies = [
        canonical_json({"run": run, "n": one.n, "kind": "approval", "person": in_place_of(one)})
        for one in openings
    ]
    ledger.append(run, bodies, {}, expect=ledger.head(), origin=ORIGIN, openings=openings)
    return openings


def a_ledger(path: Path, runs: int = 3) -> Path:
    """A closed ledger with runs of 4, 5, 6 ... records."""
    with Ledger(path) as ledger:
        for number in range(runs):
            append_run(ledger, f"2026Q{number + 1}", 4 + number)
    return path
