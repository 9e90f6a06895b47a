"""A column of subjects judged at once says of each what the single comparison says."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.condition import Comparison, HoldsTest, comparisons
from asp_decide.model.finding import Truth
from asp_decide.model.subject import Subject, SubjectKind
from asp_decide.rules.comparisons import Words, compare
from asp_decide.rules.rails import (
    Rails,
    all_rails,
    any_rails,
    at_least,
    bits_of,
    denied_rails,
    places_of,
)
from asp_decide.rules.readings import Readings, readings
from asp_decide.rules.roll import Roll
from clause_builders import all_of, compared, decide, policies
from drawn_policies import drawn_policy
from drawn_subjects import drawn_subjects
from policy_builders import AS_OF, read_all

EVERYBODY = 0b1111
TRUTHS = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)

_PHRASES = (
    ("value_realised", "below 2 EUR for 2 intervals in a row"),
    ("value_realised", "at least 1 EUR in 2 of the last 3 intervals"),
    ("value_realised", "between 0 EUR and 1 EUR in 1 of the last 4 intervals"),
    ("value_realised", "above 1 EUR"),
    ("value_realised", "missing"),
    ("realised_share", "below 40 % for 3 intervals in a row"),
    ("remaining_value", "at most 1.5 EUR"),
    ("remaining_value", "above 1.5 EUR for 1 intervals in a row"),
    ("remaining_value", "known"),
    ("category", "is not business"),
    ("category", "one of run, business"),
    ("state", "missing"),
    ("lead", "known"),
    ("lead", "missing"),
)


def _comparison(number: int, name: str, phrase: str) -> Comparison:
    ratio_of = ("value_realised", "value_forecast") if name == "realised_share" else None
    return compared(f"R-1/{number}", name, phrase, ratio_of=ratio_of)


def _alone(comparison: Comparison, subject: Subject) -> Truth:
    found = Readings((), is_history=False)
    if comparison.what in {"measure", "ratio"}:
        found = readings(subject, comparison.name, comparison.ratio_of)
    return compare(comparison, subject, found, Words("")).truth


@pytest.mark.parametrize("seed", range(40))
def test_a_column_says_of_each_subject_what_is_said_of_it_alone(seed: int) -> None:
    asked = [_comparison(n, *one) for n, one in enumerate(_PHRASES)]
    rules = policies(decide("R-1", "stop", when=all_of(*asked)))
    drawn: list[Subject] = []
    for more in range(8):
        drawn += drawn_subjects(Random(seed * 8 + more), rules)
    roll = Roll("initiative", tuple(one for one in drawn if one.key.kind == "initiative"))

    for comparison in asked:
        rails = roll.compared(comparison)
        said = [rails.truth(place) for place in range(len(roll.subjects))]
        assert said == [_alone(comparison, subject) for subject in roll.subjects], comparison.phrase
        assert rails.certain & ~rails.possible == 0, "what is certain is possible"


@given(st.lists(st.sampled_from(TRUTHS), min_size=4, max_size=4), st.integers(2, 3))
def test_rails_join_as_the_three_values_do(truths: Sequence[Truth], parts: int) -> None:
    rails = [_rails([*truths[n:], *truths[:n]]) for n in range(parts)]
    columns = [[*truths[n:], *truths[:n]] for n in range(parts)]

    every, some = all_rails(rails, EVERYBODY), any_rails(rails)

    for place in range(4):
        here = [TRUTHS.index(column[place]) for column in columns]
        assert every.truth(place) is TRUTHS[min(here)]
        assert some.truth(place) is TRUTHS[max(here)]
        assert denied_rails(rails[0], EVERYBODY).truth(place) is TRUTHS[2 - here[0]]


def _rails(truths: Sequence[Truth]) -> Rails:
    certain = sum(1 << n for n, truth in enumerate(truths) if truth is Truth.TRUE)
    return Rails(certain, sum(1 << n for n, t in enumerate(truths) if t is not Truth.FALSE))


@given(st.lists(st.integers(0, 255), max_size=6), st.integers(1, 6))
def test_at_least_so_many_columns_hold_a_place(columns: list[int], needed: int) -> None:
    found = at_least(columns, needed)

    for place in range(8):
        held = sum(column >> place & 1 for column in columns)
        assert (found >> place & 1) == (held >= needed)


@given(st.sets(st.integers(0, 300)))
def test_places_and_bits_are_two_ways_to_say_the_same(places: set[int]) -> None:
    assert list(places_of(bits_of(places, 301))) == sorted(places)


@pytest.mark.parametrize("seed", range(30))
def test_whatever_a_policy_compares_is_the_same_by_column(seed: int, tmp_path: Path) -> None:
    read = read_all(tmp_path, {"portfolio/drawn": drawn_policy(Random(seed))}, as_of=AS_OF)
    assert read.value is not None or read.errors
    if read.value is None:
        return
    drawn = [s for n in range(6) for s in drawn_subjects(Random(seed * 6 + n), read.value)]
    rolls: dict[SubjectKind, Roll] = {
        kind: Roll(kind, tuple(s for s in drawn if s.key.kind == kind))
        for kind in {s.key.kind for s in drawn}
    }
    for clause in read.value.clauses:
        for name in ("when", "that", "unless"):
            for leaf in comparisons(getattr(clause, name, None)):
                if isinstance(leaf.test, HoldsTest) or leaf.subject not in rolls:
                    continue
                roll = rolls[leaf.subject]
                rails = roll.compared(leaf)
                for place, subject in enumerate(roll.subjects):
                    assert rails.truth(place) is _alone(leaf, subject), (leaf, subject)
