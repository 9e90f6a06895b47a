"""The acts of people in a run, against the rights to them: approvals, overrides, exemptions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from asp_decide.model.charter import Charter
from asp_decide.model.decision_point import GATES
from asp_decide.model.effective import in_force
from asp_decide.model.masked import commitment_in
from asp_decide.report.amounts import NONE_GIVEN, money_between
from asp_decide.report.page import Block, Column, Paragraph, Section, table
from asp_decide.report.record_numbers import RecordNumbers
from asp_decide.report.run_evidence import RunEvidence
from asp_decide.report.sections.price_table import NO_DIFFERENCE

type Act = Mapping[str, Any]


def act_section(run: RunEvidence, charter: Charter, numbers: RecordNumbers) -> Section:
    """Who decided what in which role, whose right it was, and every act beside the plan."""
    approvals = run.acts_of("approval")
    if not approvals:
        nothing = Paragraph("Nobody has decided anything.", records=numbers.close)
        return Section("acts", "Acts, against the rights to them", (nothing,))
    gates = ", ".join(sorted(point.replace("_", " ") for point in GATES))
    rights = f"A right binds at the gates: {gates}. Elsewhere whoever approves the plan decides."
    blocks: list[Block] = [
        Paragraph(rights, records=numbers.manifest),
        _approvals(run, charter),
    ]
    blocks += _departures(approvals, numbers)
    if run.acts_of("design"):
        blocks.append(_designs(run, charter))
    overrides = run.acts_of("override")
    if overrides:
        blocks.append(_overrides(run))
    else:
        told = "The register of overrides and exemptions is empty."
        blocks.append(Paragraph(told, records=numbers.close))
    return Section("acts", "Acts, against the rights to them", tuple(blocks))


def _approvals(run: RunEvidence, charter: Charter) -> Block:
    """A row for each point, role, person and day."""
    groups: dict[tuple[str, str, str, str], list[Act]] = {}
    for one in run.acts_of("approval"):
        key = (one["point"], one["by"], run.name(one["person"]), one["on"])
        groups.setdefault(key, []).append(one)
    columns = (
        Column("Decision point"),
        Column("Right held by"),
        Column("Decided as"),
        Column("By, on"),
        Column("Decisions", "number"),
        Column("As recommended", "number"),
        Column("Otherwise", "number"),
    )
    rows = []
    for (point, role, person, on), own in groups.items():
        otherwise = sum(one["override"] is not None for one in own)
        rows.append(
            (
                point.replace("_", " ") or NONE_GIVEN,
                _holder(point, charter),
                _decided_as(point, role, charter, on),
                f"{person}, {on}",
                str(len(own)),
                str(len(own) - otherwise),
                str(otherwise),
            )
        )
    records = (tuple(one["n"] for one in own) for own in groups.values())
    return table("Approvals by decision point", columns, tuple(rows), records)


def _holder(point: str, charter: Charter) -> str:
    holder = charter.rights.get(point)
    return NONE_GIVEN if holder is None else holder.replace("_", " ")


def _decided_as(point: str, role: str, charter: Charter, on: str) -> str:
    """The role, and by what it may where the right is another's."""
    told, holder = role.replace("_", " "), charter.rights.get(point)
    lent = any(
        (one.by, one.to) == (holder, role)
        and point in one.points
        and in_force(one.effective, date.fromisoformat(on))
        for one in charter.delegations
    )
    return f"{told}, to whom it was lent" if lent else told


def _departures(approvals: Sequence[Act], numbers: RecordNumbers) -> Iterator[Block]:
    departing = [one for one in approvals if one["override"] is not None]
    if not departing:
        told = "Every decision is the recommended one."
        yield Paragraph(told, records=numbers.all_of("approval"))
        return
    columns = (
        Column("Initiative"),
        Column("Decision point"),
        Column("Recommended, by record"),
        Column("Decided"),
        Column("Reason", "reason"),
        Column("Override"),
    )
    rows = tuple(
        (
            one["subject"].get("initiative", NONE_GIVEN),
            one["point"].replace("_", " "),
            _recommended(one["recommended"]),
            one["decided"].replace("_", " "),
            one["reason"] or NONE_GIVEN,
            one["override"],
        )
        for one in departing
    )
    records = ((one["n"],) for one in departing)
    yield table("Decisions other than the recommended ones", columns, rows, records)


