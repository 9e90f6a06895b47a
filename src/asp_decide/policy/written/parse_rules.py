"""From nodes to rules: the branch is chosen by the kind's key before anything else is read."""

import re
from typing import Literal, cast

from asp_decide.diagnostics import Diagnostic, nearest
from asp_decide.model.effective import Period
from asp_decide.model.language import LANGUAGE
from asp_decide.policy.written.document import (
    Bounded,
    Decide,
    Derive,
    Escalate,
    Force,
    Require,
    Rule,
    RuleHead,
    Severity,
    Step,
    Written,
)
from asp_decide.policy.written.form import Form, open_form, period
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.message_texts import Message
from asp_decide.policy.written.parse_conditions import (
    parse_condition,
    parse_where,
    parse_written_amount,
)
from asp_decide.policy.written.parse_force import BINDING, parse_force, whole
from asp_decide.policy.written.parse_tables import parse_table
from asp_decide.policy.written.rule_kinds import HEAD, KINDS, OPTIONAL_HEAD, kind_key
from asp_decide.policy.written.vocabulary import an
from asp_decide.strict_yaml import Mapping, Node, Scalar

SHORTEST_REASON = 10
"""Characters of a `because`: less is no reason."""

RULE_ID = re.compile(r"[A-Z]+-[0-9]+")
"""How rules are called: capital letters, a hyphen, a number."""

_SEVERITIES = ("low", "medium", "high", "critical")


def parse_rule(node: Node, slips: list[Diagnostic], *, within: Period) -> Rule | None:
    """The rule of a node, or None with every problem told. `within` is the file's period."""
    before = len(slips)
    key = kind_key(node, slips)
    if key is None:
        return None
    kind = KINDS[key.text]
    form = open_form(
        node,
        slips,
        what=f"{an(f'`{key.text}`')} rule",
        required=(*HEAD, key.text, *kind.required),
        optional=(*kind.optional, *OPTIONAL_HEAD),
    )
    head = _head(form, key, within)
    rule = _rule(form, head)
    return rule if len(slips) == before else None


def _head(form: Form, key: Scalar, within: Period) -> RuleHead:
    rule_id = form.scalar("id")
    if isinstance(form.values.get("id"), Scalar) and not RULE_ID.fullmatch(rule_id.text):
        message = f"`{shortened(rule_id.text)}` is no id of a rule"
        mend = "capital letters, a hyphen, a number: `WIP-01`"
        form.tell("P019", rule_id.place, message, mend=mend, width=rule_id.width)
    _sources(form)
    form.scalars("tags")
    return RuleHead(
        rule_id,
        form.sentence("title"),
        form.scalar("owner"),
        form.sentence("because", least=SHORTEST_REASON),
        _message(form),
        cast("Severity", form.word("severity", _SEVERITIES, default="medium")),
        _effective(form, within),
        key,
        parse_where(form),
    )


def _message(form: Form) -> Message:
    """The text of the message, or a text for each language."""
    node = form.values.get("message")
    if not isinstance(node, Mapping):
        form.sentence("message")
        return Message((("", form.scalar("message")),))
    if not node.entries:
        form.tell("P018", node.place, "the message has no text", mend='write `message: "..."`')
    texts = []
    for language, said in node.entries:
        if not LANGUAGE.fullmatch(language.text):
            told = f"`{shortened(language.text)}` is no language"
            mend = "write its code: `en`, `de`, `pt-BR`"
            form.tell("P019", language.place, told, mend=mend, width=language.width)
        texts.append((language.text, form.as_scalar(said, f"the message in `{language.text}`")))
    return Message(tuple(texts))


def _effective(form: Form, within: Period) -> Period:
    if not form.has("effective"):
        return within
    own = period(form.values["effective"], form.slips)
    ends_later = within.until is not None and (own.until is None or own.until > within.until)
    if own.from_day < within.from_day or ends_later:
        place = form.keys["effective"].place
        mend = "shorten it, or lengthen `effective` of the file"
        form.tell("P017", place, "a rule is in force only while its file is", mend=mend)
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
        case "table":
            return parse_table(form, head)
        case _:
            return _escalate(form, head)


def _bounded(form: Form, head: RuleHead) -> Bounded:
    sides = [side for side in ("at_most", "at_least") if form.has(side)]
    if head.key.text == "guardrail" and len(sides) != 1:
        told = "and this has both" if sides else "and this has none"
        message = f"a guardrail has one of `at_most` and `at_least`, {told}"
        code = "P012" if sides else "P011"
        if sides or not any(nearest(key, ("at_most", "at_least")) for key in form.keys):
            form.tell(
                code, form.place, message, mend="write two rules" if sides else "add one of them"
            )
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
    form.word("forces", ("decision",))
    return Escalate(
        head,
        form.name("escalate"),
        form.scalar("for_each"),
        _condition(form, "when"),
        _optional(form, "unless"),
        tuple(steps),
        form.has("halts"),
        _forced(form),
    )


def _forced(form: Form) -> Force | None:
    """What it takes to go on without the decision that is forced; None where none is."""
    if form.has("forces"):
        if not form.has("enforce"):
            key = form.keys["forces"]
            message = "a rule that forces a decision says whether anybody may go on without one"
            mend = "add `enforce: overridable` with an `override`, or `enforce: mandatory`"
            form.tell("P011", key.place, message, mend=mend, width=key.width)
        return parse_force(form, BINDING)
    for word in ("enforce", "override"):
        if form.has(word):
            key = form.keys[word]
            message = f"nobody acts against a rule that only asks, and `{word}` says how"
            mend = "leave it out, or add `forces: decision`"
            form.tell("P010", key.place, message, mend=mend, width=key.width)
    return None


def _condition(form: Form, key: str) -> Written:
    node = form.values.get(key)
    return parse_condition(node if node is not None else _known(form), form.slips)


def _known(form: Form) -> Node:
    # A missing condition was told; the type wants one.
    return Mapping(((Scalar("", form.place), Scalar("known", form.place)),), form.place)


def _optional(form: Form, key: str) -> Written | None:
    return _condition(form, key) if form.has(key) else None
