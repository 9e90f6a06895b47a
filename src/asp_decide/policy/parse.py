"""From one file's node to a document; everything that is wrong with its form is told at once."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, cast

from asp_decide.diagnostics import Checked, Diagnostic
from asp_decide.model.effective import Period
from asp_decide.policy.codes import problem
from asp_decide.policy.document import (
    DatedValue,
    DefinedMeasure,
    MeasureKind,
    Ordered,
    Overlays,
    Parameter,
    PolicyDocument,
    Rule,
)
from asp_decide.policy.form import NAME, Form, open_form, period
from asp_decide.policy.grammar import shortened
from asp_decide.policy.misread import BadPhrase
from asp_decide.policy.parse_conditions import parse_where, tell_phrase
from asp_decide.policy.parse_rules import parse_rule
from asp_decide.policy.phrase import Named, parse_amount
from asp_decide.strict_yaml import Mapping, Node, Scalar

GRAMMAR = "policy/v1"
"""The version of the grammar that is read."""

PROSE = frozenset({"title", "because", "message", "cite"})
"""Keys whose text is a sentence: a comment may not cut it."""

_HEAD = ("asp", "policy", "layer", "title", "owner", "approved", "effective", "rules")
_OPTIONAL = ("parameters", "measures", "decisions")
_MEASURE_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "count": ((), ("where",)),
    "share_of": (("basis",), ("where",)),
    "largest_share_of": (("by", "basis"), ("where",)),
    "ratio": ((), ()),
}


def parse_policy(node: Node, *, policy: str, path: str, digest: str) -> Checked[PolicyDocument]:
    """The document of a policy file with every problem of its form.

    `policy` is what the file must call itself (`portfolio/wip`), `path` how people find it,
    `digest` that of its bytes.
    """
    slips: list[Diagnostic] = []
    form = open_form(node, slips, what="a policy file", required=_HEAD, optional=_OPTIONAL)
    if not form.keys:
        return Checked(None, tuple(slips))
    _check_head(form, policy)
    approved = _approved(form)
    effective = _effective(form)
    broken: set[str] = set()
    document = PolicyDocument(
        policy,
        path,
        digest,
        form.sentence("title"),
        form.scalar("owner"),
        approved.scalar("by"),
        approved.day("on"),
        effective,
        form.place,
        tuple(_each(form, "parameters", _parameter, broken)),
        tuple(_each(form, "measures", _measure, broken)),
        tuple(_each(form, "decisions", _ordered, broken)),
        tuple(_rules(form, effective, broken)),
        frozenset(broken),
    )
    return Checked(document, tuple(slips))


def _check_head(form: Form, policy: str) -> None:
    layer = policy.partition("/")[0]
    for key, wanted in (("asp", GRAMMAR), ("policy", policy), ("layer", layer)):
        found = form.scalar(key)
        if isinstance(form.values.get(key), Scalar) and found.text != wanted:
            message = f"`{key}` is `{shortened(found.text)}`, and this file is `{wanted}`"
            mend = f"write `{key}: {wanted}`"
            if key == "policy":
                mend += ", or move the file"
            form.tell("P020", found.place, message, mend=mend, width=found.width)


def _approved(form: Form) -> Form:
    node = form.values.get("approved")
    if node is None:
        return Form(form.slips, "`approved`", form.place, {}, {})
    return open_form(
        node, form.slips, what="`approved`", required=("by", "on"), optional=("person",)
    )


def _effective(form: Form) -> Period:
    node = form.values.get("effective")
    if node is None:
        return Period(from_day=date.min)
    return period(node, form.slips)


def _each[T](
    form: Form, key: str, read: Callable[[Scalar, Node, list[Diagnostic]], T], broken: set[str]
) -> Iterator[T]:
    """What a section declares; names whose declaration is wrong are kept in `broken`."""
    for name, node in form.entries(key, "names"):
        before = len(form.slips)
        if not NAME.fullmatch(name.text):
            message = f"`{shortened(name.text)}` is no name"
            mend = "small letters, digits and underscores, beginning with a letter"
            form.tell("P019", name.place, message, mend=mend, width=name.width)
        declared = read(name, node, form.slips)
        if len(form.slips) > before:
            broken.add(name.text)
        else:
            yield declared


def _parameter(name: Scalar, node: Node, slips: list[Diagnostic]) -> Parameter:
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
    return tuple(days[day] for day in sorted(days))


def _measure(name: Scalar, node: Node, slips: list[Diagnostic]) -> DefinedMeasure:
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
        form.word("by", ("initiative",))
    of = form.scalars(kind) if kind == "ratio" else (form.scalar(kind),)
    if kind == "ratio" and form.has("ratio") and len(of) != 2:
        form.tell("P018", form.keys["ratio"].place, "a ratio is of two measures")
    return DefinedMeasure(
        name,
        cast("MeasureKind", kind),
        of,
        form.scalar("unit"),
        cast('Literal["available", "allocated"] | None', basis or None),
        parse_where(form),
    )


def _measure_kind(node: Node, what: str, slips: list[Diagnostic]) -> str:
    if not isinstance(node, Mapping):
        slips.append(problem("P018", node.place, f"{what} is a mapping of keys and values"))
        return ""
    keys = {key.text: key for key, _ in node.entries}
    if "sum" in keys:
        message = "measures of the kind `sum` are not read by this version"
        slips.append(problem("P026", keys["sum"].place, message, width=len("sum")))
        return ""
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


def _ordered(point: Scalar, node: Node, slips: list[Diagnostic]) -> Ordered:
    form = open_form(
        node, slips, what=f"decision point `{point.text}`", required=("order", "otherwise")
    )
    return Ordered(point, form.scalars("order"), form.scalar("otherwise"))


def _rules(form: Form, within: Period, broken: set[str]) -> Iterator[Rule]:
    for node in form.listed("rules"):
        rule = parse_rule(node, form.slips, within=within)
        if rule is not None:
            yield rule
        elif isinstance(node, Mapping):
            # What a broken rule would have concluded is not reported again where it is used.
            broken.update(
                value.text.lower()
                for key, value in node.entries
                if key.text == "derive" and isinstance(value, Scalar)
            )
