"""Where many questions are asked: here, in processes of this machine, or at a Dask scheduler.

What travels is data and the name of a function, never a live model. Answers come back in the
order of the questions, and each depends on its own question alone, so it is the same answer
wherever it was found.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from asp_decide.errors import NotInstalledError, UsageError

BATCH = 8
"""Small questions that travel together, whatever the number of workers."""

_SECONDS_TO_CONNECT = 10


@dataclass(frozen=True, slots=True)
class Where:
    """So many processes of this machine (one: here, in this one), or a scheduler's address.

    `batch` questions travel together.
    """

    workers: int = 1
    cluster: str = ""
    batch: int = BATCH


def ask_all[Shared, Answer](
    ask: Callable[[Shared, Sequence[int]], Sequence[Answer]],
    shared: Shared,
    numbers: Sequence[int],
    *,
    where: Where,
    progress: Callable[[str], None],
) -> tuple[Answer, ...]:
    """The answers to all numbered questions, in their order.

    `ask` is a function of a module, called with what all questions share and some of their numbers.
    Raises NotInstalledError without the library for a cluster, UsageError if nobody answers
    at its address.
    """
    batches = [numbers[n : n + where.batch] for n in range(0, len(numbers), where.batch)]
    answers: list[Answer] = []
    done = 0
    for asked, found in zip(batches, _asked(ask, shared, batches, where), strict=True):
        answers += found
        done += len(asked)
        progress(f"{done} of {len(numbers)} answered")
    return tuple(answers)


def _asked(ask: Any, shared: Any, batches: Sequence[Sequence[int]], where: Where) -> Any:
    if where.cluster:
        return _at_cluster(ask, shared, batches, where.cluster)
    if where.workers > 1:
        return _in_processes(ask, shared, batches, where.workers)
    return (ask(shared, batch) for batch in batches)


def _in_processes(ask: Any, shared: Any, batches: Sequence[Sequence[int]], workers: int) -> Any:
    # A fork would copy the solver's threads half alive; a fresh process knows nothing.
    most = min(workers, max(1, len(batches)))
    with ProcessPoolExecutor(most, mp_context=get_context("spawn")) as pool:
        yield from pool.map(ask, [shared] * len(batches), batches)


def _at_cluster(ask: Any, shared: Any, batches: Sequence[Sequence[int]], address: str) -> Any:
    try:
        distributed = import_module("distributed")
    except ModuleNotFoundError:
        raise NotInstalledError(
            "`--cluster` needs Dask\n  help: pip install 'asp-decide[cluster]'"
        ) from None
    try:
        client = distributed.Client(address, timeout=_SECONDS_TO_CONNECT)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at `{address}`: {error}",
            mend="start one with `dask scheduler`, and write its address: tcp://HOST:8786",
        ) from None
    with client:
        everywhere = client.scatter(shared, broadcast=True)
        yield from client.gather(
            [client.submit(ask, everywhere, batch, pure=False) for batch in batches]
        )
