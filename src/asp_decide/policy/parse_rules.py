"""From nodes to rules: the branch is chosen by the kind's key before anything else is read."""

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast

from asp_decide.diagnostics import Diagnostic, nearest
from asp_decide.model.effective import Period
from asp_decide.policy.codes import problem
from asp_decide.policy.document import (
    Bounded,
    Decide,
    Derive,
    Escalate,
    Require,
    Rule,
    RuleHead,
    Severity,
    Step,
    Written,
)
from asp_decide.policy.form import Form, open_form, period
from asp_decide.policy.grammar import shortened
from asp_decide.policy.parse_conditions import (
    parse_condition,
    parse_where,
    parse_written_amount,
)
from asp_decide.policy.parse_force import BINDING, parse_force, whole
from asp_decide.strict_yaml import Mapping, Node, Scalar

SHORTEST_REASON = 10
"""Characters of a `because`: less is no reason."""

_HEAD = ("id", "title", "owner", "because", "message")
_OPTIONAL_HEAD = ("severity", "effective", "sources", "tags", "where")
_RULE_ID = re.compile(r"[A-Z]+-[0-9]+")
_SEVERITIES = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class _Kind:
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


KINDS: Map[str, _Kind] = MappingProxyType(
    {
        "limit": _Kind(("per", "at_most", "enforce"), ("when", "override")),
        "guardrail": _Kind(("per", "enforce"), ("at_most", "at_least", "when", "override")),
        "decide": _Kind(("at", "when", "missing", "enforce"), ("unless", "override")),
        "require": _Kind(("at", "before", "that", "else", "enforce"), ("unless", "override")),
        "derive": _Kind(("for_each", "when"), ("unless",)),
        "escalate": _Kind(("for_each", "when", "to"), ("unless", "halts")),
    }
)
"""The kinds of rule, with the keys that each has beside those of every rule."""

NOT_READ_KINDS = ("table",)
"""Kinds of the language that this version refuses rather than ignores."""


def parse_rule(node: Node, slips: list[Diagnostic], *, within: Period) -> Rule | None:
    """The rule of a node, or None with every problem told. `within` is the file's period."""
    before = len(slips)
    key = _kind_key(node, slips)
    if key is None:
        return None
    kind = KINDS[key.text]
    form = open_form(
        node,
        slips,
        what=f"a `{key.text}` rule",
        required=(*_HEAD, key.text, *kind.required),
        optional=(*kind.optional, *_OPTIONAL_HEAD),
    )
    head = _head(form, key, within)
    rule = _rule(form, head)
    return rule if len(slips) == before else None


def _kind_key(node: Node, slips: list[Diagnostic]) -> Scalar | None:
    """The key that says which kind of rule this is."""
    if not isinstance(node, Mapping):
        slips.append(problem("P018", node.place, "a rule is a mapping of keys and values"))
        return None
    keys = [key for key, _ in node.entries]
    found = [key for key in keys if key.text in KINDS or key.text in NOT_READ_KINDS]
    if len(found) == 1 and found[0].text in KINDS:
        return found[0]
    if len(found) == 1:
        message = f"rules of the kind `{found[0].text}` are not read by this version"
        mend = "write a `decide` rule for each row"
        slips.append(problem("P026", found[0].place, message, mend=mend, width=found[0].width))
    elif found:
        message = f"one rule has one kind, and this is `{found[0].text}` and `{found[1].text}`"
        mend = "write two rules"
        slips.append(problem("P012", found[1].place, message, mend=mend, width=found[1].width))
    else:
        slips.append(_no_kind(node, keys))
    return None


def _no_kind(node: Mapping, keys: list[Scalar]) -> Diagnostic:
    heads = {*_HEAD, *_OPTIONAL_HEAD, *(k for kind in KINDS.values() for k in kind.required)}
    for key in keys:
        if key.text not in heads and (near := nearest(key.text, KINDS)):
            message = f"`{key.text}` is no kind of rule"
            return problem(
                "P010", key.place, message, mend=f"did you mean `{near}`?", width=key.width
            )
    mend = "say which with one of the keys " + ", ".join(f"`{kind}`" for kind in KINDS)
    return problem("P011", node.place, "this rule is of no kind", mend=mend)


