"""One slip of the finger in a name, and the name that was meant is the one that is offered."""

import string

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.diagnostics import did_you_mean, nearest
from asp_decide.policy.written.vocabulary import vocabulary

LETTERS = string.ascii_lowercase + "_"
KNOWN = sorted(
    {name for layer in ("portfolio", "delivery") for name in vocabulary(layer).all_names}
    | {"web", "ops", "pay", "wip"}
)


def misspellings(name: str) -> set[str]:
    """Every word that one edit makes of it: a letter put in, left out, replaced, or two exchanged."""
    places = range(len(name))
    left_out = {name[:i] + name[i + 1 :] for i in places}
    put_in = {name[:i] + c + name[i:] for i in (*places, len(name)) for c in LETTERS}
    replaced = {name[:i] + c + name[i + 1 :] for i in places for c in LETTERS}
    exchanged = {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in places[:-1]}
    return (left_out | put_in | replaced | exchanged) - {name}


@given(st.data())
def test_one_slip_in_a_name_offers_that_name(data: st.DataObject) -> None:
    """Names of three letters and more. Where another name is as near, both are offered."""
    name = data.draw(st.sampled_from([name for name in KNOWN if len(name) >= 3]))
    slip = data.draw(st.sampled_from(sorted(misspellings(name))))
    others = {other for other in KNOWN if other != name}

    if slip in others:
        return  # it is another name, and no slip that anybody could see
    as_near = sorted(other for other in others if slip in misspellings(other))

    told = did_you_mean(slip, KNOWN)
    assert f"`{name}`" in told.help or len(as_near) >= 3
    if not as_near:
        assert nearest(slip, KNOWN) == name
        assert told.instead == name


def test_short_names_are_recognised_too() -> None:
    assert nearest("wbe", ["web", "payments"]) == "web"
    assert nearest("we", ["web", "payments"]) == "web"
    assert nearest("wib", ["web", "payments"]) == "web"


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8))
def test_the_order_of_the_known_names_changes_nothing(word: str, known: list[str]) -> None:
    assert did_you_mean(word, known) == did_you_mean(word, reversed(known))
