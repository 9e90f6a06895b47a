"""All checks of a recorded run, one after the other, from its bundle alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from asp_decide.audit.authority import check_allowed
from asp_decide.audit.certificate import check_as_good
from asp_decide.audit.check import Check, Divergence, accepted, not_checked
from asp_decide.audit.completeness import check_complete
from asp_decide.audit.integrity import check_unchanged
from asp_decide.audit.obedience import check_obeyed, enact
from asp_decide.audit.reading import Reading, Unreadable
from asp_decide.audit.recorded_evidence import PLAN, Evidence, at_line, read_evidence
from asp_decide.audit.redecide import Redecided, check_decided, redecide
from asp_decide.audit.retelling import Retell, check_told
from asp_decide.audit.rules_in_force import check_right_rules
from asp_decide.audit.solving_again import SolveAgain, SolvedAgain
from asp_decide.errors import AspDecideError, MissingFactError
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.export import RECORDS
from asp_decide.optimize.programme import Programme

_DECIDED_AGAIN = (2, 3, 5, 6, 7)
_ILL_FORMED = (KeyError, TypeError, ValueError, IndexError, AttributeError)


@dataclass(frozen=True, slots=True)
class Verification:
    """The answers to all eight questions about one bundle."""

    bundle: str
    facts: str
    policies: str
    checks: tuple[Check, ...]

    def lines(self) -> tuple[str, ...]:
        """What was verified, and one line a check."""
        heading = (
            f"verify {self.bundle}   facts {_short(self.facts)}  policies {_short(self.policies)}"
        )
        return (heading, *(check.line for check in self.checks))

    def passed(self, *, strict: bool) -> bool:
        """Whether nothing failed; with `strict` also whether nothing was left unchecked."""
        return all(accepted(check.verdict, strict=strict) for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """The same for machines: canonical JSON can hold it."""
        return {
            "schema_version": "1",
            "bundle": self.bundle,
            "facts": self.facts,
            "policies": self.policies,
            "passed": self.passed(strict=False),
            "checks": [check.as_json() for check in self.checks],
        }


def verify(
    bundle: Bundle | Evidence,
    reading: Reading | Unreadable,
    *,
    checkpoints: Sequence[Checkpoint] = (),
    retell: Retell | None = None,
    solve_again: SolveAgain | None = None,
) -> Verification:
    """Every check that this version makes, with the first divergence of each.

    `reading` are the bundle's own facts and policies, read and measured again; `checkpoints`
    those that were kept outside, as in the minutes. `retell` makes the reports of a run again,
    `solve_again` its plan. What has been read of a bundle already need not be read again.
    """
    evidence = bundle if isinstance(bundle, Evidence) else read_evidence(bundle)
    name = bundle.bundle.name if isinstance(bundle, Evidence) else bundle.name
    checks = [_failing_closed((1,), lambda: (check_unchanged(evidence, checkpoints),))]
    if isinstance(evidence, Divergence):
        why = f"{evidence.at} cannot be read"
        checks.append(tuple(not_checked(number, why) for number in (4, *_DECIDED_AGAIN, 8)))
    elif isinstance(reading, Unreadable):
        why = f"facts or policies cannot be read: {reading.why}"
        checks.append(tuple(Check(number, "FAIL", why) for number in (4, *_DECIDED_AGAIN, 8)))
    else:
        checks.append(_decided_again(evidence, reading, solve_again))
        checks.append(_failing_closed((4,), lambda: (check_right_rules(evidence, reading),)))
        told = _failing_closed((8,), lambda: (check_told(evidence, reading, retell),))
        checks.append(told)
    answers = sorted((check for part in checks for check in part), key=lambda c: c.number)
    return Verification(name, *_digests(evidence), tuple(answers))


def _decided_again(
    evidence: Evidence, reading: Reading, solve_again: SolveAgain | None
) -> tuple[Check, ...]:
    try:
        redecided = redecide(evidence, reading)
    except (MissingFactError, *_ILL_FORMED) as error:
        redecided = Divergence(at_line(1), f"it cannot be decided again: {_first_line(error)}")
    if isinstance(redecided, Divergence):
        return _all_fail(_DECIDED_AGAIN, redecided)
    again = redecided
    return (
        *_failing_closed((2,), lambda: (check_complete(evidence, reading, again),)),
        *_failing_closed((3,), lambda: (check_decided(evidence, reading, again),)),
        *_failing_closed((5,), lambda: (check_allowed(evidence, reading, again),)),
        *_failing_closed((6, 7), lambda: _planned_again(evidence, reading, again, solve_again)),
    )


def _planned_again(
    evidence: Evidence,
    reading: Reading,
    redecided: Redecided,
    solve_again: SolveAgain | None,
) -> tuple[Check, ...]:
    programme = redecided.programme
    enacted = enact(evidence, reading, redecided)
    solved = None if solve_again is None else _solved(solve_again, programme, evidence, reading)
    as_good = check_as_good(evidence, programme, solved)
    if isinstance(enacted, Divergence):
        return (*_all_fail((6,), enacted), as_good)
    return (check_obeyed(enacted), as_good)


def _solved(
    solve_again: SolveAgain, programme: Programme, evidence: Evidence, reading: Reading
) -> SolvedAgain | Divergence:
    try:
        return solve_again(programme, evidence, reading)
    except AspDecideError as error:
        return Divergence(PLAN, f"it cannot be solved again: {str(error).splitlines()[0]}")


def _failing_closed(
    numbers: tuple[int, ...], ask: Callable[[], tuple[Check, ...]]
) -> tuple[Check, ...]:
    """What is asked, or FAIL where the evidence has not the form that it must have.

    Whoever writes a bundle may write anything into it; what cannot be understood is not passed.
    """
    try:
        return ask()
    except _ILL_FORMED as error:
        what = f"it has not the form of a recorded run: {_first_line(error)}"
        return _all_fail(numbers, Divergence(RECORDS, what))


def _all_fail(numbers: tuple[int, ...], first: Divergence) -> tuple[Check, ...]:
    return tuple(Check(number, "FAIL", first.what, first.at) for number in numbers)


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__} {error}".splitlines()[0]


def _digests(evidence: Evidence | Divergence) -> tuple[str, str]:
    if isinstance(evidence, Divergence):
        return "", ""
    return evidence.plan.run.facts, evidence.plan.run.policies


def _short(digest: str) -> str:
    hexadecimal = digest.removeprefix("sha256:")
    return f"{hexadecimal[:4]}.." if hexadecimal else "unknown"
