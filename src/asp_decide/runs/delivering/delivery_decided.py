"""A commitment or a pull as a list of proposals: for the record of a decision, and to redo it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from asp_decide.canonical import decimal_text
from asp_decide.clauses.decision_rights import holder_instead
from asp_decide.clauses.delivery_records import (
    DeliveryAct,
    DeliveryDecided,
    DeliveryVerb,
    Proposal,
    StreamBound,
    decided_answers,
)
from asp_decide.decide.commitment import StreamCommitment, commitment
from asp_decide.decide.pull import StreamPull, pull
from asp_decide.model.decision_point import POINTS_BY_NAME
from asp_decide.model.subject import SubjectKey
from asp_decide.optimize.budgets import work_limit
from asp_decide.optimize.solver import Means
from asp_decide.runs.delivering.delivery_run import DeliveryRun
from asp_decide.runs.delivering.pull_run import named_stream
from asp_decide.runs.instruments import solver

_PLACES = 6


@dataclass(frozen=True, slots=True)
class FoundProposals:
    """What is proposed in the streams that were asked about, with what the proposals rest on."""

    run: DeliveryRun
    proposals: tuple[Proposal, ...]
    commitments: tuple[StreamCommitment, ...] = ()

    def decided(self, role: str, act: DeliveryAct) -> DeliveryDecided:
        """The same for the record of an act in a role."""
        charter = self.run.snapshot.charter
        points = {one.point for one in self.proposals}
        return DeliveryDecided(
            policies=self.run.judged.policies,
            findings=self.run.judged.findings,
            proposals=self.proposals,
            bounds=tuple(self._bound(one, act) for one in self.commitments),
            held=frozenset(
                one for one in points if holder_instead(one, role, charter, on=act.on) is None
            ),
        )

    def troubles(self, act: DeliveryAct) -> Iterator[str]:
        """What of an act no rule allows, a sentence each; empty if all of it may be decided."""
        known = {one.place: one for one in self.proposals}
        for place, (answer, reason) in act.departures.items():
            yield from self._trouble(known.get(place), place[1], answer, reason)
        for one in self.commitments:
            taken, limit = self._taken(one, act), one.room.limit
            if not one.room.cannot and act.departures and taken > limit:
                rule = f" ({one.room.rule})" if one.room.rule else ""
                told = f"{_text(taken)} team-weeks, and {_text(limit)} may be{rule}"
                yield f"`{one.room.stream}` would commit {told}"

    def _trouble(self, one: Proposal | None, id_: str, answer: str, reason: str) -> Iterator[str]:
        if one is None:
            yield f"nothing is asked about `{id_}` here"
            return
        answers = POINTS_BY_NAME[one.point].answers
        if answer not in answers:
            yield f"`{answer}` is no answer about `{id_}`: one of {', '.join(answers)}"
        if not reason:
            yield f"who decides otherwise about `{id_}` says why"
        raw = self.run.judged.answer(one.point, one.subject.kind, id_)
        if raw is not None and answer in raw.blocked_answers:
            rules = ", ".join(dict.fromkeys(raw.blocked_by))
            yield f"{rules} does not let `{id_}` be `{answer}`"
        elif answer == "pull":
            yield f"no place is free for `{id_}`"

    def _taken(self, one: StreamCommitment, act: DeliveryAct) -> Fraction:
        """The mean effort of what goes on and what is decided to be committed."""
        answers = decided_answers(self.proposals, act)
        efforts = {d.feature.id: d.feature.remaining_effort for d in one.decided}
        chosen = [
            effort.mean
            for id_, effort in efforts.items()
            if answers.get(("commit", str(id_))) == "commit" and effort is not None
        ]
        return one.room.carried_effort + sum(chosen, Fraction(0))

    def _bound(self, one: StreamCommitment, act: DeliveryAct) -> StreamBound:
        room = one.room
        known = not room.cannot
        return StreamBound(
            stream=str(room.stream),
            rule=room.rule,
            planned=_text(self._taken(one, act)) if known else None,
            limit=_text(room.limit) if known else None,
            capacity={
                "likely": _text(room.capacity.likely),
                "met_in_85": _text(room.capacity.met_in_85),
                "carried": _text(room.carried_effort),
            },
            cannot=room.cannot or None,
        )


def proposals_of(run: DeliveryRun, verb: DeliveryVerb, stream: str | None) -> FoundProposals:
    """What a planning or a pull proposes in all streams or one of them.

    Raises UsageError for a stream that is not there, and what solving raises.
    """
    match verb:
        case "commit":
            limit = work_limit("board", choices=2 * len(run.snapshot.delivery.features))
            found = commitment(run.judged, Means(solver(), limit))
            kept = named_stream({str(one.room.stream): one for one in found.streams}, stream)
            told = tuple(each for one in kept for each in _committed(one))
            return FoundProposals(run, told, kept)
        case "pull":
            pulls = named_stream({str(one.stream): one for one in pull(run.judged)}, stream)
            return FoundProposals(run, tuple(each for one in pulls for each in _pulled(one)))


def _committed(one: StreamCommitment) -> Iterator[Proposal]:
    for each in one.decided:
        if each.where != "carry":
            yield Proposal(
                point="commit",
                subject=SubjectKey("feature", each.feature.id),
                stream=str(one.room.stream),
                answer=each.where,
                rules=each.rules,
                told=each.told,
                amounts=_amounts(value=each.value, delay_cost=each.delay_cost, price=each.price),
            )


def _pulled(one: StreamPull) -> Iterator[Proposal]:
    stream = str(one.stream)
    for helped in one.helps:
        key = SubjectKey("feature", helped.id)
        ages = _amounts(age_weeks=helped.age_weeks, blocked_weeks=helped.blocked_weeks)
        yield Proposal("help", key, stream, "swarm", helped.rules, helped.told, ages)
    for pulled in one.pulls:
        key = SubjectKey(pulled.kind, pulled.id)
        yield Proposal(_point(pulled.kind), key, stream, "pull", pulled.rules, ())
    for held in one.held:
        key = SubjectKey(held.kind, held.id)
        yield Proposal(_point(held.kind), key, stream, held.answer, held.rules, held.told)
    for each in one.answered:
        yield Proposal(each.point, each.subject, stream, each.answer, each.rules, each.told)


def _point(kind: str) -> str:
    return "pull_story" if kind == "story" else "pull"


def _amounts(**amounts: Fraction | None) -> Mapping[str, str | None]:
    return {name: _text(amount) for name, amount in amounts.items()}


def _text(amount: Fraction | None) -> str | None:
    return None if amount is None else decimal_text(amount, _PLACES)
