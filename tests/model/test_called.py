"""What a policy names, people are told in words: none of them reads the names of columns."""

import pytest

from asp_decide.model.called import called, so_of_each
from asp_decide.policy.written.vocabulary import CATALOGUES

NAMES = sorted(
    {
        spec.name
        for catalogue in CATALOGUES
        for specs in (catalogue.attributes, catalogue.fields, catalogue.measures)
        for spec in specs
    }
)


def test_every_name_of_the_catalogue_is_told_in_words() -> None:
    assert [name for name in NAMES if "_" in called(name)] == []


def test_no_two_names_are_told_by_the_same_words() -> None:
    assert len({called(name) for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("several", [False, True])
def test_only_what_is_counted_by_name_is_said_of_each(*, several: bool) -> None:
    spoken = [name for name in NAMES if so_of_each(name, several=several)]

    assert spoken == ["assumptions_changed", "requirements_violated", "unmet_predecessors"]
