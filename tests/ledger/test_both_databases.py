"""What a ledger promises holds in a file and on a server, by the same code."""

import gc
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from psycopg import sql
from sqlalchemy import delete, event, update

from a_postgres import Postgres, a_postgres
from asp_decide.errors import LedgerBrokenError, NotInstalledError, StalePlanError, UsageError
from asp_decide.ledger.log import Ledger
from asp_decide.ledger.merkle import EMPTY_ROOT
from asp_decide.ledger.opening import open_if_any, upgrade
from asp_decide.ledger.tables import FORM_TABLE, METADATA, NEWEST_FORM, OPENING
from ledger_builders import ORIGIN, a_ledger, append_masked_run, append_run, some_records
from ledger_rivals import RIVAL, let_loose, start

TESTS = Path(__file__).resolve().parents[1]
APPEND_ONLY = ("log_entry", "checkpoint", "blob", "run_blob")

KILLED_AT_EVERY_STATEMENT = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from asp_decide.ledger.log import Ledger
from ledger_builders import append_run

moment, seen = 0, 0

def perhaps_die(*_):
    global seen
    seen += 1
    if seen == moment:
        os.kill(os.getpid(), signal.SIGKILL)

watch = Ledger(sys.argv[1])
while True:
    moment += 1
    writer = os.fork()
    if writer == 0:
        ledger = Ledger(sys.argv[1])
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(Engine, name, perhaps_die)
        append_run(ledger, f"run{moment}")
        os._exit(0)
    if not os.WIFSIGNALED(os.waitpid(writer, 0)[1]):
        break
    troubles = watch.examine()
    if troubles:
        print(moment, troubles)
watch.close()
print(moment)
"""


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    with a_postgres() as running:
        yield running


@pytest.fixture(params=["a file", "a server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address at which nothing was made yet."""
    if request.param == "a file":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    server: Postgres = request.getfixturevalue("server")
    return server.a_database()


@pytest.fixture
def url(server: Postgres) -> str:
    return server.a_database()


def test_what_was_appended_is_what_is_read(place: str) -> None:
    with Ledger(place) as ledger:
        assert ledger.head() == (0, EMPTY_ROOT)
        noted = append_run(ledger, "2026Q1", 5)
        append_run(ledger, "2026Q2", 3)
    with Ledger(place) as again:
        assert [entry.body for entry in again.entries("2026Q1")] == list(some_records("2026Q1", 5))
        assert again.checkpoints()["2026Q1"] == noted
        assert again.head().size == 8
        assert [line.id for line in again.runs()] == ["2026Q1", "2026Q2"]
        assert again.files("2026Q1")["plan.json"] == b"plan of 2026Q1"
        assert again.examine() == ()


def test_openings_are_kept_beside_the_log_and_a_deleted_one_changes_no_root(place: str) -> None:
    with Ledger(place) as ledger:
        openings = append_masked_run(ledger, "2026Q1", ("A. Person", "B. Person"))
        head = ledger.head()
        assert ledger.openings("2026Q1") == openings

        with ledger._store.transaction(writes=True) as connection:
            connection.execute(delete(OPENING).where(OPENING.c.value == b'"A. Person"'))

        assert ledger.openings("2026Q1") == openings[1:]
        assert ledger.head() == head
        assert ledger.examine() == ()


def test_a_name_is_erased_on_a_server_as_the_page_on_the_ledger_says(
    server: Postgres, url: str
) -> None:
    page = (TESTS.parent / "docs" / "ledger.md").read_text(encoding="utf-8")
    (told,) = (line for line in page.splitlines() if line.startswith("PostgreSQL  "))
    statements = told.removeprefix("PostgreSQL").strip().split("; ")
    with Ledger(url) as ledger:
        openings = append_masked_run(ledger, "2026Q1", ("A. Person", "B. Person"))
        head = ledger.head()

        server.run(_name(url), *(sql.SQL(one) for one in statements))

        assert len(statements) == 2
        assert ledger.openings("2026Q1") == openings[1:]
        assert ledger.head() == head


def test_an_opening_that_opens_something_else_is_seen(place: str) -> None:
    with Ledger(place) as ledger:
        append_masked_run(ledger, "2026Q1", ("A. Person", "B. Person"))
        with ledger._store.transaction(writes=True) as connection:
            connection.execute(update(OPENING).values(value=b'"E. Vil"'))

        with pytest.raises(LedgerBrokenError, match="what opens `/person` of entry 0 does not fit"):
            ledger.openings("2026Q1")


