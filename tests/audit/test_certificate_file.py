"""`certificate.json` reads back as it was written, and nothing else is read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.audit.certificate_file import (
    StoredCertificate,
    read_certificate,
    write_certificate,
)
from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.model.choice import Pool
from asp_decide.model.ids import InitiativeId, ValueStreamId
from asp_decide.optimize.cuts import Cut, cut_origin
from asp_decide.optimize.programme import Origin
from asp_decide.optimize.proof import Leaf, Proof, Split
from audit_builders import a_world

NAMES = st.text("abcXYZ0123 -/", max_size=8)
MONEY = st.fractions(max_denominator=997)
ORIGINS = st.builds(Origin, st.sampled_from(["rule", "fact", "answer"]), NAMES, NAMES, NAMES)
POOLS = st.builds(Pool, NAMES.map(ValueStreamId), st.sampled_from(["delivery", "analysis"]), NAMES)

SHARES = st.fractions(0, 1, max_denominator=99)
CUTS = st.one_of(
    st.builds(Cut, st.just("rounded"), ORIGINS, part=st.integers(1, 8)),
    st.builds(Cut, st.just("threshold"), ORIGINS, least=SHARES),
    st.builds(
        Cut,
        st.just("cover"),
        ORIGINS,
        members=st.lists(st.tuples(NAMES.map(InitiativeId), SHARES), max_size=3).map(tuple),
    ),
)


@st.composite
def proofs(draw: st.DrawFn) -> Proof:
    cuts = tuple(draw(st.lists(CUTS, max_size=3)))
    named = [cut_origin(number, cut) for number, cut in enumerate(cuts, start=1)]
    priced = st.one_of(ORIGINS, st.sampled_from(named)) if named else ORIGINS
    multipliers = st.dictionaries(priced, st.integers(0, 2**53 - 1), max_size=4)
    cases = st.recursive(
        st.builds(Leaf, multipliers),
        lambda inner: st.builds(Split, st.lists(NAMES, max_size=2).map(tuple), inner, inner),
        max_leaves=4,
    )
    return Proof(draw(multipliers), cuts, draw(st.none() | MONEY), draw(st.none() | cases))


@given(
    st.builds(
        StoredCertificate,
        taken=st.lists(NAMES).map(tuple),
        loss=MONEY,
        bound=MONEY,
        value_captured=MONEY,
        proof=proofs(),
        capacity_prices=st.dictionaries(POOLS, MONEY),
    )
)
def test_a_certificate_reads_back_exactly(stored: StoredCertificate) -> None:
    body = write_certificate(stored)

    assert read_certificate(body) == stored
    assert write_certificate(read_certificate(body)) == body


@pytest.mark.parametrize(
    "changes",
    [
        {"v": "certificate/1"},
        {"loss": "10.0"},
        {"loss": "1/0"},
        {"loss": 10},
        {"loss": "ten"},
        {"taken": None},
        {"proof": {}},
        {"proof": {"rows": [{}]}},
        {"capacity_prices": {}},
        {"more": 1},
    ],
)
def test_a_certificate_that_is_told_otherwise_is_refused(changes: dict[str, object]) -> None:
    found = read_canonical(write_certificate(a_world().certificate))

    with pytest.raises(ValueError, match=r"\w"):
        read_certificate(canonical_json(found | changes))


def test_an_amount_that_no_decimal_holds_is_kept_as_a_ratio() -> None:
    stored = StoredCertificate((), Fraction(1, 3), Fraction(0), Fraction(1), Proof())

    assert read_canonical(write_certificate(stored))["loss"] == "1/3"
