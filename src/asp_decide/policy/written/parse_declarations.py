"""From nodes to what a file declares: parameters, measures, and the order of answers."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal, cast

from asp_decide.diagnostics import Diagnostic
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.document import (
    DatedValue,
    DefinedMeasure,
    MeasureKind,
    Ordered,
    Overlays,
    Parameter,
)
from asp_decide.policy.written.form import open_form
from asp_decide.policy.written.misread import BadPhrase
from asp_decide.policy.written.parse_conditions import parse_where, tell_phrase
from asp_decide.policy.written.phrase import Named, parse_amount
from asp_decide.strict_yaml import Mapping, Node, Scalar

_MEASURE_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "count": ((), ("where",)),
    "sum": (("of",), ("where",)),
    "share_of": (("basis",), ("where",)),
    "largest_share_of": (("by", "basis"), ("where",)),
    "ratio": ((), ()),
}


def parse_parameter(name: Scalar, node: Node, slips: list[Diagnostic]) -> Parameter:
    """A parameter with its dated values, the earliest first."""
    form = open_form(
        node,
        slips,
        what=f"parameter `{name.text}`",
        required=("unit", "values"),
        optional=("title", "overlays"),
    )
    form.sentence("title")
    overlays = form.word("overlays", ("fixed", "tighten_only", "free"), default="fixed")
    values = [v for item in form.listed("values") if (v := _dated_value(item, slips))]
    return Parameter(
        name, form.scalar("unit"), cast("Overlays", overlays), _in_order(values, slips)
    )


def _dated_value(node: Node, slips: list[Diagnostic]) -> DatedValue | None:
    form = open_form(node, slips, what="a value", required=("from", "value"), optional=("because",))
    form.sentence("because")
    from_day, text = form.day("from"), form.scalar("value")
    if not isinstance(form.values.get("value"), Scalar):
        return None
    amount = parse_amount(text.text)
    if isinstance(amount, BadPhrase):
        tell_phrase(amount, text, slips)
        return None
    if isinstance(amount, Named):
        message = "a parameter has a number, and not the value of another"
        form.tell("P019", text.place, message, mend="write the amount out", width=text.width)
        return None
    return DatedValue(from_day, text, amount)


def _in_order(values: list[DatedValue], slips: list[Diagnostic]) -> tuple[DatedValue, ...]:
    days: dict[date, DatedValue] = {}
    for value in values:
        if value.from_day in days:
            message = f"two values begin on {value.from_day}"
            slips.append(
                problem("P017", value.text.place, message, mend="keep one", width=value.text.width)
            )
        days[value.from_day] = value
    if not days:
        return ()
    ordered = [days[day] for day in sorted(days)]
    ends = [value.from_day - timedelta(days=1) for value in ordered[1:]]
    return tuple(
        replace(value, until=end) for value, end in zip(ordered, [*ends, None], strict=True)
    )


def parse_measure(name: Scalar, node: Node, slips: list[Diagnostic]) -> DefinedMeasure:
    """A measure that an author defines, of one of the kinds that are read."""
    what = f"measure `{name.text}`"
    kind = _measure_kind(node, what, slips)
    required, optional = _MEASURE_KEYS.get(kind, ((), ()))
    if not kind:
        return DefinedMeasure(name, "count", (), name, None, ())
    form = open_form(
        node, slips, what=what, required=(kind, *required, "unit"), optional=("title", *optional)
    )
    form.sentence("title")
    basis = form.word("basis", ("available", "allocated"))
    if kind == "share_of":
        form.word(kind, ("capacity", "budget"))
    if kind == "largest_share_of":
        form.word(kind, ("capacity",))
        form.word("by", ("initiative", "feature"))
    of = form.scalars(kind) if kind == "ratio" else (form.scalar(kind),)
    if kind == "sum":
        of = (*of, form.scalar("of"))
    if kind == "ratio" and form.has("ratio") and len(of) != 2:
        mend = "write `ratio: [what, over_what]`"
        form.tell("P018", form.keys["ratio"].place, "a ratio is of two measures", mend=mend)
    return DefinedMeasure(
        name,
        cast("MeasureKind", kind),
        of,
        form.scalar("unit"),
        cast('Literal["available", "allocated"] | None', basis or None),
        parse_where(form),
        form.scalar("by") if form.has("by") else None,
    )


def _measure_kind(node: Node, what: str, slips: list[Diagnostic]) -> str:
    if not isinstance(node, Mapping):
        mend = "write `name: {count: initiative, unit: initiatives}`"
        slips.append(
            problem("P018", node.place, f"{what} is a mapping of keys and values", mend=mend)
        )
        return ""
    keys = {key.text: key for key, _ in node.entries}
    found = [kind for kind in _MEASURE_KEYS if kind in keys]
    if len(found) == 1:
        return found[0]
    mend = "write one of " + ", ".join(f"`{kind}`" for kind in _MEASURE_KEYS)
    if found:
        message = f"{what} is of two kinds, `{found[0]}` and `{found[1]}`"
        slips.append(problem("P012", keys[found[1]].place, message, mend="define two measures"))
    else:
        slips.append(problem("P011", node.place, f"{what} is of no kind", mend=mend))
    return ""


def parse_ordered(point: Scalar, node: Node, slips: list[Diagnostic]) -> Ordered:
    """The order of the answers of a decision point."""
    form = open_form(
        node, slips, what=f"decision point `{point.text}`", required=("order", "otherwise")
    )
    return Ordered(point, form.scalars("order"), form.scalar("otherwise"))
