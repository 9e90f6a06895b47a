"""Comparisons as tables: one line a side, then what the design asks of the ratios."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from families.parameters import of_family
from side_by_side import PEERS, Comparison, Side

HEAD = (
    "| side | value captured, k¤ | ours / it | gap stated | gap certified | wall s | CPU s | "
    "model s | memory MB | how it ended |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|"
)


def told(one: Comparison) -> str:
    """One portfolio: what it is, and a line for each side."""
    programme = one.question.programme
    terms = sum(len(row.terms) for row in programme.rows)
    title = (
        f"**{size_of(one)}, seed {one.seed}**, facts `{one.question.facts}`: "
        f"{len(programme.choices):,} choices, {len(programme.rows):,} rows, {terms:,} terms; "
        f"facts read in {one.question.read_seconds:.1f} s, formulated in "
        f"{one.question.build_seconds:.1f} s; {one.seconds:g} s each."
    )
    return "\n".join([title, "", HEAD, *(_line(one, peer) for peer in one.sides)])


def size_of(one: Comparison) -> str:
    """Family and size, as `T 100×8×8`."""
    asked = of_family(one.family, one.initiatives)
    return f"{one.family} {one.initiatives:,}×{asked.streams}×{asked.intervals}"


def summary(comparisons: Sequence[Comparison]) -> str:
    """Medians over seeds by family and size: ratios of value, and gaps."""
    groups: dict[tuple[str, int], list[Comparison]] = {}
    for one in comparisons:
        groups.setdefault((one.family, one.initiatives), []).append(one)
    peers = [peer for peer in PEERS if peer != "ours" and any(peer in c.sides for c in comparisons)]
    head = (
        f"| instance | seeds | {' | '.join(f'ours / {PEERS[peer].name}' for peer in peers)} | "
        "gap stated: ours, raw | gap certified | bound on value: certified / raw's | "
        "certificate check / solve |"
    )
    lines = [head, f"|---|---:|{'---:|' * len(peers)}---:|---:|---:|---:|"]
    for found in groups.values():
        cells = [size_of(found[0]), str(len(found))]
        cells += [_middle((_ratio(one, peer) for one in found), "{:.4f}") for peer in peers]
        stated = (
            _middle((_of(one, side, lambda s: s.gap_stated) for one in found), "{:.2%}")
            for side in ("ours", "raw")
        )
        cells.append(", ".join(stated))
        cells.append(_middle((_of(o, "ours", lambda s: s.gap_certified) for o in found), "{:.2%}"))
        cells.append(_middle((_bounds(one) for one in found), "{:.4f}"))
        cells.append(_middle((_check(one) for one in found), "{:.1%}"))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _line(one: Comparison, peer: str) -> str:
    side = one.sides[peer]
    cells = [PEERS[peer].name, _captured(side), _number(_ratio(one, peer), "{:.4f}")]
    cells += [
        "false" if side.false_bound else _number(side.gap_stated, "{:.2%}"),
        _number(side.gap_certified, "{:.2%}"),
    ]
    took = side.measured
    if took is None:
        return f"| {' | '.join([*cells, *['-'] * 4])} | no answer |"
    cells += [
        f"{took.wall_seconds:.1f}",
        f"{took.cpu_seconds:.1f}",
        f"{took.answer.build_seconds:.2f}" if took.answer.build_seconds else "-",
        str(took.peak_megabytes),
        took.answer.outcome + (f"; breaks {side.judged.broken}" if side.judged.broken else ""),
    ]
    return f"| {' | '.join(cells)} |"


def _captured(side: Side) -> str:
    if side.judged.captured is None:
        return "no plan"
    mark = "≈" if side.judged.keeps == "nearly" else ""
    return f"{mark}{float(side.judged.captured) / 1000:,.0f}"


def _ratio(one: Comparison, peer: str) -> float | None:
    """Value captured by ours over that of the side; None where one has no plan."""
    ours, its = (one.sides[p].judged.captured if p in one.sides else None for p in ("ours", peer))
    return None if ours is None or not its else float(ours / its)


def _bounds(one: Comparison) -> float | None:
    """Our certified bound on value captured over what raw HiGHS states."""
    ours, raw = (one.sides[p].measured if p in one.sides else None for p in ("ours", "raw"))
    if ours is None or raw is None or ours.answer.certified is None or raw.answer.bound is None:
        return None
    worth = float(one.question.programme.worth)
    return (worth - ours.answer.certified) / (worth - raw.answer.bound)


def _check(one: Comparison) -> float | None:
    ours = one.sides["ours"].measured if "ours" in one.sides else None
    if ours is None or ours.answer.check_seconds is None:
        return None
    return ours.answer.check_seconds / ours.wall_seconds


def _of(one: Comparison, peer: str, what: Callable[[Side], float | None]) -> float | None:
    return what(one.sides[peer]) if peer in one.sides else None


def _middle(found: Iterable[float | None], form: str) -> str:
    known = [each for each in found if each is not None]
    return form.format(median(known)) if known else "-"


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else form.format(value)
