"""Questions of now and of the past along one axis: every way to come out, and none that is not."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.clauses.condition import Comparison, QuantityTest
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import History
from asp_decide.policy.cells.axes import Axes
from asp_decide.policy.cells.axis_amounts import amounts_between
from asp_decide.policy.cells.suppositions import Supposed, asking, supposed_subjects
from asp_decide.runs.instruments import reference_judge
from clause_builders import compared

JUDGE = reference_judge("EUR")
LEVELS = {"does_not_hold": 0, "unknown": 1, "holds": 2}
NAME = "value_realised"
LONGEST = 3


@st.composite
def questions(draw: st.DrawFn) -> tuple[Comparison, ...]:
    """A few limits of one measure, some of them over the last two or three intervals."""
    word = st.sampled_from(["below", "at most", "above", "at least"])
    window = st.sampled_from(["", "", " for 2 intervals in a row", " in 2 of the last 3 intervals"])
    limit = st.integers(0, 2)
    phrases = draw(
        st.lists(
            st.builds("{} {} EUR{}".format, word, limit, window) | st.just("known"),
            min_size=2,
            max_size=5,
            unique=True,
        )
    )
    return tuple(compared(f"STOP-01/{n}", NAME, phrase) for n, phrase in enumerate(phrases))


def ways_of(asked: tuple[Comparison, ...], values: list[Supposed]) -> list[tuple[int, ...]]:
    """How the questions come out of each of the values, as the evaluator says."""
    subjects, keys = supposed_subjects("initiative", [(one,) for one in values])
    findings, _ = JUDGE(asking("initiative", asked), subjects)
    said = {(one.rule, one.subject): LEVELS[one.result] for one in findings}
    return [tuple(said[RuleId(str(n)), key] for n in range(len(asked))) for key in keys]


@settings(max_examples=30)
@given(questions())
def test_an_axis_has_every_way_in_which_its_questions_can_come_out(
    asked: tuple[Comparison, ...],
) -> None:
    (axis,) = Axes(JUDGE).axes_of(asked, "initiative", {})

    shown = [cell.supposition[0] for cell in axis.cells]
    assert ways_of(asked, [one for one in shown if isinstance(one, Supposed)]) == [
        cell.levels for cell in axis.cells
    ]
    tests = [one.test for one in asked if isinstance(one.test, QuantityTest)]
    amounts = (*amounts_between(tests), None)
    long = [
        Supposed("measure", NAME, History(tuple(map(str, range(length))), values))
        for length in range(LONGEST + 1)
        for values in product(amounts, repeat=length)
    ]
    ways = set(ways_of(asked, [*long, Supposed("measure", NAME, None)]))
    assert {cell.levels for cell in axis.cells} == ways
