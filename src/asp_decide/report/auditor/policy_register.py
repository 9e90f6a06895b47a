"""The policies of a run: text, meaning and approval, what changed, and which decisions moved."""

from collections.abc import Iterator, Mapping

from asp_decide.model.plan import Decision, Plan
from asp_decide.report.amounts import NONE_GIVEN
from asp_decide.report.decision_groups import decision_word, initiative_name
from asp_decide.report.page import Block, Column, Paragraph, Section, table
from asp_decide.report.record_numbers import RecordNumbers, Records, together
from asp_decide.report.run_evidence import PolicyInForce, RunEvidence

_SHORT_DIGEST = len("sha256:") + 12


def policy_section(run: RunEvidence, plan: Plan, numbers: RecordNumbers) -> Section:
    """Every policy file in force, by text and meaning, and the effect of those that changed."""
    columns = (
        Column("Policy"),
        Column("Owner"),
        Column("Approved by, on"),
        Column("Text", "code"),
        Column("Meaning", "code"),
        Column("Since the run before"),
        Column("First seen"),
    )
    rows = tuple(_row(one, run) for one in run.policies)
    records = (_records(one, numbers) for one in run.policies)
    blocks: list[Block] = [table("Policy files in force", columns, rows, records)]
    if run.policies_gone:
        gone = ", ".join(one["policy"] for one in run.policies_gone)
        told = f"On record before and not in force in this run: {gone}."
        blocks.append(Paragraph(told, records=numbers.manifest))
    blocks += _effect(run, plan, numbers)
    return Section("policies", "Policies, and what changed in them", tuple(blocks))


def _row(one: PolicyInForce, run: RunEvidence) -> tuple[str, ...]:
    return (
        one.policy,
        one.owner.replace("_", " "),
        one.approved.replace("_", " "),
        one.text[:_SHORT_DIGEST],
        one.meaning[:_SHORT_DIGEST] or NONE_GIVEN,
        _change(one, run),
        "in this run" if one.number is not None else _first_seen(one),
    )


def _change(one: PolicyInForce, run: RunEvidence) -> str:
    if one.before is None:
        return "first run of the log" if run.is_first else "new"
    if one.number is not None:
        return "another meaning"
    if one.before["text"] != one.text:
        return "another text, the same meaning"
    return "unchanged"


def _first_seen(one: PolicyInForce) -> str:
    return f"run {one.before['run']}, its #{one.before['n']}" if one.before else NONE_GIVEN


def _records(one: PolicyInForce, numbers: RecordNumbers) -> Records:
    own = () if one.number is None else (one.number,)
    return together(numbers.manifest, own)


def _effect(run: RunEvidence, plan: Plan, numbers: RecordNumbers) -> Iterator[Block]:
    """Decisions that are other ones than in the run before, and the policies that they rest on."""
    before = run.closed_before
    if before is None:
        told = "This is the first run of its log: there is nothing to compare yet."
        yield Paragraph(told, records=numbers.manifest)
        return
    changed = {one.path for one in run.policies if one.before and one.number is not None}
    policy_of = {one.rule: one.policy_path for one in run.results}
    was = {one["initiative"]: str(one["decided"]) for one in before["initiatives"]}
    moved = [d for d in plan.decisions if was.get(d.initiative, d.decision) != d.decision]
    rests = {d.initiative: _rests_on(d, policy_of, changed) for d in moved}
    resting = sum(bool(rules) for rules in rests.values())
    told = (
        f"Of {len(plan.decisions)} decisions {len(moved) or 'none'} "
        f"{'is' if len(moved) <= 1 else 'are'} recommended otherwise than they were decided in run "
        f"{before['run']}; {resting or 'none'} of them "
        f"{'names' if resting <= 1 else 'name'} a rule of a policy whose meaning changed. What "
        "moved for facts alone is among the rest."
    )
    yield Paragraph(told, records=together(numbers.close, *map(numbers.decision, moved)))
    if not moved:
        return
    columns = (
        Column("Initiative"),
        Column(f"Decided in {before['run']}"),
        Column("Recommended now"),
        Column("Rules that it names", "reason"),
        Column("Of a changed policy"),
    )
    rows = tuple(
        (
            initiative_name(d),
            was[d.initiative].replace("_", " "),
            decision_word(d),
            ", ".join(dict.fromkeys(r.rule for r in d.reasons)) or NONE_GIVEN,
            ", ".join(rests[d.initiative]) or "no",
        )
        for d in moved
    )
    caption = "Decisions other than in the run before"
    yield table(caption, columns, rows, map(numbers.decision, moved))


def _rests_on(decision: Decision, policy_of: Mapping[str, str], changed: set[str]) -> list[str]:
    named = dict.fromkeys(reason.rule for reason in decision.reasons)
    return [rule for rule in named if policy_of.get(rule) in changed]
