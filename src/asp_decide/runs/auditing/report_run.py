"""Reports for people, made from what was planned or recorded."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from asp_decide.errors import UsageError
from asp_decide.model.charter import Charter
from asp_decide.model.plan import Plan
from asp_decide.model.snapshot import facts_digest
from asp_decide.report.auditor.audit_report import Audited, audit_report
from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.board.board_paper import board_paper
from asp_decide.report.finance.finance_report import finance_report, finance_sheets
from asp_decide.report.formats.pdf import Paper
from asp_decide.report.formats.render import ReportFormat, render, render_pdf, render_workbook
from asp_decide.report.page import Report
from asp_decide.report.printable import printable
from asp_decide.report.recorded import Recorded
from asp_decide.report.run_evidence import RunEvidence
from asp_decide.report.sections.changes import Changes
from asp_decide.report.sections.front_matter import told as printed
from asp_decide.report.stated_facts import StatedFacts
from asp_decide.report.stream.own_part import streams_of
from asp_decide.report.stream.stream_report import stream_page, stream_report
from asp_decide.runs.auditing.changed_policies import changed_policies
from asp_decide.runs.auditing.recorded_run import RecordedRun, newest_run, recorded_run
from asp_decide.runs.drafts import read_plan
from asp_decide.runs.flows_of_work import work_beside
from asp_decide.runs.opened_ledger import ledger_of
from asp_decide.runs.workspace import Workspace, read_facts
from asp_decide.runs.writing import write_file
from asp_decide.scenario.plan_difference import plan_difference

_AUDIT = "audit"
_APPENDIX = "board-appendix"
_OF_STREAM = "stream:"
_COMPARING = ("board", _APPENDIX, "finance")

type _Bundled = Literal["html", "md", "xlsx"]
"""Formats whose bytes do not depend on the fonts of a machine."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Which report is wanted: for whom, in what format, of which run or plan, where to.

    `audience` is `board`, `board-appendix`, `finance`, `audit`, or `stream:ID` for the owner of a
    value stream. `compare` is a recorded run or the file of a plan, of which the board is told what
    changed since, and finance what moved. `paper` is that of a PDF.
    """

    audience: str
    style: ReportFormat
    run: str | None = None
    plan: Path | None = None
    output: Path | None = None
    compare: str | None = None
    paper: Paper = "a4"


def report_run(workspace: Workspace, order: ReportOrder) -> str:
    """Write the audience's report of a recorded run, or of a plan that is not applied yet.

    Without either it is the newest recorded run. Returns where it lies, as a person in the
    present folder would write it. Raises UsageError if there is no such run, plan or audience.
    """
    if order.plan is not None:
        if order.run is not None:
            raise UsageError("say a run or a plan, not both")
        plan, _ = read_plan(order.plan)
        told = RunTold(plan, workspace.charter, facts=_facts_of_draft(workspace, plan))
        of, files = f"{plan.run.id}-plan", None
    else:
        found = recorded_run(workspace, order.run or newest_run(workspace))
        evidence = _evidence(workspace, found) if order.audience == _AUDIT else None
        told = RunTold(found.plan, found.charter, found.told, evidence, found.facts)
        of = found.told.run
        files = found.files
    told = replace(told, since=_since(workspace, told.plan, order, files))
    if order.style == "pdf":
        body = render_pdf(_report(told, order.audience), paper=order.paper)
    else:
        page = _report(told, order.audience)
        body = _rendered(told, page, audience=order.audience, style=order.style)
    name = f"{of}-{file_name(order.audience)}.{order.style}"
    path = order.output or workspace.reports / name
    write_file(path, body)
    return workspace.shown(path)


@dataclass(frozen=True, slots=True)
class RunTold:
    """What reports are made from.

    `recorded` and `evidence` are there once the run is recorded; `evidence` is read by auditors.
    `facts` are None where they are not those any more that the plan was made from.
    """

    plan: Plan
    charter: Charter
    recorded: Recorded | None = None
    evidence: RunEvidence | None = None
    facts: StatedFacts | None = None
    since: Changes | None = None


def bundled_reports(told: RunTold) -> dict[str, bytes]:
    """The reports that stand in the folder of a run, by their place in it.

    A value stream's stands there as Markdown: its pictures are those of the board's.
    """
    front = printed(told.plan, charter=told.charter, recorded=told.recorded)
    page: Report | None = None
    told_to = ""
    found: dict[str, bytes] = {}
    for place, (audience, style) in _bundled(told.plan).items():
        if page is None or audience != told_to:
            # In two formats it is one page, and streams begin alike.
            of_stream = audience.startswith(_OF_STREAM)
            stream = audience.removeprefix(_OF_STREAM)
            page = stream_page(front, stream, told.facts) if of_stream else _report(told, audience)
            told_to = audience
        found[place] = _rendered(told, page, audience=audience, style=style)
    return found


def _bundled(plan: Plan) -> dict[str, tuple[str, _Bundled]]:
    """For whom each report in the folder of a run is, and in what format, by its place."""
    return {
        "reports/audit.html": (_AUDIT, "html"),
        "reports/audit.md": (_AUDIT, "md"),
        "reports/board-appendix.html": (_APPENDIX, "html"),
        "reports/board-appendix.md": (_APPENDIX, "md"),
        "reports/board.html": ("board", "html"),
        "reports/board.md": ("board", "md"),
        "reports/finance.md": ("finance", "md"),
        "reports/finance.xlsx": ("finance", "xlsx"),
        **{
            f"reports/streams/{n}-{file_name(stream)}.md": (f"{_OF_STREAM}{stream}", "md")
            for n, stream in enumerate(streams_of(plan), start=1)
        },
    }


def file_name(told: str) -> str:
    """What is told as a part of a name that every file system takes; not always its own.

    >>> file_name("stream:Cards & Loans/EU")
    'stream-cards-loans-eu'
    """
    return re.sub(r"[^a-z0-9]+", "-", told.lower()).strip("-")[:_LONGEST_NAME]


def _facts_of_draft(workspace: Workspace, plan: Plan) -> StatedFacts | None:
    """What the workspace states, if its facts are still those that the plan was made from."""
    snapshot = read_facts(workspace.root, date.fromisoformat(plan.run.as_of)).value
    if snapshot is None or facts_digest(snapshot) != plan.run.facts:
        return None
    return StatedFacts.of(snapshot, work=work_beside(workspace, snapshot))


def _evidence(workspace: Workspace, found: RecordedRun) -> RunEvidence:
    with ledger_of(workspace) as ledger:
        return RunEvidence.of(found.records, ledger.run_log(found.told.run), shows_names=True)


def _since(
    workspace: Workspace, plan: Plan, order: ReportOrder, files: Mapping[str, bytes] | None
) -> Changes | None:
    """What changed from the plan that is named, over the intervals that both look at.

    `files` are those of the recorded run that is told of; with those of the other one it is told
    as well what changed in the policies.
    """
    if order.compare is None:
        return None
    if order.audience not in _COMPARING:
        mend = "leave --compare out, or ask --for board or --for finance"
        raise UsageError(f"the report for `{order.audience}` compares nothing", mend=mend)
    in_policies: tuple[tuple[str, str, str, str], ...] = ()
    if Path(order.compare).is_file():
        before, _ = read_plan(Path(order.compare))
    else:
        found = recorded_run(workspace, order.compare)
        before = found.plan
        if files is not None and before.run.policies != plan.run.policies:
            as_of = date.fromisoformat(plan.run.as_of)
            in_policies = changed_policies(found.files, files, workspace, as_of)
    both = {*before.run.intervals} & {*plan.run.intervals}
    difference = plan_difference(_within(before, both), _within(plan, both))
    now = printable(plan)
    return Changes(order.compare, printable(before), now, difference.moved, in_policies)


def _within(plan: Plan, intervals: Collection[str]) -> Plan:
    kept = tuple(one for one in plan.allocations if one.interval in intervals)
    return plan.model_copy(update={"allocations": kept})


def _rendered(told: RunTold, report: Report, *, audience: str, style: _Bundled) -> bytes:
    plan, charter, recorded = told.plan, told.charter, told.recorded
    if style != "xlsx":
        return render(report, format=style)
    if audience != "finance":
        raise UsageError(
            f"the report for `{audience}` is a page, no workbook",
            mend="--format html or --format md; the workbook is --for finance",
        )
    sheets = finance_sheets(plan, charter=charter, recorded=recorded, facts=told.facts)
    return render_workbook(report, sheets, as_of=date.fromisoformat(plan.run.as_of))


def _report(told: RunTold, audience: str) -> Report:
    plan, charter, recorded = told.plan, told.charter, told.recorded
    if audience in {"board", _APPENDIX}:
        write = board_paper if audience == "board" else board_appendix
        return write(plan, charter=charter, recorded=recorded, facts=told.facts, since=told.since)
    if audience == "finance":
        return finance_report(
            plan, charter=charter, recorded=recorded, facts=told.facts, since=told.since
        )
    if audience == _AUDIT:
        return _audit(told)
    if audience.startswith(_OF_STREAM):
        stream = audience.removeprefix(_OF_STREAM)
        return stream_report(plan, stream, charter=charter, recorded=recorded, facts=told.facts)
    raise UsageError(
        f"`{audience}` reads no report",
        mend="--for board, board-appendix, finance, audit, or stream:ID",
    )


def _audit(told: RunTold) -> Report:
    if told.recorded is None or told.evidence is None:
        mend = "apply the plan first; before that it is read with --for board"
        raise UsageError("an auditor reads what was recorded", mend=mend)
    reports = len(_bundled(told.plan))
    return audit_report(
        Audited(told.plan, told.charter, told.recorded, told.evidence, told.facts, reports)
    )
