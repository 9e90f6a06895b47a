"""Which change of one number may turn an answer of the plan: by its proof no smaller one does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from asp_decide.model.choice import Choice
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import Initiative
from asp_decide.optimize.arrangement import arrange
from asp_decide.optimize.certify import Certificate
from asp_decide.optimize.cut_relaxation import CutRelaxation
from asp_decide.optimize.presolve import presolve
from asp_decide.optimize.programme import Programme
from asp_decide.optimize.regrets import least_regrets
from asp_decide.optimize.solver import Solver
from asp_decide.portfolio.delay_loss import expected_share
from asp_decide.portfolio.staging import TESTING
from asp_decide.scenario.core import works


@dataclass(frozen=True, slots=True)
class Nearest:
    """What may turn whether an initiative is worked on, each number by itself.

    `loses` is what every plan that decides otherwise loses more, at least, in money. `factor` is
    by what its benefit would have to be multiplied, and `chance` what its probability of success
    would have to be: up to there the plan stays the best. None is a number that turns nothing by
    itself, or of which it cannot be said.
    """

    loses: Fraction
    factor: Fraction | None
    chance: Fraction | None


def nearest_turns(
    programme: Programme,
    proven: Certificate,
    initiatives: Mapping[InitiativeId, Initiative],
    solver: Solver,
) -> Mapping[InitiativeId, Nearest]:
    """The nearest turn of every initiative that can be worked on and can be left.

    A plan that decides otherwise loses at least so much more; if the benefit of the initiative
    grows or shrinks, it gains on the plan by no more than the difference of what both bring.
    What a sign would tell is worth more than in proportion, so that a turn is then told in money
    alone. Where the prices of the proof leave an answer open, the programme that decides otherwise
    is relaxed by itself. Raises SolverFailedError.
    """
    regrets = least_regrets(programme, proven.proof, proven.loss)
    planned = {programme.choices[n].initiative: n for n in programme.numbers(proven.taken)}
    found: dict[InitiativeId, Nearest] = {}
    for initiative, group in programme.of_initiative().items():
        now = programme.choices[planned[initiative]]
        others = [
            number
            for number in group
            if works(programme, programme.choices[number]) != works(programme, now)
        ]
        known = _of(programme, others, regrets)
        if known and min(known.values()) <= 0:
            closer = _asked_by_itself(programme, proven, others, solver)
            known = {one: max(known[one], closer[one]) for one in known if one in closer}
        if known:
            by_id = {programme.choices[n].id: programme.choices[n] for n in others}
            found[initiative] = _nearest(
                now,
                [(by_id[one], regret) for one, regret in known.items()],
                initiatives[initiative],
            )
    return found


def _of(
    programme: Programme, among: Iterable[int], regrets: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    ids = (programme.choices[number].id for number in among)
    return {one: regrets[one] for one in ids if one in regrets}


def _asked_by_itself(
    programme: Programme, proven: Certificate, others: Sequence[int], solver: Solver
) -> dict[str, Fraction]:
    """The regrets by the relaxation of the programme in which one of these choices is taken."""
    initiative = programme.choices[others[0]].initiative
    kept = set(others)
    other = programme.only(
        number
        for number, choice in enumerate(programme.choices)
        if choice.initiative != initiative or number in kept
    )
    left = presolve(other)
    if left.impossible is not None:
        return {}
    stated = arrange(left.programme)
    relaxation = CutRelaxation(stated, solver.live(stated))
    guide = relaxation.guide()
    if guide is None:
        return {}
    regrets = least_regrets(other, relaxation.proof(guide), proven.loss)
    return _of(programme, others, regrets)


def _nearest(now: Choice, others: Sequence[tuple[Choice, Fraction]], of: Initiative) -> Nearest:
    loses = max(Fraction(0), min(regret for _, regret in others))
    if any(choice.kind in TESTING for choice in (now, *(other for other, _ in others))):
        return Nearest(loses, None, None)
    changes = [
        max(Fraction(0), regret) / (other.value - now.value)
        for other, regret in others
        if other.value != now.value
    ]
    # A benefit does not fall to nothing or below.
    possible = [change for change in changes if change > -1]
    if not possible:
        return Nearest(loses, None, None)
    factor = 1 + min(possible, key=abs)
    return Nearest(loses, factor, _chance(of, factor))


def _chance(of: Initiative, factor: Fraction) -> Fraction | None:
    """The probability of success at which it would be worth so much; None where there is none."""
    stated = of.probability_of_success
    if stated is None or of.value_if_refuted == Decimal(1):
        return None
    refuted = Fraction(of.value_if_refuted)
    share = expected_share(Fraction(stated), of) * factor
    chance = (share - refuted) / (1 - refuted)
    return chance if 0 <= chance <= 1 else None