def _recommended(recommended: Act) -> str:
    answer = recommended["answer"].replace("_", " ")
    return answer if recommended["record"] is None else f"{answer}, #{recommended['record']}"


def _designs(run: RunEvidence, charter: Charter) -> Block:
    columns = (
        Column("Change"),
        Column("Says"),
        Column("Right held by"),
        Column("Decided as"),
        Column("By, on"),
        Column("Reason", "reason"),
        Column("Expected to differ by", "reason"),
    )
    changes = run.acts_of("design")
    rows = tuple(
        (
            one["id"],
            ", ".join(one["changes"]),
            _holder(one["point"], charter),
            _decided_as(one["point"], one["by"], charter, one["on"]),
            f"{run.name(one['person'])}, {one['on']}",
            one["reason"],
            "; ".join(_expected(figure) for figure in one["found"]),
        )
        for one in changes
    )
    return table("Changes of the organization", columns, rows, ((one["n"],) for one in changes))


def _expected(figure: Act) -> str:
    """How much more of a measure the changed design has, with nine chances in ten."""
    low, high = figure["difference_low"], figure["difference_high"]
    return f"{figure['measure']}: {low} to {high} {figure['unit']}"


def _overrides(run: RunEvidence) -> Block:
    columns = (
        Column("Override or exemption"),
        Column("Of"),
        Column("Rules, their owners", "reason"),
        Column("State"),
        Column("Granted by, on"),
        Column("From, until"),
        Column("Reason, evidence, recovery plan, second approver", "reason"),
        Column("Price", "number"),
    )
    owners = {one.rule: one.owner for one in run.results}
    overrides = run.acts_of("override")
    rows = tuple(_override(one, owners, run) for one in overrides)
    records = ((one["n"],) for one in overrides)
    return table("The register: used, unused and refused", columns, rows, records)


def _override(one: Act, owners: Mapping[str, str], run: RunEvidence) -> tuple[str, ...]:
    granted, effective, needs = one["granted"], one["effective"], one["needs"]
    first, last = (date.fromisoformat(effective[end]) for end in ("from", "until"))
    rules = (f"{rule} ({owners[rule]})" if rule in owners else rule for rule in one["rules"])
    told = [needs["reason"], *needs["evidence"]]
    if needs["recovery_plan"]:
        told.append(f"recovery plan: {needs['recovery_plan']}")
    if needs["second_approver"]:
        told.append(f"second approver: {run.name(needs['second_approver'])}")
    return (
        one["id"],
        " ".join(id_ for id_ in one["subject"].values()),
        ", ".join(rules).replace("_", " ") or "none stands against it",
        _state(one),
        f"{granted['by'].replace('_', ' ')}, {run.name(granted['person'])}, {granted['on']}",
        f"{first} to {last}, {(last - first).days + 1} days",
        "; ".join(told),
        _price(one["price"]),
    )


def _state(one: Act) -> str:
    """An override of a decision is always used; an exemption may be needless or refused."""
    if "state" not in one:
        return f"used: decided to {one['decided'].replace('_', ' ')}"
    told = [one["state"], one["why"], one["doubt"] and f"may have lapsed: {one['doubt']}"]
    if one["renewals"]:
        told.append(f"renewed {one['renewals']} times in a row")
    return "; ".join(part for part in told if part)


def _price(price: Act | None) -> str:
    if price is None:
        return "not asked for"
    if commitment_in(price) is not None:
        return "masked"
    interval = money_between(Fraction(price["low"]), Fraction(price["high"]), price["unit"])
    return interval if price["measurable"] else f"{NO_DIFFERENCE} ({interval})"
