"""A mandate that has nothing to choose says why; one among others is told as it is."""

import pytest

from asp_decide.decide.causes import BY_A_PERSON, with_causes
from asp_decide.model.choice import Removal
from asp_decide.model.ids import InitiativeId

REMOVED = (
    Removal(InitiativeId("INI-7"), "whole", None, "the benefit is not known"),
    Removal(InitiativeId("INI-7"), "mvp", 0, "needs 9 in Q1, which has 8"),
    Removal(InitiativeId("INI-7"), "mvp", 1, "needs 9 in Q2, which has 8"),
    Removal(InitiativeId("INI-70"), "whole", None, "another matter"),
)


@pytest.mark.parametrize("mandate", ["pin", BY_A_PERSON])
def test_a_mandate_that_stands_alone_says_of_each_option_what_it_lacks(mandate: str) -> None:
    assert with_causes([f"{mandate} INI-7"], REMOVED) == (
        f"{mandate} INI-7 (`whole`: the benefit is not known; `mvp`: needs 9 in Q1, which has 8)",
    )


def test_a_pin_without_any_option_says_so() -> None:
    assert with_causes(["pin INI-8"], REMOVED) == (
        "pin INI-8 (nothing that could be done with it is stated)",
    )


def test_what_stands_against_other_things_is_told_as_it_is() -> None:
    both = ("capacity web 2027Q1", "pin INI-7")

    assert with_causes(both, REMOVED) == both
    assert with_causes(["GRD-01 portfolio"], REMOVED) == ("GRD-01 portfolio",)
    assert with_causes([], REMOVED) == ()
