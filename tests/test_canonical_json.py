"""The quick writer and RFC 8785 give the same bytes, whatever the characters are."""

from unicodedata import normalize

import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from asp_decide.canonical import LARGEST_INTEGER, canonical_json

WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n")
    | st.sampled_from('ab"\\/\xe9\ufb01\uffee\U0001f600'),
    max_size=5,
).map(lambda word: normalize("NFC", word))
PLAIN = st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | WORDS
NESTED = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4)
)


@given(NESTED)
@example({"\U0001f600": 1, "\uffee": 2, "a": "b"})
@example({"\xe9": [True, None, ()], "": "\n"})
def test_canonical_json_is_that_of_rfc_8785(data: object) -> None:
    assert canonical_json(data) == rfc8785.dumps(data)  # type: ignore[arg-type]
