"""Check 5: were the acts allowed? Role, right, own cause, length, needs and end of every act."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from asp_decide.audit.check import Check, Divergence, counted, judged, not_checked
from asp_decide.audit.reading import Reading
from asp_decide.audit.recorded_evidence import PLAN, Evidence, Record, at_line
from asp_decide.audit.redecide import Redecided
from asp_decide.audit.stated_acts import design_divergences, verdict_divergences
from asp_decide.clauses.act_records import BRAKE, is_override, read_override
from asp_decide.clauses.case_records import CaseNow, cases_now, held_back
from asp_decide.clauses.clause import Clause, EscalateClause
from asp_decide.clauses.decision_rights import holder_without_gate, other_holder, part_in
from asp_decide.clauses.exemption import Exemption, Grant
from asp_decide.clauses.forced_decisions import undecided
from asp_decide.clauses.further_money import further_money, pinned_money
from asp_decide.clauses.grant import Objection, grant_at_apply, objections, own_cause
from asp_decide.clauses.masked_fields import closed_fields, is_name, name_or_mask
from asp_decide.model.ids import InitiativeId, Role
from asp_decide.model.subject import Measured, SubjectKey

_REFUSED = "refused"
"""The state of an exemption that the run did not follow; it need not be one that may be."""


@dataclass(frozen=True, slots=True)
class _Acts:
    """The acts of a run beside what facts and policies say of them."""

    evidence: Evidence
    reading: Reading
    redecided: Redecided

    @property
    def as_of(self) -> date:
        return self.reading.snapshot.as_of

    @property
    def overrides(self) -> tuple[tuple[int, Record], ...]:
        return self.evidence.of_kind("override")

    @property
    def approvals(self) -> tuple[tuple[int, Record], ...]:
        return self.evidence.of_kind("approval")

    @property
    def cases(self) -> tuple[CaseNow, ...]:
        return cases_now(self.reading.snapshot, self.evidence.closed_before)


def check_allowed(evidence: Evidence, reading: Reading, redecided: Redecided) -> Check:
    """Whether whoever approved, overrode, exempted or confirmed had the right to."""
    acts = _Acts(evidence, reading, redecided)
    roles = sorted({str(record["by"]) for _, record in acts.approvals})
    kinds = Counter(is_override(record) for _, record in acts.overrides)
    moved = sum(len(record["edits"]) for _, record in evidence.of_kind("case"))
    told = (
        f"{counted(len(acts.approvals), 'approval')} by {', '.join(roles) or 'nobody'}, "
        f"{counted(kinds[True], 'override')}, {counted(kinds[False], 'exemption')}"
    ) + "".join(
        f", {counted(number, noun)}"
        for number, noun in (
            (len(evidence.of_kind("outcome")), "outcome"),
            (len(evidence.of_kind("design")), "change of the design"),
            (moved, "criterion edit"),
        )
        if number
    )
    found = judged(5, _divergences(acts), told=told)
    masked = sum(1 for _, record in (*acts.approvals, *acts.overrides) if _by_nobody(record))
    if masked and found.verdict == "PASS":
        why = f"who decided is masked in {counted(masked, 'record')}, and compared with nobody"
        return not_checked(5, f"{told}; {why}")
    return found


def _by_nobody(record: Record) -> bool:
    """Whether somebody acted in it whose name nobody opened.

    An exemption's names are those of the register, which stands among the policies.
    """
    registered = record["kind"] == "override" and not is_override(record)
    return not registered and any(is_name(record["kind"], path) for path in closed_fields(record))


def _divergences(acts: _Acts) -> Iterator[Divergence]:
    for line, record in acts.overrides:
        what = _override(record, acts) if is_override(record) else _exemption(record, acts)
        if what:
            yield Divergence(at_line(line), f"{record['id']}: {what}")
    ids = {str(record["id"]) for _, record in acts.overrides}
    for line, record in acts.approvals:
        yield from (Divergence(at_line(line), what) for what in _approval(record, acts, ids))
    yield from _without_gate(acts)
    for decision, more in pinned_money(acts.evidence.plan):
        what = f"`{decision.initiative}` is pinned: `{more.course.option}` earns less than it costs"
        yield Divergence(PLAN, what)
    yield from _owed_cases(acts)
    yield from verdict_divergences(acts.evidence, acts.reading)
    yield from design_divergences(acts.evidence, acts.reading)
    yield from _brake(acts)
    yield from _undecided(acts)


def _owed_cases(acts: _Acts) -> Iterator[Divergence]:
    """Redirected work that goes on without its next case; a tranche that teaches nothing new."""
    approvals = {
        record["subject"]["initiative"]: (line, record["decided"])
        for line, record in acts.approvals
        if record["point"] != BRAKE
    }
    decided = {initiative: word for initiative, (_, word) in approvals.items()}
    for initiative, why in held_back(acts.cases, decided):
        line, word = approvals[initiative]
        yield Divergence(at_line(line), f"{why}, and it is decided `{word}`")


def _without_gate(acts: _Acts) -> Iterator[Divergence]:
    """Who recorded starts and waits where no gate was asked, without a right to any of it."""
    own = [(line, record) for line, record in acts.approvals if record["point"] != BRAKE]
    if not own:
        return
    line, first = own[0]
    points = [record["point"] for _, record in own]
    charter, on = acts.reading.snapshot.charter, date.fromisoformat(first["on"])
    other = holder_without_gate(points, first["by"], charter, on=on)
    if other is not None:
        what = f"`{other[0]}` is decided by `{other[1]}`, and `{first['by']}` decided it"
        yield Divergence(at_line(line), what)


def _approval(record: Record, acts: _Acts, ids: set[str]) -> Iterator[str]:
    """What is wrong with the decision on one subject."""
    charter, role, point = acts.reading.snapshot.charter, record["by"], record["point"]
    if role not in charter.roles:
        yield f"`{role}` is no role of this workspace"
    if point == BRAKE:
        return
    holder = other_holder(
        point,
        role,
        charter,
        on=date.fromisoformat(record["on"]),
        linked_outlay=_linked_outlay(record["subject"]["initiative"], acts),
    )
    if holder is not None:
        yield f"`{point}` is decided by `{holder}`, and `{role}` decided it"
    initiative, person = record["subject"]["initiative"], name_or_mask(record["person"])
    part = part_in(InitiativeId(initiative), point, person, acts.reading.snapshot)
    if part is not None:
        yield f"`{person}` is {part} of `{initiative}` and decided its `{point}`"
    override, recommended = record["override"], record["recommended"]["answer"]
    if override is None and record["decided"] != recommended:
        yield f"`{initiative}` is decided `{record['decided']}` for `{recommended}` in silence"
    if override is not None and override not in ids:
        yield f"there is no override `{override}`"


def _linked_outlay(initiative: str, acts: _Acts) -> Fraction | None:
    """The money that an initiative and all its linked parts still need, measured again."""
    subject = acts.reading.subjects.get(SubjectKey("initiative", initiative))
    found = subject.measures.get("linked_outlay") if subject else None
    return found.value if isinstance(found, Measured) else None


def _override(record: Record, acts: _Acts) -> str:
    """What is wrong with an override at `apply`, or nothing."""
    granted = record["granted"]
    snapshot = acts.reading.snapshot
    grant = grant_at_apply(
        read_override(record),
        Role(granted["by"]),
        name_or_mask(granted["person"]),
        date.fromisoformat(granted["on"]),
        begins=snapshot.charter.calendar.ahead(acts.as_of)[0].first_day,
    )
    if grant.effective.until is None or grant.effective.until < acts.as_of:
        return f"it ended on {grant.effective.until}, before the run of {acts.as_of}"
    short = _further_money(record, acts)
    if short:
        return short
    return _granted(grant, record, acts)


def _further_money(record: Record, acts: _Acts) -> str:
    """What money that earns less than it costs was added without, or nothing."""
    override = read_override(record)
    decisions = {one.initiative: one for one in acts.evidence.plan.decisions}
    decision = decisions.get(override.initiative)
    found = None
    if decision is not None:
        found = further_money(decision, override.decision, override.option)
    lacking = () if found is None else found.lacking(override)
    if found is None or not lacking:
        return ""
    return f"`{found.course.option}` earns less than it costs, and it lacks {', '.join(lacking)}"


def _exemption(record: Record, acts: _Acts) -> str:
    """What is wrong with an exemption of the register, or nothing."""
    register = {one.id: one for one in acts.reading.policies.exemptions}
    exemption = register.get(record["id"])
    if exemption is None:
        return "the register of exemptions has none of that name"
    if record["state"] == _REFUSED:
        return ""
    standing = {one.exemption.id: one for one in acts.redecided.standing}.get(exemption.id)
    if standing is None:
        period = exemption.effective
        return f"it holds from {period.from_day} until {period.until}, not on {acts.as_of}"
    if standing.lapsed:
        return f"it has lapsed: {standing.why}"
    if record["granted"]["by"] != exemption.grant.by or _other_end(record, exemption):
        return "it is not granted as the register says"
    return _granted(exemption.grant, record, acts)


def _other_end(record: Record, exemption: Exemption) -> bool:
    until = exemption.effective.until
    return until is None or record["effective"]["until"] != until.isoformat()


def _granted(grant: Grant, record: Record, acts: _Acts) -> str:
    """What the rules that it departs from have against the grant, or nothing."""
    snapshot = acts.reading.snapshot
    ((kind, id_),) = record["subject"].items()
    own = own_cause(snapshot, SubjectKey(kind, id_))
    for rule in record["rules"]:
        clause = acts.reading.policies.clause(rule)
        if clause is None:
            return f"no rule `{rule}` is in force on {acts.as_of}"
        found = objections(
            grant,
            getattr(clause, "enforce", None),
            getattr(clause, "override", None),
            calendar=snapshot.charter.calendar,
            own=own,
        )
        for first in found:
            return objection_in_words(first, clause, grant)
    return ""


def objection_in_words(first: Objection, clause: Clause, grant: Grant) -> str:
    """What a rule has against a grant, for people."""
    rule, enforce = clause.heading.rule, getattr(clause, "enforce", None)
    said: dict[str, str] = {
        "right": f"{rule} is {enforce} and lets nobody override it",
        "role": f"{rule} lets `{first.holder}` override it, and `{grant.by}` did",
        "needs": f"{rule} asks for {', '.join(first.lacking)}, which it lacks",
        "late": f"it was granted on {grant.on}, after it began on {grant.effective.from_day}",
        "long": f"{rule} lets it last until {first.last}, not until {grant.effective.until}",
        "cause": f"`{grant.person}` is {first.part} of what it spares",
        "approver": f"the second approver is `{grant.person}`, who granted it",
    }
    return said[first.about]


def _undecided(acts: _Acts) -> Iterator[Divergence]:
    """What a rule forced somebody to decide, and what the run carries over in silence."""
    overrides = [read_override(record) for _, record in acts.overrides if is_override(record)]
    end = at_line(len(acts.evidence.records))
    for one in undecided(acts.evidence.plan, overrides, acts.evidence.closed_before):
        what = f"{one.rule} forces a decision on `{one.initiative}`, and nobody has taken it"
        yield Divergence(end, what)


def _brake(acts: _Acts) -> Iterator[Divergence]:
    """A run that trips the brake is confirmed by the role that the rule names."""
    halting = {
        clause.heading.rule: clause.to[0].role
        for clause in acts.reading.policies.clauses
        if isinstance(clause, EscalateClause) and clause.halts_apply
    }
    confirmed = [(line, one) for line, one in acts.approvals if one["point"] == BRAKE]
    for finding in acts.redecided.findings:
        if finding.rule not in halting or finding.result != "fires":
            continue
        role = halting[finding.rule]
        if not confirmed:
            end = at_line(len(acts.evidence.records))
            yield Divergence(end, f"{finding.rule} halts the run, and nobody has confirmed it")
        for line, one in confirmed:
            if one["by"] != role:
                what = f"{finding.rule} is confirmed by `{role}`, and `{one['by']}` did"
                yield Divergence(at_line(line), what)
        return
