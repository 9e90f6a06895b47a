"""Every code has a section in the docs, and its examples are accepted and refused as it says."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from asp_decide.diagnostics import Diagnostic
from asp_decide.errors import InvalidInputError
from asp_decide.policy.adequacy.coverage import coverage_of
from asp_decide.policy.lint.lint import Lint
from asp_decide.policy.written.codes import NAMES, NOTES, OF_CELLS, SENTENCES, WARNINGS
from asp_decide.runs.authoring.lint_run import lint_run
from asp_decide.runs.instruments import reference_judge
from asp_decide.runs.investing.plan_run import PlanOrder, plan_run
from asp_decide.yaml_mends import REFUSALS
from case_builders import CASES_HEAD, cases_beside, mutated, results_of
from policy_builders import AS_OF, GOOD, HEAD, OVERLAY, REGISTER, a_policy_set, read_all
from source_tree import PROJECT
from workspace_builders import AS_OF as RUN_DAY
from workspace_builders import a_workspace, opened

PAGE = (PROJECT / "docs" / "codes" / "policy.md").read_text(encoding="utf-8")
WITHOUT_EXAMPLE = {"P002", "P003"}
"""What cannot be shown: a character that nobody sees, and a file that nobody would read."""

OF_CASES = {"P026", "P117", "P118"}
"""What is told of cases, and not of the policies beside them."""

OF_PLANS = {"P110", "P119"}
"""What the newest plan shows."""

RULE = """\
decisions:
  validation: {order: [stop, redirect, pause, continue], otherwise: review}
rules:
  - id: STOP-02
    title: Stop what is worth more stopped
    decide: stop
    at: validation
    when: {gain_from_stopping: above 25_000 EUR}
    missing: review
    enforce: mandatory
    owner: portfolio_manager
    because: The capacity is now worth more elsewhere.
    message: "{initiative}"
"""
"""The rule beside which the examples of cases stand."""

PULL = """\
decisions:
  pull: {order: [wait, pull], otherwise: wait}
rules:
  - id: PULL-02
    title: Pull where there is a free place
    decide: pull
    at: pull
    when: {free_slots: at least 1 slot}
    missing: review
    enforce: advisory
    owner: product_manager
    because: Work enters when capacity calls for it.
    message: "{feature}"
