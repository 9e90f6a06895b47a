"""What the page on the language shows is read, judged and generated: it cannot say otherwise."""

import re
from datetime import date
from pathlib import Path

import pytest

from asp_decide.clauses.clause import LimitClause
from asp_decide.errors import unwrap
from asp_decide.model.by_layer import LAYERS
from asp_decide.model.catalogue import Catalogue
from asp_decide.model.decision_point import DECISION_POINTS
from asp_decide.model.quantity import CURRENCY
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Layer
from asp_decide.policy.cases.case_run import run_cases
from asp_decide.policy.cases.cases import read_cases
from asp_decide.policy.policy_reader import read_policies, read_policy_sets
from asp_decide.policy.written.rule_kinds import KINDS
from asp_decide.policy.written.vocabulary import CATALOGUES, Spec
from asp_decide.rules.precedence import prevailing
from asp_decide.rules.reference_evaluator import ReferenceEvaluator
from asp_decide.runs.authoring.plan_case import plan_case
from policy_builders import HEAD, of_portfolio, write_policies
from source_tree import PROJECT

PAGE = (PROJECT / "docs" / "policy-language.md").read_text(encoding="utf-8")
BLOCKS = tuple(re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))

CONCLUSION = """\
  - id: SHOW-0{number}
    title: A condition of the page
    derive: shown_{number}
    for_each: initiative
    owner: finance
    because: The page shows it.
    message: "{{initiative}}"
"""


def beginning(*words: str) -> list[str]:
    return [block for block in BLOCKS if block.lstrip().startswith(words)]


def the_page_as_policies() -> dict[str, str]:
    """Whole files as they are; sections, rules and conditions put together into one more."""
    (queues,) = beginning("asp: policy/v1")
    sections = "".join(beginning("parameters:", "measures:", "decisions:"))
    rules = "".join(block.rstrip("\n") + "\n" for block in beginning("- id:"))
    conditions = "".join(
        CONCLUSION.format(number=number) + "".join(f"    {line}\n" for line in block.splitlines())
        for number, block in enumerate(beginning("when:"), start=1)
    )
    body = sections + "rules:\n" + rules + conditions
    head = HEAD.replace("sample", "page").replace("2026-01-01", "2026-10-01")
    return {"portfolio/queues": queues, "portfolio/page": head + body}


def test_every_block_of_the_page_is_of_a_kind_that_is_read_here() -> None:
    read = beginning(
        "asp:", "parameters:", "measures:", "decisions:", "- id:", "when:", "- name:", "equivalent:"
    )

    assert len(BLOCKS) == len(read) > 12


def test_every_policy_of_the_page_is_accepted(tmp_path: Path) -> None:
    folder = write_policies(tmp_path, the_page_as_policies())

    read = of_portfolio(read_policies(folder, as_of=date(2027, 1, 4), currency="EUR", roles=ROLES))

    assert not read.errors, "\n".join(str(told) for told in read.errors)
    rules = {clause.heading.rule for clause in unwrap(read).clauses}
    assert rules >= {"WIP-01", "GRD-01", "STOP-01", "GATE-21", "REQ-03", "BRK-01", "SHOW-01"}


def test_the_overlay_of_the_page_tightens_its_first_policy(tmp_path: Path) -> None:
    (overlay,) = beginning("asp: overlay/v1")
    texts = the_page_as_policies() | {"overlays/payments": overlay}
    folder = write_policies(tmp_path, texts)

    read = unwrap(
        read_policies(folder, as_of=date(2027, 1, 4), currency="EUR", roles=ROLES)
    ).portfolio

    clause = read.clause("WIP-01")
    assert isinstance(clause, LimitClause)
    assert [(one.subject.id, str(one.limit)) for one in clause.own_limits] == [("payments", "4")]
    assert clause.at_most == 5


def test_the_register_of_the_page_is_allowed_by_its_rules(tmp_path: Path) -> None:
    (register,) = beginning("asp: exceptions/v1")
    folder = write_policies(tmp_path, the_page_as_policies() | {"exceptions": register})

    read = read_policies(folder, as_of=date(2027, 1, 4), currency="EUR", roles=ROLES)

    assert not read.errors, "\n".join(str(told) for told in read.errors)
    assert [one.id for one in unwrap(read).portfolio.exemptions] == ["EX-2026-014", "EX-2026-015"]


