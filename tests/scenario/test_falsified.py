"""A shared assumption fails once and hits all that rest on it (and nothing else)."""

from decimal import Decimal

from asp_decide.model.ids import InitiativeId
from asp_decide.portfolio.choices import choices
from asp_decide.scenario.falsified import falsified, holders
from builders import a_snapshot, an_evidence, an_initiative, an_option

HELD = {"INI-1": ("ASM-1",), "INI-2": ("ASM-1", "ASM-2"), "INI-3": ("ASM-2",), "INI-4": ()}
SNAPSHOT = a_snapshot(
    [
        an_initiative(one, assumption_ids=held, probability_of_success=Decimal("0.8"))
        for one, held in HELD.items()
    ],
    [an_option(one, probability_of_success=Decimal("0.9")) for one in HELD],
    evidence=[an_evidence(about="INI-2", likelihood_ratio=Decimal(5))],
)


def test_pitfall_39_every_holder_falls_at_once_and_nobody_else() -> None:
    told = choices(falsified(SNAPSHOT, "ASM-1")).best_value
    before = choices(SNAPSHOT).best_value

    assert holders(SNAPSHOT, "ASM-1") == ("INI-1", "INI-2")
    assert [told[InitiativeId(one)] for one in ("INI-1", "INI-2")] == [0, 0]
    for one in ("INI-3", "INI-4"):
        assert told[InitiativeId(one)] == before[InitiativeId(one)] > 0


def test_the_same_may_be_chosen_in_the_world_in_which_it_fails() -> None:
    """Else a plan could not be held against it."""
    ids = [{c.id for c in choices(s).choices} for s in (SNAPSHOT, falsified(SNAPSHOT, "ASM-1"))]

    assert ids[0] == ids[1]


def test_the_rules_hear_of_it_as_of_a_broken_assumption() -> None:
    (row,) = set(falsified(SNAPSHOT, "ASM-1").evidence) - set(SNAPSHOT.evidence)

    assert (row.about_id, row.reading, row.observed_on) == ("ASM-1", "contradicts", SNAPSHOT.as_of)
