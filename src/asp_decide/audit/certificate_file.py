"""`certificate.json`: the choices that a plan takes, and the proof of its bound."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from asp_decide.audit.proof_text import fraction_read, proof_read, proof_told
from asp_decide.canonical import canonical_json, read_canonical
from asp_decide.model.choice import Pool
from asp_decide.model.exact_number import exact_text
from asp_decide.model.ids import ValueStreamId
from asp_decide.model.value_stream import Function
from asp_decide.optimize.proof import Proof

_VERSION = "certificate/2"


@dataclass(frozen=True, slots=True)
class StoredCertificate:
    """What is claimed of a plan, in exact numbers: money, and the proof of the bound.

    `taken` are ids of choices, in the order of initiatives. `capacity_prices` are what one more
    team-week of each pool is worth, as the measures of the run used them: taken as given.
    """

    taken: tuple[str, ...]
    loss: Fraction
    bound: Fraction
    value_captured: Fraction
    proof: Proof
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
            "proof": proof_told(stored.proof),
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
            loss=fraction_read(found["loss"]),
            bound=fraction_read(found["bound"]),
            value_captured=fraction_read(found["value_captured"]),
            proof=proof_read(found["proof"]),
            capacity_prices={
                _pool(one): fraction_read(one["price"]) for one in found["capacity_prices"]
            },
        )
    except (KeyError, TypeError, AttributeError, ZeroDivisionError, RecursionError) as error:
        raise ValueError(f"it lacks what a certificate has: {error}") from error
    if write_certificate(stored) != body:
        raise ValueError("it says more than a certificate does, or says one thing in two ways")
    return stored


def _pool(found: Mapping[str, Any]) -> Pool:
    function = cast("Function", str(found["function"]))
    return Pool(ValueStreamId(str(found["value_stream"])), function, str(found["skill"]))
