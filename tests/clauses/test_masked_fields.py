"""Names and prices of acts are masked, nothing else is; and opened they are what they were."""

from typing import Any

import pytest

from asp_decide.clauses.masked_fields import (
    closed_alike,
    closed_fields,
    commitments,
    is_name,
    mask_records,
    masked_paths,
    open_records,
)
from asp_decide.clauses.record import KINDS
from asp_decide.model.masked import masks_in

SECRET = b"a secret that tests may know ..."
APPROVAL: dict[str, Any] = {
    "kind": "approval", "run": "2027Q1", "n": 2, "by": "portfolio_board", "person": "A. Person",
}  # fmt: skip
OVERRIDE: dict[str, Any] = {
    "kind": "override",
    "run": "2027Q1",
    "n": 1,
    "granted": {"by": "portfolio_board", "person": "A. Person", "on": "2027-01-11"},
    "needs": {"reason": "It must be", "second_approver": None},
    "price": {"low": "0", "high": "20", "unit": "EUR", "measurable": False},
}
RULE: dict[str, Any] = {"kind": "rule", "run": "2027Q1", "n": 0, "message": "A. Person said so"}
RECORDS = (RULE, OVERRIDE, APPROVAL)


def test_who_acted_and_what_it_costs_cannot_be_read_and_roles_can() -> None:
    (rule, override, approval), openings = mask_records(RECORDS, secret=SECRET)

    assert rule == RULE
    assert [one.path for one in openings] == ["/granted/person", "/price", "/person"]
    assert dict(masks_in(override)).keys() == {"/granted/person", "/price"}
    assert override["granted"]["by"] == approval["by"] == "portfolio_board"
    assert override["needs"] == OVERRIDE["needs"], "where nobody is named there is nothing to mask"


def test_opened_they_are_what_they_were() -> None:
    masked, openings = mask_records(RECORDS, secret=SECRET)

    assert open_records(masked, openings) == RECORDS
    assert open_records(masked, ()) == masked
    assert open_records(RECORDS, openings) == RECORDS


def test_what_has_no_opening_stays_closed() -> None:
    masked, openings = mask_records(RECORDS, secret=SECRET)
    names = [one for one in openings if is_name(RECORDS[one.n]["kind"], one.path)]
    prices = [one for one in openings if one not in names]

    _, override, approval = open_records(masked, prices)

    assert override["price"] == OVERRIDE["price"]
    assert closed_fields(override) == ("/granted/person",)
    assert closed_fields(approval) == ("/person",)
    assert {name.value for name in names} == {"A. Person"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_masked_field_has_a_known_path(kind: str) -> None:
    assert bool(masked_paths(kind)) == (kind in {"override", "approval", "outcome", "design"})


def test_a_name_in_the_open_is_told_and_so_is_a_mask_where_none_belongs() -> None:
    masked, _ = mask_records(RECORDS, secret=SECRET)
    hiding = {**masked[2], "decided": masked[2]["person"]}

    assert [len(commitments(one)) for one in masked] == [0, 2, 1]
    with pytest.raises(ValueError, match="`/person` stands there for everybody to read"):
        commitments(APPROVAL)
    with pytest.raises(ValueError, match="`/decided` is masked, and everybody may read it"):
        commitments(hiding)


def test_a_closed_name_is_like_any_name_and_no_name_is_not_like_one() -> None:
    masked, _ = mask_records(RECORDS, secret=SECRET)

    assert closed_alike(APPROVAL, masked[2]) == masked[2]
    assert closed_alike(OVERRIDE, masked[1]) == masked[1]
    named_by_nobody = {**APPROVAL, "person": None}
    assert closed_alike(named_by_nobody, masked[2]) == named_by_nobody
    assert closed_alike(APPROVAL, APPROVAL) == APPROVAL
    assert closed_alike({**OVERRIDE, "price": None}, masked[1])["price"] == masked[1]["price"]
