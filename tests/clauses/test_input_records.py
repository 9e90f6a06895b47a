"""Each value that a rule looked at leads to the rows, files and records that it was read from."""

from dataclasses import replace
from datetime import date
from typing import Any

from asp_decide.clauses.bounded import Scope
from asp_decide.clauses.clause import Clause, CompiledPolicies, DeriveClause
from asp_decide.clauses.condition import Comparison, Condition, HoldsTest, KnownTest, Linked
from asp_decide.clauses.input_records import Inputs
from asp_decide.clauses.rows_of_facts import FactRows
from asp_decide.model.fact_row import FactRow, Origin
from asp_decide.model.finding import Finding, Seen, Truth
from asp_decide.model.ids import RuleId
from asp_decide.model.subject import SubjectKey
from audit_builders import a_world
from builders import a_snapshot, an_initiative

ONE, TWO, THREE = (SubjectKey("initiative", f"INI-{n}") for n in (1, 2, 3))
CASE = Origin("business case, version 3", date(2026, 9, 28))
ROWS = {
    "initiatives/INI-1": FactRow("initiatives", (ONE,), (CASE,)),
    "initiatives/INI-2": FactRow("initiatives", (TWO,)),
    "options/INI-1/whole": FactRow("options", (ONE,)),
    "options/INI-2/whole": FactRow("options", (TWO,), (Origin("estimate of May"), CASE)),
    "dependencies/INI-1/INI-2": FactRow("dependencies", (ONE, TWO)),
    "outcomes/INI-1/value/2026Q3": FactRow("outcomes", (ONE,)),
    "themes/THE-1": FactRow("themes", (SubjectKey("theme", "THE-1"),), (Origin("strategy"),)),
}


def inputs_of(*clauses: Clause, finding: Finding, records: dict[int, Finding]) -> list[Any]:
    """The inputs of a finding of these rules, beside the findings with these numbers."""
    snapshot = a_snapshot([an_initiative("INI-1", theme_ids=("THE-1",)), an_initiative("INI-2")])
    rows = FactRows.of(snapshot.model_copy(update={"rows": ROWS}))
    policies = CompiledPolicies(clauses, {}, "")
    return Inputs.of(policies, records.items(), rows).of_finding(finding)


def rule(when: Condition, name: str = "ready", id_: str = "DRV-01") -> DeriveClause:
    (other, *_) = a_world().reading.policies.clauses
    heading = replace(other.heading, rule=RuleId(id_))
    return DeriveClause(heading, name, Scope("initiative"), when)


def known(name: str, key: str = "DRV-01/1") -> Comparison:
    return Comparison(key, "initiative", "measure", name, KnownTest(known=True), "known")


def found(*names: str, via: tuple[SubjectKey, ...] = ()) -> Finding:
    seen = (Seen(f"DRV-01/{k}", n, "known", Truth.TRUE, via=via) for k, n in enumerate(names, 1))
    return Finding(RuleId("DRV-01"), ONE, "holds", tuple(seen))


def test_a_value_leads_to_the_rows_about_its_subject_with_what_their_owner_wrote() -> None:
    clause = rule(known("remaining_effort"))

    assert inputs_of(clause, finding=found("remaining_effort"), records={}) == [
        {
            "row": "initiatives/INI-1",
            "k": [1],
            "origins": [{"source": "business case, version 3", "noted_on": "2026-09-28"}],
        },
        {"row": "options/INI-1/whole", "k": [1]},
    ]


def test_what_stands_after_it_counts_where_that_makes_its_worth() -> None:
    read = inputs_of(rule(known("net_value_whole")), finding=found("net_value_whole"), records={})

    assert [one["row"] for one in read if "row" in one] == [
        "dependencies/INI-1/INI-2",
        "initiatives/INI-1",
        "initiatives/INI-2",
        "options/INI-1/whole",
        "options/INI-2/whole",
    ]
    assert read[-2:] == [{"table": "capacity", "k": [1]}, {"file": "certificate.json", "k": [1]}]
    assert len(read[4]["origins"]) == 2


def test_a_theme_that_it_names_and_rows_of_anybody_are_told_apart() -> None:
    clause = rule(known("relevance"))
    (own, theme) = inputs_of(clause, finding=found("relevance"), records={})
    group = inputs_of(rule(known("linked_outlay")), finding=found("linked_outlay"), records={})

    assert (own["row"], theme["row"]) == ("initiatives/INI-1", "themes/THE-1")
    tables = [one["table"] for one in group if "table" in one]
    assert tables == ["evidence", "initiatives", "options"]


def test_a_ratio_is_read_from_both_its_parts() -> None:
    ratio = replace(
        known("value_realisation"), what="ratio", ratio_of=("value_realised", "remaining_effort")
    )
    read = inputs_of(rule(ratio), finding=found("value_realisation"), records={})

    assert [one["row"].split("/")[0] for one in read] == ["initiatives", "options", "outcomes"]


def test_along_a_link_it_leads_to_the_link_and_to_what_was_looked_at_there() -> None:
    clause = rule(Linked("some", "successor", known("remaining_effort")))
    read = inputs_of(clause, finding=found("remaining_effort", via=(TWO,)), records={})

    assert [one["row"] for one in read] == [
        "dependencies/INI-1/INI-2",
        "initiatives/INI-2",
        "options/INI-2/whole",
    ]


def test_a_conclusion_leads_to_the_record_that_drew_it() -> None:
    asks = Comparison("DRV-01/1", "initiative", "conclusion", "urgent", HoldsTest(holds=True), "")
    draws = rule(known("remaining_effort", "DRV-02/1"), name="urgent", id_="DRV-02")
    drawn = {
        17: Finding(RuleId("DRV-02"), ONE, "holds"),
        18: Finding(RuleId("DRV-02"), TWO, "holds"),
    }

    assert inputs_of(rule(asks), draws, finding=found("urgent"), records=drawn) == [
        {"record": 17, "k": [1]}
    ]


def test_a_rule_without_a_subject_has_read_nothing() -> None:
    nobody = Finding(RuleId("DRV-01"), None, "does_not_hold")

    assert inputs_of(rule(known("remaining_effort")), finding=nobody, records={}) == []
