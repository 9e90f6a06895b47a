"""Which initiative has the first turn, by each rule: what the rule sees, and what it does not."""

from collections.abc import Sequence

from asp_decide.model.choice import Choice
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.list_rules import Ranking, by_density, by_excess, by_urgency
from asp_decide.optimize.programme import Programme
from choice_builders import a_choice, a_choice_set, a_frame, a_grid, leave


def a_programme(choices: Sequence[Choice], *, steps: int = 1) -> Programme:
    capacity = {"s": 10, "t": 10}
    return formulate(a_choice_set(choices, grid=a_grid(steps), capacity=capacity), a_frame())


def turns(programme: Programme, ranking: Ranking) -> str:
    return "".join(programme.choices[group[0]].initiative for group in ranking)


def test_what_is_due_soon_goes_before_what_loses_more_later() -> None:
    later = [a_choice("A", start=n, value=v, best=100) for n, v in enumerate((100, 100, 20))]
    soon = [a_choice("B", start=n, value=v, best=100) for n, v in enumerate((100, 50, 50))]
    programme = a_programme([*later, leave("A", 100), *soon, leave("B", 100)], steps=3)

    assert turns(programme, by_urgency(programme)) == "BA"


def test_a_bet_over_two_streams_counts_what_it_takes_of_both() -> None:
    wide = a_choice("A", value=10, needs={"s": 5, "t": 5})
    narrow = a_choice("B", value=8, needs={"s": 5})
    programme = a_programme([wide, leave("A", 10), narrow, leave("B", 8)])

    assert turns(programme, by_density(programme)) == "BA"


def test_a_smaller_option_is_wished_for_where_the_whole_does_not_pay_for_its_room() -> None:
    whole = a_choice("A", value=10, needs={"s": 10})
    smaller = a_choice("A", "mvp", value=8, needs={"s": 2})
    programme = a_programme([whole, smaller, leave("A", 10)])

    ((first, *_),) = by_density(programme)

    assert programme.choices[first].kind == "mvp"


def test_by_excess_who_has_most_to_lose_by_a_second_wish_goes_first() -> None:
    choices = [a_choice("A", value=5), leave("A", 5), a_choice("B", value=5), leave("B", 5)]
    programme = a_programme(choices)
    excess = [0, 10, 0, 30]

    assert turns(programme, by_excess(programme, excess)) == "BA"
