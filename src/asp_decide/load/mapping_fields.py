"""The part of a mapping that says under which header which field stands, and in which unit."""

from collections.abc import Iterable
from fractions import Fraction

from asp_decide.load.cell_values import Scale
from asp_decide.load.keyed_values import KeyedValues
from asp_decide.load.mapping import FIELDS, CellStyles, FieldSource, Wording, wording
from asp_decide.model.quantity import Unit, unit
from asp_decide.strict_yaml import Mapping, Node, Scalar, Sequence

_NEEDED = ("name", "value_stream")
_KEYS = ("header", "number", "scale", "in", "unknown", "by")
_SCALE = Scale("", "1_000_000", least=None)
_MOST_NAMED_ALIKE = 100

type Fields = dict[str, tuple[FieldSource, ...]]


def read_fields(keys: KeyedValues | None, styles: CellStyles) -> Fields:
    """Where each field stands.

    A field is the text of a header, or keys: `header`, `number` (which of several of that name),
    `scale` (a number times which the cell is the amount), `in` (its unit), `unknown`, `by`. A
    rating may have several, the first that states one is taken.
    """
    if keys is None:
        return {}
    keys.expect(tuple(FIELDS), needed=_NEEDED)
    fields: Fields = {}
    for key, node in keys.node.entries:
        if key.text not in FIELDS:
            continue
        nodes = node.items if isinstance(node, Sequence) else (node,)
        if isinstance(node, Sequence) and FIELDS[key.text] != "rating":
            told = f"`{key.text}` stands under one header; only `rating` may have several"
            keys.page.refuse("W013", node.place, told)
        read = [_field(one, key, keys, styles) for one in nodes]
        fields[key.text] = tuple(one for one in read if one is not None)
    return fields


def wordings(keys: KeyedValues, scalars: Iterable[Scalar]) -> Iterable[Wording]:
    """The wordings of a list; one that would fit any text is refused."""
    for scalar in scalars:
        known = wording(scalar.text)
        if known.text:
            yield known
        else:
            keys.page.refuse("W014", scalar.place, f"`{scalar.text}` would fit every text")


def _field(node: Node, key: Scalar, keys: KeyedValues, styles: CellStyles) -> FieldSource | None:
    kind = FIELDS[key.text]
    if isinstance(node, Scalar):
        header, told = node, KeyedValues(Mapping((), node.place), f"`{key.text}`", keys.page)
    elif isinstance(node, Mapping):
        told = KeyedValues(node, f"`{key.text}`", keys.page)
        told.expect(_KEYS, needed=("header",))
        found = told.find("header")
        if not isinstance(found, Scalar):
            return None
        header = found
    else:
        keys.page.refuse("W013", node.place, f"`{key.text}` names a header")
        return None
    (known,) = tuple(wordings(keys, (header,))) or (None,)
    if known is None:
        return None
    _only_of(told, "by", has_it=kind == "rating")
    _only_of(told, "scale", has_it=kind == "money")
    _only_of(told, "in", has_it=kind == "amount")
    if kind == "money" and styles.currency is None:
        mend = "say it under `cells`: `money: {currency: EUR}`"
        keys.page.refuse("W012", header.place, f"`{key.text}` needs a currency", mend=mend)
    return FieldSource(
        header=" ".join(header.text.split()),
        wording=known,
        place=header.place,
        number=told.whole("number", least=1, most=_MOST_NAMED_ALIKE),
        factor=(measured := _unit(told, key.text, styles)).factor,
        dimension=measured.dimension,
        unknown=tuple(wordings(told, told.texts("unknown"))),
        recorded_by=told.text("by") or "",
    )


def _only_of(keys: KeyedValues, key: str, *, has_it: bool) -> None:
    node = keys.find(key)
    if node is not None and not has_it:
        keys.page.refuse("W011", node.place, f"{keys.name} has no `{key}`")


def _unit(keys: KeyedValues, field: str, styles: CellStyles) -> Unit:
    """What the numbers of a field are counted in, and what one of them is in base units."""
    match FIELDS[field]:
        case "money":
            scale = keys.number("scale", _SCALE, None)
            if scale is not None and scale <= 0:
                keys.page.refuse("W014", keys.node.place, "a `scale` is above zero")
            return Unit("", "money", Fraction(1) if scale is None else scale)
        case "amount":
            return _stated_unit(keys, field, styles)
        case _:
            return _NONE


def _stated_unit(keys: KeyedValues, field: str, styles: CellStyles) -> Unit:
    name = keys.text("in")
    if name is None:
        mend = f"write `{field}: {{header: ..., in: {_EXAMPLES[field]}}}`"
        keys.page.refuse("W012", keys.node.place, f"`{field}` needs its unit", mend=mend)
        return _NONE
    known = _SHARES.get(name) or unit(name, styles.currency or "")
    if known is not None and known.dimension in _DIMENSIONS[field]:
        return known
    node = keys.find("in")
    assert node is not None, "a key with a text stands somewhere"
    mend = f"write a unit such as `{_EXAMPLES[field]}`"
    keys.page.refuse("W014", node.place, f"`{name}` does not measure `{field}`", mend=mend)
    return _NONE


_NONE = Unit("", "")
_SHARES = {"share": Unit("share", "share")}
_DIMENSIONS = {
    "benefit_life": ("time",),
    "probability_of_success": ("share",),
    "remaining_effort": ("team-weeks", "money"),
    "remaining_duration": ("time",),
}
_EXAMPLES = {
    "benefit_life": "weeks",
    "probability_of_success": '"%"',
    "remaining_effort": "team-weeks",
    "remaining_duration": "weeks",
}
