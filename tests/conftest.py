"""How all tests run: the same examples on every machine, however busy it is."""

import gc

import pytest
from hypothesis import HealthCheck, settings

# Examples are derived from the test itself, so that a set-up which passes here passes there;
# a busy machine is slow, not wrong. `--hypothesis-profile search` looks for new examples.
settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=(HealthCheck.too_slow,),
)
settings.register_profile("search", deadline=None, print_blob=True, max_examples=1000)
settings.load_profile("same")

# Tests make millions of small objects and few circles: garbage is looked for seldom.
gc.set_threshold(50_000, 20, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-quarters` writes the pages of whole runs anew; the difference is the review."""
    parser.addoption("--update-quarters", action="store_true", default=False)


def pytest_collection_finish() -> None:
    """What was loaded up to here stays to the end: it is not looked through for garbage again."""
    gc.collect()
    gc.freeze()
