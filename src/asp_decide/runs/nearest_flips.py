"""The smallest single change that would have given a rule another result, for one initiative."""

from datetime import date

from asp_decide.audit.certificate_file import read_certificate
from asp_decide.decide.judging import Judges
from asp_decide.decide.preparation import Inputs, prepare
from asp_decide.errors import InvalidInputError
from asp_decide.model.ids import InitiativeId
from asp_decide.model.plan import Decision
from asp_decide.model.snapshot import facts_digest
from asp_decide.portfolio.choices import choices
from asp_decide.rules.flips import Flip, nearest_flip
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.rules.wording import amount_in_words
from asp_decide.runs.drafts import CERTIFICATE, Draft
from asp_decide.runs.workspace import Workspace, read_sources

type FlipLine = tuple[str, str, str]


def nearest_flips(
    workspace: Workspace, draft: Draft, decision: Decision
) -> tuple[FlipLine, ...] | None:
    """For each rule among the decision's reasons: rule, the change, and what it would give.

    Found by deciding again with the witness, on the plan's own facts and policies. None where
    those have changed since; empty where no single value turns the rule.
    """
    run = draft.plan.run
    try:
        sources = read_sources(workspace, date.fromisoformat(run.as_of))
    except InvalidInputError:
        return None
    changed = facts_digest(sources.snapshot) != run.facts or sources.policies.digest != run.policies
    if changed:
        return None
    inputs = Inputs(
        snapshot=sources.snapshot,
        policies=sources.policies,
        choice_set=choices(sources.snapshot),
        capacity_prices=read_certificate(draft.file(CERTIFICATE)).capacity_prices,
        pinned=tuple(InitiativeId(one) for one in run.pinned),
        dropped=tuple(InitiativeId(one) for one in run.dropped),
    )
    prepared = prepare(inputs, Judges(ReferenceEvaluator(), None))
    rules = {reason.rule for reason in decision.reasons}
    told: list[FlipLine] = []
    for finding in prepared.findings:
        subject = finding.subject
        if finding.rule in rules and subject is not None and subject.id == decision.initiative:
            flip = nearest_flip(prepared.inputs.policies, prepared.subjects, finding)
            if flip is not None:
                told.append((finding.rule, _change(flip, run.currency), _given(flip)))
    return tuple(told)


def _given(flip: Flip) -> str:
    """What the change would give: of a table its words, in the order of its columns."""
    words = [f"{name} {' and '.join(found)}" for name, found in flip.gives]
    return ", ".join(words) or flip.would_give.replace("_", " ")


def _change(flip: Flip, currency: str) -> str:
    now = amount_in_words(flip.from_value, flip.unit, currency, beside=flip.to_value)
    then = amount_in_words(flip.to_value, flip.unit, currency)
    when = f" of {flip.interval}" if flip.interval else ""
    word = "beyond" if flip.beyond else "at"
    return f"{flip.name}{when} {word} {then}, not {now}"
