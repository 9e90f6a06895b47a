"""What each stream may pull next, told for its teams."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from asp_decide.canonical import decimal_text
from asp_decide.decide.escalation_clock import Clock
from asp_decide.decide.pull import StreamPull, pull
from asp_decide.diagnostics import Diagnostic, nearest
from asp_decide.errors import UsageError
from asp_decide.report.amounts import counted
from asp_decide.runs.delivering.delivery_run import delivery_run
from asp_decide.runs.workspace import Workspace

_DAYS = 7


@dataclass(frozen=True, slots=True)
class PullTold:
    """What to help, pull and leave waiting in each stream that was asked about."""

    as_of: date
    streams: tuple[StreamPull, ...]
    warnings: tuple[Diagnostic, ...]

    @property
    def headline(self) -> str:
        """The sum of it."""
        helps = sum(len(one.helps) for one in self.streams)
        pulls = sum(len(one.pulls) for one in self.streams)
        held = sum(len(one.held) for one in self.streams)
        return f"{helps} to help finish, {pulls} to pull, {held} wait, as of {self.as_of}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the table."""
        return ("stream", "do", "what", "team", "by", "why")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Help before pull, pull before what waits."""
        return [row for one in self.streams for row in _rows(one)]

    @property
    def asked_columns(self) -> tuple[str, ...]:
        """Heads of the table of escalations."""
        return ("stream", "about", "since", "asked", "until", "then", "by", "why")

    @property
    def asked_rows(self) -> list[tuple[str, ...]]:
        """Who is asked today, and who follows if the time runs out; the earliest end first."""
        found = [
            (asked.clock.due, one.stream, asked.subject.id, asked.rule, asked)
            for one in self.streams
            for asked in one.asked
        ]
        return [
            (
                stream,
                about,
                str(asked.clock.since),
                asked.clock.role,
                str(due),
                _then(asked.clock),
                rule,
                asked.told,
            )
            for due, stream, about, rule, asked in sorted(found, key=lambda each: each[:4])
        ]

    @property
    def answered_columns(self) -> tuple[str, ...]:
        """Heads of the table of what else is answered."""
        return ("stream", "question", "about", "answer", "by", "why")

    @property
    def answered_rows(self) -> list[tuple[str, ...]]:
        """What is admitted, may go first, is established, and whether intake is held."""
        return [
            (
                str(one.stream),
                each.point.replace("_", " "),
                each.subject.id,
                each.answer.replace("_", " "),
                ", ".join(each.rules),
                "; ".join(each.told) or "no rule speaks of it",
            )
            for one in self.streams
            for each in one.answered
        ]

    def as_json(self) -> dict[str, Any]:
        """The same for machines; times are days as decimal texts."""
        return {
            "schema_version": "1",
            "as_of": self.as_of.isoformat(),
            "problems": len(self.warnings),
            "streams": [_as_json(one) for one in self.streams],
        }


def pull_run(workspace: Workspace, *, as_of: date, stream: str | None = None) -> PullTold:
    """What may be pulled in every stream, or in one of them. It recommends; a team decides.

    Raises UsageError for a stream that is not there, and what reading and judging raise.
    """
    run = delivery_run(workspace, as_of=as_of)
    found = {str(one.stream): one for one in pull(run.judged)}
    return PullTold(as_of, named_stream(found, stream), run.warnings)


def named_stream[S](known: Mapping[str, S], stream: str | None) -> tuple[S, ...]:
    """What is known of all streams, or of the one. Raises UsageError where there is none."""
    if stream is None:
        return tuple(known.values())
    if stream not in known:
        near = nearest(stream, known)
        mend = f"did you mean `{near}`?" if near else "streams are " + ", ".join(sorted(known))
        raise UsageError(f"there is no value stream `{stream}`", mend=mend)
    return (known[stream],)


def _rows(one: StreamPull) -> Iterator[tuple[str, ...]]:
    stream = str(one.stream)
    for helped in one.helps:
        age = f"{helped.state}, {_days(helped.age_weeks)} old"
        if helped.blocked_weeks:
            age += f", blocked for {_days(helped.blocked_weeks)}"
        why = "; ".join((age, *helped.told))
        yield (stream, "help", helped.id, helped.team or "", ", ".join(helped.rules), why)
    for pulled in one.pulls:
        why = pulled.name if not one.helps else f"{pulled.name}; help first"
        rules = ", ".join(pulled.rules)
        yield (stream, "pull", pulled.id, pulled.team or "", rules, why)
    for held in one.held:
        word = "wait" if held.answer == "wait" else "find out"
        rules, why = ", ".join(held.rules), "; ".join(held.told)
        yield (stream, word, held.id, held.team or "", rules, why)


def _days(weeks: Fraction | None) -> str:
    return "of unknown age" if weeks is None else counted(round(weeks * _DAYS), "days")


def _then(clock: Clock) -> str:
    return "; ".join(f"{role} until {due}" for role, due in clock.then)


def _as_json(one: StreamPull) -> dict[str, Any]:
    return {
        "stream": one.stream,
        "help": [
            {
                "feature": each.id,
                "team": each.team,
                "state": each.state,
                "age_days": _number(each.age_weeks),
                "blocked_days": _number(each.blocked_weeks),
                "rules": list(each.rules),
                "why": list(each.told),
            }
            for each in one.helps
        ],
        "pull": [
            {
                each.kind: each.id,
                "team": each.team,
                "place": each.place,
                "rules": list(each.rules),
            }
            for each in one.pulls
        ],
        "held": [
            {
                each.kind: each.id,
                "team": each.team,
                "answer": each.answer,
                "rules": list(each.rules),
                "why": list(each.told),
            }
            for each in one.held
        ],
        "answers": [
            {
                "point": each.point,
                each.subject.kind: each.subject.id,
                "answer": each.answer,
                "rules": list(each.rules),
                "why": list(each.told),
            }
            for each in one.answered
        ],
        "escalations": [
            {
                "rule": each.rule,
                each.subject.kind: each.subject.id,
                "since": each.clock.since.isoformat(),
                "role": each.clock.role,
                "due": each.clock.due.isoformat(),
                "then": [{"role": role, "due": due.isoformat()} for role, due in each.clock.then],
                "why": each.told,
            }
            for each in one.asked
        ],
    }


def _number(weeks: Fraction | None) -> str | None:
    return None if weeks is None else decimal_text(weeks * _DAYS, 1)
