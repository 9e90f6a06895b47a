"""The proof of a bound as `certificate.json` tells it: rows once, then cuts, prices and cases."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, cast

from asp_decide.model.exact_number import exact_text
from asp_decide.model.ids import InitiativeId
from asp_decide.optimize.cuts import Cut, CutForm, cut_origin
from asp_decide.optimize.programme import Origin, OriginKind
from asp_decide.optimize.proof import Case, Leaf, Multipliers, Proof, Split, leaves


def proof_told(proof: Proof) -> Mapping[str, Any]:
    """The proof as plain data; rows and cuts are numbered from one."""
    rows = sorted({cut.of for cut in proof.cuts} | set(_priced_rows(proof)))
    number_of = {row: number for number, row in enumerate(rows, start=1)}
    cuts = {cut_origin(n, cut): n for n, cut in enumerate(proof.cuts, start=1)}

    def prices(multipliers: Multipliers) -> dict[str, list[list[int]]]:
        def of(numbers: Mapping[Origin, int]) -> list[list[int]]:
            return sorted([numbers[o], y] for o, y in multipliers.items() if o in numbers)

        return {"rows": of(number_of), "cuts": of(cuts)}

    def case(found: Case) -> dict[str, Any]:
        match found:
            case Leaf(multipliers=multipliers):
                return {"prices": prices(multipliers)}
            case Split(among=among, taken=taken, left=left):
                return {"among": list(among), "taken": case(taken), "left": case(left)}

    return {
        "rows": [
            {"kind": row.kind, "id": row.id, "group": row.group, "interval": row.interval}
            for row in rows
        ],
        "cuts": [_cut(cut, number_of) for cut in proof.cuts],
        "prices": prices(proof.multipliers),
        "aim": None if proof.aim is None else exact_text(proof.aim),
        "cases": None if proof.cases is None else case(proof.cases),
    }


def proof_read(found: Mapping[str, Any]) -> Proof:
    """The proof that is told so. Raises what reading what is not there raises."""
    rows = [_origin(one) for one in found["rows"]]
    cuts = tuple(_read_cut(one, rows) for one in found["cuts"])
    origins = [cut_origin(number, cut) for number, cut in enumerate(cuts, start=1)]

    def prices(told: Mapping[str, Any]) -> dict[Origin, int]:
        return {_at(rows, n): int(y) for n, y in told["rows"]} | {
            _at(origins, n): int(y) for n, y in told["cuts"]
        }

    def case(told: Mapping[str, Any]) -> Case:
        if "prices" in told:
            return Leaf(prices(told["prices"]))
        among = tuple(str(one) for one in told["among"])
        return Split(among, case(told["taken"]), case(told["left"]))

    aim, cases = found["aim"], found["cases"]
    return Proof(
        multipliers=prices(found["prices"]),
        cuts=cuts,
        aim=None if aim is None else fraction_read(aim),
        cases=None if cases is None else case(cases),
    )


def fraction_read(text: Any) -> Fraction:
    """An exact number. Raises ValueError for anything but text that is one."""
    match text:
        # No number of a proof has an exponent, and one with a large one takes for ever to read.
        case str() if "e" not in text.lower():
            return Fraction(text)
    raise ValueError(f"`{text}` is no exact number")


def _priced_rows(proof: Proof) -> Iterator[Origin]:
    for leaf in leaves(proof):
        yield from (origin for origin in leaf.multipliers if origin.kind != "cut")


def _cut(cut: Cut, number_of: Mapping[Origin, int]) -> dict[str, Any]:
    told: dict[str, Any] = {"form": cut.form, "of": number_of[cut.of]}
    match cut.form:
        case "rounded":
            return told | {"part": cut.part}
        case "threshold":
            return told | {"least": exact_text(cut.least)}
        case "cover":
            members = [{"initiative": i, "share": exact_text(share)} for i, share in cut.members]
            return told | {"members": members}


def _read_cut(found: Mapping[str, Any], rows: list[Origin]) -> Cut:
    form, of = cast("CutForm", str(found["form"])), _at(rows, found["of"])
    match form:
        case "rounded":
            return Cut(form, of, part=int(found["part"]))
        case "threshold":
            return Cut(form, of, least=fraction_read(found["least"]))
        case "cover":
            return Cut(form, of, members=tuple(_members(found["members"])))
    raise ValueError(f"`{form}` is no form of a cut")


def _members(found: Iterable[Mapping[str, Any]]) -> Iterator[tuple[InitiativeId, Fraction]]:
    for one in found:
        yield InitiativeId(str(one["initiative"])), fraction_read(one["share"])


def _at(origins: list[Origin], number: Any) -> Origin:
    if not 1 <= int(number) <= len(origins):
        raise ValueError(f"{number} is the number of no row and no cut")
    return origins[int(number) - 1]


def _origin(found: Mapping[str, Any]) -> Origin:
    kind = cast("OriginKind", str(found["kind"]))
    return Origin(kind, str(found["id"]), str(found["group"]), str(found["interval"]))
