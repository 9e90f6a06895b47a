"""All sides on one drawn portfolio, one after another, each in a process of its own."""

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from arrays import write_arrays
from families.parameters import of_family
from families.portfolio import draw_portfolio
from judge import Judged, false_bounds, gap, judge
from peers.answering import ARRAYS, PROGRAMME, Measured, read_answer
from places import BENCH_PYTHON, HERE
from question import Question, ask_of

_PATIENCE = 20
"""Times its CPU seconds, and two minutes, after which a side is ended that does not stop."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A side: its name in tables, the module that answers, its arguments, its interpreter."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    apart: bool = False

    @property
    def python(self) -> str:
        """The interpreter whose environment has what the side needs."""
        return str(BENCH_PYTHON) if self.apart else sys.executable


PEERS = {
    "ours": Peer("ours", "peers.ours"),
    "threads": Peer("ours, a thread a core", "peers.ours", ("all",)),
    "raw": Peer("raw HiGHS", "peers.raw_highs"),
    "cbc": Peer("CBC", "peers.cbc", apart=True),
    "cpsat": Peer("CP-SAT", "peers.cp_sat", apart=True),
    "cd3": Peer("list by CD3", "peers.lists", ("cd3",)),
    "atc": Peer("list by ATC", "peers.lists", ("atc",)),
    "rounding": Peer("rounded relaxation", "peers.lists", ("rounding",)),
}


@dataclass(frozen=True, slots=True)
class Side:
    """What one side came to: measured by itself, judged by us; nothing if it did not answer."""

    measured: Measured | None
    judged: Judged
    gap_stated: float | None
    gap_certified: float | None
    false_bound: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One portfolio and every side's result on it."""

    family: str
    initiatives: int
    seed: int
    seconds: float
    question: Question
    sides: dict[str, Side]

    def captured(self, peer: str) -> Fraction | None:
        """What the side's plan captures; None if it has none or was not asked."""
        return self.sides[peer].judged.captured if peer in self.sides else None


def compare(
    family: str, initiatives: int, *, seed: int, seconds: float, peers: Sequence[str]
) -> Comparison:
    """Draw, read, formulate once; then every side in turn, beginning with another each seed.

    `seconds` are of the CPU, so that all have the same work however busy the machine is.
    """
    question = ask_of(draw_portfolio(of_family(family, initiatives), seed=seed))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / PROGRAMME).write_bytes(pickle.dumps(question))
        write_arrays(question.programme, folder / ARRAYS)
        first = seed % len(peers)
        in_turn = (*peers[first:], *peers[:first])
        measured = {peer: _asked(PEERS[peer], folder, seconds) for peer in in_turn}
    return Comparison(
        family, initiatives, seed, seconds, question, dict(_judged(question, measured, peers))
    )


def _asked(peer: Peer, folder: Path, seconds: float) -> Measured | None:
    command = [peer.python, "-m", peer.module, str(folder), str(seconds), *peer.arguments]
    try:
        subprocess.run(
            command, cwd=HERE, check=True, timeout=_PATIENCE * seconds + 120, capture_output=True
        )
    except subprocess.TimeoutExpired:
        print(f"  {peer.name} did not stop", file=sys.stderr)
        return None
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
        print(f"  {peer.name} failed: {' '.join(last)}", file=sys.stderr)
        return None
    return read_answer(folder)


def _judged(
    question: Question, measured: dict[str, Measured | None], peers: Sequence[str]
) -> Iterator[tuple[str, Side]]:
    programme = question.programme
    plans = {p: judge(programme, m.answer.taken if m else None) for p, m in measured.items()}
    bounds = {p: m.answer.bound if m else None for p, m in measured.items()}
    certified = {p: m.answer.certified if m else None for p, m in measured.items()}
    wrong = false_bounds(programme, plans, bounds) | false_bounds(programme, plans, certified)
    for peer in peers:
        yield (
            peer,
            Side(
                measured[peer],
                plans[peer],
                None if peer in wrong else gap(plans[peer], bounds[peer]),
                None if peer in wrong else gap(plans[peer], certified[peer]),
                peer in wrong,
            ),
        )
