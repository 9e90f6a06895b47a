"""From what was concluded of a subject back to the facts: each step with its rule and record."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from asp_decide.clauses.clause import DeriveClause, TableClause
from asp_decide.errors import InvalidInputError
from asp_decide.model.subject import SubjectKey, SubjectKind
from asp_decide.runs.drafts import Draft
from asp_decide.runs.workspace import Workspace, read_sources

type Record = Mapping[str, Any]
type Step = tuple[str, str, str, str, str]

COLUMNS = ("conclusion", "of", "rule", "result", "because")

_DRAWN = frozenset({"holds", "gives", "unknown"})
"""Results that somebody may rest on; what does not hold is told by the rule that asks for it."""


def conclusion_chain(
    workspace: Workspace, draft: Draft, records: Sequence[Record], subject: SubjectKey
) -> tuple[Step, ...]:
    """What rules concluded of a subject, each conclusion followed by those that it rests on.

    The steps below one are set in. Empty where nothing was concluded, and where the policies have
    changed since, so that nobody knows any more which rule draws which conclusion.
    """
    rules = _rules_by_name(workspace, draft)
    found = {
        (one["rule"], _key(one["subject"])): one
        for one in records
        if one["kind"] == "rule" and one["subject"] is not None
    }
    told: set[tuple[str, SubjectKey]] = set()
    own = [(name, subject) for name, rule in rules.items() if (rule, subject) in found]
    steps = [step for one in own for step in _steps(one, rules, found, told, depth=0)]
    return tuple(steps)


def _rules_by_name(workspace: Workspace, draft: Draft) -> dict[str, str]:
    """The rule behind each conclusion, and behind each word of a table that others may ask for."""
    run = draft.plan.run
    try:
        policies = read_sources(workspace, date.fromisoformat(run.as_of)).policies
    except InvalidInputError:
        return {}
    if policies.digest != run.policies:
        return {}
    named: dict[str, str] = {}
    for clause in policies.clauses:
        if isinstance(clause, DeriveClause):
            named[clause.name] = clause.heading.rule
        if isinstance(clause, TableClause):
            named.update(dict.fromkeys(clause.words, clause.heading.rule))
    return named


def _steps(
    one: tuple[str, SubjectKey],
    rules: Mapping[str, str],
    found: Mapping[tuple[str, SubjectKey], Record],
    told: set[tuple[str, SubjectKey]],
    *,
    depth: int,
) -> Iterator[Step]:
    """A conclusion of a subject, and below it what it rests on; each once, so that circles end."""
    name, subject = one
    record = found.get((rules[name], subject))
    if record is None or record["result"] not in _DRAWN or one in told:
        return
    told.add(one)
    resting = [c for c in record["comparisons"] if c["truth"] in _supporting(record)]
    facts = "; ".join(_in_words(c) for c in resting if c["measure"] not in rules)
    at = f"{record['rule']} ({record['at'].rpartition('/')[2]})"
    yield "  " * depth + name, str(subject), at, record["result"], facts
    for comparison in resting:
        if comparison["measure"] in rules:
            for key in [_key(via) for via in comparison.get("via", ())] or [subject]:
                below = (comparison["measure"], key)
                yield from _steps(below, rules, found, told, depth=depth + 1)


def _supporting(record: Record) -> frozenset[str]:
    """The truths on which a result rests: of what is not known also those that are not known."""
    return frozenset({"true", "unknown"} if record["result"] == "unknown" else {"true"})


def _in_words(comparison: Record) -> str:
    """A comparison with what was seen: `weeks_to_force 26 weeks at most 78 weeks (lead_time)`."""
    unit = f" {comparison['unit']}" if comparison.get("unit") else ""
    seen = [one["value"] for one in comparison["seen"]]
    told = ", ".join("missing" if one is None else f"{one}{unit}" for one in seen)
    via = ", ".join(next(iter(one.values())) for one in comparison.get("via", ()))
    words = (comparison["measure"], f"of {via}" if via else "", told)
    test = comparison["test"]
    says_it_again = test in {told, f"is {told}"}
    return " ".join(word for word in (*words, "" if says_it_again else test) if word)


def _key(subject: Mapping[str, Any]) -> SubjectKey:
    ((kind, id_),) = subject.items()
    return SubjectKey(cast("SubjectKind", kind), id_)
