"""Up to the nearest turn of a number the plan decides as before, held against every plan."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.evaluation import is_feasible, loss_of
from asp_decide.optimize.formulate import formulate
from asp_decide.optimize.pipeline import solve_programme
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.pulp_solver import PulpSolver
from asp_decide.optimize.solver import Means, WorkLimit
from asp_decide.portfolio.choices import choices
from asp_decide.scenario.core import works
from asp_decide.scenario.nearest_turns import Nearest, nearest_turns
from builders import a_capacity, a_snapshot, an_initiative, an_option, standard
from choice_builders import a_frame

MEANS = Means(PulpSolver(), WorkLimit(nodes=1_000))
INSIDE = Fraction(99, 100)
"""So much of the way to a turn, nothing may have turned."""


def _rivals(benefits: list[int], capacity: int) -> Snapshot:
    names = [f"INI-{n}" for n in range(1, len(benefits) + 1)]
    return a_snapshot(
        [
            an_initiative(name, profile=standard(benefit), probability_of_success=Decimal("0.5"))
            for name, benefit in zip(names, benefits, strict=True)
        ],
        [an_option(name, effort=5, weeks=8, outlay=60_000) for name in names],
        capacities=[
            a_capacity("payments", f"2027Q{n}", capacity if n == 1 else 0) for n in range(1, 5)
        ],
    )


def _programme(snapshot: Snapshot) -> Programme:
    return formulate(choices(snapshot), a_frame())


def _turns(snapshot: Snapshot) -> dict[InitiativeId, Nearest]:
    programme = _programme(snapshot)
    proven = solve_programme(programme, MEANS, order={}).certificate
    initiatives = {one.id: one for one in snapshot.initiatives}
    return dict(nearest_turns(programme, proven, initiatives, MEANS.solver))


def _least(programme: Programme, initiative: str, *, working: bool) -> Fraction | None:
    """The least loss of all plans that work on it in the planning intervals, or do not."""
    group = set(programme.of_initiative()[InitiativeId(initiative)])
    losses = [
        loss_of(programme, sorted(plan))
        for plan in product(*programme.groups)
        if is_feasible(programme, sorted(plan))
        and any(works(programme, programme.choices[n]) for n in group & set(plan)) == working
    ]
    return min(losses, default=None)


@given(
    st.lists(st.integers(1, 30).map(lambda n: n * 1_000), min_size=2, max_size=3),
    st.integers(4, 11),
)
@settings(max_examples=25)
def test_no_smaller_change_of_a_benefit_or_a_chance_turns_an_answer(
    benefits: list[int], capacity: int
) -> None:
    snapshot = _rivals(benefits, capacity)
    base = _programme(snapshot)

    for place, (name, turn) in enumerate(_turns(snapshot).items()):
        ends = [_least(base, name, working=working) for working in (True, False)]
        assert None not in ends, "both can be decided"
        in_plan, left = (end or Fraction(0) for end in ends)
        assert turn.loses <= abs(in_plan - left)
        if turn.factor is not None and in_plan != left:
            factor = 1 + (turn.factor - 1) * INSIDE
            other = [*benefits]
            changed = snapshot.initiatives[place].model_copy(
                update={"profile": standard(Fraction(other[place]) * factor)}
            )
            _still(snapshot, changed, name, in_plan=in_plan < left)
        if turn.chance is not None and in_plan != left:
            half = Fraction(1, 2)
            chance = half + (turn.chance - half) * INSIDE
            told = Decimal(round(chance * 10**9)) / 10**9
            changed = snapshot.initiatives[place].model_copy(
                update={"probability_of_success": told}
            )
            _still(snapshot, changed, name, in_plan=in_plan < left)


def _still(snapshot: Snapshot, changed: Initiative, name: str, *, in_plan: bool) -> None:
    told = tuple(changed if one.id == name else one for one in snapshot.initiatives)
    programme = _programme(snapshot.model_copy(update={"initiatives": told}))
    with_it, without = (_least(programme, name, working=working) for working in (True, False))
    assert with_it is not None
    assert without is not None
    # Worth is money: half a cent of rounding is no turn.
    assert (
        (with_it <= without + Fraction(1, 50))
        if in_plan
        else (without <= with_it + Fraction(1, 50))
    )


def test_what_fits_nowhere_is_turned_by_no_benefit() -> None:
    """It is told by nothing, and not as a number that nobody could reach."""
    assert _turns(_rivals([10_000], 4)) == {}


def test_what_is_worth_less_than_it_costs_comes_in_once_it_is_worth_it() -> None:
    turn = _turns(_rivals([100], 20))[InitiativeId("INI-1")]

    assert turn.factor is not None
    assert turn.factor > 1
    assert turn.chance is None, "even a certain success would not pay for it"
