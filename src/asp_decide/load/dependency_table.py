"""Dependencies between items of a level, and the circles that nobody could ever finish."""

from collections.abc import Iterable, Mapping

from asp_decide.load.read_rows import ReadRows, about
from asp_decide.load.typed_rows import TypedRow, TypedTable, each_once
from asp_decide.model.dependency import Dependency, Level

_FIELDS = "from_id to_id level kind needed_by needed_probability agreed"


def read_dependencies(
    table: TypedTable | None, read: ReadRows
) -> dict[Level, tuple[Dependency, ...]]:
    """The links of each level, sorted by both ends and kind; none leads from one to the other."""
    found: dict[Level, list[Dependency]] = {"initiative": [], "feature": []}
    if table is None:
        return dict.fromkeys(found, ())
    waits: dict[Level, dict[str, dict[str, TypedRow]]] = {level: {} for level in found}
    for key, row in each_once(table, _key).items():
        _not_of_itself(row)
        told = row.told(_FIELDS)
        if (lag := row.number("lag")) is not None:
            told["lag_weeks"] = lag
        link = Dependency(**told)
        found[link.level].append(link)
        ends = about(link.level, link.from_id, link.to_id)
        read.note("dependencies", key, ends, row)
        if link.kind == "finish_start":
            waits[link.level].setdefault(link.from_id, {})[link.to_id] = row
    for of_level in waits.values():
        _tell_circles(of_level)
    return {
        level: tuple(sorted(links, key=lambda d: (d.from_id, d.to_id, d.kind)))
        for level, links in found.items()
    }


def _tell_circles(waits: Mapping[str, Mapping[str, TypedRow]]) -> None:
    for path in circles({start: tuple(ends) for start, ends in waits.items()}):
        row = waits[path[-2]][path[-1]]
        shown = " → ".join(f"`{name}`" for name in path)
        mend = "cut one of the links"
        row.refuse("I049", "to_id", f"none of these can ever start: {shown}", mend)


def circles(follows: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """One circle of each knot of links, as the path back to its first id.

    A knot is a strongly connected component (Tarjan 1972); links within one id are left out. The
    circle is a shortest one through the knot's first id, so the order of rows does not show.
    """
    knots = (knot for knot in _knots(follows) if len(knot) > 1)
    return sorted(_shortest_circle(min(knot), follows, knot) for knot in knots)


def _key(row: TypedRow) -> str:
    ends = f"{row.text('from_id')}/{row.text('to_id')}"
    kind = row.text("kind") or "finish_start"
    if row.text("level") == "feature":
        ends = f"feature/{ends}"
    # The note of a shared constraint and a precedence may both hold between two ends.
    return ends if kind == "finish_start" else f"{ends}/{kind}"


def _not_of_itself(row: TypedRow) -> None:
    if row.text("from_id") == row.text("to_id"):
        row.refuse("I050", "to_id", f"`{row.text('to_id')}` depends on itself", "delete the link")


def _knots(follows: Mapping[str, Iterable[str]]) -> list[set[str]]:
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    knots: list[set[str]] = []
    for root in sorted(follows):
        if root in number:
            continue
        # By hand instead of by recursion: chains may be longer than the interpreter's stack.
        walk = [(root, iter(sorted(follows.get(root, ()))))]
        number[root] = lowest[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while walk:
            here, ahead = walk[-1]
            for after in ahead:
                if after not in number:
                    number[after] = lowest[after] = len(number)
                    stack.append(after)
                    on_stack.add(after)
                    walk.append((after, iter(sorted(follows.get(after, ())))))
                    break
                if after in on_stack:
                    lowest[here] = min(lowest[here], number[after])
            else:
                walk.pop()
                if walk:
                    above = walk[-1][0]
                    lowest[above] = min(lowest[above], lowest[here])
                if lowest[here] == number[here]:
                    knots.append(set())
                    while here not in knots[-1]:
                        knots[-1].add(stack.pop())
                    on_stack -= knots[-1]
    return knots


def _shortest_circle(
    start: str, follows: Mapping[str, Iterable[str]], knot: set[str]
) -> tuple[str, ...]:
    came_from: dict[str, str] = {}
    ahead = [start]
    while ahead:
        row, ahead = ahead, []
        for here in row:
            for after in sorted(follows.get(here, ())):
                if after == start:
                    path = [start, here]
                    while path[-1] != start:
                        path.append(came_from[path[-1]])
                    return tuple(reversed(path))
                if after in knot and after not in came_from:
                    came_from[after] = here
                    ahead.append(after)
    raise AssertionError("a knot of links leads back to each of its ids")
