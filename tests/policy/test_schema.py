"""What an editor underlines is what loading refuses: schema and loader agree on broken policies."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from asp_decide.errors import unwrap
from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Layer
from asp_decide.policy.policy_reader import read_policy_sets
from asp_decide.policy.schema.schema import overlay_schema, policy_schema
from asp_decide.runs.opening.templates import default_policies
from command_line import asp
from policy_builders import GOOD, write_policies
from policy_slips import SLIPS, Slip
from workspace_builders import a_workspace
from yaml_as_editors_read_it import as_an_editor_reads

NOT_SAID = {
    "P002": "which characters can be seen",
    "P004": "that a file is one document",
    "P005": "that nothing is shared",
    "P006": "that nothing is tagged",
    "P007": "that a key stands once: a reader of JSON has lost the first",
    "P009": "where a text was meant to end",
    "P013": "how many columns a row has",
    "P014": "how deep a condition goes",
    "P015": "in how many ways it comes true",
    "P016": "that a window has no more intervals than it looks back",
    "P017": "which of two days comes first",
    "P019": "which of two amounts is the smaller",
    "P020": "where the file lies",
    "P022": "that the members of a measure can be in a group",
    "P023": "that a part of a ratio exists",
    "P024": "that a name is declared once",
    "P025": "which points other files order",
    "P027": "of which kind a measure is that the same file defines",
    "P032": "in which direction a parameter is used",
    "P033": "what follows from what",
    "P041": "that two roles differ",
    "P042": "that two roles differ",
    "P108": "the unit of a measure that the same file defines",
    "P111": "which names a message knows",
    "P113": "on which day a value is needed",
}
"""What a schema cannot say, by the code of what then is refused."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Draft202012Validator:
    """The schema of a workspace whose one policy is the good one."""
    folder = write_policies(tmp_path_factory.mktemp("schema"), {"portfolio/sample": GOOD})
    policies = unwrap(read_policy_sets(folder, currency="EUR", roles=ROLES)).portfolio
    schema = policy_schema(policies)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_good_policy_is_valid(sample: Draft202012Validator) -> None:
    assert [error.message for error in sample.iter_errors(as_an_editor_reads(GOOD))] == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.wrong)
def test_the_schema_underlines_every_slip_that_a_schema_can_say(
    slip: Slip, sample: Draft202012Validator
) -> None:
    """Every slip is refused by loading (`test_slips`); here, by the editor too, or it says why not."""
    written = as_an_editor_reads(GOOD.replace(slip.old, slip.new, 1))
    if written is None:
        return  # no YAML at all: the editor says so without any schema

    if sample.is_valid(written):
        assert slip.code in NOT_SAID, f"a schema could say this: {slip.wrong}"


def test_no_code_is_excused_that_no_slip_needs(sample: Draft202012Validator) -> None:
    unseen = {
        slip.code
        for slip in SLIPS
        if (written := as_an_editor_reads(GOOD.replace(slip.old, slip.new, 1))) is not None
        and sample.is_valid(written)
    }

    assert unseen == set(NOT_SAID)


@pytest.mark.parametrize("layer", ["portfolio", "delivery"])
def test_the_pack_that_ships_is_valid(layer: Layer) -> None:
    folder = default_policies()
    policies = unwrap(read_policy_sets(folder, currency="EUR", roles=ROLES)).of(layer)
    validator = Draft202012Validator(policy_schema(policies))

    files = [p for p in sorted((folder / layer).glob("*.yaml")) if ".tests." not in p.name]

    assert files
    for path in files:
        errors = [
            error.message
            for error in validator.iter_errors(as_an_editor_reads(path.read_text("utf-8")))
        ]
        assert errors == [], path.name


def test_a_mistake_is_told_of_the_kind_that_was_meant(sample: Draft202012Validator) -> None:
    """The branch is chosen first, so no editor lists the keys of all kinds."""
    written = as_an_editor_reads(GOOD.replace("missing: review", "missing: perhaps", 1))

    (error,) = sample.iter_errors(written)

    assert list(error.absolute_path)[-1] == "missing"
    assert "perhaps" in error.message


def test_an_overlay_may_set_what_may_be_set_in_its_own_unit(tmp_path: Path) -> None:
    folder = write_policies(tmp_path, {"portfolio/sample": GOOD})
    policies = unwrap(read_policy_sets(folder, currency="EUR", roles=ROLES)).portfolio
    validator = Draft202012Validator(overlay_schema([policies]))
    overlay = {
        "asp": "overlay/v1",
        "overlay": "payments",
        "layer": "portfolio",
        "for": {"value_stream": "payments"},
        "owner": "value_stream_owner",
        "approved": {"by": "portfolio_manager", "on": "2026-09-20"},
        "effective": {"from": "2026-10-01", "until": "2027-03-31"},
        "because": "Two teams were merged; fewer parallel starts until they are stable.",
        "set": {"wip_limit": "4 initiatives"},
    }

    assert validator.is_valid(overlay)
    for wrong in ({"wip_limit": "4 weeks"}, {"hurdle": "4 EUR/week/week"}, {"limit": "4"}, {}):
        assert not validator.is_valid(overlay | {"set": wrong}), wrong


def test_what_bounds_no_value_stream_is_offered_to_none(tmp_path: Path) -> None:
    """Lint would refuse it: a stream has no say in what all of them use together."""
    ceiling = GOOD.replace("at_most: 90 %", "at_most: $ceiling").replace(
        "  hurdle:\n",
        """\
  ceiling:
    unit: "%"
    overlays: tighten_only
    values:
      - {from: 2026-01-01, value: 90 %}
  hurdle:
""",
    )
    folder = write_policies(tmp_path, {"portfolio/sample": ceiling})
    policies = unwrap(read_policy_sets(folder, currency="EUR", roles=ROLES)).portfolio

    assert {*overlay_schema([policies])["properties"]["set"]["properties"]} == {"wip_limit"}


def test_the_schemas_are_written_and_are_the_same_each_time(tmp_path: Path) -> None:
    folder = a_workspace(tmp_path / "mini")

    said = asp("-C", folder, "policy", "schema")
    written = {path.name: path.read_bytes() for path in (folder / ".asp").iterdir()}
    asp("-C", folder, "policy", "schema")

    assert said.code == 0
    assert set(written) == {
        "portfolio.schema.json",
        "delivery.schema.json",
        "overlay.schema.json",
        "exceptions.schema.json",
        "tests.schema.json",
    }
    assert {path.name: path.read_bytes() for path in (folder / ".asp").iterdir()} == written
    for body in written.values():
        Draft202012Validator.check_schema(json.loads(body))


def test_people_read_the_meaning_and_the_unit_while_they_type(
    sample: Draft202012Validator,
) -> None:
    assert isinstance(sample.schema, dict)
    comparison = sample.schema["$defs"]["comparison_initiative"]["properties"]

    assert "in EUR" in comparison["remaining_value"]["description"]
    assert "holds" in comparison["mandatory"]["pattern"]
    assert "intervals" not in comparison["remaining_value"]["pattern"], "it has no history"
    assert "$wip_limit".strip("$") not in comparison["remaining_value"]["pattern"]
