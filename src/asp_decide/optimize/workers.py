"""Calls that know nothing of each other, made side by side: the answers are those of one by one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self


class Workers:
    """So many threads; with one, whoever asks for an answer makes the call himself, and then.

    HiGHS lets go of the interpreter while it solves, so threads are enough and nothing has to
    travel. What has begun is over before the workers go.
    """

    def __init__(self, number: int) -> None:
        self._threads = ThreadPoolExecutor(number) if number > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)

    def begin[T](self, call: Callable[[], T]) -> Callable[[], T]:
        """What gives the answer of the call, or raises what it raised."""
        return call if self._threads is None else self._threads.submit(call).result
