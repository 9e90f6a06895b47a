"""A diagram holds the same cells as a list of them, and tells the same of rules that are many."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.clauses.clause import CompiledPolicies, DecideClause
from asp_decide.clauses.condition import Condition
from asp_decide.policy.cells.axes import Axes, Axis, Cell
from asp_decide.policy.cells.axis_histories import TooManyCellsError
from asp_decide.policy.cells.cell_diagrams import Diagram, DiagramSpace, Forest
from asp_decide.policy.cells.cell_parts import Part
from asp_decide.policy.cells.cell_sets import CellSet, Sides, Space
from asp_decide.policy.cells.cell_space import CellSpace
from asp_decide.policy.cells.clause_cells import (
    crowded_part_of_clauses,
    fires_in,
    part_of_clauses,
    results_in,
)
from asp_decide.policy.cells.suppositions import Supposed
from asp_decide.policy.lint.voices import spoken_in
from asp_decide.runs.instruments import reference_judge
from clause_builders import all_of, any_of, compared, decide, none_of
from policy.test_lint_cells import policies

JUDGE = reference_judge("EUR")

QUESTIONS = tuple(compared(f"X/{n}", f"measure_{n}", f"above {n} EUR") for n in range(5))
"""Two questions on each of two axes, and one on a third."""

ON = ((0, 1), (2, 3), (4,))


def an_axis(questions: tuple[Condition, ...], cells: tuple[Cell, ...]) -> Axis[Condition]:
    return Axis(questions, cells)


@st.composite
def axes(draw: st.DrawFn) -> list[Axis[Condition]]:
    found = []
    for number, places in enumerate(ON):
        levels = draw(
            st.lists(
                st.tuples(*[st.integers(0, 2) for _ in places]), min_size=1, max_size=5, unique=True
            )
        )
        cells = tuple(
            Cell((Supposed("attribute", f"axis {number}", f"cell {n}"),), one)
            for n, one in enumerate(levels)
        )
        found.append(an_axis(tuple(QUESTIONS[place] for place in places), cells))
    return found


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from(QUESTIONS),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: all_of(*parts))
        | st.lists(inner, min_size=1, max_size=4).map(lambda parts: any_of(*parts))
        | inner.map(none_of)
    ),
    max_leaves=8,
)


@given(axes(), st.lists(CONDITIONS, min_size=1, max_size=4))
def test_a_diagram_holds_the_cells_that_are_found_by_going_through_all(
    drawn: list[Axis[Condition]], conditions: list[Condition]
) -> None:
    one_by_one, diagram = CellSpace(drawn), DiagramSpace(drawn)

    for condition in conditions:
        plain = Sides(one_by_one).of(condition)
        for cells, held in zip(plain, Sides(diagram).of(condition), strict=True):
            assert held.bit_count() == cells.bit_count()
            assert bool(held) == bool(cells)
            if cells:
                for last in (False, True):
                    assert diagram.supposition(held, last=last) == one_by_one.supposition(
                        cells, last=last
                    )


@given(axes(), CONDITIONS, CONDITIONS)
def test_equal_sets_are_one_node(
    drawn: list[Axis[Condition]], one: Condition, other: Condition
) -> None:
    plain = [Sides(CellSpace(drawn)).of(condition)[0] for condition in (one, other)]
    sides = Sides(DiagramSpace(drawn))
    held = [sides.of(condition)[0] for condition in (one, other)]

    assert (held[0] == held[1]) == (plain[0] == plain[1])
    assert held[0] | held[1] == ~(~held[0] & ~held[1])


@given(policies())
def test_a_crowd_is_told_the_same_as_by_going_through_its_cells(drawn: CompiledPolicies) -> None:
    """One law for both: who speaks with whom, who says no more than whom, and who is silent."""
    _told_alike([clause for clause in drawn.clauses if isinstance(clause, DecideClause)])


def test_a_crowd_may_ask_of_a_ratio_and_of_its_parts() -> None:
    """A ratio is unknown without its divisor, though no rule asks whether it is known."""
    parts = ("value_realised", "value_forecast")
    weak = compared("STOP-01/1", "value_realisation", "below 40 %", ratio_of=parts)
    small = compared("STOP-02/1", "value_forecast", "above 5 EUR")

    _told_alike([decide("STOP-01", "stop", when=weak), decide("STOP-02", "stop", when=small)])


def test_a_part_that_also_stands_in_another_part_is_not_taken_for_private() -> None:
    """`not A` beside `not not A`: the question belongs to both."""
    known = compared("STOP-01/1", "category", "is business")

    _told_alike([decide("STOP-01", "stop", when=all_of(none_of(known), none_of(none_of(known))))])


def _told_alike(clauses: Sequence[DecideClause]) -> None:
    asked = Axes(JUDGE)
    crowd, space = crowded_part_of_clauses(clauses, asked)
    plain = spoken_in(clauses, part_of_clauses(clauses, asked))
    crowded = spoken_in(clauses, crowd, space)

    for clause in clauses:
        _fires_as_its_results_say(clause, plain.part)
        _fires_as_its_results_say(clause, crowd)
    assert plain.proposals.keys() == crowded.proposals.keys()
    for one, other in itertools.product(plain.proposals, repeat=2):
        assert plain.both(one, other) == crowded.both(one, other)
        assert plain.says_no_more(one, other) == crowded.says_no_more(one, other)
        assert plain.is_always(one) == crowded.is_always(one)
    assert bool(plain.silent().cases) == bool(crowded.silent().cases)


def _fires_as_its_results_say[C: CellSet](clause: DecideClause, part: Part[C]) -> None:
    results, none = results_in(clause, part), part.space.none
    fires = results.get("fires", none)

    assert fires_in(clause, part) == (fires, fires | results.get("unknown", none))


def test_too_many_steps_are_refused_and_the_next_question_has_steps_of_its_own() -> None:
    drawn = [
        an_axis((question,), tuple(Cell((), (level,)) for level in (0, 2)))
        for question in QUESTIONS
    ]
    space = DiagramSpace(drawn)
    sides = Sides(space)
    forest = forest_of(space)
    forest.steps_left = 3

    with pytest.raises(TooManyCellsError):
        sides.of(any_of(*QUESTIONS))

    space.ask_anew()
    assert sides.of(any_of(*QUESTIONS))[0].bit_count() == 31


def forest_of(space: Space[Diagram]) -> Forest:
    return space.every.forest


def test_what_leads_nowhere_on_an_axis_is_not_looked_at() -> None:
    forest = Forest((2, 3))

    assert forest.count(forest.of_axis(1, 0b101)) == 4
    assert forest.outermost(forest.of_axis(1, 0b101), last=True) == (1, 2)
