"""The board's pages, before the meeting from a plan and after it from the record."""

import re
from pathlib import Path

import pytest

from asp_decide.canonical import bytes_digest
from command_line import a_copy, a_planned_workspace, apply, asp, files_of
from report_printing import WHY_NOT
from report_reading import PageReader, lines_that_state, read_markdown_tables, read_page


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_planned_workspace(tmp_path_factory.mktemp("told") / "mini")
    override = ("--override", "INI-4=start", "--until", "2027-03-31")
    assert apply(folder, *override, "--reason", "The shop <b>needs</b> it").code == 0
    return folder


@pytest.fixture
def mini(applied: Path, tmp_path: Path) -> Path:
    return a_copy(applied, tmp_path / "mini")


def _written(folder: Path, *more: object) -> Path:
    said = asp("-C", folder, "report", *more)
    assert said.code == 0, said.err
    (line,) = said.out.splitlines()
    return folder / line


def _page(path: Path) -> PageReader:
    return read_page(path.read_bytes())


def test_before_the_meeting_it_is_made_from_the_plan_and_names_its_digest(mini: Path) -> None:
    path = _written(mini, "--plan", "plan.json")

    assert path == mini / "reports" / "2027Q1-plan-board.html"
    text = _page(path).text
    assert bytes_digest((mini / "plan.json").read_bytes()).partition(":")[2][:8] in text
    assert "Nothing of this is in the ledger before a person applies it" in text


def test_facts_that_changed_since_the_plan_are_not_told_as_those_of_the_plan(mini: Path) -> None:
    asked = ("--plan", "plan.json", "--for", "finance", "--format", "md")
    assert "not at hand" not in _written(mini, *asked).read_text(encoding="utf-8")
    capacity = mini / "facts" / "capacity.csv"
    first, rest = capacity.read_text("utf-8").split("\n", 1)
    heads, (row, more) = first.split(","), rest.split("\n", 1)
    cells = row.split(",")
    cells[heads.index("net")] = "1"
    capacity.write_text("\n".join([first, ",".join(cells), more]), encoding="utf-8")

    told = _written(mini, *asked).read_text(encoding="utf-8")

    assert "target and actual are not told" in told


def test_after_the_meeting_it_repeats_the_checkpoint_and_the_override(mini: Path) -> None:
    path = _written(mini)

    assert path == mini / "reports" / "2027Q1-board.html"
    text = _page(path).text
    _, size, root = (mini / "runs" / "2027Q1" / "checkpoint").read_text("utf-8").splitlines()
    assert root in text
    assert size in text
    assert "A. Person" not in text, "roles decide; names stay in the record"
    assert "The shop <b>needs</b> it" in text, "what people write is text and never markup"


def test_the_page_needs_nothing_else(mini: Path) -> None:
    page = _page(_written(mini))

    assert not {"script", "link", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    for name in ("src", "href", "action", "data"):
        outside = [v for v in page.attributes(name) if not v.startswith(("#", "data:"))]
        assert outside == []
    policies = [v for v in page.attributes("content") if "default-src" in v]
    assert policies == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]


@pytest.mark.parametrize("style", ["html", "md"])
def test_it_is_the_page_that_was_exported_with_the_record(mini: Path, style: str) -> None:
    written = _written(mini, "--format", style)

    exported = mini / "runs" / "2027Q1" / "reports" / f"board.{style}"
    assert written.read_bytes() == exported.read_bytes()


def test_the_same_run_gives_the_same_bytes_from_the_ledger_alone(mini: Path) -> None:
    before = _written(mini).read_bytes()
    for name in ("plans", "runs", "facts"):
        (mini / name).rename(mini / f"old-{name}")

    assert _written(mini).read_bytes() == before


def test_an_older_run_is_told_as_well_as_the_newest(mini: Path) -> None:
    first = _written(mini, "--format", "md").read_bytes()
    asp(
        *("-C", mini, "plan", "--as-of", "2026-12-31", "--engine", "reference"),
        *("--drop", "INI-4", "-o", "plan.json"),
    )
    assert apply(mini).code == 0

    newest = _written(mini, "--format", "md")

    assert newest.name == "2027Q1-2-board.md"
    since = ("--format", "md", "--compare", "2027Q1")
    paper = _written(mini, *since).read_text(encoding="utf-8")
    assert re.search(r"\nINI-4 was [a-z]+.*, now [a-z]+", paper)
    text = _written(mini, "--for", "board-appendix", *since).read_text(encoding="utf-8")
    assert "## What changed since 2027Q1" in text
    assert "| INI-4 |" in text.split("Decisions that are other ones")[1].split("##")[0]
    assert _written(mini, "--format", "md", "--run", "2027Q1").read_bytes() == first
    finance = ("--for", "finance", "--format", "md")
    moved = _written(mini, *finance, "--compare", "2027Q1").read_text(encoding="utf-8")
    assert "## What moved since 2027Q1" in moved
    assert "report --for finance --run 2027Q1-2 --compare 2027Q1" in (
        _written(mini, *finance).read_text(encoding="utf-8")
    )


