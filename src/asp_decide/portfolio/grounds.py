"""What every measure of the portfolio layer is computed from, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from asp_decide.model.ids import RequirementId, ThemeId
from asp_decide.model.signal import Requirement, Theme
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.book import Book, open_book
from asp_decide.portfolio.dossier import Dossiers, dossiers
from asp_decide.portfolio.forward_value import Prices, known_prices


@dataclass(frozen=True, slots=True)
class Grounds:
    """The book, the dossiers, the prices of capacity, and themes and requirements by id."""

    book: Book
    dossiers: Dossiers
    prices: Prices
    themes: Mapping[ThemeId, Theme]
    requirements: Mapping[RequirementId, Requirement]


def grounds(snapshot: Snapshot, capacity_prices: Prices, *, book: Book | None = None) -> Grounds:
    """The grounds of a snapshot, at prices in money per unit of capacity of each pool.

    Its `book` may be open already.
    """
    book = book or open_book(snapshot)
    return Grounds(
        book=book,
        dossiers=dossiers(snapshot),
        prices=known_prices(book, capacity_prices),
        themes={theme.id: theme for theme in snapshot.themes},
        requirements={requirement.id: requirement for requirement in snapshot.requirements},
    )
