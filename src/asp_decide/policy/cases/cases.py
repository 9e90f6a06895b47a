"""Tests that stand beside policies: what is given, and what the rules are to say of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from asp_decide.diagnostics import Checked, Diagnostic, Place, did_you_mean, nearest
from asp_decide.memory import Memory, Same
from asp_decide.model.by_layer import ByLayer
from asp_decide.plain_text import lines_of
from asp_decide.policy.cases.case import Case, Cases, Claim
from asp_decide.policy.cases.case_answers import given_answers
from asp_decide.policy.cases.case_expectations import parse_expectations, tell_unknown
from asp_decide.policy.cases.case_selection import judged_of, select
from asp_decide.policy.cases.case_settings import parse_deviations, parse_horizon, parse_settings
from asp_decide.policy.cases.case_subjects import Facts, build_subjects, parse_facts, said_answers
from asp_decide.policy.cases.plan_expectations import parse_plan
from asp_decide.policy.compiling.compiled_before import CompiledBefore
from asp_decide.policy.written.dated import check_in_force
from asp_decide.policy.written.form import Form, open_form
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.unfilled import unfilled
from asp_decide.strict_yaml import Mapping as Entries
from asp_decide.strict_yaml import Node, Scalar, read_yaml
from asp_decide.strict_yaml import Sequence as Listed

TESTS_GRAMMAR = "tests/v1"
"""The version of the grammar of tests that is read."""


def read_cases(
    path: Path, policies: ByLayer[PolicySet], *, memory: Memory | None = None
) -> Checked[Cases]:
    """The cases of a `.tests.yaml` file, against the checked policies of its layer.

    Everything that cannot be meant is told at once: an unknown rule, subject or word in a test is
    an error and never a pass.
    """
    read, shown, lines = _text_of(path, memory)
    slips = list(read.diagnostics)
    own = policies.of("delivery" if path.parent.name == "delivery" else "portfolio")
    left = () if read.value is None else tuple(unfilled(read.value, own.words))
    cases = None if read.value is None else _cases(read.value, shown, own, slips)
    if left:  # what is still to be filled in is told alone
        slips = [slip for slip in slips if slip.place.line not in {one.place.line for one in left}]
        slips.extend(left)
    told = _with_lines(slips, shown, lines)
    return Checked(None if told else cases, told)


def slips_of_cases_in(
    path: Path, policies: ByLayer[PolicySet], memory: Memory
) -> tuple[Diagnostic, ...]:
    """What is wrong with the cases of such a file, as `read_cases` has it.

    Cases rest on the rules of the files that they name, and on what all files declare: an edit of
    another rule does not have them read again.
    """
    read, shown, _ = _text_of(path, memory)
    own = policies.of("delivery" if path.parent.name == "delivery" else "portfolio")
    named = frozenset(_words_in(read.value)) if read.value is not None else frozenset()
    declared = (own.parameters, own.measures, own.conclusions, own.outputs, own.points)
    rests_on = (
        CompiledBefore(own, memory).declared(),
        own.foreign,
        own.excused,
        own.complete,
        tuple((one.policy, one.effective, one.place) for one in own.documents),
        tuple(Same(one) for one in own.documents if one.policy in named),
        tuple(tuple((name, one.document.policy) for name, one in of.items()) for of in declared),
        tuple(one.thing for one in own.points.values()),
    )
    return memory.recall(
        ("slips of cases", shown, Same(read), rests_on),
        lambda: read_cases(path, policies, memory=memory).diagnostics,
    )


def _words_in(node: Node) -> Iterator[str]:
    match node:
        case Scalar():
            yield node.text
        case Listed(items):
            for one in items:
                yield from _words_in(one)
        case Entries(entries):
            for _, one in entries:
                yield from _words_in(one)


def slips_of_text(path: Path, *, memory: Memory | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with the text of such a file, whatever the policies are that it speaks of."""
    read, shown, lines = _text_of(path, memory)
    return _with_lines(read.diagnostics, shown, lines)


def _text_of(path: Path, memory: Memory | None) -> tuple[Checked[Node], str, Sequence[str]]:
    """What the file says, the name under which it is told, and its lines."""
    text = path.read_bytes()
    shown = "/".join(path.parts[-3:])
    read = (memory or Memory()).recall(("yaml", shown, text), lambda: read_yaml(text, shown))
    return read, shown, lines_of(text)


def _with_lines(
    slips: Iterable[Diagnostic], shown: str, lines: Sequence[str]
) -> tuple[Diagnostic, ...]:
    return tuple(
        replace(slip, source=lines[slip.place.line - 1])
        if slip.source is None and slip.place.file == shown
        else slip
        for slip in sorted(slips)
    )