"""
"""A rule of the delivery layer."""


LATER = (
    OVERLAY.replace("overlay: payments", "overlay: payments-2027")
    .replace("from: 2026-10-01, until: 2027-03-31", "from: 2027-04-01")
    .replace("on: 2026-09-20", "on: 2027-03-20")
)
FILES = {
    "portfolio/sample": GOOD,
    "overlays/payments": OVERLAY,
    "overlays/payments-2027": LATER,
    "exceptions": REGISTER,
}
"""The files in which the examples stand: all of them together are sound."""


OF_FACTS = {"P107"}
"""What the facts of a workspace make of policies."""

NEITHER = OF_FACTS | WITHOUT_EXAMPLE | OF_CASES | OF_CELLS | OF_PLANS
"""What is not told of the files alone, as they are read."""


class Section(NamedTuple):
    code: str
    name: str
    text: str

    @property
    def examples(self) -> tuple[str, ...]:
        return tuple(re.findall(r"```yaml\n(.*?)\n```", self.text, re.DOTALL))


SECTIONS = tuple(
    Section(code, name, text)
    for code, name, text in re.findall(
        r"^## (P\d{3}) (\S+)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE
    )
)


def test_every_code_has_its_section_in_order() -> None:
    assert [(section.code, section.name) for section in SECTIONS] == list(NAMES.items())


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.code)
def test_a_section_says_what_to_avoid_what_to_prefer_and_why(section: Section) -> None:
    said = SENTENCES[section.code]
    assert f"{said[0].upper()}{said[1:]}." in section.text
    assert "\nWhy: " in section.text
    if section.code not in WITHOUT_EXAMPLE:
        assert re.search(r"^Avoid$.*^Prefer$", section.text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    "section",
    [section for section in SECTIONS if section.code not in NEITHER],
    ids=lambda section: section.code,
)
def test_what_is_to_be_avoided_is_told_by_its_code(section: Section, tmp_path: Path) -> None:
    avoid, prefer = section.examples
    file = next(name for name, text in FILES.items() if stands_in(text, prefer))
    texts = {"portfolio/sample": GOOD} if file == "portfolio/sample" else dict(FILES)
    texts[file] = exchanged(texts[file], prefer, avoid)

    told = read_all(tmp_path, texts).diagnostics

    assert {diagnostic.code for diagnostic in told} == {section.code}
    level = "warning" if section.code in WARNINGS else "error"
    level = "note" if section.code in NOTES else level
    assert {diagnostic.level for diagnostic in told} == {level}


@pytest.mark.parametrize(
    "section", [s for s in SECTIONS if s.code in OF_CASES], ids=lambda section: section.code
)
def test_cases_to_be_avoided_are_told_by_their_code(section: Section, tmp_path: Path) -> None:
    avoided, preferred = (lacking(tmp_path, section.code, text) for text in section.examples)

    assert {diagnostic.code for diagnostic in avoided} == {section.code}
    level = "warning" if section.code in WARNINGS else "error"
    assert {diagnostic.level for diagnostic in avoided} == {level}
    assert preferred == []


@pytest.mark.parametrize(
    "section", [s for s in SECTIONS if s.code in OF_CELLS], ids=lambda section: section.code
)
def test_what_is_found_in_some_case_is_told_by_its_code(section: Section, tmp_path: Path) -> None:
    avoided, preferred = (in_all_cases(tmp_path, text) for text in section.examples)

    level = "warning" if section.code in WARNINGS else "note" if section.code in NOTES else "error"
    assert {one.level for one in avoided if one.code == section.code} == {level}
    assert section.code not in {one.code for one in preferred}


def test_a_floor_of_nothing_asks_nothing_of_an_empty_plan(tmp_path: Path) -> None:
    (floor,) = (s.examples[0] for s in SECTIONS if s.code == "P109")
    nothing, something = (
        {one.code for one in in_all_cases(tmp_path, floor.replace("5 %", share))}
        for share in ("0 %", "0.1 %")
    )

    assert "P109" not in nothing
    assert "P109" in something


@pytest.mark.parametrize(
    "section", [s for s in SECTIONS if s.code in OF_PLANS], ids=lambda section: section.code
)
def test_what_the_newest_plan_shows_is_told_by_its_code(section: Section, tmp_path: Path) -> None:
    avoided, preferred = (
        shown_by_a_plan(tmp_path / str(n), text) for n, text in enumerate(section.examples)
    )

    level = "note" if section.code in NOTES else "warning"
    assert [(one.code, one.level) for one in avoided] == [(section.code, level)]
    assert preferred == []


@pytest.mark.parametrize(
    "section", [s for s in SECTIONS if s.code in OF_FACTS], ids=lambda section: section.code
)
def test_what_facts_make_of_a_policy_is_told_by_its_code(section: Section, tmp_path: Path) -> None:
    avoided, preferred = (
        told_on_facts(a_workspace(tmp_path / str(n)), text)
        for n, text in enumerate(section.examples)
    )

    assert {(one.code, one.level) for one in avoided} == {(section.code, "warning")}
    assert preferred == []


def told_on_facts(folder: Path, example: str) -> list[Diagnostic]:
    """What lint tells of the rule of an example in the small workspace that ships."""
    file = folder / "policies" / "portfolio" / "sample.yaml"
    file.write_text(HEAD + "rules:\n" + whole(example), encoding="utf-8")
    found = lint_run(folder, as_of=RUN_DAY).diagnostics
    return [one for one in found if one.place.file.endswith("portfolio/sample.yaml")]


def shown_by_a_plan(folder: Path, example: str) -> list[Diagnostic]:
    """What lint tells of an example after a plan with the small workspace that ships."""
    a_workspace(folder)
    file = folder / "policies" / "portfolio" / "sample.yaml"
    file.write_text(HEAD + "rules:\n" + whole(example), encoding="utf-8")
    order = PlanOrder(as_of=RUN_DAY, engine="reference", budget="quick")
    plan_run(opened(folder), order, output=None, progress=lambda _: None)
    found = lint_run(folder, as_of=RUN_DAY).diagnostics
    return [one for one in found if one.code in OF_PLANS]


POINTS = """\
measures:
  bold: {share_of: capacity, where: {horizon: H3}, basis: available, unit: "%"}
  bold_of_all: {share_of: capacity, where: {horizon: H3}, basis: allocated, unit: "%"}
