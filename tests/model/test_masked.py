"""A commitment holds one value to one place, and tells nothing of it to who lacks the salt."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.canonical import canonical_json
from asp_decide.model.masked import (
    SALT_BYTES,
    Opening,
    commitment_in,
    in_place_of,
    mask,
    masks_in,
)

SECRETS = st.binary(min_size=32, max_size=32)
RUNS = st.sampled_from(["2026Q4", "2027Q1", "2027Q1-2"])
PATHS = st.sampled_from(["/person", "/granted/person", "/needs/second_approver"])
NAMES = st.text(st.characters(categories=["L", "Zs"]), min_size=1).map(lambda s: s.encode().hex())
OPENINGS = st.builds(mask, NAMES, RUNS, st.integers(0, 20), PATHS, secret=SECRETS)

ONE = mask("A. Person", "2027Q1", 17, "/person", secret=b"secret")


def test_it_is_the_digest_of_the_salt_and_the_value_in_its_place() -> None:
    placed = {"n": 17, "path": "/person", "run": "2027Q1", "value": "A. Person"}

    assert len(ONE.salt) == SALT_BYTES
    expected = sha256(b"\x02" + ONE.salt + canonical_json(placed)).hexdigest()
    assert ONE.commitment == f"sha256:{expected}"


@given(OPENINGS, OPENINGS)
def test_another_value_place_or_salt_has_another_commitment(one: Opening, other: Opening) -> None:
    assert (one == other) == (one.commitment == other.commitment)


@given(OPENINGS, OPENINGS)
def test_no_two_places_and_no_two_secrets_share_a_salt(one: Opening, other: Opening) -> None:
    """So the same name in two records has two commitments, and nobody sees that it is the same."""
    if (one.run, one.place) != (other.run, other.place):
        assert one.salt != other.salt


def test_the_same_secret_gives_the_same_bytes() -> None:
    assert mask("A. Person", "2027Q1", 17, "/person", secret=b"secret") == ONE
    assert mask("A. Person", "2027Q1", 17, "/person", secret=b"Secret").salt != ONE.salt


@pytest.mark.parametrize(
    "changes", [{"run": "2027Q1-2"}, {"n": 18}, {"path": "/granted/person"}, {"value": "B"}]
)
def test_an_opening_opens_nothing_elsewhere(changes: dict[str, object]) -> None:
    assert replace(ONE, **changes).commitment != ONE.commitment  # type: ignore[arg-type]


def test_what_is_masked_is_found_wherever_it_stands() -> None:
    told = in_place_of(ONE)

    assert commitment_in(told) == ONE.commitment
    assert dict(masks_in({"a": [{"b": told}], "c": told, "d": "A. Person"})) == {
        "/a/0/b": ONE.commitment,
        "/c": ONE.commitment,
    }


@pytest.mark.parametrize(
    "value",
    [
        "A. Person",
        None,
        {"$masked": "A. Person"},
        {"$masked": None},
        {"$masked": ONE.commitment.upper()},
        {"$masked": ONE.commitment, "more": "1"},
    ],
)
def test_what_only_looks_masked_is_a_value(value: object) -> None:
    assert commitment_in(value) is None
