"""What a case puts in place of the policies' own: values of parameters, exemptions, a horizon."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from asp_decide.diagnostics import did_you_mean
from asp_decide.policy.cases.case import Deviation
from asp_decide.policy.cases.case_amounts import amount_written_out
from asp_decide.policy.compiling.compile_scopes import compile_measure
from asp_decide.policy.written.document import Bounded, DatedValue, Rule
from asp_decide.policy.written.form import Form, open_form
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.phrase import Named, Number
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import unknown_parameter
from asp_decide.policy.written.rule_parts import force_of
from asp_decide.strict_yaml import Mapping as Entries
from asp_decide.strict_yaml import Node, Scalar

LONGEST_HORIZON_INTERVALS = 12
"""A plan case is small, so that its plan can be proven and its reader can check it by hand."""


def parse_settings(form: Form, policies: PolicySet) -> Mapping[str, Number]:
    """The values under `set`, by parameter."""
    found = {}
    for name, node in form.entries("set", "parameters"):
        declared = policies.parameters.get(name.text)
        if declared is None:
            form.slips.append(unknown_parameter(Named(name.text), name, policies))
            continue
        wanted = policies.unit(declared.thing.unit.text)
        assert wanted is not None, "a parameter was checked to have a unit"
        text = form.as_scalar(node, f"`{name.text}`")
        number = amount_written_out(text, f"`{name.text}`", wanted, policies, form.slips)
        if number is not None:
            found[name.text] = number
    return found


def with_settings(policies: PolicySet, settings: Mapping[str, Number]) -> PolicySet:
    """The policies with these parameters at these values on every day."""
    parameters = dict(policies.parameters)
    for name, number in settings.items():
        declared = parameters[name]
        value = DatedValue(date.min, declared.thing.name, number)
        parameters[name] = replace(declared, thing=replace(declared.thing, values=(value,)))
    return replace(policies, parameters=parameters)


def parse_deviations(form: Form, policies: PolicySet) -> tuple[Deviation, ...]:
    """What stands under `with`: one exemption a rule, of rules that can be overridden alone."""
    found: dict[str, Deviation] = {}
    for node in form.listed("with"):
        deviation = _deviation(node, form, policies)
        if deviation is None:
            continue
        if deviation.rule in found:
            message = f"`{deviation.rule}` is exempted twice in one case"
            form.tell("P024", node.place, message, mend="leave one of them out")
        found[deviation.rule] = deviation
    return tuple(found.values())


def parse_horizon(form: Form) -> int:
    """Over how many planning intervals the plan of a case goes; 1 unless said."""
    if not form.has("horizon"):
        return 1
    text = form.scalar("horizon")
    number, _, noun = text.text.partition(" ")
    if noun in {"interval", "intervals"} and number.isascii() and number.isdigit():
        intervals = int(number)
        if 1 <= intervals <= LONGEST_HORIZON_INTERVALS:
            return intervals
    message = f"`{shortened(text.text)}` is no horizon of a plan case"
    mend = f"write `1 interval`, and {LONGEST_HORIZON_INTERVALS} at most"
    form.tell("P019", text.place, message, mend=mend, width=text.width)
    return 1


def _deviation(node: Node, form: Form, policies: PolicySet) -> Deviation | None:
    one = open_form(node, form.slips, what="an exemption", required=("rule", "does"))
    name = one.scalar("rule")
    declared = policies.rules.get(name.text)
    if declared is None:
        if one.has("rule"):
            near = did_you_mean(name.text, policies.rules, "the file under test, or `load`, has it")
            message = f"there is no rule `{shortened(name.text)}`"
            one.tell("P023", name.place, message, mend=near, width=name.width)
        return None
    force = force_of(declared.thing)
    if force is None or force.enforce != "overridable":
        message = f"{name.text} is not `overridable`, so that nobody can be exempted from it"
        mend = "an exemption is of an `overridable` rule"
        one.tell("P040", name.place, message, mend=mend, width=name.width)
        return None
    return _does(one, declared.thing, policies)


def _does(form: Form, rule: Rule, policies: PolicySet) -> Deviation | None:
    name, node = rule.head.id.text, form.values.get("does")
    if isinstance(node, Scalar) and node.text == "suspend":
        return Deviation(name, None)
    if not isinstance(node, Entries):
        if node is not None:
            message = "an exemption does `suspend`, or `{replace_limit: ...}`"
            form.tell("P019", node.place, message, mend="write `does: suspend`")
        return None
    inner = open_form(node, form.slips, what="`does`", required=("replace_limit",))
    text = inner.scalar("replace_limit")
    if not isinstance(rule, Bounded):
        message = f"{name} has no limit that could be replaced"
        inner.tell("P019", text.place, message, mend="write `does: suspend`", width=text.width)
        return None
    if not inner.has("replace_limit"):
        return None
    _, wanted = compile_measure(rule, policies)
    number = amount_written_out(text, f"the limit of {name}", wanted, policies, form.slips)
    return None if number is None else Deviation(name, number)