decisions:
  validation: {order: [stop, redirect, pause, continue], otherwise: review}
  gate_2: {order: [return, decline, fund_tranche, fund], otherwise: plan}
rules:
"""
PROSE = "title: A rule, owner: finance, because: It is an example of the page., message: told"
REST = {
    "decide": "at: validation, missing: review, enforce: mandatory",
    "require": "at: gate_2, before: [fund], else: return, enforce: mandatory",
    "table": "for_each: initiative, missing: review",
    "guardrail": "enforce: mandatory",
    "limit": "enforce: mandatory",
    "escalate": "to: [{role: portfolio_board, within: 14 days}]",
}
"""What the examples leave out, by the kind of their rules."""


def whole(example: str) -> str:
    """The rules of an example with what it leaves out."""
    rules = []
    for line in example.split("\n"):
        rest = next(text for kind, text in REST.items() if f" {kind}: " in line)
        rules.append(f"  {line.removesuffix('}')}, {rest}, {PROSE}}}\n")
    return "".join(rules)


def in_all_cases(folder: Path, example: str) -> tuple[Diagnostic, ...]:
    policies = a_policy_set(folder, POINTS + whole(example))
    return Lint.by(reference_judge("EUR"), currency="EUR").of_set(policies, as_of=AS_OF)


def lacking(folder: Path, code: str, example: str) -> list[Diagnostic]:
    if code == "P026":
        return not_read(folder, example)
    tests = CASES_HEAD + "cases:\n" + indented(example, 2)
    cases = cases_beside(folder, {"portfolio/sample": HEAD + RULE}, tests, "portfolio/sample")
    if code == "P117":
        return [p.as_diagnostic() for p in coverage_of(cases, results_of(cases)).missing]
    return [one.as_diagnostic() for one in mutated(cases).survivors]


def not_read(folder: Path, example: str) -> list[Diagnostic]:
    """What is told of a case beside a policy of the delivery layer."""
    head = CASES_HEAD.replace("portfolio/sample", "delivery/sample")
    of_delivery = HEAD.replace("portfolio/sample", "delivery/sample")
    files = {
        "portfolio/sample": HEAD + RULE,
        "delivery/sample": of_delivery.replace("layer: portfolio", "layer: delivery") + PULL,
    }
    try:
        cases_beside(folder, files, f"{head}cases:\n{indented(example, 2)}", "delivery/sample")
    except InvalidInputError as refused:
        return list(refused.diagnostics)
    return []


def test_the_codes_of_the_yaml_reader_are_ours_too() -> None:
    read = {f"P{number:03}": name for number, (name, _) in REFUSALS.items()}

    assert {code: NAMES[code] for code in read} == read


def stands_in(text: str, lines: str) -> bool:
    try:
        exchanged(text, lines, lines)
    except AssertionError:
        return False
    return True


def exchanged(text: str, old: str, new: str) -> str:
    """The text with some of its lines replaced, at the indentation at which they stand."""
    for indent in range(12):
        stands = indented(old, indent)
        if f"\n{stands}\n" in text:
            return text.replace(f"\n{stands}\n", f"\n{indented(new, indent)}\n", 1)
        first = stands.replace(" " * indent, " " * (indent - 2) + "- ", 1) if indent >= 2 else ""
        if first and f"\n{first}\n" in text:
            changed = indented(new, indent).replace(" " * indent, " " * (indent - 2) + "- ", 1)
            return text.replace(f"\n{first}\n", f"\n{changed}\n", 1)
    raise AssertionError(f"the sample has no lines `{old}`")


def indented(text: str, indent: int) -> str:
    return "\n".join(
        " " * indent + line if line not in {"---", "a: b"} else line for line in text.split("\n")
    )
