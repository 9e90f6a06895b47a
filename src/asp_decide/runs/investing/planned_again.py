"""A draft that is to be recorded: whole, of today's facts and policies, and telling the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from asp_decide.audit.certificate_file import read_certificate
from asp_decide.canonical import bytes_digest, read_canonical
from asp_decide.decide.outlook import Outlook, look_ahead
from asp_decide.decide.preparation import Inputs, prepare
from asp_decide.decide.telling import Solving, tell
from asp_decide.errors import StalePlanError, UsageError
from asp_decide.model.ids import InitiativeId
from asp_decide.model.pin import Pin
from asp_decide.model.plan import Plan, plan_bytes
from asp_decide.model.snapshot import facts_digest
from asp_decide.optimize.capacity_price import capacity_prices
from asp_decide.optimize.certify import Certificate, certify
from asp_decide.portfolio.choices import choices
from asp_decide.runs.drafts import CERTIFICATE, PLAN, RECORDS, Draft
from asp_decide.runs.instruments import judges, solver
from asp_decide.runs.investing.plan_run import PlanOrder, certificate_bytes, charter_digest, run_of
from asp_decide.runs.versions import deciding_versions
from asp_decide.runs.workspace import Sources

_SOURCES = {"facts": ("facts/",), "policies": ("policies/",), "asp.yaml": ("asp.yaml",)}


@dataclass(frozen=True, slots=True)
class PlannedAgain:
    """What follows from the draft's choices today, and the proof of them."""

    outlook: Outlook
    certificate: Certificate


def refuse_damaged(draft: Draft) -> None:
    """Refuse a draft of which a file is not the one that was planned (UsageError)."""
    digests = _digests(draft)
    for name in (PLAN, CERTIFICATE):
        if digests.get(name) != bytes_digest(draft.file(name)):
            raise UsageError(f"`{draft.shown(name)}` is not what was planned", mend="plan again")


def refuse_stale(draft: Draft, sources: Sources, files: Mapping[str, bytes], *, path: str) -> None:
    """Refuse a plan of other facts, policies or versions than today's (StalePlanError).

    `files` are those of the workspace as they are; the ones that changed are named.
    """
    run, snapshot = draft.plan.run, sources.snapshot
    now = {
        "asp.yaml": (run.charter, charter_digest(snapshot.charter)),
        "policies": (run.policies, sources.policies.digest),
        "facts": (run.facts, facts_digest(snapshot)),
        **{
            f"version of {part}": (run.versions.get(part, "absent"), found)
            for part, found in deciding_versions().items()
        },
    }
    for what, (planned, found) in now.items():
        if planned != found:
            changed = _changed_files(draft, files, _SOURCES.get(what, ()))
            raise StalePlanError(
                path, changed=", ".join([what, *changed]), planned=planned, found=found
            )


def plan_again(draft: Draft, sources: Sources) -> PlannedAgain:
    """What the draft's choices mean, drawn again by both evaluators from facts and policies.

    Only the choices, what proves them, the prices and what the solver stated are taken from the
    draft. Raises UsageError where that does not give the draft's own plan, to the byte.
    """
    plan = draft.plan
    try:
        stored = read_certificate(draft.file(CERTIFICATE))
    except ValueError as error:
        raise _not_told_again(draft, CERTIFICATE) from error
    choice_set = choices(sources.snapshot)
    inputs = Inputs(
        snapshot=sources.snapshot,
        policies=sources.policies,
        choice_set=choice_set,
        capacity_prices=capacity_prices(choice_set, solver()),
        pinned=tuple(map(Pin.read, plan.run.pinned)),
        dropped=tuple(InitiativeId(one) for one in plan.run.dropped),
    )
    by = judges(plan.run.engine)
    prepared = prepare(inputs, by)
    proven = certify(prepared.programme, stored.taken, stored.proof)
    outlook = look_ahead(prepared, proven.taken, by)
    if certificate_bytes(proven, inputs.capacity_prices) != draft.file(CERTIFICATE):
        raise _not_told_again(draft, CERTIFICATE)
    if plan_bytes(_told(draft, sources, outlook, proven)) != draft.body:
        raise _not_told_again(draft, PLAN)
    return PlannedAgain(outlook, proven)


def _told(draft: Draft, sources: Sources, outlook: Outlook, proven: Certificate) -> Plan:
    run, objective = draft.plan.run, draft.plan.objective
    order = PlanOrder(
        as_of=date.fromisoformat(run.as_of),
        pins=run.pinned,
        drops=run.dropped,
        budget=run.budget,
        engine=run.engine,
    )
    solving = Solving(
        proven,
        objective.status,
        _number(objective.bound_stated),
        _number(objective.gap_stated),
    )
    told = tell(
        outlook,
        run_of(sources, order, exploratory=run.exploratory),
        solving=solving,
        prices=draft.plan.prices,
        of_exemptions={one.id: one.price for one in draft.plan.exemptions if one.price is not None},
    )
    return told.model_copy(update={"firmness": draft.plan.firmness})


def _not_told_again(draft: Draft, name: str) -> UsageError:
    return UsageError(
        f"`{draft.shown(name)}` does not say what follows from its facts, rules and choices",
        mend="plan again",
    )


def _digests(draft: Draft) -> dict[str, str]:
    """The digests of all files that the draft was made of, by their names."""
    first, _, _ = draft.file(RECORDS).partition(b"\n")
    try:
        manifest: Any = read_canonical(first)
        return {str(one["path"]): str(one["digest"]) for one in manifest["files"]}
    except (ValueError, KeyError, TypeError):
        raise UsageError(
            f"`{draft.shown(RECORDS)}` is not what was planned", mend="plan again"
        ) from None


def _changed_files(
    draft: Draft, files: Mapping[str, bytes], places: tuple[str, ...]
) -> tuple[str, ...]:
    """The workspace's files in these places that are new, changed or gone since the plan."""
    planned = _digests(draft)
    found = {path: bytes_digest(body) for path, body in files.items()}
    return tuple(
        f"`{path}`"
        for path in sorted(planned.keys() | found.keys())
        if path.startswith(places) and planned.get(path) != found.get(path)
    )


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
