"""`certificate.json`: the choices that a plan takes, and the multipliers that prove its bound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.model.choice import Pool
from asp_decide.model.exact_number import exact_text
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.value_stream import Function
from asp_decide.optimize.programme import Origin, OriginKind

_VERSION = "certificate/1"


@dataclass(frozen=True, slots=True)
class StoredCertificate:
    """What is claimed of a plan, in exact numbers: money, and multipliers over 2**40.

    `taken` are ids of choices, in the order of initiatives. `capacity_prices` are what one more
    team-week of each pool is worth, as the measures of the run used them: taken as given.
    """

    taken: tuple[str, ...]
    loss: Fraction
    bound: Fraction
    value_captured: Fraction
    multipliers: Mapping[Origin, int]
    capacity_prices: Mapping[Pool, Fraction] = field(default_factory=dict)


def write_certificate(stored: StoredCertificate) -> bytes:
    """The canonical bytes of `certificate.json`."""
    return canonical_json(
        {
            "v": _VERSION,
            "taken": list(stored.taken),
            "loss": exact_text(stored.loss),
            "bound": exact_text(stored.bound),
            "value_captured": exact_text(stored.value_captured),
            "multipliers": [
                {
                    "kind": origin.kind,
                    "id": origin.id,
                    "group": origin.group,
                    "interval": origin.interval,
                    "y": y,
                }
                for origin, y in sorted(stored.multipliers.items())
            ],
            "capacity_prices": [
                {
                    "value_stream": pool.value_stream,
                    "function": pool.function,
                    "skill": pool.skill,
                    "price": exact_text(price),
                }
                for pool, price in sorted(stored.capacity_prices.items())
            ],
        }
    )


def read_certificate(body: bytes) -> StoredCertificate:
    """What `certificate.json` says. Raises ValueError if `write_certificate` would not write it."""
    found = read_canonical(body)
    try:
        stored = StoredCertificate(
            taken=tuple(str(one) for one in found["taken"]),
            loss=_fraction(found["loss"]),
            bound=_fraction(found["bound"]),
            value_captured=_fraction(found["value_captured"]),
            multipliers={_origin(one): int(one["y"]) for one in found["multipliers"]},
            capacity_prices={
                _pool(one): _fraction(one["price"]) for one in found["capacity_prices"]
            },
        )
    except (KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise ValueError(f"it lacks what a certificate has: {error}") from error
    if write_certificate(stored) != body:
        raise ValueError("it says more than a certificate does, or says one thing in two ways")
    return stored


def _origin(found: Mapping[str, Any]) -> Origin:
    kind = cast("OriginKind", str(found["kind"]))
    return Origin(kind, str(found["id"]), str(found["group"]), str(found["interval"]))


def _pool(found: Mapping[str, Any]) -> Pool:
    function = cast("Function", str(found["function"]))
    return Pool(ValueStreamId(str(found["value_stream"])), function, str(found["skill"]))


def _fraction(text: Any) -> Fraction:
    match text:
        case str():
            return Fraction(text)
    raise ValueError(f"`{text}` is no exact number")