@pytest.mark.parametrize(
    ("more", "name"),
    [
        (("--for", "finance", "--format", "xlsx"), "2027Q1-finance.xlsx"),
        (("--for", "finance"), "2027Q1-finance.html"),
        (("--for", "stream:web"), "2027Q1-stream-web.html"),
        (("--for", "stream:web", "--format", "md"), "2027Q1-stream-web.md"),
    ],
)
def test_each_audience_has_its_own(mini: Path, more: tuple[str, ...], name: str) -> None:
    path = _written(mini, *more)

    assert path == mini / "reports" / name
    assert path.stat().st_size > 1000


def test_it_is_written_where_it_is_wanted(mini: Path) -> None:
    path = _written(mini, "--format", "md", "-o", "for the board/first page.md")

    assert path == mini / "for the board" / "first page.md"
    assert not (mini / "reports").exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--run", "2027Q9"), "holds no run `2027Q9`"),
        (("--plan", "nowhere.json"), "`nowhere.json` cannot be read"),
        (("--plan", "asp.yaml"), "`asp.yaml` is no plan of this version"),
        (("--plan", "plan.json", "--run", "2027Q1"), "say a run or a plan, not both"),
        (("--for", "everybody"), "`everybody` reads no report"),
        (("--compare", "2026Q9"), "holds no run `2026Q9`"),
        (("--compare", "asp.yaml"), "`asp.yaml` is no plan of this version"),
        (("--compare", "2027Q1", "--for", "audit"), "the report for `audit` compares nothing"),
        (("--for", "stream:wbe"), "the plan has no value stream `wbe`"),
        (("--for", "board", "--format", "xlsx"), "the report for `board` is a page, no workbook"),
        (("--format", "docx"), 'invalid value "docx" for --format'),
        (("--format", "pdf", "--paper", "a3"), 'invalid value "a3" for --paper'),
        (("-o", "facts"), "`facts` cannot be written: it is not a file"),
    ],
)
def test_what_cannot_be_told_is_refused(mini: Path, more: tuple[str, ...], told: str) -> None:
    before = files_of(mini)

    said = asp("-C", mini, "report", *more)

    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert files_of(mini) == before


def test_before_anything_is_recorded_the_next_step_is_named(tmp_path: Path) -> None:
    folder = a_planned_workspace(tmp_path / "mini")

    said = asp("-C", folder, "report")

    assert said.code == 2
    assert "nothing is recorded yet" in said.err
    assert "asp-decide apply plan.json" in said.err


def test_every_line_of_every_page_of_a_run_names_records_that_are_there(mini: Path) -> None:
    folder = mini / "runs" / "2027Q1"
    records = len((folder / "records.jsonl").read_bytes().splitlines())
    pages = sorted((folder / "reports").rglob("*.md"))

    assert len(pages) > 3
    for page in pages:
        for line in lines_that_state(page.read_bytes()):
            named = re.findall(r"#(\d+)", line)
            assert named, f"{page.name}: {line}"
            assert all(int(number) < records for number in named), f"{page.name}: {line}"


def test_the_auditors_counts_are_those_that_verify_finds(mini: Path) -> None:
    """A report cannot hold the result of checking itself; it says what the answer must count."""
    page = (mini / "runs" / "2027Q1" / "reports" / "audit.md").read_bytes()
    checks = next(t for t in read_markdown_tables(page) if t[0][0] == "Check")[1:]
    _, *lines = asp("verify", mini / "runs" / "2027Q1").out.splitlines()

    assert len(checks) == len(lines) == 8
    for (check, _, told, _), line in zip(checks, lines, strict=True):
        assert line.startswith(check)
        if check not in {"6 obeyed", "7 as good"}:
            assert told in line
    assert checks[6][2].partition(", gap")[0] in lines[6]


def test_the_auditors_page_on_demand_names_whom_that_of_the_folder_masks(mini: Path) -> None:
    folder = mini / "runs" / "2027Q1" / "reports"

    for style in ("html", "md"):
        asked = _written(mini, "--for", "audit", "--format", style).read_text("utf-8")
        kept = (folder / f"audit.{style}").read_text("utf-8")
        assert "A. Person" in asked
        assert "A. Person" not in kept
        assert asked.replace("A. Person", "name masked") == kept


def test_an_auditor_reads_nothing_before_it_is_recorded(mini: Path) -> None:
    said = asp("-C", mini, "report", "--for", "audit", "--plan", "plan.json")

    assert said.code == 2
    assert "an auditor reads what was recorded" in said.err
    assert "apply the plan first" in said.err


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
def test_a_page_is_printed_for_paper(mini: Path) -> None:
    path = _written(mini, "--for", "stream:web", "--format", "pdf", "--paper", "letter")

    assert path == mini / "reports" / "2027Q1-stream-web.pdf"
    assert path.read_bytes().startswith(b"%PDF-1.7")
