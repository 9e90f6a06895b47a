"""Comparisons as tables: one line a side, then the ratios of many."""

from collections.abc import Iterable, Sequence
from statistics import median

from families.parameters import of_family
from ratios import (
    captured_over,
    certified_bound_over_raw,
    certified_gap,
    check_over_solve,
    raw_gap,
    stated_gap,
)
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
        f"{one.question.build_seconds:.1f} s; {one.seconds:g} CPU s each."
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
        cells += [_middle(map(captured_over(peer), found), "{:.4f}") for peer in peers]
        stated = (_middle(map(gap, found), "{:.2%}") for gap in (stated_gap, raw_gap))
        cells.append(", ".join(stated))
        cells.append(_middle(map(certified_gap, found), "{:.2%}"))
        cells.append(_middle(map(certified_bound_over_raw, found), "{:.4f}"))
        cells.append(_middle(map(check_over_solve, found), "{:.1%}"))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _line(one: Comparison, peer: str) -> str:
    side = one.sides[peer]
    cells = [PEERS[peer].name, _captured(side), _number(captured_over(peer)(one), "{:.4f}")]
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


def _middle(found: Iterable[float | None], form: str) -> str:
    known = [each for each in found if each is not None]
    return form.format(median(known)) if known else "-"


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else form.format(value)
