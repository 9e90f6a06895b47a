"""Everything that portfolio policies may speak of, measured from facts."""

from collections.abc import Mapping
from fractions import Fraction

from asp_decide.model.choice import ChoiceSet, Pool
from asp_decide.model.snapshot import Snapshot
from asp_decide.model.subject import PORTFOLIO, Subject, SubjectKey, Subjects
from asp_decide.portfolio.book import Book
from asp_decide.portfolio.grounds import grounds
from asp_decide.portfolio.initiative_measures import measure_initiatives
from asp_decide.portfolio.standing_measures import (
    measure_requirement,
    measure_signal,
    measure_theme,
)
from asp_decide.portfolio.value_stream_measures import measure_value_streams


def measure_subjects(
    snapshot: Snapshot,
    choice_set: ChoiceSet,
    *,
    capacity_prices: Mapping[Pool, Fraction],
    book: Book | None = None,
) -> Subjects:
    """All subjects of the portfolio layer with every name of the catalogue, sorted by their keys.

    Measures are in base units; what the facts do not say is unknown with its reason. Measures
    that only a plan has are absent. `capacity_prices` are money per unit of capacity; a pool
    without one is not scarce where its capacity is known, else its price is unknown too. The
    `book` of the snapshot may be open already.
    """
    told = grounds(snapshot, capacity_prices, book=book)
    assert told.book.grid.steps == choice_set.grid, "measures and choices are of one snapshot"
    frame = told.book.frame
    initiatives = measure_initiatives(told)
    subjects = [
        *initiatives,
        *measure_value_streams(told, initiatives),
        *(measure_signal(signal, frame) for signal in snapshot.signals),
        *(measure_requirement(requirement, frame) for requirement in snapshot.requirements),
        *(measure_theme(theme, frame) for theme in snapshot.themes),
        Subject(key=SubjectKey("portfolio", PORTFOLIO), name=snapshot.charter.name),
    ]
    return {subject.key: subject for subject in sorted(subjects, key=lambda s: s.key)}