def test_both_databases_come_to_the_same_root(tmp_path: Path, url: str) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as file, Ledger(url) as server:
        for run in ("2026Q1", "2026Q2"):
            assert append_run(file, run, 7) == append_run(server, run, 7)
        assert file.run_log("2026Q1") == server.run_log("2026Q1")


def test_reading_makes_no_ledger(place: str) -> None:
    assert open_if_any(place) is None
    with Ledger(place):
        pass
    found = open_if_any(place)
    assert found is not None
    found.close()


def test_a_plan_made_against_an_older_end_is_stale(place: str) -> None:
    with Ledger(place) as ledger:
        before = ledger.head()
        append_run(ledger, "2026Q1")
        with pytest.raises(StalePlanError, match="was `0` and is `4`"):
            ledger.append("2026Q2", some_records("2026Q2"), {}, expect=before, origin=ORIGIN)
        with pytest.raises(UsageError, match="already holds run `2026Q1`"):
            append_run(ledger, "2026Q1")
        assert ledger.head().size == 4


def test_of_six_who_apply_at_once_one_gets_in_and_five_are_told(place: str) -> None:
    with Ledger(place):
        pass

    said = let_loose([start(RIVAL, place, f"run{number}") for number in range(6)])

    assert sorted(said) == ["4"] * 5 + ["in"]
    with Ledger(place) as ledger:
        assert ledger.examine() == ()
        assert ledger.head().size == 4


