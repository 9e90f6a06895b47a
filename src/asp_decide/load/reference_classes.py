"""Which reference class of forecasts is part of which, as `asp.yaml` tells it."""

from asp_decide.load.keyed_values import KeyedValues
from asp_decide.model.calibration import ALL


def read_reference_classes(keys: KeyedValues) -> dict[str, str] | None:
    """Each class with the one that it is part of; None where none is stated.

    A class that is named nowhere is part of all. None may be part of itself, by whatever way.
    """
    stated = keys.child("reference_classes")
    if stated is None:
        return None
    found: dict[str, str] = {}
    for key, above in stated.scalars():
        name, part_of = key.text, keys.name_in(above)
        if part_of is None:
            continue
        if name == ALL:
            keys.page.refuse("W014", key.place, f"`{ALL}` is part of nothing", width=key.width)
        elif name in _way_up(part_of, found):
            told = f"`{name}` would be part of itself"
            mend = f"let one of them be part of `{ALL}`"
            keys.page.refuse("W014", above.place, told, mend=mend, width=above.width)
        else:
            found[name] = part_of
    return dict(sorted(found.items()))


def _way_up(name: str, parents: dict[str, str]) -> tuple[str, ...]:
    way = [name]
    while way[-1] in parents:
        way.append(parents[way[-1]])
    return tuple(way)
