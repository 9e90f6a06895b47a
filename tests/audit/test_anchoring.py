"""Checkpoints of the minutes of several logs: each is held against the log that it is of."""

from asp_decide.audit.anchoring import by_log
from asp_decide.ledger.checkpoint import Checkpoint

ONE, OTHER, STRANGE = (bytes([n]) * 32 for n in range(3))
BOARD = (Checkpoint("us", 40, ONE), Checkpoint("us", 50, OTHER))
TEAMS = (Checkpoint("us/delivery", 40, OTHER), Checkpoint("us/delivery", 60, OTHER))


def _held(one: Checkpoint) -> tuple[bool, bool]:
    of_board, of_teams = by_log((BOARD, TEAMS), (one,))
    return bool(of_board), bool(of_teams)


def test_one_that_names_a_log_is_of_that_whatever_its_root() -> None:
    assert _held(Checkpoint("us", 60, STRANGE)) == (True, False)
    assert _held(Checkpoint("us/delivery", 50, STRANGE)) == (False, True)


def test_one_without_a_name_is_of_the_log_that_noted_it() -> None:
    assert _held(Checkpoint("", 40, ONE)) == (True, False)
    assert _held(Checkpoint("", 40, OTHER)) == (False, True)


def test_one_without_a_name_and_with_another_root_is_of_a_log_of_that_length() -> None:
    assert _held(Checkpoint("", 60, STRANGE)) == (False, True)
    assert _held(Checkpoint("", 40, STRANGE)) == (True, True)


def test_what_is_of_no_log_is_never_passed_over() -> None:
    assert _held(Checkpoint("them", 40, ONE)) == (True, True)
    assert _held(Checkpoint("", 7, ONE)) == (True, True)


def test_each_log_gets_its_own_of_several() -> None:
    given = (TEAMS[1], BOARD[0], BOARD[1])

    assert by_log((BOARD, TEAMS), given) == (BOARD, (TEAMS[1],))
