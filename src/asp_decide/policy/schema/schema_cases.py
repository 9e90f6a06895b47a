"""Files of tests as JSON Schema: the rules, points, facts and parameters that a case may name."""

import re

from asp_decide.model.by_layer import ByLayer
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.policy.cases.case_expectations import results_of
from asp_decide.policy.cases.case_settings import LONGEST_HORIZON_INTERVALS
from asp_decide.policy.cases.case_tables import QUIET
from asp_decide.policy.cases.cases import TESTS_GRAMMAR
from asp_decide.policy.cases.plan_expectations import CAPACITY
from asp_decide.policy.checks.check_points import REVIEW
from asp_decide.policy.schema.schema_exceptions import replaced_limit, rules_acted_against
from asp_decide.policy.schema.schema_facts import background_schema, fact_definitions, given_schema
from asp_decide.policy.schema.schema_parts import (
    DAY,
    DRAFT,
    REASON,
    SENTENCE,
    Schema,
    closed,
    matching,
    named,
    number_pattern,
    one_of,
    ref,
    shown,
    some_of,
    when_key,
)
from asp_decide.policy.written.document import Rule, Table
from asp_decide.policy.written.policy_set import PolicySet


def cases_schema(sets: ByLayer[PolicySet]) -> Schema:
    """The schema of files of tests; which layer's words they may use follows from `of`."""
    files = {one.policy: one.title for policies in sets for one in policies.documents}
    head = {
        "asp": {"const": TESTS_GRAMMAR},
        "of": named(files, "the policy file beside this one, without its ending"),
        "as_of": DAY | {"description": "the day on which the cases are judged"},
        "cases": {"type": "array", "minItems": 1},
        "background": {"type": "object"},
        "load": {"type": "array", "minItems": 1},
        "equivalent": {"type": "array", "minItems": 1},
    }
    defined: dict[str, Schema] = {}
    for policies in sets:
        defined |= fact_definitions(policies) | _cases(policies)
    branches = [_of_layer(policies) for policies in sets if policies.documents]
    return {
        "$schema": DRAFT,
        "title": "Cases beside a policy: what is given, and what its rules are to say of it",
        **closed(head, ("asp", "of", "as_of", "cases"), allOf=branches),
        "$defs": defined,
    }


def _of_layer(policies: PolicySet) -> Schema:
    layer = policies.words.layer
    files = {one.policy: one.title for one in policies.documents}
    then = {
        "cases": some_of(ref(f"{layer}_case")),
        "background": background_schema(policies),
        "load": some_of(named(files, "files whose rules are judged with it")),
        "equivalent": some_of(ref(f"{layer}_equivalent")),
    }
    return {
        "if": {"required": ["of"], "properties": {"of": {"enum": sorted(files)}}},
        "then": {"properties": then},
    }


def _cases(policies: PolicySet) -> dict[str, Schema]:
    layer = policies.words.layer
    parts: dict[str, Schema] = {
        "name": SENTENCE | {"description": "what the case shows, in a sentence"},
        "given": given_schema(policies),
        "set": _settings(policies),
        "with": some_of(_deviation(policies)),
        "expect": _expected(policies),
    }
    if layer == "portfolio":
        most = LONGEST_HORIZON_INTERVALS
        upto = "|".join(str(number) for number in range(1, most + 1))
        told = f"over how many intervals its plan goes: 1 unless said, {most} at most"
        parts["horizon"] = matching(f"0*({upto}) intervals?", told)
        parts["expect_plan"] = _plan(policies)
    stated = [{"required": [key]} for key in ("expect", "expect_plan") if key in parts]
    case = closed(
        parts,
        ("name", "given"),
        anyOf=stated,
        dependentRequired={"horizon": ["expect_plan"]},
    )
    words = one_of((*policies.rules, *policies.points))
    claim = {"rule": words, "was": SENTENCE, "becomes": SENTENCE, "because": REASON}
    return {f"{layer}_case": case, f"{layer}_equivalent": closed(claim, claim)}