def _cases(node: Node, path: str, policies: PolicySet, slips: list[Diagnostic]) -> Cases | None:
    form = open_form(
        node,
        slips,
        what="a file of tests",
        required=("asp", "of", "as_of", "cases"),
        optional=("background", "load", "equivalent"),
    )
    _check_head(form, path)
    as_of = form.day("as_of")
    tested = _tested(form, path, policies)
    if slips:
        return None
    selected = select(policies, tested)
    slips.extend(check_in_force(selected, as_of))
    background = parse_facts(form, "background", selected, by_id=False)
    named: dict[str, Place] = {}
    cases = tuple(_case(item, selected, background, named, slips) for item in form.listed("cases"))
    return Cases(
        path,
        form.scalar("of").text,
        as_of,
        selected,
        judged_of(policies, tested),
        cases,
        tuple(_claim(item, selected, slips) for item in form.listed("equivalent")),
    )


def _claim(node: Node, policies: PolicySet, slips: list[Diagnostic]) -> Claim:
    """A mutant that no case can tell apart, by its author's word; checked with the mutants."""
    keys = ("rule", "was", "becomes", "because")
    form = open_form(node, slips, what="a mutant said to be equivalent", required=keys)
    rule = form.scalar("rule")
    known = (*policies.rules, *policies.points)
    if form.has("rule") and rule.text not in known:
        tell_unknown(form, rule, known, "rule or decision point")
    because = form.sentence("because", least=10)
    return Claim(rule.text, form.scalar("was"), form.scalar("becomes"), because)


def _check_head(form: Form, path: str) -> None:
    for key, wanted in (("asp", TESTS_GRAMMAR), ("of", _beside(path))):
        found = form.scalar(key)
        if form.has(key) and found.text != wanted:
            message = f"`{key}` is `{shortened(found.text)}`, and this file is `{wanted}`"
            form.tell(
                "P020", found.place, message, mend=f"write `{key}: {wanted}`", width=found.width
            )


def _beside(path: str) -> str:
    """The policy file that a file of tests stands beside."""
    return path.partition("/")[2].removesuffix(".tests.yaml")


def _tested(form: Form, path: str, policies: PolicySet) -> frozenset[str]:
    known = [document.policy for document in policies.documents]
    of = form.scalar("of")
    named = [*form.scalars("load"), *([of] if of.text == _beside(path) else [])]
    for policy in named:
        if policy.text not in known:
            mend = did_you_mean(policy.text, known, "the files are " + ", ".join(known))
            message = f"there is no policy file `{shortened(policy.text)}`"
            form.tell("P023", policy.place, message, mend=mend, width=policy.width)
    return frozenset(policy.text for policy in named)


def _case(
    node: Node,
    policies: PolicySet,
    background: Facts,
    named: dict[str, Place],
    slips: list[Diagnostic],
) -> Case:
    form = open_form(
        node,
        slips,
        what="a case",
        required=("name", "given"),
        optional=("set", "with", "horizon", "expect", "expect_plan"),
    )
    name = form.scalar("name")
    if (first := named.setdefault(name.text, name.place)) is not name.place:
        message = f"a case of this name stands in line {first.line} already"
        mend = "give it another name"
        form.tell("P024", name.place, message, mend=mend, width=name.width)
    _check_expects(form, policies)
    facts = parse_facts(form, "given", policies)
    subjects = build_subjects(facts, background)
    return Case(
        " ".join(name.text.split()),
        form.place,
        subjects,
        parse_settings(form, policies),
        parse_expectations(form, policies, subjects),
        parse_deviations(form, policies),
        given_answers(said_answers(facts), subjects, slips),
        parse_horizon(form),
        parse_plan(form, policies, subjects),
    )


def _check_expects(form: Form, policies: PolicySet) -> None:
    stated = ("expect", "expect_plan")
    if not any(form.has(key) or nearest(key, form.keys) for key in stated):
        mend = "add `expect: ...`, `expect_plan: ...` or both"
        form.tell("P011", form.place, "a case expects nothing", mend=mend)
    if form.has("expect_plan") and policies.words.layer == "delivery":
        at = form.keys["expect_plan"]
        message = "plans of the delivery layer are not made by this version"
        mend = "state what the rules say under `expect`"
        form.tell("P026", at.place, message, mend=mend, width=at.width)
    if form.has("horizon") and not form.has("expect_plan"):
        at = form.keys["horizon"]
        message = "`horizon` is that of a plan, and this case expects none"
        form.tell("P011", at.place, message, mend="add `expect_plan: ...`", width=at.width)
