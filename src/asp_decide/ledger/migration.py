"""From whatever form a ledger has to the newest, step by step, each step once."""

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from asp_decide.ledger.tables import FORM_TABLE

_STEPS = Path(__file__).with_name("forms")


def bring_up(connection: Connection, *, since: str | None = None) -> None:
    """Take the steps that the database lacks; part of the caller's transaction.

    `since` is the form of a ledger that was made before forms were noted in it.
    """
    steps = ScriptDirectory(str(_STEPS), version_locations=[str(_STEPS)])

    def lacking(noted: Any, _: object) -> list[RevisionStep]:
        return list(steps._upgrade_revs("head", noted))  # noqa: SLF001 - as its own commands do

    with EnvironmentContext(Config(), steps, fn=lacking) as environment:
        environment.configure(connection=connection, version_table=FORM_TABLE)
        context = environment.get_context()
        if since is not None and not context.get_current_heads():
            context.stamp(steps, since)
        environment.run_migrations()