def _settings(policies: PolicySet) -> Schema:
    settings = {}
    for name, declared in policies.parameters.items():
        unit = policies.unit(declared.thing.unit.text)
        if unit is not None:
            told = f"an amount in {shown(unit, policies)}"
            settings[name] = matching(number_pattern(unit, policies), told, wrong=told)
    return closed(settings, description="values of parameters in this case")


def _deviation(policies: PolicySet) -> Schema:
    """An exemption for every subject of the case."""
    rules = rules_acted_against(policies)
    names = named({name: rule.head.title for name, rule in rules.items()})
    branches = [
        when_key("rule", name, {"properties": {"does": replaced_limit(rule, policies)}})
        for name, rule in rules.items()
    ]
    return closed({"rule": names, "does": True}, ("rule", "does"), allOf=branches)


def _expected(policies: PolicySet) -> Schema:
    """For each rule and each point, what may be expected of a subject."""
    said: dict[str, Schema] = {}
    for name, declared in policies.rules.items():
        each = _result(declared.thing)
        said[name] = _by_id(each, declared.thing.head.title)
    for name in policies.points:
        words = "|".join((*POINTS_BY_NAME[name].answers, "plan"))
        reason = r"\([A-Za-z0-9_-]+\)"
        answer = matching(
            rf"({words})( {reason})?|{REVIEW} {reason}",
            "the answer, and for a review why: (gap), (unknown) or a rule",
            wrong=f"one of {', '.join(POINTS_BY_NAME[name].answers)}; a review says why: (gap)",
            offers=(*POINTS_BY_NAME[name].answers, f"{REVIEW} (gap)", f"{REVIEW} (unknown)"),
        )
        said[name] = _by_id(answer, f"answers at `{name}`")
    return closed(said, description="what the rules say, and what is answered, by subject")


def _by_id(each: Schema, told: str) -> Schema:
    return {"type": "object", "additionalProperties": each, "description": told}


def _result(rule: Rule) -> Schema:
    if not isinstance(rule, Table):
        return one_of(results_of(rule))
    words = [list(dict.fromkeys(row.then[n].text for row in rule.rows)) for n in _columns(rule)]
    one = [_given(rule, each) for each in words]
    names = [output.text for output in rule.outputs]
    outputs = closed(dict(zip(names, one, strict=True)), names)
    short = [{"enum": list(QUIET)}, outputs]
    return {"anyOf": [*short, *one]} if len(one) == 1 else {"anyOf": short}


def _columns(table: Table) -> range:
    return range(len(table.outputs))


def _given(table: Table, words: list[str]) -> Schema:
    """What one output gives: a word, or words of a table that collects."""
    word = one_of(words)
    if table.hit != "collect":
        return word
    return {"anyOf": [word, {"type": "array", "items": word}]}


def _plan(policies: PolicySet) -> Schema:
    money = policies.unit(policies.currency)
    assert money is not None, "the workspace's currency is a unit"
    rules = {name: declared.thing.head.title for name, declared in policies.rules.items()}
    points = [point for point in POINTS_BY_NAME.values() if point.subject == "initiative"]
    bound = "|".join(re.escape(name) for name in (*rules, CAPACITY))
    price = matching(number_pattern(money, policies), "what the rule costs, exactly")
    of_a_plan: dict[str, Schema] = {
        "binding": {
            "type": "array",
            "items": matching(rf"({bound})@.+", "`rule@group`, or `capacity@stream`"),
        },
        "price": closed(dict.fromkeys(rules, price)),
        **{
            point.name: _by_id(
                one_of((*point.answers, REVIEW, "wait")), f"the plan's answers at `{point.name}`"
            )
            for point in points
        },
    }
    conflict = {"type": "array", "items": named(rules)}
    yes = {"properties": {"conflict": False}}
    no = {"properties": dict.fromkeys(of_a_plan, False)}
    return closed(
        {"feasible": one_of(("yes", "no"), "is there a plan?"), "conflict": conflict, **of_a_plan},
        ["feasible"],
        allOf=[{**when_key("feasible", "yes", yes), "else": no}],
        description="what the optimizer is to make of it",
    )
