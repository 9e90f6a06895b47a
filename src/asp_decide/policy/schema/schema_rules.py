"""Rules as JSON Schema: the branch is chosen by the kind's key, as loading chooses it."""

from asp_decide.model.catalogue import MeasureSpec
from asp_decide.model.decision_point import POINTS_BY_NAME, DecisionPoint
from asp_decide.policy.schema.schema_parts import (
    MESSAGE,
    NAME,
    REASON,
    SENTENCE,
    Schema,
    closed,
    matching,
    one_of,
    quantity_pattern,
    ref,
    some_of,
    when_key,
)
from asp_decide.policy.written.document import DefinedMeasure
from asp_decide.policy.written.parse_force import BINDING, ENFORCE, NEEDS
from asp_decide.policy.written.parse_tables import HITS, MOST_ROWS
from asp_decide.policy.written.policy_set import PolicySet
from asp_decide.policy.written.resolution import bounded_per, is_count, unit_of
from asp_decide.policy.written.rule_kinds import HEAD, KINDS


def rule_definitions(policies: PolicySet) -> dict[str, Schema]:
    """A rule, and a branch for each kind."""
    kinds = {kind: branch for kind, branch in _branches(policies).items() if kind in KINDS}
    rule: Schema = {
        "type": "object",
        "required": ["id"],
        "oneOf": [{"required": [kind]} for kind in kinds],
        "allOf": [{"if": {"required": [kind]}, "then": ref(f"rule_{kind}")} for kind in kinds],
    }
    defined = {"rule": rule, "override": _override(policies)}
    return defined | {f"rule_{kind}": branch for kind, branch in kinds.items()}


def points_of(policies: PolicySet) -> tuple[DecisionPoint, ...]:
    """The points whose order some file declares, in the order in which they are asked."""
    return tuple(p for name, p in POINTS_BY_NAME.items() if name in policies.points)


def _branches(policies: PolicySet) -> dict[str, Schema]:
    subjects = one_of(policies.words.subjects)
    return {
        "limit": _bounded("limit", _measures(policies, counted=True), policies),
        "guardrail": _bounded("guardrail", _measures(policies, counted=False), policies),
        "decide": _at_point(
            "decide",
            {"decide": {"type": "string"}, "missing": one_of(("review", "fail"))},
            policies,
        ),
        "require": _at_point(
            "require",
            {"require": NAME, "before": some_of({"type": "string"}), "else": {"type": "string"}},
            policies,
        ),
        "derive": _of_subject("derive", {"derive": NAME, "for_each": subjects}, policies),
        "escalate": _of_subject(
            "escalate",
            {
                "escalate": NAME,
                "for_each": subjects,
                "to": some_of(
                    closed(
                        {"role": _role(policies), "within": matching("[0-9]+ *(days?|weeks?)")},
                        ["role", "within"],
                    )
                ),
                "halts": {"const": "apply"},
                "forces": {"const": "decision"},
                "enforce": one_of(BINDING),
                "override": ref("override"),
            },
            policies,
            {"if": {"required": ["forces"]}, "then": _force_of_a_decision(), "else": _no_force()},
        ),
        "table": _table(policies),
    }


def _table(policies: PolicySet) -> Schema:
    """A table: what its cells compare is checked by loading, against the column of each."""
    points = points_of(policies)
    columns = some_of(NAME)
    row = closed(
        {"row": NAME, "if": some_of({"type": "string"}), "then": some_of({"type": "string"})},
        ["row", "if", "then"],
    )
    properties: dict[str, Schema] = {
        "table": NAME,
        "for_each": one_of(policies.words.subjects),
        "at": one_of(point.name for point in points),
        "hit": one_of(HITS, "first: the first row that holds; unique: the one; collect: all"),
        "inputs": columns,
        "outputs": columns,
        "rows": some_of(row) | {"maxItems": MOST_ROWS},
        "missing": one_of(("review", "fail")),
        "enforce": one_of(ENFORCE),
        "override": ref("override"),
    }
    answers = {"required": ["at", "enforce"], "not": {"required": ["for_each"]}}
    speaks = {"required": ["for_each"], "properties": {"enforce": False, "override": False}}
    more: list[Schema] = [
        {"if": {"required": ["at"]}, "then": answers, "else": speaks},
        {"if": {"required": ["enforce"]}, "then": _override_where_it_belongs()},
        *_scopes_of("for_each", policies),
    ]
    return _rule("table", properties, more, policies)


def _scopes_of(key: str, policies: PolicySet) -> list[Schema]:
    return [
        when_key(key, subject, {"properties": {"where": ref(f"where_{subject}")}})
        for subject in policies.words.subjects
    ]


