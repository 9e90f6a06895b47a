"""Tests that stand beside policies: what is given, and what the rules are to say of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Checked, Diagnostic, Place, nearest
from asp_decide.model.finding import Answer, Finding
from asp_decide.model.subject import Subjects
from asp_decide.plain_text import lines_of
from asp_decide.policy.case_expectations import (
    Expectation,
    Judged,
    failures_of,
    parse_expectations,
)
from asp_decide.policy.case_selection import judged_of, select
from asp_decide.policy.case_subjects import Facts, build_subjects, parse_facts
from asp_decide.policy.check_amounts import check_amount
from asp_decide.policy.codes import problem
from asp_decide.policy.compile import compile_policies
from asp_decide.policy.dated import check_in_force
from asp_decide.policy.document import DatedValue
from asp_decide.policy.form import Form, open_form
from asp_decide.policy.grammar import shortened
from asp_decide.policy.misread import BadPhrase
from asp_decide.policy.parse_conditions import tell_phrase
from asp_decide.policy.phrase import Named, Number, parse_amount
from asp_decide.policy.policy_set import PolicySet
from asp_decide.policy.resolution import unknown_parameter
from asp_decide.strict_yaml import Node, Scalar, read_yaml

TESTS_GRAMMAR = "tests/v1"
"""The version of the grammar of tests that is read."""

_LATER = ("expect_plan", "horizon", "with")

type Judge = Callable[[CompiledPolicies, Subjects], tuple[tuple[Finding, ...], tuple[Answer, ...]]]
"""What judges subjects by clauses: its findings, and its answers at the decision points."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: subjects as given, parameters as set, and what is expected of the rules."""

    name: str
    place: Place
    subjects: Subjects
    settings: Mapping[str, Number]
    expected: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of one file, with the rules that they judge.

    `policies` hold the rules of the file under test and of those loaded with it, and the
    conclusions that these name; `judged` are the rules that a case must account for.
    """

    path: str
    of: str
    as_of: date
    policies: PolicySet
    judged: Judged
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """Whether a case came out as expected; `failures` say in a line each what did not."""

    name: str
    place: Place
    failures: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures


def read_cases(path: Path, policies: PolicySet) -> Checked[Cases]:
    """The cases of a `.tests.yaml` file, against the checked policies of its folder.

    Everything that cannot be meant is told at once: an unknown rule, subject or word in a test is
    an error and never a pass.
    """
    text = path.read_bytes()
    shown = "/".join(path.parts[-3:])
    read = read_yaml(text, shown)
    slips = list(read.diagnostics)
    cases = None if read.value is None else _cases(read.value, shown, policies, slips)
    lines = lines_of(text)
    told = tuple(
        replace(slip, source=lines[slip.place.line - 1])
        if slip.source is None and slip.place.file == shown
        else slip
        for slip in sorted(slips)
    )
    return Checked(None if told else cases, told)


def run_cases(cases: Cases, judge: Judge) -> tuple[CaseResult, ...]:
    """Each case judged, in the order of the file."""
    results = []
    for case in cases.cases:
        policies = _with_settings(cases.policies, case.settings)
        compiled = compile_policies(policies, as_of=cases.as_of)
        findings, answers = judge(compiled, case.subjects)
        failures = failures_of(case.expected, findings, answers, judged=cases.judged)
        results.append(CaseResult(case.name, case.place, failures, findings))
    return tuple(results)


def _cases(node: Node, path: str, policies: PolicySet, slips: list[Diagnostic]) -> Cases | None:
    form = open_form(
        node,
        slips,
        what="a file of tests",
        required=("asp", "of", "as_of", "cases"),
        optional=("background", "load"),
    )
    _check_head(form, path)
    as_of = form.day("as_of")
    tested = _tested(form, policies)
    if slips:
        return None
    selected = select(policies, tested)
    slips.extend(check_in_force(selected, as_of))
    background = parse_facts(form, "background", selected, by_id=False)
    named: dict[str, Place] = {}
    cases = tuple(_case(item, selected, background, named, slips) for item in form.listed("cases"))
    return Cases(path, form.scalar("of").text, as_of, selected, judged_of(policies, tested), cases)


def _check_head(form: Form, path: str) -> None:
    beside = path.partition("/")[2].removesuffix(".tests.yaml")
    for key, wanted in (("asp", TESTS_GRAMMAR), ("of", beside)):
        found = form.scalar(key)
        if form.has(key) and found.text != wanted:
            message = f"`{key}` is `{shortened(found.text)}`, and this file is `{wanted}`"
            form.tell(
                "P020", found.place, message, mend=f"write `{key}: {wanted}`", width=found.width
            )


def _tested(form: Form, policies: PolicySet) -> frozenset[str]:
    known = [document.policy for document in policies.documents]
    named = [*form.scalars("load"), *([form.scalar("of")] if form.has("of") else [])]
    for policy in named:
        if policy.text not in known:
            near = nearest(policy.text, known)
            mend = f"did you mean `{near}`?" if near else "the files are " + ", ".join(known)
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
    if later := _later(node):
        message = f"`{later.text}` is not read by this version"
        mend = "leave it out"
        slips.append(problem("P026", later.place, message, mend=mend, width=later.width))
    form = open_form(
        node,
        slips,
        what="a case",
        required=("name", "given", "expect"),
        optional=("set", *_LATER),
    )
    name = form.scalar("name")
    if (first := named.setdefault(name.text, name.place)) is not name.place:
        message = f"a case of this name stands in line {first.line} already"
        mend = "give it another name"
        form.tell("P024", name.place, message, mend=mend, width=name.width)
    subjects = build_subjects(parse_facts(form, "given", policies), background)
    settings = {
        setting.text: number
        for setting, value in form.entries("set", "parameters")
        if (number := _setting(setting, value, form, policies)) is not None
    }
    expected = parse_expectations(form, policies, subjects)
    return Case(" ".join(name.text.split()), form.place, subjects, settings, expected)


def _later(node: Node) -> Scalar | None:
    entries = getattr(node, "entries", ())
    return next((key for key, _ in entries if key.text in _LATER), None)


def _setting(setting: Scalar, value: Node, form: Form, policies: PolicySet) -> Number | None:
    declared = policies.parameters.get(setting.text)
    if declared is None:
        name = Named(setting.text)
        form.slips.append(unknown_parameter(name, setting, policies))
        return None
    text = form.as_scalar(value, f"`{setting.text}`")
    amount = parse_amount(text.text)
    if isinstance(amount, BadPhrase):
        tell_phrase(amount, text, form.slips)
        return None
    if isinstance(amount, Named):
        mend = "write the amount out"
        form.tell("P019", text.place, "a parameter is set to a number", mend=mend, width=text.width)
        return None
    unit = policies.unit(declared.thing.unit.text)
    assert unit is not None, "a parameter was checked to have a unit"
    expected = (f"`{setting.text}`", unit)
    check_amount(amount, text, expected=expected, policies=policies, slips=form.slips)
    return amount


def _with_settings(policies: PolicySet, settings: Mapping[str, Number]) -> PolicySet:
    parameters = dict(policies.parameters)
    for name, number in settings.items():
        declared = parameters[name]
        value = DatedValue(date.min, declared.thing.name, number)
        thing = replace(declared.thing, values=(value,))
        parameters[name] = replace(declared, thing=thing)
    return replace(policies, parameters=parameters)