def test_the_page_shows_a_rule_of_each_kind() -> None:
    for kind in KINDS:
        assert any(re.search(rf"^\s+{kind}: ", block, re.MULTILINE) for block in BLOCKS), kind


def test_the_cases_of_the_page_come_out_as_stated(tmp_path: Path) -> None:
    (queues,), (tests,) = beginning("asp: policy/v1"), beginning("asp: tests/v1")
    folder = write_policies(tmp_path, {"portfolio/queues": queues})
    path = folder / "portfolio" / "queues.tests.yaml"
    path.write_text("\n".join((tests, *beginning("- name:"))), encoding="utf-8")
    policies = unwrap(read_policy_sets(folder, currency="EUR", roles=ROLES))

    results = run_cases(
        unwrap(read_cases(path, policies)),
        lambda compiled, subjects: (
            findings := ReferenceEvaluator().findings(compiled, subjects, currency="EUR"),
            prevailing(compiled, findings, subjects),
        ),
        plan_case,
    )

    assert len(results) == 3
    assert all(result.passed for result in results)


@pytest.mark.parametrize("catalogue", tuple(CATALOGUES), ids=lambda one: one.layer)
def test_the_page_lists_every_name_of_the_catalogue(catalogue: Catalogue) -> None:
    assert names_in_words(catalogue) in PAGE


@pytest.mark.parametrize("layer", LAYERS)
def test_the_page_lists_every_decision_point(layer: Layer) -> None:
    assert points_in_words(layer) in PAGE


@pytest.mark.parametrize("catalogue", tuple(CATALOGUES), ids=lambda one: one.layer)
def test_the_page_lists_every_link(catalogue: Catalogue) -> None:
    assert f"Links: {links_in_words(catalogue)}." in PAGE


def names_in_words(catalogue: Catalogue) -> str:
    lines = ["| subject | name | words or unit | |", "|---|---|---|---|"]
    every: tuple[Spec, ...] = (*catalogue.attributes, *catalogue.fields, *catalogue.measures)
    for subject in dict.fromkeys(spec.subject for spec in every):
        told = [
            (a.name, ", ".join(a.words) + _by(a.published_by), a.meaning)
            for a in catalogue.attributes
            if a.subject == subject
        ]
        told += [
            (f.name, "known, missing", f.meaning) for f in catalogue.fields if f.subject == subject
        ]
        for m in (m for m in catalogue.measures if m.subject == subject):
            marks = (", with a history" if m.history else "") + (", planned" if m.planned else "")
            unit = m.unit.replace(CURRENCY, "EUR")
            told.append((m.name, unit + marks + _by(m.published_by), m.meaning))
        lines += [f"| {subject} | `{name}` | {of} | {means} |" for name, of, means in told]
    return "\n".join(lines)


def _by(layer: Layer | None) -> str:
    return f", published by the {layer} layer" if layer else ""


def points_in_words(layer: Layer) -> str:
    lines = ["| point | asked of | answers | `otherwise` |", "|---|---|---|---|"]
    for point in (point for point in DECISION_POINTS if point.layer == layer):
        states = f" in {', '.join(point.states)}" if point.states else ""
        asks = f", with `{point.asks_for}: {point.asks_word}`" if point.asks_for else ""
        lines.append(
            f"| `{point.name}` | {point.subject}{states}{asks} "
            f"| {', '.join(point.answers)} | {', '.join(point.otherwise)} |"
        )
    return "\n".join(lines)


def links_in_words(catalogue: Catalogue) -> str:
    told = []
    for source in dict.fromkeys(link.source for link in catalogue.links):
        ways = (
            f"`{link.name}`" + (f" (of kind {link.target})" if link.target != link.name else "")
            for link in catalogue.links
            if link.source == source
        )
        told.append(f"from {source} to {', '.join(ways)}")
    return "; ".join(told)
