"""The facts and policies of a bundle as a workspace of their own, for as long as it is needed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from asp_decide.ledger.bundle import Bundle

_SOURCES = ("facts/", "policies/")


@contextmanager
def laid_out(bundle: Bundle) -> Iterator[Path]:
    """A folder with `asp.yaml`, facts and policies of the bundle; it is gone afterwards.

    What was opened is what is read: nobody can exchange a file in between.
    """
    with tempfile.TemporaryDirectory(prefix="asp-decide-") as folder:
        for name, body in bundle.files.items():
            if name == "asp.yaml" or name.startswith(_SOURCES):
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(body)
        yield Path(folder)
