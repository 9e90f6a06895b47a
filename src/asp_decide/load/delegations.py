"""The rights that one role lends to another, as `asp.yaml` tells them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from asp_decide.load.cell_values import Scale, plain_decimal
from asp_decide.load.keyed_values import KeyedValues
from asp_decide.model.charter import Delegation
from asp_decide.model.decision_point import GATES
from asp_decide.model.effective import Period
from asp_decide.model.ids import Role
from asp_decide.strict_yaml import Mapping as Mapped
from asp_decide.strict_yaml import Scalar
from asp_decide.strict_yaml import Sequence as Listed

_KEYS = ("by", "to", "points", "from", "until", "up_to")
_NEEDED = ("by", "to", "points", "from", "until")


def read_delegations(
    keys: KeyedValues, *, roles: tuple[str, ...], rights: Mapping[str, Role], currency: str | None
) -> tuple[Delegation, ...] | None:
    """Every delegation that could be read, in the order written; None where there are none.

    Only the holder of a gate lends it, so a right that was lent is not lent on; and only for a
    time, so that nobody forgets that it was.
    """
    node = keys.find("delegations")
    if node is None:
        return None
    if not isinstance(node, Listed):
        mend = "write `- {by: ..., to: ..., points: [...], from: ..., until: ...}`"
        keys.page.refuse("W013", node.place, "`delegations` is a list", mend=mend)
        return None
    read = []
    for item in node.items:
        if not isinstance(item, Mapped):
            keys.page.refuse("W013", item.place, "a delegation holds keys of its own")
            continue
        one = KeyedValues(item, "a delegation", keys.page)
        one.expect(_KEYS, needed=_NEEDED)
        found = _delegation(one, roles, rights, currency)
        if found is not None:
            read.append(found)
    return tuple(read)


def _delegation(
    one: KeyedValues, roles: tuple[str, ...], rights: Mapping[str, Role], currency: str | None
) -> Delegation | None:
    by, to = _role(one, "by", roles), _role(one, "to", roles)
    points = tuple(_points(one, by, rights))
    period = _period(one)
    scale = Scale("money", f"250000 {currency or 'EUR'}", least=Decimal(0))
    up_to = one.number("up_to", scale, currency)
    if by is not None and by == to:
        one.page.refuse("W014", one.node.place, f"`{by}` lends a right to itself")
    if by is None or to is None or not points or period is None:
        return None
    return Delegation(
        by=by,
        to=to,
        points=points,
        effective=period,
        up_to=None if up_to is None else plain_decimal(up_to),
    )


def _role(one: KeyedValues, key: str, roles: tuple[str, ...]) -> Role | None:
    node = one.find(key)
    text = one.text(key)
    if text is None or not isinstance(node, Scalar):
        return None
    if text not in roles:
        one.refuse_unknown("W016", node, "role", roles)
        return None
    return Role(text)


def _points(one: KeyedValues, by: Role | None, rights: Mapping[str, Role]) -> Iterator[str]:
    """The gates that are lent, each of them one that `by` holds."""
    gates = tuple(sorted(GATES))
    all_of_them = f"one of {', '.join(gates)}"
    for scalar in one.texts("points"):
        point = scalar.text
        if point not in GATES:
            one.refuse_unknown("W017", scalar, "gate", gates, otherwise=all_of_them)
        elif by is not None and rights.get(point) != by:
            told = f"`{by}` does not hold `{point}` and cannot lend it"
            mend = f"`{rights[point]}` holds it"
            one.page.refuse("W014", scalar.place, told, mend=mend, width=scalar.width)
        else:
            yield point


def _period(one: KeyedValues) -> Period | None:
    first, last = one.day("from"), one.day("until")
    if first is None or last is None:
        return None
    if last < first:
        told = f"a delegation ends on {last}, before it begins on {first}"
        one.page.refuse("W014", one.node.place, told)
        return None
    return Period(from_day=first, until=last)
