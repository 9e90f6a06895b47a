"""A part of a run: records that one reader has, and the policies that they are of.

What such a part shows is checked, and nothing beyond it: a PASS is of what it shows, and its line
says so first. The rest of each question stands behind it, as seen in the whole bundle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from asp_decide.audit.check import Check, Divergence, judged
from asp_decide.audit.shown_subject import key_of
from asp_decide.clauses.asked import comparisons_of
from asp_decide.clauses.clause import Clause, CompiledPolicies, LimitClause
from asp_decide.model.subject import IN_STREAMS

type Record = Mapping[str, Any]

WHOLE = "the whole bundle"


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Records of a run that one reader has, opened as far as anybody opened them.

    `approved` are the newest records of policies, by path; `policies` those whose text is here
    too, None where they cannot be read, for which `unread` says why. Money is in the `currency`.
    """

    records: Sequence[Record]
    approved: Mapping[str, Record]
    policies: CompiledPolicies | None
    unread: str = ""
    currency: str = ""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The rules that can be read here."""
        return () if self.policies is None else self.policies.clauses

    def of_kind(self, *kinds: str) -> list[Record]:
        """The records of those kinds, in the order of the log."""
        return [one for one in self.records if one["kind"] in kinds]

    def clause_of(self, record: Record) -> Clause | None:
        """The rule of a result or a limit, as it is here."""
        return None if self.policies is None else self.policies.clause(str(record["rule"]))

    def as_then(self, record: Record) -> Clause | None:
        """The rule of a result if it holds here for that subject just as it did then.

        An exemption is in the register, and an overlay of another stream with its owner: where
        one of these may have set an amount, nothing follows from what is here.
        """
        clause = self.clause_of(record)
        if clause is None or clause.heading.meaning != record["rule_hash"]:
            return None
        exempt = {str(one["id"]) for one in self.of_kind("override")}
        told = record["comparisons"]
        if any(one.get("limit_from") in exempt or is_range(one) for one in told):
            return None
        if key_of(record).kind not in IN_STREAMS:
            return clause
        overlaid = any(one.in_streams for one in comparisons_of(clause))
        overlaid = overlaid or bool(isinstance(clause, LimitClause) and clause.own_limits)
        return None if overlaid else clause

    @property
    def missing_overlays(self) -> bool:
        """Whether overlays are on record that are not here, by which rules may mean more."""
        here = set() if self.policies is None else {one.path for one in self.policies.files}
        return not self.approved.keys() <= here


def is_range(comparison: Record) -> bool:
    """Whether it tells between which ends a sum lies of which not all parts are known."""
    return any(one.get("interval") == "at most" for one in comparison["seen"])


def line_of(record: Record) -> str:
    """Where a record stands in its run, for people."""
    return f"record {record['n']}"


def of_shown(number: int, found: Iterable[Divergence], *, told: str, rest: str) -> Check:
    """FAIL with the first divergence, or PASS of what is shown; `rest` is what is left open."""
    told = f"of what this folder shows: {told}; NOT CHECKED: {rest}"
    return replace(judged(number, found, told=told), part=True)
