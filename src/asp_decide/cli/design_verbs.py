"""Verbs about the organization as it is: who decides what, and whether it keeps its principles."""

from pathlib import Path

from asp_decide.cli.console import print_headline, print_json, print_rows, talk
from asp_decide.cli.options import AsOf, Format, NoColor, day
from asp_decide.runs.designing.design_check_run import design_check_run
from asp_decide.runs.designing.roles_run import HeldRight, RoleReport, roles_run
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
        ("principle", "of the twelve", "checked by", "findings"),
        [(name, twelve, codes, str(n)) for name, twelve, codes, n in found.principles],
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
    talk("every row that a score counts: --format json")
    low = found.lowest
    if low is not None:
        talk(f"what moving one would change: asp-decide design simulate {low}=1")
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