def _head(form: Form, key: Scalar, within: Period) -> RuleHead:
    rule_id = form.scalar("id")
    if isinstance(form.values.get("id"), Scalar) and not _RULE_ID.fullmatch(rule_id.text):
        message = f"`{shortened(rule_id.text)}` is no id of a rule"
        mend = "capital letters, a hyphen, a number: `WIP-01`"
        form.tell("P019", rule_id.place, message, mend=mend, width=rule_id.width)
    form.sentence("message")
    _sources(form)
    form.scalars("tags")
    return RuleHead(
        rule_id,
        form.sentence("title"),
        form.scalar("owner"),
        form.sentence("because", least=SHORTEST_REASON),
        form.scalar("message"),
        cast("Severity", form.word("severity", _SEVERITIES, default="medium")),
        _effective(form, within),
        key,
        parse_where(form),
    )


def _effective(form: Form, within: Period) -> Period:
    if not form.has("effective"):
        return within
    own = period(form.values["effective"], form.slips)
    ends_later = within.until is not None and (own.until is None or own.until > within.until)
    if own.from_day < within.from_day or ends_later:
        place = form.keys["effective"].place
        form.tell("P017", place, "a rule is in force only while its file is")
        return within
    return own


def _sources(form: Form) -> None:
    for item in form.listed("sources"):
        source = open_form(
            item, form.slips, what="a source", required=("cite",), optional=("url", "page")
        )
        for key in ("cite", "url", "page"):
            source.scalar(key)


def _rule(form: Form, head: RuleHead) -> Rule:
    match head.key.text:
        case "limit" | "guardrail":
            return _bounded(form, head)
        case "decide":
            return Decide(
                head,
                form.scalar("decide"),
                form.scalar("at"),
                _condition(form, "when"),
                _optional(form, "unless"),
                cast(
                    'Literal["review", "fail"]',
                    form.word("missing", ("review", "fail"), default="review"),
                ),
                parse_force(form),
            )
        case "require":
            return Require(
                head,
                form.name("require"),
                form.scalar("at"),
                form.scalars("before"),
                _condition(form, "that"),
                form.scalar("else"),
                _optional(form, "unless"),
                parse_force(form, BINDING),
            )
        case "derive":
            return Derive(
                head,
                form.name("derive"),
                form.scalar("for_each"),
                _condition(form, "when"),
                _optional(form, "unless"),
            )
        case _:
            return _escalate(form, head)


def _bounded(form: Form, head: RuleHead) -> Bounded:
    sides = [side for side in ("at_most", "at_least") if form.has(side)]
    if head.key.text == "guardrail" and len(sides) != 1:
        told = "and this has both" if sides else "and this has none"
        message = f"a guardrail has one of `at_most` and `at_least`, {told}"
        code = "P012" if sides else "P011"
        if sides or not any(nearest(key, ("at_most", "at_least")) for key in form.keys):
            form.tell(code, form.place, message, mend="write two rules" if sides else "")
    side: Literal["at_most", "at_least"] = "at_least" if "at_least" in sides else "at_most"
    return Bounded(
        cast('Literal["limit", "guardrail"]', head.key.text),
        head,
        form.scalar(head.key.text),
        form.scalar("per"),
        side,
        parse_written_amount(form, side),
        _optional(form, "when"),
        parse_force(form),
    )


def _escalate(form: Form, head: RuleHead) -> Escalate:
    steps = []
    for item in form.listed("to"):
        step = open_form(item, form.slips, what="a step", required=("role", "within"))
        steps.append(Step(step.scalar("role"), whole(step, "within", of="days")))
    form.word("halts", ("apply",))
    return Escalate(
        head,
        form.name("escalate"),
        form.scalar("for_each"),
        _condition(form, "when"),
        _optional(form, "unless"),
        tuple(steps),
        form.has("halts"),
    )


def _condition(form: Form, key: str) -> Written:
    node = form.values.get(key)
    return parse_condition(node if node is not None else _known(form), form.slips)


def _known(form: Form) -> Node:
    # A missing condition was told; the type wants one.
    return Mapping(((Scalar("", form.place), Scalar("known", form.place)),), form.place)


def _optional(form: Form, key: str) -> Written | None:
    return _condition(form, key) if form.has(key) else None
