"""From one file's node to a document; everything that is wrong with its form is told at once."""

from collections.abc import Callable, Iterator
from datetime import date

from asp_decide.diagnostics import Checked, Diagnostic, Mend
from asp_decide.model.effective import Period
from asp_decide.policy.written.document import (
    PolicyDocument,
    Rule,
)
from asp_decide.policy.written.form import NAME, Form, open_form, period
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.parse_declarations import (
    parse_measure,
    parse_ordered,
    parse_parameter,
)
from asp_decide.policy.written.parse_rules import parse_rule
from asp_decide.strict_yaml import Mapping, Node, Scalar, Sequence

GRAMMAR = "policy/v1"
"""The version of the grammar that is read."""

PROSE = frozenset({"title", "because", "message", "cite", "reason", "recovery_plan"})
"""Keys whose text is a sentence: a comment may not cut it."""

_HEAD = ("asp", "policy", "layer", "title", "owner", "approved", "effective", "rules")
_OPTIONAL = ("parameters", "measures", "decisions")


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
        tuple(_each(form, "parameters", parse_parameter, broken)),
        tuple(_each(form, "measures", parse_measure, broken)),
        tuple(_each(form, "decisions", parse_ordered, broken)),
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
            mend = Mend(f"write `{key}: {wanted}`")
            if key == "policy":
                mend = Mend(f"{mend.help}, or move the file", wanted)
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


def _rules(form: Form, within: Period, broken: set[str]) -> Iterator[Rule]:
    for node in form.listed("rules"):
        rule = parse_rule(node, form.slips, within=within)
        if rule is not None:
            yield rule
        elif isinstance(node, Mapping):
            # What a broken rule would have concluded is not reported again where it is used.
            broken.update(_concluded(node))


def _concluded(rule: Mapping) -> Iterator[str]:
    """The names that a rule would have declared: a conclusion, or the outputs of a table."""
    for key, value in rule.entries:
        if key.text == "derive" and isinstance(value, Scalar):
            yield value.text.lower()
        if key.text == "outputs" and isinstance(value, Sequence):
            yield from (item.text.lower() for item in value.items if isinstance(item, Scalar))
