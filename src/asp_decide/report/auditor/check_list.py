"""What `verify` asks of a run, and the counts that it must find: told from the records alone."""

from collections import Counter
from datetime import date
from fractions import Fraction

from asp_decide.audit.check import NAMES, counted
from asp_decide.model.plan import Objective, Plan
from asp_decide.report.amounts import NONE_GIVEN, percent
from asp_decide.report.page import Column, Command, Paragraph, Section, table
from asp_decide.report.record_numbers import RecordNumbers, Records, together
from asp_decide.report.recorded import Recorded
from asp_decide.report.run_evidence import RunEvidence

_QUESTIONS = (
    "Is anything changed?",
    "Is anything missing?",
    "Do the rules give these results?",
    "Were these the right rules?",
    "Were the acts allowed?",
    "Does the plan obey the rules?",
    "Is the plan as good as claimed?",
    "Do the reports say what the records say?",
)


def check_section(run: RunEvidence, plan: Plan, recorded: Recorded, *, reports: int) -> Section:
    """The eight questions with what the answer to each must count, and the command that asks them.

    A report cannot hold the result of checking itself; `reports` are those in the run's folder.
    """
    numbers = recorded.numbers
    columns = (
        Column("Check", "short"),
        Column("Question"),
        Column("What it must find in this run", "reason"),
    )
    found = _found(run, plan, recorded, reports=reports)
    rows = tuple(
        (f"{n} {name}", question, told)
        for n, (name, question, told) in enumerate(
            zip(NAMES, _QUESTIONS, found, strict=True), start=1
        )
    )
    stated = Paragraph(
        "PASS, FAIL or NOT CHECKED is for the command to say, on the machine of whoever asks: a "
        "report that held the result of checking itself would prove nothing. These are the counts "
        "that its answer must have.",
        records=numbers.manifest,
    )
    command = Command(
        f"asp-decide verify runs/{recorded.run} --checkpoint FILE-FROM-THE-MINUTES",
        "This command answers them, offline, from the folder of the run and nothing else:",
    )
    told = table("The checks and their counts", columns, rows, _records(numbers))
    return Section("checks", "The eight checks", (stated, told, command))


def _found(run: RunEvidence, plan: Plan, recorded: Recorded, *, reports: int) -> tuple[str, ...]:
    """The counts of each check, in the words in which `verify` gives them."""
    kinds, answers = Counter(run.kinds), counted(run.kinds.get("answer", 0), "answer")
    root = recorded.checkpoint.short.partition(":")[2][:8]
    unknown = sum(one.told == "unknown" for one in run.results)
    played = _if_any(kinds["design"], "change of the design")
    return (
        f"{counted(sum(kinds.values()), 'record')}, {run.first}..{run.size}, root {root}..",
        _complete(run, plan),
        f"{counted(len(run.results), 'result')}, {unknown:,} unknown, {answers}"
        + (f", {played} played again" if played else ""),
        _policies(run),
        _acts(run),
        _planned(run, plan),
        _as_good(plan.objective),
        f"{counted(reports, 'report')} made again, byte for byte",
    )


def _complete(run: RunEvidence, plan: Plan) -> str:
    before = 0 if run.closed_before is None else len(run.closed_before["initiatives"])
    return (
        f"rules x subjects: {len(run.results):,} expected, {len(run.results):,} found; "
        f"{counted(run.kinds.get('answer', 0), 'answer')}; "
        f"{counted(len(plan.decisions), 'initiative')} decided; "
        f"{counted(before, 'earlier initiative')} accounted for"
    )


def _acts(run: RunEvidence) -> str:
    roles = sorted({one["by"] for one in run.acts_of("approval")})
    of_apply = Counter("decided" in one for one in run.acts_of("override"))
    more = (
        (run.kinds.get("outcome", 0), "outcome"),
        (run.kinds.get("design", 0), "change of the design"),
        (sum(len(one["edits"]) for one in run.acts_of("case")), "criterion edit"),
    )
    return (
        f"{counted(run.kinds.get('approval', 0), 'approval')} by {', '.join(roles) or 'nobody'}, "
        f"{counted(of_apply[True], 'override')}, {counted(of_apply[False], 'exemption')}"
    ) + "".join(f", {counted(number, noun)}" for number, noun in more if number)


def _if_any(number: int, noun: str) -> str:
    return counted(number, noun) if number else ""


def _planned(run: RunEvidence, plan: Plan) -> str:
    kinds = Counter(run.kinds)
    full, broken = sum(b.binding for b in plan.bounds), sum(not b.kept for b in plan.bounds)
    return (
        f"{counted(kinds['bound'], 'bound')}, {full:,} without room for one step more, "
        f"{broken:,} broken; {counted(kinds['allocation'], 'allocation')}, "
        f"{counted(kinds['price'], 'price')}"
    )


def _as_good(objective: Objective) -> str:
    return (
        f"loss {_whole(objective.loss)} {objective.currency}, bound {_whole(objective.bound)}, "
        f"gap {_share(objective.gap)} of value captured; stated by the solver, not certified: "
        f"{_share(objective.gap_stated)}"
    )


def _policies(run: RunEvidence) -> str:
    told = f"{counted(len(run.policies), 'policy file')} in force, each approved as it is"
    changed = [one.policy for one in run.policies if one.before and one.number is not None]
    if changed:
        told += f"; changed since they were last recorded: {', '.join(changed)}"
    late = [one.policy for one in run.policies if not one.before and _is_late(one.approved, run)]
    if late:
        told += f"; first seen after a run that they were approved before: {', '.join(late)}"
    return told


def _is_late(approved: str, run: RunEvidence) -> bool:
    """Whether a run was recorded after the day of the approval, and did not know of it."""
    if run.closed_before is None:
        return False
    on = date.fromisoformat(approved.rpartition(", ")[2])
    return on <= date.fromisoformat(run.closed_before["as_of"])


def _records(numbers: RecordNumbers) -> tuple[Records, ...]:
    """What the counts of each check are counted in."""
    everything = together(*numbers.by_kind.values())
    return (
        everything,
        together(numbers.find("rule"), numbers.find("answer"), numbers.close),
        together(numbers.all_of("rule"), numbers.find("answer")),
        together(numbers.manifest, numbers.find("policy")),
        together(
            numbers.all_of("approval"),
            *(numbers.find(kind) for kind in ("override", "outcome", "design", "case")),
        ),
        together(numbers.all_of("bound"), numbers.find("allocation"), numbers.find("price")),
        numbers.manifest,
        everything,
    )


def _whole(amount: str | None) -> str:
    return "not certified" if amount is None else f"{round(Fraction(amount)):,}"


def _share(gap: str | None) -> str:
    return NONE_GIVEN if gap is None else percent(Fraction(gap), "up")