@pytest.mark.slow
def test_a_writer_killed_at_any_statement_leaves_the_old_end_or_the_new(url: str) -> None:
    with Ledger(url) as ledger:
        append_run(ledger, "2026Q1")
    writer = start(KILLED_AT_EVERY_STATEMENT, url)

    said = writer.communicate()[0]

    assert said.strip().isdecimal(), said
    assert int(said) > 20, "every statement was a moment to die at"
    with Ledger(url) as ledger:
        assert ledger.head().size % 4 == 0


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET run = run", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_server_itself_refuses_to_change_what_was_recorded(
    server: Postgres, url: str, table: str, verb: str
) -> None:
    with Ledger(url) as ledger:
        append_run(ledger, "2026Q1")
    told = verb.replace("run = run", "body = body") if table == "blob" else verb

    with pytest.raises(Exception, match="append only"):
        server.run(_name(url), sql.SQL(told).format(sql.Identifier(table)))


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def test_a_role_that_may_only_add_can_apply_and_cannot_change(server: Postgres, url: str) -> None:
    """The rights are those of the page on the ledger, word for word."""
    name = _name(url)
    with Ledger(url) as ledger:
        append_run(ledger, "2026Q1")
    if not server.run(name, sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = 'asp_users'")):
        server.run(name, sql.SQL("CREATE ROLE asp_users LOGIN"))
    server.run(name, *(sql.SQL(grant) for grant in _documented_grants()))

    as_user = url.replace("postgres@", "asp_users@")
    with Ledger(as_user) as ledger:
        append_run(ledger, "2026Q2")
        assert ledger.examine() == ()
    for statement in (
        "UPDATE log_entry SET n = 0",
        "DELETE FROM log_head",
        "DELETE FROM opening",
        "DROP TABLE log_entry",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            _as(as_user, statement)


def _documented_grants() -> list[str]:
    page = (TESTS.parent / "docs" / "ledger.md").read_text(encoding="utf-8")
    block = page.partition("```sql\n")[2].partition("```")[0]
    return [line for line in block.split(";\n") if line.strip()]


def _as(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


def test_a_role_without_any_right_is_told_so(server: Postgres, url: str) -> None:
    name = _name(url)
    with Ledger(url):
        pass
    if not server.run(name, sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = 'nobody_here'")):
        server.run(name, sql.SQL("CREATE ROLE nobody_here LOGIN"))

    with pytest.raises(LedgerBrokenError, match="may not be written with this role"):
        Ledger(url.replace("postgres@", "nobody_here@"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("/ledger_", "/no_ledger_"), 'database "no_ledger_.*" does not exist'),
        (("postgres@", "stranger@"), 'role "stranger" does not exist'),
        (("?host=/", "?host=/nowhere/"), "cannot be reached"),
    ],
)
def test_what_is_not_there_is_told_in_plain_words(
    url: str, change: tuple[str, str], why: str
) -> None:
    with pytest.raises(LedgerBrokenError, match=why):
        Ledger(url.replace(*change))


def test_a_password_is_told_to_nobody() -> None:
    with pytest.raises(LedgerBrokenError) as told:
        Ledger("postgresql://board:s3cret@127.0.0.1:1/ledger")

    assert "s3cret" not in str(told.value)
    assert "board:***@127.0.0.1" in str(told.value)


def test_a_server_without_its_driver_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asp_decide.ledger.postgres_server.find_spec", lambda _: None)

    with pytest.raises(NotInstalledError, match=r"pip install 'asp-decide\[postgres\]'"):
        Ledger("postgresql://board@localhost/ledger")


def test_another_writer_is_waited_for_and_then_named(url: str) -> None:
    with Ledger(url) as ledger, Ledger(url, lock_seconds=1) as other:
        append_run(ledger, "2026Q1")
        with (
            ledger._store.transaction(writes=True),
            pytest.raises(LedgerBrokenError, match="locked by another process; waited 1 seconds"),
        ):
            append_run(other, "2026Q2")
        append_run(other, "2026Q2")


LOSE_AT = range(1, 14)


# psycopg warns of a cursor that it could not close: the connection under it is gone.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("moment", LOSE_AT)
def test_a_connection_that_breaks_leaves_the_old_end_or_the_new_and_says_which(
    server: Postgres, url: str, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(url) as ledger:
        before = append_run(ledger, "2026Q1")
        engine, head = ledger._store._engine, ledger.head()
        seen = 0

        def perhaps_break(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == moment:
                server.run("postgres", _END_ALL_OTHERS)

        for name in ("before_cursor_execute", "commit"):
            event.listen(engine, name, perhaps_break)
        try:
            ledger.append("2026Q2", some_records("2026Q2"), {}, expect=head, origin=ORIGIN)
            told = "recorded"
        except LedgerBrokenError as error:
            told = str(error)
        for name in ("before_cursor_execute", "commit"):
            event.remove(engine, name, perhaps_break)

    gc.collect()  # the warning belongs to this test, and not to whichever comes next
    with Ledger(url) as ledger:
        size = ledger.head().size
        assert ledger.examine() == ()
    assert told.endswith("recorded" if size > before.size else "nothing was written"), told


_END_ALL_OTHERS = sql.SQL(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def test_a_ledger_of_the_first_form_is_brought_up_and_keeps_its_entries(tmp_path: Path) -> None:
    """Files that were made before forms were written into them have the first."""
    path = a_ledger(tmp_path / "ledger.sqlite")
    with Ledger(path) as ledger:
        before = ledger.head()
    _as_it_was_first(path)

    with pytest.raises(LedgerBrokenError, match="has form 0001; this version keeps 0003"):
        Ledger(path)
    assert upgrade(path) == ("0001", NEWEST_FORM)
    assert upgrade(path) == (NEWEST_FORM, NEWEST_FORM)
    with Ledger(path) as ledger:
        assert ledger.head() == before
        assert ledger.examine() == ()


def _as_it_was_first(path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.executescript("DROP TABLE log_form; DROP TABLE opening; DROP INDEX log_entry_by_kind;")
    raw.close()


def test_a_server_of_the_first_form_is_brought_up(server: Postgres, url: str) -> None:
    with Ledger(url) as ledger:
        before = append_run(ledger, "2026Q1")
    server.run(
        _name(url),
        sql.SQL("DROP INDEX log_entry_by_kind"),
        sql.SQL("DROP TABLE opening"),
        sql.SQL("UPDATE log_form SET version_num = '0001'"),
    )

    with pytest.raises(LedgerBrokenError, match="asp-decide ledger upgrade"):
        Ledger(url)
    assert upgrade(url) == ("0001", NEWEST_FORM)
    with Ledger(url) as ledger:
        assert ledger.head() == (before.size, before.root)


def test_a_ledger_of_a_later_version_is_left_alone(server: Postgres, url: str) -> None:
    with Ledger(url):
        pass
    server.run(_name(url), sql.SQL("UPDATE log_form SET version_num = '9999'"))

    with pytest.raises(LedgerBrokenError, match="has form 9999; this version knows"):
        Ledger(url)
    with pytest.raises(LedgerBrokenError, match="9999"):
        upgrade(url)


def test_where_there_is_no_ledger_nothing_is_brought_up(place: str) -> None:
    with pytest.raises(UsageError, match="there is no ledger at"):
        upgrade(place)


def test_the_steps_make_the_tables_that_statements_are_made_of(place: str) -> None:
    with Ledger(place) as ledger, ledger._store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": FORM_TABLE})
        assert compare_metadata(context, METADATA) == []


def test_the_newest_form_is_the_last_step() -> None:
    steps = sorted((TESTS.parent / "src/asp_decide/ledger/forms").glob("form_*.py"))

    assert steps[-1].name.startswith(f"form_{NEWEST_FORM}_")
