"""Ctrl-C once keeps the best plan so far, twice ends the program; a clock does the first."""

import os
import signal
from fractions import Fraction

import pytest

from asp_decide.optimize.watch import UNWATCHED, Found
from asp_decide.runs.interruption import in_words, interruptible, timed


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_before_there_is_a_plan_the_first_press_ends_the_program() -> None:
    with interruptible(currency="EUR", progress=lambda _: None) as watch:
        watch.told(Found("relaxation", None, Fraction(1_900), Fraction(12_000), 0))
        with pytest.raises(KeyboardInterrupt):
            press()
        with pytest.raises(KeyboardInterrupt):  # a solver may have kept the first for itself
            watch.ended()


def test_the_first_press_ends_the_search_and_the_second_the_program() -> None:
    said: list[str] = []
    before = signal.getsignal(signal.SIGINT)

    with interruptible(currency="EUR", progress=said.append) as watch:
        watch.told(Found("lists", Fraction(2_000), None, Fraction(12_000), 0))
        assert watch.ended() is None
        press()
        assert watch.ended() == "interrupted"
        with pytest.raises(KeyboardInterrupt):
            press()

    assert said[1:] == ["ending with the best plan so far; Ctrl-C again ends at once"]
    assert signal.getsignal(signal.SIGINT) == before


def test_a_clock_ends_it_and_marks_it_even_before() -> None:
    assert timed(UNWATCHED, 0).ended() == "time limit"
    assert timed(UNWATCHED, 600).ended() is None
    assert timed(UNWATCHED, 600).clocked


def test_what_is_in_hand_is_told_in_a_line() -> None:
    found = Found("neighbourhoods", Fraction(2_000), Fraction(1_900), Fraction(12_000), 1_234)
    nothing = Found("lists", None, Fraction(1_900), Fraction(12_000), 0)

    told = "neighbourhoods, EUR 10,000 captured, at most 1 % from the best, 1,234 nodes"
    assert in_words(found, "EUR") == told
    assert in_words(nothing, "EUR") == "lists"