def _rule(
    kind: str, properties: dict[str, Schema], more: list[Schema], policies: PolicySet
) -> Schema:
    """The keys of every rule and those of its kind, with what follows from their values."""
    own = KINDS[kind]
    head: dict[str, Schema] = {
        "id": matching(
            "[A-Z]+-[0-9]+",
            "never used again for something else",
            wrong="write letters, a hyphen, a number: WIP-01",
        ),
        "title": SENTENCE,
        "owner": _role(policies),
        "because": REASON,
        "message": MESSAGE,
        "severity": one_of(("low", "medium", "high", "critical")),
        "effective": ref("period"),
        "sources": some_of(
            closed(
                {"cite": SENTENCE, "url": SENTENCE, "page": {"type": ["string", "integer"]}},
                ["cite"],
            )
        ),
        "tags": some_of({"type": "string"}),
        "where": {"type": "object"},
    }
    keys = {**head, **properties}
    if "enforce" in own.required:
        keys["enforce"] = one_of(BINDING if kind == "require" else ENFORCE)
        keys["override"] = ref("override")
        more = [*more, _override_where_it_belongs()]
    for name in ("when", "unless", "that"):
        if name in (*own.required, *own.optional):
            keys[name] = {"type": "object"}
    return closed(keys, (*HEAD, kind, *own.required), allOf=more)


def _override_where_it_belongs() -> Schema:
    return {
        "if": {"properties": {"enforce": {"const": "overridable"}}, "required": ["enforce"]},
        "then": {"required": ["override"]},
        "else": {"properties": {"override": False}},
    }


def _bounded(kind: str, measures: dict[str, list[tuple[str, str]]], policies: PolicySet) -> Schema:
    """`measures` are the groups of each measure with the pattern of its amounts."""
    groups = sorted({group for found in measures.values() for group, _ in found})
    properties: dict[str, Schema] = {kind: one_of(measures), "per": one_of(groups)}
    sides = ["at_most"] if kind == "limit" else ["at_most", "at_least"]
    properties |= {side: {"type": "string"} for side in sides}
    more: list[Schema] = []
    for name, found in sorted(measures.items()):
        pattern = found[0][1]
        amounts = {side: matching(pattern) for side in sides}
        then = {"properties": {"per": one_of(group for group, _ in found), **amounts}}
        more.append(when_key(kind, name, then))
    more += _conditions_of("per", groups, policies)
    if kind == "guardrail":
        more.append({"oneOf": [{"required": [side]} for side in sides]})
    return _rule(kind, properties, more, policies)


def _of_subject(
    kind: str, properties: dict[str, Schema], policies: PolicySet, *further: Schema
) -> Schema:
    more = _conditions_of("for_each", policies.words.subjects, policies)
    return _rule(kind, properties, [*more, *further], policies)


def _force_of_a_decision() -> Schema:
    """A decision is forced about an initiative, and the rule says who may go on without one."""
    return {
        "required": ["enforce"],
        "properties": {"for_each": {"const": "initiative"}},
        "allOf": [_override_where_it_belongs()],
    }


def _no_force() -> Schema:
    return {"properties": {"enforce": False, "override": False}}


def _at_point(kind: str, properties: dict[str, Schema], policies: PolicySet) -> Schema:
    points = points_of(policies)
    more: list[Schema] = []
    for point in points:
        answers = [*point.answers, "review"]
        safe = [word for word in (*point.otherwise, "review") if word != "plan"]
        conditions = _conditions(point.subject)
        then: dict[str, Schema] = {**conditions}
        if kind == "decide":
            then["decide"] = one_of(answers)
        else:
            then |= {"before": some_of(one_of(point.answers)), "else": one_of(safe)}
        more.append(when_key("at", point.name, {"properties": then}))
    keys = {**properties, "at": one_of(point.name for point in points)}
    return _rule(kind, keys, more, policies)


def _conditions_of(
    key: str, subjects: tuple[str, ...] | list[str], policies: PolicySet
) -> list[Schema]:
    return [
        when_key(key, subject, {"properties": _conditions(subject)})
        for subject in subjects
        if subject in policies.words.subjects
    ]


def _conditions(subject: str) -> dict[str, Schema]:
    condition = ref(f"condition_{subject}")
    return {
        "when": condition,
        "unless": condition,
        "that": condition,
        "where": ref(f"where_{subject}"),
    }


def _measures(policies: PolicySet, *, counted: bool) -> dict[str, list[tuple[str, str]]]:
    """The measures that a limit (or a guardrail) may bound: for which groups, in which amounts."""
    every: dict[str, MeasureSpec | DefinedMeasure] = {
        name: spec
        for (_, name), spec in policies.words.specs.items()
        if isinstance(spec, MeasureSpec)
    }
    every |= {name: declared.thing for name, declared in policies.measures.items()}
    found: dict[str, list[tuple[str, str]]] = {}
    for name, measure in sorted(every.items()):
        unit = unit_of(measure, policies)
        if unit is not None and is_count(measure) is counted:
            pattern = quantity_pattern(unit, policies)
            found[name] = [(group, pattern) for group in bounded_per(measure, policies)]
    return found


def _override(policies: PolicySet) -> Schema:
    return closed(
        {
            "by": _role(policies),
            "longest": matching("[0-9]+ *intervals?"),
            "needs": some_of(one_of(NEEDS)),
        },
        ["by", "longest", "needs"],
        description="who may act against the rule, for how long, and what they must bring",
    )


def _role(policies: PolicySet) -> Schema:
    return one_of(policies.roles, "a role of asp.yaml")
