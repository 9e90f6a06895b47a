"""Check 2: what should be on record and is not, and what came before."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from asp_decide.audit.check import Check
from asp_decide.audit.verification import verify
from asp_decide.canonical import canonical_json
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.log import Ledger
from asp_decide.model.plan import Decision, Plan
from asp_decide.model.snapshot import facts_digest
from audit_builders import (
    World,
    a_bundle,
    a_world,
    hashed_anew,
    record_run,
    records_of,
    rehashed,
    with_evidence,
)
from builders import an_outcome

WORLD = a_world()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("ledger"))


def _after(folder: Path, *earlier: Decision) -> Check:
    """Check 2 of a run that follows one with these decisions beside its own."""
    decisions = (*WORLD.plan.decisions, *earlier)
    with Ledger(folder / "ledger.sqlite") as ledger:
        record_run(ledger, a_world("2026Q4", decisions=decisions))
        bundle = record_run(ledger, WORLD)
    return verify(bundle, WORLD.reading).checks[1]


def _with_decisions(bundle: Bundle, *decisions: Decision) -> Check:
    plan: Plan = WORLD.plan.model_copy(update={"decisions": decisions})
    forged = with_evidence(bundle, plan=canonical_json(plan.model_dump(mode="json")))
    return verify(forged, WORLD.reading).checks[1]


def _ninth(decision: str) -> Decision:
    return WORLD.plan.decisions[1].model_copy(update={"initiative": "INI-9", "decision": decision})


@pytest.mark.parametrize("decision", ["wait", "continue", "review", "fund"])
def test_an_initiative_that_quietly_vanished_since_the_last_run_is_missed(
    tmp_path: Path, decision: str
) -> None:
    found = _after(tmp_path, _ninth(decision))

    assert (found.verdict, found.at) == ("FAIL", "records.jsonl:1")
    assert found.told == "`INI-9` was there in the run before and is in no fact"


@pytest.mark.parametrize("decision", ["stop", "reject", "decline", "supersede", "confirmed"])
def test_an_initiative_that_ended_may_leave_the_facts(tmp_path: Path, decision: str) -> None:
    found = _after(tmp_path, _ninth(decision))

    assert found.verdict == "PASS"
    assert found.told.endswith("4 earlier initiatives accounted for")


def test_the_first_run_of_a_log_is_number_one_and_has_nobody_before_it(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        first = record_run(ledger, WORLD)
    records = records_of(first)
    records[0]["number"] = records[-1]["number"] = 2

    assert verify(first, WORLD.reading).checks[1].verdict == "PASS"
    assert verify(rehashed(first, records), WORLD.reading).checks[1].told == (
        "the first run of a log is numbered `2`"
    )


def test_a_run_dropped_between_two_is_seen_by_their_numbers(bundle: Bundle) -> None:
    records = records_of(bundle)
    records[0]["number"] = records[-1]["number"] = 3

    found = verify(rehashed(bundle, records), WORLD.reading).checks[1]

    assert (found.at, found.told) == ("records.jsonl:1", "run 3 does not follow run 1")


def test_another_run_named_as_the_one_before_is_seen(bundle: Bundle) -> None:
    records = records_of(bundle)
    records[0]["previous"]["run"] = "2026Q3"

    found = verify(rehashed(bundle, records), WORLD.reading).checks[1]

    assert (found.at, found.told) == ("log.json", "the run before is `2026Q4`, not `2026Q3`")


def test_an_open_initiative_without_a_decision_is_seen(bundle: Bundle) -> None:
    found = _with_decisions(bundle, *WORLD.plan.decisions[:2])

    assert (found.verdict, found.at) == ("FAIL", "plan.json")
    assert found.told == "it decides nothing about the open initiative `INI-3`"


def test_a_decision_about_somebody_unknown_or_twice_is_seen(bundle: Bundle) -> None:
    stranger = _with_decisions(bundle, *WORLD.plan.decisions, _ninth("wait"))
    twice = _with_decisions(bundle, *WORLD.plan.decisions, WORLD.plan.decisions[0])

    assert stranger.told == "it decides about `INI-9`, which is not open"
    assert twice.told == "it decides about one initiative twice"


def test_a_record_out_of_number_is_seen(bundle: Bundle) -> None:
    records = records_of(bundle)
    records[5]["n"] = 6

    found = verify(hashed_anew(bundle, records), WORLD.reading).checks[1]

    assert (found.at, found.told) == ("records.jsonl:6", "it is numbered 6, and is record 5")


def _with_a_verdict(run: str) -> World:
    """The run whose facts know what became of INI-3."""
    judged = an_outcome(
        "INI-3",
        quantity="success",
        method="before_after",
        verdict="partly",
        verdict_on=date(2026, 12, 20),
        verdict_by="portfolio_manager A. Judge",
    )
    world = a_world(run)
    snapshot = world.reading.snapshot.model_copy(update={"outcomes": (judged,)})
    of = world.plan.run.model_copy(update={"facts": facts_digest(snapshot)})
    return replace(
        world,
        reading=replace(world.reading, snapshot=snapshot),
        plan=world.plan.model_copy(update={"run": of}),
    )


def test_the_record_of_a_verdict_that_vanished_is_missed(tmp_path: Path) -> None:
    world = _with_a_verdict("2027Q1")
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        record_run(ledger, a_world("2026Q4"))
        bundle = record_run(ledger, world)
    records = records_of(bundle)
    forged = rehashed(bundle, [one for one in records if one["kind"] != "outcome"])
    found = verify(forged, world.reading).checks[1]

    assert verify(bundle, world.reading).checks[1].verdict == "PASS"
    assert found.verdict == "FAIL"
    assert found.told.startswith("there is no record of outcome INI-3")


def test_a_verdict_of_the_run_before_that_no_fact_knows_any_more_is_missed(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        record_run(ledger, _with_a_verdict("2026Q4"))
        bundle = record_run(ledger, WORLD)
    found = verify(bundle, WORLD.reading).checks[1]

    assert (found.verdict, found.at) == ("FAIL", f"records.jsonl:{len(records_of(bundle))}")
    assert found.told == "the verdict on `INI-3` of the run before is in no fact"
