"""A page on paper: the same bytes, the paper that was asked for, nothing that acts or is fetched."""

import re
from pathlib import Path

import pytest

from asp_decide.errors import NotInstalledError
from asp_decide.model.plan import Plan, Reason
from asp_decide.report.board.board_appendix import board_appendix
from asp_decide.report.formats.html import write_html
from asp_decide.report.formats.pdf import write_pdf
from asp_decide.report.formats.render import render_pdf
from asp_decide.report.page import Report
from builders import a_charter
from plan_builders import a_bound, a_decision, a_plan, a_record, a_run
from report_printing import ONE, WHY_NOT, opened

NASTY = '</style><script>alert("x")</script><a href="file:///etc/passwd">=1+1\u202egnp.'


prints = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


def report_of(plan: Plan, name: str = "Example") -> Report:
    return board_appendix(plan, charter=a_charter(name=name), recorded=a_record())


@prints
def test_the_same_page_gives_the_same_bytes_and_another_page_others() -> None:
    report = report_of(a_plan([a_decision()]))
    first = render_pdf(report, paper="a4")

    assert first.startswith(b"%PDF-1.7")
    assert render_pdf(report, paper="a4") == first
    assert b"/CreationDate" not in opened(first)
    assert render_pdf(report_of(a_plan([a_decision("INI-2")])), paper="a4") != first


@prints
@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_it_is_printed_on_the_paper_that_was_asked_for(paper: str, size: tuple[int, int]) -> None:
    body = write_pdf(ONE, paper="a4" if paper == "a4" else "letter")
    (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", opened(body))

    assert tuple(round(float(edge)) for edge in box) == size


@prints
def test_nasty_names_are_printed_and_do_nothing() -> None:
    plan = a_plan(
        [a_decision(NASTY, name=NASTY, reasons=(Reason(rule=NASTY, message=NASTY),))],
        run=a_run(id=NASTY),
        bounds=(a_bound(rule=NASTY, group=NASTY),),
        assumptions=(NASTY,),
    )

    body = opened(render_pdf(report_of(plan, name=NASTY), paper="letter"))

    acts = (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/EmbeddedFile", b"/OpenAction")
    assert b"/StructTreeRoot" in body
    assert [act for act in acts if act in body] == []


@prints
def test_what_a_page_would_fetch_is_not_fetched(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing of ours asks for anything; a page that did would be printed without it."""
    picture = Path(__file__).with_name("no-such-picture.png").as_uri()
    asking = write_pdf(
        ONE.replace("One", f"One<img src='{picture}' alt='not fetched'>"), paper="a4"
    )

    assert b"/Subtype /Image" not in opened(asking)
    assert [record.message for record in caplog.records if "protocol" in record.message]


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asp_decide.report.formats.pdf.find_spec", lambda _: None)

    with pytest.raises(NotInstalledError, match=r"pip install 'asp-decide\[pdf\]'") as told:
        write_pdf(ONE, paper="a4")
    assert told.value.exit_code == 2


def test_without_the_libraries_of_the_system_it_says_which(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_pango(_: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("asp_decide.report.formats.pdf.find_spec", lambda name: name)
    monkeypatch.setattr("asp_decide.report.formats.pdf.import_module", no_pango)

    with pytest.raises(NotInstalledError, match=r"finds no Pango[^\n]*\n  help: apt install"):
        write_pdf(ONE, paper="a4")


def test_the_page_that_is_printed_has_run_digest_and_number_in_its_foot() -> None:
    html = write_html(report_of(a_plan()))

    assert "@bottom-left { content:" in " ".join(html.split())
    assert 'content: counter(page) " / " counter(pages)' in html
