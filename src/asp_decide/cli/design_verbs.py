"""Verbs about the organization as a design: who decides what, and what another design would do."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from asp_decide.cli.console import (
    Progress,
    print_headline,
    print_json,
    print_line,
    print_rows,
    print_text,
    talk,
)
from asp_decide.cli.options import AsOf, Format, NoColor, at_least_one, day, share
from asp_decide.runs.design_check_run import design_check_run
from asp_decide.runs.design_simulate_run import DesignOrder, design_simulate_run
from asp_decide.runs.roles_run import HeldRight, RoleReport, roles_run
from asp_decide.runs.workspace import find_workspace


def roles(*, as_of: AsOf = None, style: Format = "table", no_color: NoColor = False) -> int:
    """Who decides what, who prepares it, and which decisions nobody holds.

    Example: asp-decide roles --as-of 2026-12-31
    """
    found = roles_run(find_workspace(Path.cwd()), as_of=day(as_of))
    if style == "json":
        print_json(found.as_json())
        return 0
    told = f"{len(found.rights)} decisions, each with one accountable role"
    if found.unheld:
        told += f"; {len(found.unheld)} places where nobody holds it"
    print_headline(told, style=style, no_color=no_color)
    for layer in ("portfolio", "delivery"):
        print_rows(
            f"Decisions of the {layer} layer",
            ("point", "what is asked", "decided by", "prepared by", "lent to"),
            [_row(one) for one in found.rights if one.layer == layer],
            style=style,
            no_color=no_color,
        )
    _print_roles(found, style=style, no_color=no_color)
    if found.unheld:
        print_rows(
            "Held by nobody",
            ("decision", "where", "why"),
            [(one.decision, one.where, one.why) for one in found.unheld],
            style=style,
            no_color=no_color,
        )
    talk("`rights:` and `delegations:` of asp.yaml change who decides; --format json has all moves")
    return 0


def simulate(
    *changes: Annotated[str, Parameter(help="NAME=VALUE: wip, batch, streams, split, start ...")],
    base: Annotated[
        tuple[str, ...],
        Parameter(negative="", show_default=False, help="What holds for both; repeatable."),
    ] = (),
    runs: Annotated[int, Parameter(help="How many worlds are drawn.")] = 100,
    weeks: Annotated[int, Parameter(help="For how long work keeps coming.")] = 104,
    seed: Annotated[int, Parameter(help="From which the worlds are drawn.")] = 1,
    load: Annotated[
        str, Parameter(help="Share of the capacity asked for, where no log of work knows it.")
    ] = "90%",
    as_of: AsOf = None,
    style: Format = "table",
    no_color: NoColor = False,
) -> int:
    """Two organization designs on the same demand: delay cost, flow time on both clocks, value.

    Example: asp-decide design simulate wip=2 --as-of 2026-12-31
    """
    order = DesignOrder(
        changes=changes,
        as_of=day(as_of),
        base=base,
        runs=at_least_one(runs, "--runs"),
        weeks=at_least_one(weeks, "--weeks"),
        seed=seed,
        load=Fraction(share(load, "--load")),
    )
    with Progress("simulating") as progress:
        found = design_simulate_run(find_workspace(Path.cwd()), order, progress=progress)
    if style == "json":
        print_json(found.as_json())
        return 0
    told = f"{found.runs} worlds of {found.weeks} weeks and {found.items} items, seed {found.seed}"
    print_headline(told, style=style, no_color=no_color)
    print_line(f"as it is: {found.as_it_is}", style=style, no_color=no_color)
    print_line(f"changed:  {found.changed}", style=style, no_color=no_color)
    print_rows(
        "",
        ("measure", "in", "as it is", "changed", "more", "from", "to", ""),
        [
            (m.name, m.unit, m.as_it_is, m.changed, m.more, m.low, m.high, m.told)
            for m in found.measures
        ],
        style=style,
        no_color=no_color,
    )
    print_text("taken for granted:", no_color=no_color)
    for one in found.assumptions:
        print_line(one, style=style, no_color=no_color)
    talk("`from` and `to` hold the mean difference with nine chances in ten; nothing was changed")
    return 0


def check(*, as_of: AsOf = None, style: Format = "table", no_color: NoColor = False) -> int:
    """The organization against its principles: six dimensions scored, and what contradicts them.

    Example: asp-decide design check --as-of 2026-12-31
    """
    found = design_check_run(find_workspace(Path.cwd()), as_of=day(as_of))
    if style == "json":
        print_json(found.as_json())
        return 0
    count = len(found.findings)
    told = f"{count} findings" if count != 1 else "1 finding"
    print_headline(told if count else "nothing contradicts it", style=style, no_color=no_color)
    print_rows(
        "From project (0) to long-lived delivery system (1)",
        ("dimension", "asks", "score", "rows", "most against it"),
        [
            (
                one.dimension.name,
                one.dimension.asks,
                one.share,
                str(len(one.dimension.evidence)),
                "; ".join(f"{where}: {told}" for where, told in one.against)
                or (one.dimension.unknown if one.share == "unknown" else "-"),
            )
            for one in found.dimensions
        ],
        style=style,
        no_color=no_color,
    )
    print_rows(
        "Principles",
        ("principle", "checked by", "findings"),
        [(name, codes, str(number)) for name, codes, number in found.principles],
        style=style,
        no_color=no_color,
    )
    if found.findings:
        print_rows(
            "Findings",
            ("code", "about", "what", "shown by"),
            found.rows,
            style=style,
            no_color=no_color,
        )
    talk("every row that a score counts: --format json; what another design would do: simulate")
    return 0


def _row(one: HeldRight) -> tuple[str, ...]:
    holder = one.holder if one.is_the_models else f"{one.holder} (by asp.yaml)"
    return (
        one.right.point,
        one.right.asks,
        holder,
        one.right.prepared_by,
        ", ".join(one.lent_to) or "-",
    )


def _print_roles(found: RoleReport, *, style: Format, no_color: bool) -> None:
    """What each role has to do with decisions, and with moves that no rule is asked about."""
    rows = []
    for role in found.roles:
        moves = dict.fromkeys(move.id for _, move in found.moves if move.decider == role)
        cells = (found.held_by(role), found.prepared_by(role), tuple(moves))
        rows.append((role, *(", ".join(cell) or "-" for cell in cells)))
    print_rows(
        "Roles",
        ("role", "decides", "prepares", "moves of flows"),
        rows,
        style=style,
        no_color=no_color,
    )
