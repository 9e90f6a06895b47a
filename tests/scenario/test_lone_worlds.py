"""A world with one number changed is the same, made anew or from the columns that it reaches."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.optimize.programme import Programme
from asp_decide.portfolio.book import open_book
from asp_decide.portfolio.choices import choices
from asp_decide.scenario.lone_worlds import LoneWorlds
from asp_decide.scenario.robustness import Worlds
from asp_decide.scenario.uncertainty import ranges
from builders import a_dependency, a_snapshot, an_initiative, an_option, enabler, standard
from choice_builders import a_frame, an_initiative_subject, before, largest, share, wip

NAMES = tuple(f"INI-{n}" for n in range(1, 6))
FACTORS = st.integers(1, 30).map(lambda tenths: Fraction(tenths, 10))


def _portfolio() -> Snapshot:
    """The first enables the second; the last runs, and the rest are linked with nobody."""
    profiles = {"INI-1": enabler()} | {
        name: standard(n * 9_000) for n, name in enumerate(NAMES) if n
    }
    states = dict.fromkeys(NAMES, "delivery_queue") | {"INI-5": "implementing"}
    return a_snapshot(
        [
            an_initiative(
                name,
                profile=profiles[name],
                state=states[name],
                probability_of_success=Decimal("0.6"),
            )
            for name in NAMES
        ],
        [
            an_option(
                name,
                kind="continue" if name == "INI-5" else "whole",
                effort=4 + n,
                weeks=6 + 2 * n,
                outlay=30_000,
            )
            for n, name in enumerate(NAMES)
        ],
        dependencies=[a_dependency("INI-1", "INI-2")],
    )


def _asked() -> LoneWorlds:
    snapshot = _portfolio()
    choice_set = choices(snapshot)
    frame = a_frame(
        wip(2),
        share("GRD-01", "business", basis="allocated", at_most=Fraction(9, 10)),
        largest("GRD-02", Fraction(1, 2)),
        subjects=[an_initiative_subject(name, category="business") for name in NAMES],
        dependencies=[before("INI-1", "INI-2")],
    )
    of = ranges(open_book(snapshot), choice_set, stated=None)
    return LoneWorlds(Worlds(snapshot, choice_set, frame, of, taken=(), order={}, seed=1))


WORLDS = _asked()


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["benefit", "chance", "effort", "duration", "outlay"]),
    FACTORS,
)
@settings(max_examples=40)
def test_what_one_number_does_not_reach_stays_as_it_is(
    name: str, aspect: str, factor: Fraction
) -> None:
    def changed(of: str, key: tuple[str, str]) -> Fraction:
        return factor if (of, key[0]) == (aspect, name) else Fraction(1)

    quick, shares = WORLDS.with_own(InitiativeId(name), changed)
    anew, known = WORLDS.with_any(changed)

    assert (shares is None) == (known is None)
    assert _told(quick, anew) == _told(anew, anew)


def _told(programme: Programme, of: Programme) -> tuple[object, object]:
    """Losses and rows by the ids of choices, those that the other does not have left out."""
    there = {choice.id for choice in of.choices}
    ids = [choice.id for choice in programme.choices]
    losses = {ids[n]: loss for n, loss in enumerate(programme.losses) if ids[n] in there}
    rows = {
        row.origin: (row.sense, row.limit, {ids[n]: a for n, a in row.terms if ids[n] in there})
        for row in programme.rows
    }
    return losses, {origin: row for origin, row in rows.items() if row[2]}
