"""What is drawn for the laws is the whole language: each construct comes up, and mostly is read."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest

from asp_decide.model.role_map import ROLES
from asp_decide.model.subject import Layer
from asp_decide.policy.policy_reader import read_policies
from asp_decide.policy.written.vocabulary import CATALOGUES
from drawn_policies import drawn_texts
from policy_builders import AS_OF, write_policies

SEEDS = range(120)
LAYERS: tuple[Layer, ...] = ("portfolio", "delivery")

CONSTRUCTS = {
    "hit: first": r'"hit": "first"',
    "hit: unique": r'"hit": "unique"',
    "hit: collect": r'"hit": "collect"',
    "a table at a point": r'"table": "\w+", "hit": "\w+", "inputs": [^\]]*\], [^\]]*\], "at"',
    "a cell that is a bare word": r'"if": \[[^]]*"[a-z_0-9]+"[],]',
    "a cell that compares nothing": r'"if": \[[^]]*"any"',
    "a word of a table": r'"word_\d": "(is|is not|one of) ',
    "limit": r'"limit": "drawn_count"',
    "guardrail of a share": r'"guardrail": "drawn_share"',
    "guardrail of the largest share": r'"guardrail": "drawn_largest"',
    "guardrail of a sum": r'"guardrail": "drawn_sum"',
    "guardrail of a ratio": r'"guardrail": "drawn_ratio',
    "a condition on a ratio": r'"drawn_ratio_\d": "(below|at|above|between)',
    "decide": r'"decide":',
    "require": r'"require":',
    "derive": r'"derive":',
    "escalate": r'"escalate":',
    "missing: fail": r'"missing": "fail"',
    "otherwise: plan": r'"otherwise": "plan"',
    "otherwise: review": r'"otherwise": "review"',
    "basis: available": r'"basis": "available"',
    "basis: allocated": r'"basis": "allocated"',
    "a budget": r'"share_of": "budget"',
    "a parameter with values by date": r'"values": \[\{[^}]*\}, \{',
    "a parameter in a condition": r"(below|at most|above|at least) \$amount",
    "a parameter that may only be tightened": r'"at_(most|least)": "\$limit',
    "between": r"between -?\d",
    "one of": r'"one of \w+, \w+"',
    "in a row": r"intervals in a row",
    "k of the last n": r"of the last \d intervals",
    "some": r'"some":',
    "every": r'"every":',
    "not": r'"not":',
    "unless": r'"unless":',
    "where": r'"where":',
    "a conclusion": r'"conclusion_\d": "(holds|does not hold)"',
    "an overlay": r'"asp": "overlay/v1"',
    "a rule that ends": r'"effective": \{"from": "2026-01-01", "until"',
    "an exemption that suspends": r'"does": "suspend"',
    "an exemption that replaces a limit": r'"replace_limit":',
    "an exemption that lapses": r'"lapses_when":',
    "two files": r'"policy": "\w+/further"',
}  # fmt: skip


@cache
def drawn(layer: Layer) -> str:
    return "\n".join("\n".join(drawn_texts(Random(seed), layer).values()) for seed in SEEDS)


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_of_the_language_is_drawn_again_and_again(construct: str) -> None:
    found = [re.findall(CONSTRUCTS[construct], drawn(layer)) for layer in LAYERS]

    assert sum(map(len, found)) >= 5


def _named(layer: Layer) -> Iterator[str]:
    catalogue = CATALOGUES.of(layer)
    for link in catalogue.links:
        yield f'"(some|every)": "{link.name}"'
    names = [
        *(spec.name for spec in catalogue.attributes),
        *(spec.name for spec in catalogue.fields),
        *(spec.name for spec in catalogue.measures),
    ]
    yield from (f'"{name}": |"inputs": .*"{name}"' for name in names)


@pytest.mark.parametrize("layer", LAYERS)
def test_every_name_of_the_catalogue_is_drawn(layer: Layer) -> None:
    assert not [name for name in _named(layer) if not re.search(name, drawn(layer))]


@pytest.mark.parametrize("layer", LAYERS)
def test_what_is_drawn_is_mostly_read(layer: Layer, tmp_path: Path) -> None:
    refused = 0
    for seed in SEEDS[:40]:
        written = write_policies(tmp_path / str(seed), drawn_texts(Random(seed), layer))
        read = read_policies(written, as_of=AS_OF, currency="EUR", roles=ROLES)
        refused += bool(read.errors)

    assert refused <= 3
