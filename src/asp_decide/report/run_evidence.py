"""A recorded run as an auditor's report reads it: its results, its files, its place in the log."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Self

from asp_decide.canonical import read_canonical
from asp_decide.ledger.run_log import RunLog
from asp_decide.model.masked import commitment_in
from asp_decide.report.printable import on_one_line, printable_in_depth

type Told = Literal["acted", "did not act", "does not apply", "unknown"]

_TOLD: Mapping[str, Told] = {
    "fires": "acted",
    "holds": "acted",
    "gives": "acted",
    "unmet": "acted",
    "broken": "acted",
    "spared": "did not act",
    "does_not_fire": "did not act",
    "does_not_hold": "did not act",
    "no_row": "did not act",
    "met": "did not act",
    "kept": "did not act",
    "does_not_apply": "does not apply",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule gave for one subject: the record's number, and what it says in short.

    `subject` is empty where the rule found nobody in its scope. `why` tells of each measure of
    which something is not known.
    """

    number: int
    rule: str
    subject: str
    result: str
    policy_path: str
    owner: str
    enforce: str
    why: tuple[str, ...] = ()

    @property
    def told(self) -> Told:
        """Whether the rule acted, did not, does not apply or cannot tell."""
        return _TOLD[self.result]


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row of the facts, the sources that it names with their days, and who looked at it.

    `origins` are pairs of source and day, either of them empty where it is not stated; `numbers`
    are those of the records of rules.
    """

    row: str
    origins: tuple[tuple[str, str], ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """A policy file of the run: as it is, and as the log had it before the run, if it had it.

    `number` is that of the record that this run wrote of it, None where its meaning was on record
    already; `before` is that record of an earlier run.
    """

    path: str
    policy: str
    owner: str
    approved: str
    text: str
    number: int | None
    meaning: str
    before: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class RunEvidence:
    """All that is recorded of a run beside its plan, each text of it printable.

    `first` is the run's first entry in the log and `size` the log's size after it; `closed_before`
    is the record that closed the run before, None for the first run of a log. Names of people are
    told where it `shows_names`; otherwise they stay masked, whether or not somebody opened them.
    """

    manifest: Mapping[str, Any]
    results: tuple[RuleResult, ...]
    policies: tuple[PolicyInForce, ...]
    acts: tuple[Mapping[str, Any], ...]
    kinds: Mapping[str, int]
    first: int
    size: int
    closed_before: Mapping[str, Any] | None
    policies_gone: tuple[Mapping[str, Any], ...] = ()
    rows_read: tuple[RowRead, ...] = ()
    shows_names: bool = False

    @property
    def is_first(self) -> bool:
        """Whether no run was recorded before this one."""
        return self.closed_before is None

    @classmethod
    def of(
        cls, records: Sequence[Mapping[str, Any]], log: RunLog, *, shows_names: bool = False
    ) -> Self:
        """What the records of a run and its place in the log tell. KeyError if they are none."""
        clean = cache(on_one_line)
        of_kind: dict[str, list[Mapping[str, Any]]] = {}
        for record in records:
            of_kind.setdefault(str(record["kind"]), []).append(record)
        before = {
            one["path"]: one
            for one in (printable_in_depth(read_canonical(held.body)) for held in log.policies)
        }
        manifest = printable_in_depth(of_kind["manifest"][0])
        in_force = tuple(_in_force(manifest, of_kind.get("policy", ()), before))
        here = {one.path for one in in_force}
        return cls(
            manifest=manifest,
            results=tuple(_result(record, clean) for record in of_kind.get("rule", ())),
            policies=in_force,
            acts=tuple(
                printable_in_depth(record)
                for kind in ("escalation", "override", "approval", "outcome", "design", "case")
                for record in of_kind.get(kind, ())
            ),
            kinds={kind: len(found) for kind, found in of_kind.items()},
            first=log.first,
            size=log.size,
            closed_before=None
            if log.previous is None
            else printable_in_depth(read_canonical(log.previous.body)),
            policies_gone=tuple(one for path, one in sorted(before.items()) if path not in here),
            rows_read=_rows_read(of_kind.get("rule", ()), clean),
            shows_names=shows_names,
        )

    def name(self, recorded: Any) -> str:
        """A name of a person as it is told: itself, or that it is masked; nothing of nobody."""
        if recorded is None:
            return ""
        is_open = self.shows_names and commitment_in(recorded) is None
        return str(recorded) if is_open else "name masked"

    def acts_of(self, kind: str) -> tuple[Mapping[str, Any], ...]:
        """The acts of a kind in their order: `approval`, `outcome`, `design`, `case` and others."""
        return tuple(one for one in self.acts if one["kind"] == kind)


def _in_force(
    manifest: Mapping[str, Any],
    told: Iterable[Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Any]],
) -> Iterable[PolicyInForce]:
    new = {one["path"]: one for one in map(printable_in_depth, told)}
    for file in manifest["policies"]:
        path = file["path"]
        record = new.get(path) or before.get(path) or {}
        yield PolicyInForce(
            path=path,
            policy=file["policy"],
            owner=file["owner"],
            approved=f"{file['approved']['by']}, {file['approved']['on']}",
            text=file["text"],
            number=new[path]["n"] if path in new else None,
            meaning=record.get("meaning", ""),
            before=before.get(path),
        )


def _result(record: Mapping[str, Any], clean: Callable[[str], str]) -> RuleResult:
    subject = record["subject"] or {}
    return RuleResult(
        number=record["n"],
        rule=clean(record["rule"]),
        subject=clean(" ".join(f"{kind} {id_}" for kind, id_ in subject.items())),
        result=record["result"],
        policy_path=clean(record["at"]).rsplit(":", 2)[0],
        owner=clean(record["owner"]),
        enforce=clean(record["enforce"] or ""),
        why=tuple(
            clean(f"{one['measure']}: {one.get('why', 'unknown')}")
            for one in record["comparisons"]
            if record["result"] == "unknown" and one["truth"] == "unknown"
        ),
    )


def _rows_read(
    rules: Iterable[Mapping[str, Any]], clean: Callable[[str], str]
) -> tuple[RowRead, ...]:
    read: dict[str, list[int]] = {}
    stated: dict[str, tuple[tuple[str, str], ...]] = {}
    for record in rules:
        for one in record.get("inputs", ()):
            if "row" in one:
                read.setdefault(one["row"], []).append(record["n"])
                if "origins" in one and one["row"] not in stated:
                    told = ((o.get("source", ""), o.get("noted_on", "")) for o in one["origins"])
                    stated[one["row"]] = tuple((clean(source), day) for source, day in told)
    return tuple(
        RowRead(clean(row), stated.get(row, ()), tuple(numbers))
        for row, numbers in sorted(read.items())
    )
