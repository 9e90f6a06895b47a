import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.ledger.checkpoint import Checkpoint, read_checkpoint
from asp_decide.ledger.merkle import LARGEST_SIZE

ROOT = hashlib.sha256(b"root").digest()
NOTED = Checkpoint("example.org/asp/portfolio", 188834, ROOT)


@given(st.integers(0, LARGEST_SIZE), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_reads_back_as_it_was_written(size: int, root: bytes) -> None:
    checkpoint = Checkpoint("example.org/asp/portfolio", size, root)

    assert read_checkpoint(checkpoint.text) == checkpoint
    assert read_checkpoint(checkpoint.short) == Checkpoint("", size, root)


def test_a_checkpoint_is_three_lines_origin_size_and_root() -> None:
    assert NOTED.text == (
        "example.org/asp/portfolio\n188834\n" + base64.b64encode(ROOT).decode() + "\n"
    )


def test_what_people_paste_with_blanks_and_signatures_is_still_read() -> None:
    pasted = "  " + NOTED.text.replace("\n", "  \r\n") + "\n— finance abcd\n"

    assert read_checkpoint(pasted) == NOTED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "only a line",
        "example.org\n12\n",
        "example.org\n012\n" + base64.b64encode(ROOT).decode(),
        "example.org\n-1\n" + base64.b64encode(ROOT).decode(),
        f"example.org\n{LARGEST_SIZE + 1}\n" + base64.b64encode(ROOT).decode(),
        "example.org\n12\n" + base64.b64encode(ROOT[:-1]).decode(),
        "example.org\n12\n" + base64.b64encode(ROOT).decode().replace("=", ""),
        "example.org\n12\nno base64 at all",
        NOTED.text + "a fourth line\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"three lines|no number|no root"):
        read_checkpoint(text)


def test_a_second_spelling_of_the_same_root_is_refused() -> None:
    # The last character of base64 over 32 bytes carries two bits that mean nothing.
    text = base64.b64encode(ROOT).decode()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    respelled = text[:-2] + letters[letters.index(text[-2]) ^ 1] + "="
    assert base64.b64decode(respelled) == ROOT

    with pytest.raises(ValueError, match="no root"):
        read_checkpoint(f"12:{respelled}")
