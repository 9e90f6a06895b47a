"""A search that a person or a clock may end, keeping the best plan found so far."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from asp_decide.canonical import decimal_text
from asp_decide.optimize.watch import Ended, Found, Watch

_NANOSECONDS = 10**9


@contextmanager
def interruptible(*, currency: str, progress: Callable[[str], None]) -> Iterator[Watch]:
    """A watch that tells `progress` in sentences what was found, and that Ctrl-C ends.

    The first press keeps the best plan so far, the second ends the program; so does the first
    while there is no plan to keep. Outside the main thread nobody can press anything.
    """
    pressed, in_hand, over = threading.Event(), threading.Event(), threading.Event()

    def press(_: int, __: FrameType | None) -> None:
        if pressed.is_set() or not in_hand.is_set():
            over.set()
            raise KeyboardInterrupt
        pressed.set()
        progress("ending with the best plan so far; Ctrl-C again ends at once")

    def ended() -> Ended | None:
        if over.is_set():
            raise KeyboardInterrupt  # raised in the midst of a solver's question, it may be lost
        return "interrupted" if pressed.is_set() else None

    def told(found: Found) -> None:
        if found.loss is not None:
            in_hand.set()
        progress(in_words(found, currency))

    watch = Watch(told, ended, clocked=False)
    if threading.current_thread() is not threading.main_thread():
        yield watch
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)


def timed(watch: Watch, seconds: int) -> Watch:
    """The same watch, which a clock ends as well, so many seconds from now."""
    until = time.monotonic_ns() + seconds * _NANOSECONDS

    def ended() -> Ended | None:
        return watch.ended() or ("time limit" if time.monotonic_ns() >= until else None)

    return replace(watch, ended=ended, clocked=True)


def in_words(found: Found, currency: str) -> str:
    """What is in hand, in a line: stage, value captured, how far from the best, work so far."""
    parts = [found.stage]
    if found.loss is not None:
        parts.append(f"{currency} {round(found.worth - found.loss):,} captured")
    if found.gap is not None:
        parts.append(f"at most {decimal_text(found.gap * 100, 2)} % from the best")
    if found.work:
        parts.append(f"{found.work:,} nodes")
    return ", ".join(parts)
