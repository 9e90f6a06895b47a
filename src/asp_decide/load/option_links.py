"""What options say of each other and of their initiatives: continuations, stops, missing ones."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from asp_decide.diagnostics import nearest
from asp_decide.load.benefit_profile import FRAMED
from asp_decide.load.typed_rows import TypedTable
from asp_decide.model.estimate import Estimate
from asp_decide.model.initiative import Initiative, Option


def stops_taken(initiatives: Iterable[Initiative], options: Iterable[Option]) -> tuple[Option, ...]:
    """For work in delivery that has options but no stop: one at no cost that keeps nothing.

    Work without any option gets none: what nobody has described is not to be stopped for want of
    another answer.
    """
    kinds: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for option in options:
        kinds.setdefault(option.initiative_id, set()).add(option.kind)
        names.setdefault(option.initiative_id, set()).add(option.option)
    return tuple(
        Option(
            initiative_id=initiative.id,
            option="stop" if "stop" not in names[initiative.id] else "stop at no cost",
            kind="stop",
            remaining_outlay=Estimate(likely=Fraction(0)),
            benefit_share=Decimal(0),
        )
        for initiative in initiatives
        if initiative.state == "implementing"
        and initiative.id in kinds
        and "stop" not in kinds[initiative.id]
    )


def check_continuations(table: TypedTable, options: Sequence[Option]) -> None:
    """Tell a `continues_with` that names no option of its initiative, or leads back."""
    named: dict[str, dict[str, str | None]] = {}
    for option in options:
        named.setdefault(option.initiative_id, {})[option.option] = option.continues_with
    for row in table.rows:
        follows, initiative = row.text("continues_with"), row.text("initiative_id") or ""
        if follows is None or not row.sound or initiative not in named:
            continue
        known = named[initiative]
        if follows not in known:
            near = nearest(follows, known)
            mend = f"did you mean `{near}`?" if near else "name an option of this initiative"
            told = f"`{initiative}` has no option `{follows}`"
            row.refuse("I041", "continues_with", told, mend)
        elif path := _circle(follows, known):
            row.refuse("I049", "continues_with", f"a circle of options: {path}")


def tell_missing(initiatives: TypedTable, options: TypedTable) -> None:
    """Warn of initiatives that a plan would have to decide on and that have no option."""
    has = {row.text("initiative_id") for row in options.rows}
    for row in initiatives.rows:
        name = row.text("id")
        if name is None or name in has or row.text("kind") == "strategic":
            continue
        if row.text("state") in FRAMED:
            told = f"`{name}` has no option, so nothing can be planned for it"
            row.refuse("I063", "id", told, "add a row for it to the table `options`")


def _circle(start: str, follows: Mapping[str, str | None]) -> str:
    path = [start]
    while (after := follows.get(path[-1])) is not None:
        if after in path:
            return " → ".join(f"`{option}`" for option in [*path[path.index(after) :], after])
        path.append(after)
    return ""
