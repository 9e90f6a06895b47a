"""Why, and why not: what a plan's records say of one initiative, or of one rule."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from asp_decide.clauses.clause import Clause
from asp_decide.clauses.sentence import reason_and_force, sentence
from asp_decide.diagnostics import nearest
from asp_decide.errors import UsageError
from asp_decide.model.plan import Decision, Plan, PlannedExemption, Reason, Run
from asp_decide.model.subject import SubjectKey
from asp_decide.report.amounts import counted, money, quantity
from asp_decide.report.decision_groups import reason_line
from asp_decide.report.sections.exemption_register import HEADS, exemption_row
from asp_decide.report.sections.price_table import SAME_PLAN, price_line
from asp_decide.runs.drafts import Draft, find_draft, newest_draft
from asp_decide.runs.explaining.bound_table import BOUND_COLUMNS, bound_rows
from asp_decide.runs.explaining.conclusion_chain import COLUMNS, conclusion_chain
from asp_decide.runs.explaining.decision_parts import (
    Part,
    assumed_part,
    courses_parts,
    firmness_part,
)
from asp_decide.runs.explaining.flip_table import FLIP_COLUMNS, flip_row
from asp_decide.runs.explaining.rule_table import RULE_COLUMNS, in_words, rule_rows
from asp_decide.runs.explaining.rules_of_draft import rules_of_draft, titled
from asp_decide.runs.explaining.source_table import SOURCE_COLUMNS, source_rows
from asp_decide.runs.explaining.subject_table import SPOKE, subject_rows
from asp_decide.runs.workspace import Workspace

type Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was decided in a sentence, the parts that explain it, the records they come from."""

    headline: str
    sections: tuple[Part, ...]
    records: tuple[Record, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for machines, and the records as they are."""
        return {
            "schema_version": "1",
            "headline": self.headline,
            "parts": [asdict(part) for part in self.sections],
            "records": [dict(record) for record in self.records],
        }


def explain_run(
    workspace: Workspace, *, plan: Path | None, initiative: str | None, rule: str | None
) -> Explanation:
    """The explanation from the records of a draft, the newest one unless `plan` says which.

    Raises UsageError for a plan, an initiative or a rule that is not there.
    """
    draft = newest_draft(workspace.plans) if plan is None else find_draft(workspace.plans, plan)
    records = draft.records()
    if initiative is not None:
        return _of_initiative(workspace, draft, records, initiative)
    assert rule is not None, "the caller asks for one or the other"
    return _of_rule(rules_of_draft(workspace, draft), draft.plan, records, rule)


def _of_initiative(
    workspace: Workspace, draft: Draft, records: Sequence[Record], initiative: str
) -> Explanation:
    plan = draft.plan
    decision = next((d for d in plan.decisions if d.initiative == initiative), None)
    if decision is None:
        return _of_another(workspace, draft, records, initiative)
    own = [
        record
        for record in records
        if record["kind"] in {"rule", "answer"}
        and (record["subject"] or {}).get("initiative") == initiative
    ]
    rules = [record for record in own if record["kind"] == "rule"]
    clauses = rules_of_draft(workspace, draft)
    return Explanation(
        headline=_headline(decision),
        sections=(
            _reasons(decision, clauses),
            *assumed_part(plan, initiative),
            *courses_parts(decision, plan.run.currency),
            *firmness_part(plan, initiative),
            _flips(decision, rules, plan.run.currency, clauses),
            _use(plan, initiative),
            _prices(plan, {record["rule"] for record in rules}, clauses),
            *_exemptions([one for one in plan.exemptions if _is_of(one, initiative)], plan),
            _asked(rules, plan.run.currency, clauses),
            *_concluded(clauses, plan.run, records, SubjectKey("initiative", initiative)),
            *_sources(rules),
        ),
        records=tuple(own),
    )


def _of_another(
    workspace: Workspace, draft: Draft, records: Sequence[Record], name: str
) -> Explanation:
    """What was found of a subject about which the plan decides nothing: a signal, a requirement.

    Raises UsageError where there is no such subject.
    """
    own = [
        record
        for record in records
        if record["kind"] in {"rule", "answer"} and name in (record["subject"] or {}).values()
    ]
    if not own:
        raise _unknown("decision about", name, [d.initiative for d in draft.plan.decisions])
    ((kind, _),) = own[0]["subject"].items()
    rules = [record for record in own if record["kind"] == "rule"]
    clauses, run = rules_of_draft(workspace, draft), draft.plan.run
    answers = [f"{one['point']}: {one['proposed']}" for one in own if one["kind"] == "answer"]
    return Explanation(
        headline=f"{kind.replace('_', ' ')} {name}" + "".join(f", {one}" for one in answers),
        sections=(
            _asked(rules, run.currency, clauses),
            *_concluded(clauses, run, records, SubjectKey(kind, name)),
            *_sources(rules),
        ),
        records=tuple(own),
    )


def _asked(rules: Sequence[Record], currency: str, clauses: Mapping[str, Clause]) -> Part:
    """What each rule asked: first those that had something to say."""
    ordered = sorted(rules, key=lambda r: (r["result"] not in SPOKE, r["rule"]))
    rows = (row for one in ordered for row in rule_rows(one, currency, clauses))
    return Part("Rules", RULE_COLUMNS, tuple(rows))


def _concluded(
    clauses: Mapping[str, Clause], run: Run, records: Sequence[Record], subject: SubjectKey
) -> tuple[Part, ...]:
    steps = conclusion_chain(clauses.values(), records, run, subject)
    return (Part("Concluded", COLUMNS, steps),) if steps else ()


def _sources(rules: Sequence[Record]) -> tuple[Part, ...]:
    rows = source_rows(rules)
    return (Part("Read from", SOURCE_COLUMNS, rows),) if rows else ()


def _is_of(exemption: PlannedExemption, initiative: str) -> bool:
    return exemption.subject == str(SubjectKey("initiative", initiative))


def _exemptions(exemptions: Sequence[PlannedExemption], plan: Plan) -> tuple[Part, ...]:
    """The exemptions that the plan lists, with what they cost; nothing where there are none."""
    rows = tuple(exemption_row(one, plan.run.currency) for one in exemptions)
    return (Part("Exemptions", HEADS, rows),) if rows else ()


def _of_rule(
    clauses: Mapping[str, Clause], plan: Plan, records: Iterable[Record], rule: str
) -> Explanation:
    known: list[str] = []
    own: list[Record] = []
    for record in records:
        if "rule" in record and record["kind"] in {"rule", "bound", "price"}:
            known.append(record["rule"])
            if record["rule"] == rule:
                own.append(record)
    if not own:
        raise _unknown("rule", rule, known)
    found = [record for record in own if record["kind"] == "rule"]
    bounds = [record for record in own if record["kind"] == "bound"]
    return Explanation(
        headline=f"{titled(rule, clauses)}: {_of_subjects(found)}",
        sections=(
            _says(found[0], clauses.get(rule), plan.run.currency),
            Part("Subjects", ("subject", "result", "in words"), subject_rows(found, plan)),
            Part("Bounds", BOUND_COLUMNS, bound_rows(bounds, plan.run)),
            _prices(plan, {rule}, clauses),
            *_exemptions([one for one in plan.exemptions if one.rule == rule], plan),
        ),
        records=tuple(own),
    )


def _says(record: Record, clause: Clause | None, currency: str) -> Part:
    """What the rule says, why, with what force, and where it stands."""
    said = (
        () if clause is None else (sentence(clause, currency=currency), *reason_and_force(clause))
    )
    return Part("What it says", lines=tuple(f"  {line}" for line in (*said, f"at {record['at']}")))


def _headline(decision: Decision) -> str:
    until = f" until {decision.until}" if decision.until else ""
    chosen = f" ({decision.option} from {decision.start}{until})" if decision.start else ""
    word = decision.decision.replace("_", " ")
    return f"{decision.initiative} {decision.name}: {word}{chosen}"


def _flips(
    decision: Decision, rules: Sequence[Record], currency: str, clauses: Mapping[str, Clause]
) -> Part:
    """What would have turned the rules that are among the decision's reasons."""
    led = {reason.rule for reason in decision.reasons}
    rows = (flip_row(one, currency, clauses) for one in rules if one["rule"] in led and one["flip"])
    return Part("What would turn it", FLIP_COLUMNS, tuple(rows))


def _reasons(decision: Decision, clauses: Mapping[str, Clause]) -> Part:
    told = [_led(reason, clauses) for reason in decision.reasons] or [reason_line(decision)]
    return Part("Because", lines=tuple(f"  {one}" for one in told))


def _led(reason: Reason, clauses: Mapping[str, Clause]) -> str:
    """The message with its rule in front, unless it speaks for itself."""
    named = reason.rule in clauses and not reason.message.startswith(reason.rule)
    return f"{reason.rule}: {reason.message}" if named else reason.message


def _of_subjects(found: Sequence[Record]) -> str:
    """How many subjects were asked, and how often each result was given."""
    counts = Counter(in_words(record["result"]) for record in found)
    told = ", ".join(f"{word} {count}" for word, count in sorted(counts.items()))
    return f"{counted(len(found), 'subjects')} ({told})"


def _use(plan: Plan, initiative: str) -> Part:
    unit, currency = plan.run.capacity_unit, plan.run.currency
    rows = tuple(
        (
            a.value_stream,
            a.interval,
            quantity(Fraction(a.amount), unit, currency, None if unit == currency else 2),
            money(Fraction(a.money), currency),
        )
        for a in plan.allocations
        if a.initiative == initiative
    )
    return Part("Capacity it gets", ("value stream", "interval", "amount", "outlay"), rows)


def _prices(plan: Plan, rules: set[str], clauses: Mapping[str, Clause]) -> Part:
    rows = tuple(
        (titled(p.origin, clauses), price_line(p, plan.run.currency), p.frees or SAME_PLAN)
        for p in plan.prices
        if p.origin in rules
    )
    return Part("What rules cost", ("rule", "price", "without it"), rows)


def _unknown(what: str, word: str, known: list[str]) -> UsageError:
    near = nearest(word, known)
    return UsageError(
        f"the plan has no {what} `{word}`", mend=f"did you mean `{near}`?" if near else ""
    )
