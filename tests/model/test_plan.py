"""A plan is approved by the digest of its bytes, so its bytes must be one thing."""

import json

from asp_decide.canonical import bytes_digest
from asp_decide.model.plan import Plan, plan_bytes, plan_digest
from plan_builders import a_board_plan, a_decision, a_plan


def test_a_plan_that_is_read_back_has_the_same_bytes() -> None:
    body = plan_bytes(a_board_plan())

    assert plan_bytes(Plan.model_validate(json.loads(body))) == body


def test_a_plan_is_known_by_the_digest_of_its_file() -> None:
    plan = a_board_plan()

    assert plan_digest(plan) == bytes_digest(plan_bytes(plan))
    assert plan_digest(plan) != plan_digest(a_plan([a_decision()]))


def test_a_plan_can_be_read_by_people() -> None:
    body = plan_bytes(a_plan([a_decision(name="Überweisung")])).decode()

    assert '"name": "Überweisung"' in body
    assert body.endswith("}\n")
