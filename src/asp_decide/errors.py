"""The few ways a run can stop, each with its exit code and its parts as attributes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from asp_decide.diagnostics import COLUMNS, Checked, Diagnostic


class AspDecideError(Exception):
    """A run cannot go on. `exit_code` is what the command returns."""

    exit_code = 70


class InvalidInputError(AspDecideError):
    """What a person wrote cannot be used; every problem of every file is listed at once."""

    exit_code = 2

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics))
        super().__init__("\n".join(str(d) for d in self.diagnostics))

    def told(self, *, columns: int = COLUMNS) -> str:
        """Every problem as a person reads it on a terminal of so many columns."""
        return "\n".join(one.told(columns=columns) for one in self.diagnostics)


class UsageError(AspDecideError):
    """The command was called in a way that cannot be meant; nothing was written."""

    exit_code = 2

    def __init__(self, message: str, *, mend: str = "") -> None:
        super().__init__(message + (f"\n  help: {mend}" if mend else ""))
        self.mend = mend


class WritingFailedError(AspDecideError):
    """A file cannot be written: no room, no right, or something else stands in its place.

    What was there before is as it was.
    """

    exit_code = 2

    def __init__(self, path: str, *, why: str) -> None:
        super().__init__(f"`{path}` cannot be written: {why}")
        self.path = path
        self.why = why


class NotPermittedError(AspDecideError):
    """A role tried to decide what it holds no right to decide; nothing was written."""

    exit_code = 2

    def __init__(self, act: str, *, role: str, holder: str) -> None:
        super().__init__(f"{act} is decided by `{holder}`; `{role}` does not hold that right")
        self.act = act
        self.role = role
        self.holder = holder


class StalePlanError(AspDecideError):
    """What was approved is not what would be applied.

    Facts, policies or engine changed after the plan was written. Nothing is
    recorded: a board's yes is a yes to one plan, and this is another.
    """

    exit_code = 2

    def __init__(self, plan: str, *, changed: str, planned: str, found: str) -> None:
        super().__init__(
            f"plan `{plan}` is stale: {changed} was `{planned}` and is `{found}`\n"
            "  help: plan again"
        )
        self.plan = plan
        self.changed = changed
        self.planned = planned
        self.found = found


class BrakeError(AspDecideError):
    """The run changes so much that a role must confirm it first; nothing was written."""

    exit_code = 2

    def __init__(self, rule: str, message: str, *, role: str) -> None:
        super().__init__(
            f"{rule} halts this run: {message}\n  help: `{role}` confirms it with --confirm"
        )
        self.rule = rule
        self.role = role


_NONE_ALONE = "nothing helps by itself; together these make a plan possible:"


class NoFeasiblePlanError(AspDecideError):
    """No plan meets what is mandatory; the smallest conflicting set is named in `origins`.

    `in_words` are the same as people read them, `rows` the ids of its rows in the programme.
    `ways_out` say how little would have to give way for a plan to exist: each with its sentence
    `in_words`, those that are several things at once with `together`.
    """

    exit_code = 3

    def __init__(
        self,
        origins: Sequence[str],
        *,
        smallest: bool = True,
        rows: Sequence[str] = (),
        ways_out: Sequence[Mapping[str, Any]] = (),
        in_words: Sequence[str] = (),
    ) -> None:
        told = "cannot hold together" if smallest else "cannot hold together (not proven smallest)"
        lines = [f"no plan exists; these {told}:", *(f"  {one}" for one in in_words or origins)]
        alone = [way for way in ways_out if not way["together"]]
        if alone:
            lines += ["any one of these makes a plan possible:"]
            lines += [f"  {way['in_words']}" for way in alone]
        for way in ways_out:
            if way["together"]:
                lines += ["or what gives way least in all:" if alone else _NONE_ALONE]
                lines += [f"  {way['in_words']}"]
        super().__init__("\n".join(lines))
        self.origins = tuple(origins)
        self.smallest = smallest
        self.rows = tuple(rows)
        self.ways_out = tuple(ways_out)


class SolverFailedError(AspDecideError):
    """The solver gave no usable answer: neither a plan nor a proof that there is none."""


class EngineFailedError(AspDecideError):
    """The production system died, hung or failed; the run stops and nothing is recorded."""


class MissingFactError(AspDecideError):
    """A rule that halts the run where it cannot tell (`missing: fail`) could not tell."""

    exit_code = 2

    def __init__(self, rule: str, subject: str, *, unknown: str) -> None:
        super().__init__(
            f"{rule} cannot be decided for {subject}: {unknown}"
            "\n  help: state the missing fact, or let the rule say `missing: review`"
        )
        self.rule = rule
        self.subject = subject


class EvaluatorsDisagreeError(AspDecideError):
    """Production system and reference evaluator say different things of one subject."""


class UncertifiedPlanError(AspDecideError):
    """A solution did not pass the exact check of its own programme."""


class LedgerBrokenError(AspDecideError):
    """The ledger cannot be read or written as it must: locked, altered, or not one of ours.

    `lost` is true where the connection to it broke: what was under way is done, or is not.
    """

    exit_code = 2

    def __init__(self, message: str, *, lost: bool = False) -> None:
        super().__init__(message)
        self.lost = lost


class NotInstalledError(AspDecideError):
    """A library that this run needs cannot be loaded; the message says the command."""

    exit_code = 2


def unwrap[T](checked: Checked[T]) -> T:
    """The value, if nothing in it is wrong; otherwise every problem at once.

    Raises InvalidInputError.
    """
    if checked.errors or checked.value is None:
        raise InvalidInputError(checked.errors or checked.diagnostics)
    return checked.value
