"""Business cases on record: each version, what it promised, and what became of what was agreed.

What was agreed at Gate 2 to end the work is frozen by it: an edit afterwards is recorded with both.
A redirect ends the version of the case that it departs from: the work owes the next one, with kill
criteria of its own, before it may go on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from asp_decide.clauses.case_terms import Case, Terms, about, case_of, criterion_in_words, terms_of
from asp_decide.model.ids import InitiativeId
from asp_decide.model.initiative import STATE_GROUPS
from asp_decide.model.outcome import Evidence, Outcome
from asp_decide.model.snapshot import Snapshot

_CLOSED = frozenset(STATE_GROUPS["closed"])
_FUNDED = frozenset(STATE_GROUPS["funded"] + STATE_GROUPS["in_delivery"])
_FUNDS = frozenset({"fund", "fund_tranche"})
_OF_VALUE = frozenset({"success", "benefit"})
_GOES_ON = frozenset({"fund", "fund_tranche", "start", "continue", "redirect"})


@dataclass(frozen=True, slots=True)
class CriterionEdit:
    """A criterion that was agreed, and what stands in its place now: None if nothing does."""

    initiative: InitiativeId
    agreed: Terms
    now: Terms | None

    def __str__(self) -> str:
        """What it was and what it is, in a sentence."""
        was = self.agreed
        of = f"the kill criterion on `{was['quantity']}` in {was['interval']}"
        agreed = f"agreed on {was['agreed_on']} as {criterion_in_words(was)}"
        now = "is gone" if self.now is None else f"is now {criterion_in_words(self.now)}"
        return f"{self.initiative}: {of}, {agreed}, {now}"


@dataclass(frozen=True, slots=True)
class CaseNow:
    """A case beside what the run before had of it (`before`, None where it had nothing).

    `redirected` is the run that redirected the work, with its day and the version that it departed
    from; `owed` says in words what the next version lacks. `tranche` is the run that last let it go
    on for a tranche, with its day, and `learnt` whether anything was since.
    """

    case: Case
    before: Mapping[str, Any] | None
    edits: tuple[CriterionEdit, ...] = ()
    redirected: Mapping[str, Any] | None = None
    owed: tuple[str, ...] = ()
    tranche: Mapping[str, Any] | None = None
    learnt: bool = True

    @property
    def is_new(self) -> bool:
        """Whether the log does not hold it as it is."""
        known = self.case.known_as
        held = None if self.before is None else {name: self.before.get(name) for name in known}
        changed = held != known or bool(self.edits) or self.redirected is not None
        return changed and (self.case.is_stated or _is_stated(self.before))

    @property
    def debt(self) -> str:
        """What is owed, in a sentence; empty if nothing is."""
        return debt_in_words(self.case.initiative, self.redirected, self.owed)

    def against(self, word: str | None) -> str:
        """Why the work may not go on as decided, in a sentence; empty if it may.

        Redirected work goes on with its next case only; one more tranche does not follow another
        without new information.
        """
        if self.debt and word in _GOES_ON:
            return self.debt
        if word != "fund_tranche" or self.tranche is None or self.learnt:
            return ""
        run, since = self.tranche["run"], self.tranche["as_of"]
        return (
            f"{self.case.initiative} went on for a tranche in run {run}, and no evidence of its"
            f" success or benefit that counts was observed since {since}"
        )


def cases_now(snapshot: Snapshot, before: Mapping[str, Any] | None) -> tuple[CaseNow, ...]:
    """The case of everything that is funded or in delivery, and each other one that is stated.

    By initiative; what has ended needs none. `before` is the record that closed the run before;
    None of a first run.
    """
    closed = _RunBefore.of(before)
    rows: dict[InitiativeId, list[Outcome]] = {}
    for row in snapshot.outcomes:
        rows.setdefault(row.initiative_id, []).append(row)
    told: list[CaseNow] = []
    for one in snapshot.initiatives:
        own = rows.get(one.id, ())
        case = case_of(one, own, snapshot)
        is_told = one.state in _FUNDED or case.is_stated or one.id in closed.cases
        if one.state not in _CLOSED and is_told:
            told.append(_learning(_now(case, own, closed), closed, snapshot))
    return tuple(told)


def held_back(
    cases: Iterable[CaseNow], decided: Mapping[str, str]
) -> Iterator[tuple[InitiativeId, str]]:
    """Whose work may not go on as it is decided by initiative, and why in a sentence."""
    for one in cases:
        initiative = one.case.initiative
        if why := one.against(decided.get(initiative)):
            yield initiative, why


def case_records(found: Iterable[CaseNow]) -> list[dict[str, Any]]:
    """A record for each case that the log does not hold as it is."""
    return [
        {
            "kind": "case",
            **one.case.known_as,
            "version_before": None if one.before is None else one.before.get("version"),
            "promises": [dict(promise) for promise in one.case.promises],
            "edits": [
                {"was": dict(edit.agreed), "now": None if edit.now is None else dict(edit.now)}
                for edit in one.edits
            ],
            "redirected": one.redirected,
            "owed": list(one.owed),
        }
        for one in found
        if one.is_new
    ]


def cases_kept(found: Iterable[CaseNow]) -> list[dict[str, Any]]:
    """What the close of a run keeps of the cases: the next run is held to it."""
    return [
        {
            **one.case.known_as,
            "redirected": one.redirected if one.owed else None,
            "tranche": one.tranche,
        }
        for one in found
    ]


def edit_of(initiative: InitiativeId, record: Mapping[str, Any]) -> CriterionEdit:
    """The edit that a record of a case tells of."""
    return CriterionEdit(initiative, record["was"], record["now"])


def debt_in_words(
    initiative: str, redirected: Mapping[str, Any] | None, owed: Iterable[str]
) -> str:
    """What redirected work owes, in a sentence; empty if it owes nothing."""
    told = "; ".join(owed)
    if redirected is None or not told:
        return ""
    return f"{initiative} was redirected in run {redirected['run']}, and owes {told}"


@dataclass(frozen=True, slots=True)
class _RunBefore:
    """What the record that closed the run before says, by initiative; nothing of a first run."""

    when: Mapping[str, Any]
    cases: Mapping[str, Mapping[str, Any]]
    decisions: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, record: Mapping[str, Any] | None) -> Self:
        if record is None:
            return cls({}, {}, {})
        return cls(
            {name: record[name] for name in ("run", "as_of")},
            {one["initiative"]: one for one in record.get("cases", ())},
            {one["initiative"]: one for one in record["initiatives"]},
        )


def _now(case: Case, rows: Sequence[Outcome], closed: _RunBefore) -> CaseNow:
    before = closed.cases.get(case.initiative)
    if before is None:
        return CaseNow(case, None)
    told = closed.decisions.get(case.initiative, {})
    redirected = before.get("redirected")
    if told.get("decided") == "redirect":
        redirected = {**closed.when, "version": before["version"]}
    owed = () if redirected is None else tuple(_owed(case, redirected))
    frozen = told.get("state") in _FUNDED or told.get("decided") in _FUNDS
    is_another = case.version != before["version"]
    excused = is_another and (redirected is not None or not frozen)
    edits = () if excused else tuple(_edits(case.initiative, before["criteria"], rows))
    return CaseNow(case, before, edits, redirected, owed)


def _learning(one: CaseNow, closed: _RunBefore, snapshot: Snapshot) -> CaseNow:
    """The same with its last tranche, and whether anything that counts was observed since."""
    if one.before is None:
        return one
    tranche = one.before.get("tranche")
    told = closed.decisions.get(one.case.initiative, {})
    if (told.get("state"), told.get("decided")) == ("implementing", "fund_tranche"):
        tranche = closed.when
    if tranche is None:
        return one
    since = date.fromisoformat(tranche["as_of"])
    learnt = any(
        _is_news(row, snapshot)
        for row in snapshot.evidence
        if row.about_id.partition("/")[0] == one.case.initiative
        and row.observed_on is not None
        and since < row.observed_on <= snapshot.as_of
    )
    return replace(one, tranche=tranche, learnt=learnt)


def _is_news(row: Evidence, snapshot: Snapshot) -> bool:
    """Whether an observation may move what is believed of success or benefit."""
    says = row.likelihood_ratio if row.informs == "success" else row.estimate
    if row.informs not in _OF_VALUE or says is None or row.grade is None:
        return False
    return row.origin != "delivery" and snapshot.charter.evidence_weights[row.grade] > 0


def _owed(case: Case, redirected: Mapping[str, Any]) -> Iterator[str]:
    since, left = redirected["as_of"], redirected["version"] or 0
    if case.version is None or case.version <= left:
        yield f"a `case_version` above {left}"
    if case.agreed_on is None or case.agreed_on < since:
        yield f"a `case_agreed_on` since {since}"
    if not any(one["agreed_on"] >= since for one in case.criteria):
        yield f"a kill criterion of its own, agreed since {since}"


def _edits(
    initiative: InitiativeId, agreed: Iterable[Terms], rows: Iterable[Outcome]
) -> Iterator[CriterionEdit]:
    now = {about(terms_of(row)): terms_of(row) for row in rows if row.kill_if is not None}
    for one in agreed:
        found = now.get(about(one))
        if found != one:
            yield CriterionEdit(initiative, one, found)


def _is_stated(before: Mapping[str, Any] | None) -> bool:
    if before is None:
        return False
    return before["version"] is not None or bool(before["criteria"] or before["redirected"])
