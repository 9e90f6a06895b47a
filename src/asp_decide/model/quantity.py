"""Amounts with their units: what may be compared with what, and how it is written."""

from dataclasses import dataclass
from fractions import Fraction

CURRENCY = "¤"
"""Stands for the workspace's currency in the catalogue of measures."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the policy language. Values are kept in the base unit of the dimension.

    `factor` is the worth of one of this unit in the base unit: a share of 1 is `100 %`, a week is
    `7 days`. Units convert within one dimension only.
    """

    name: str
    dimension: str
    factor: Fraction = Fraction(1)


def singular(plural: str) -> str:
    """The unit as it is written behind 1; what is no plural, such as a rate, stays as it is.

    >>> singular("stories"), singular("criteria"), singular("team-weeks"), singular("points/week")
    ('story', 'criterion', 'team-week', 'points/week')
    """
    for ending, one in (("ies", "y"), ("ia", "ion"), ("s", "")):
        if plural.endswith(ending) and "/" not in plural:
            return plural.removesuffix(ending) + one
    return plural


def rate_in_words(rate: str) -> str:
    """What stands behind the amount of a rate, as people say it.

    >>> rate_in_words("/week"), rate_in_words("/week/week"), rate_in_words("")
    (' a week', ' a week per week of work', '')
    """
    first, *more = rate.removeprefix("/").split("/")
    return (f" a {first}" if first else "") + "".join(f" per {one} of work" for one in more)


def with_unit(figure: str, name: str, currency: str) -> str:
    """A figure with the unit of that name, as people write it: money with its currency in front.

    >>> with_unit("1", "initiatives", "EUR"), with_unit("1,500", "EUR/week", "EUR")
    ('1 initiative', 'EUR 1,500 a week')
    """
    head, _, rate = name.replace("_", " ").partition("/")
    if head == currency:
        return f"{currency} {figure}{rate_in_words(rate)}"
    return f"{figure} {singular(head) if figure in {'1', '-1'} else head}{rate_in_words(rate)}"


def _counted(plural: str) -> dict[str, Unit]:
    unit = Unit(plural, plural)
    return {plural: unit, singular(plural): unit}


_UNITS: dict[str, Unit] = {
    "%": Unit("%", "share", Fraction(1, 100)),
    "pp": Unit("pp", "percentage points", Fraction(1, 100)),
    "hours": Unit("hours", "time", Fraction(1, 168)),
    "hour": Unit("hours", "time", Fraction(1, 168)),
    "days": Unit("days", "time", Fraction(1, 7)),
    "day": Unit("days", "time", Fraction(1, 7)),
    "weeks": Unit("weeks", "time"),
    "week": Unit("weeks", "time"),
    CURRENCY: Unit(CURRENCY, "money"),
    f"{CURRENCY}/week": Unit(f"{CURRENCY}/week", "money per week"),
    f"{CURRENCY}/week/week": Unit(f"{CURRENCY}/week/week", "money per week per week"),
    f"{CURRENCY}/team-week": Unit(f"{CURRENCY}/team-week", "money per team-week"),
    **_counted("intervals"),
    **_counted("team-weeks"),
    **_counted("slots"),
    **_counted("points"),
    **_counted("places"),
    **_counted("runs"),
    **_counted("initiatives"),
    **_counted("features"),
    **_counted("stories"),
    **_counted("improvements"),
    **_counted("requirements"),
    **_counted("signals"),
    **_counted("value_streams"),
    **_counted("themes"),
    **_counted("teams"),
    **_counted("criteria"),
    **_counted("assumptions"),
    "features/week": Unit("features/week", "features per week"),
    "deployments/week": Unit("deployments/week", "deployments per week"),
}

WHOLE_UNITS = frozenset(
    {
        "initiatives",
        "features",
        "stories",
        "improvements",
        "requirements",
        "signals",
        "value_streams",
        "criteria",
        "assumptions",
        "runs",
        "places",
        "slots",
    }
)
"""Units in which there is nothing between one and the next."""

UNIT_NAMES = tuple(sorted({unit.name for unit in _UNITS.values()}))


def unit(name: str, currency: str) -> Unit | None:
    """The unit of that name (singular or plural), or None; money only in the one `currency`."""
    if CURRENCY in name:
        return _UNITS.get(name)
    head, slash, rest = name.partition("/")
    return _UNITS.get(CURRENCY + slash + rest) if head == currency else _UNITS.get(name)


def spellings(of: Unit, currency: str) -> tuple[str, ...]:
    """Every name by which a unit of that dimension may be written, sorted."""
    names = (name for name, unit in _UNITS.items() if unit.dimension == of.dimension)
    return tuple(sorted(name.replace(CURRENCY, currency) for name in names))
