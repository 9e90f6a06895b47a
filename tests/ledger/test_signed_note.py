"""Signatures under a checkpoint: those of other programs are read, and ours are read by them."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asp_decide.errors import NotInstalledError
from asp_decide.ledger.checkpoint import Checkpoint
from asp_decide.ledger.signed_note import (
    PublicKey,
    SecretKey,
    read_public_key,
    read_secret_key,
    refuse_name,
    signers,
)

# The example of golang.org/x/mod/sumdb/note, from which C2SP signed-note was written down.
THEIR_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
THEIR_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
THEIR_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
THEIR_NOTE = (
    f"{THEIR_TEXT}\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)

OURS = SecretKey("portfolio-office", bytes(range(32)))
OTHER = SecretKey("finance", bytes(range(1, 33)))
NOTED = Checkpoint("example.org/asp/portfolio", 188834, bytes(32))


def test_a_note_of_another_program_is_read_and_written_alike() -> None:
    secret = read_secret_key(THEIR_SECRET)

    assert secret.public == read_public_key(THEIR_KEY)
    assert secret.public.text == THEIR_KEY
    assert secret.text == THEIR_SECRET
    assert secret.sign(THEIR_TEXT) == THEIR_NOTE
    assert signers(THEIR_NOTE, THEIR_TEXT, [secret.public]) == ("PeterNeumann",)


def test_a_signed_checkpoint_names_its_signers_once_and_in_their_order() -> None:
    note = OURS.sign(NOTED.text)
    both = note + OTHER.sign(NOTED.text).rpartition("\n\n")[2] + note.rpartition("\n\n")[2]

    assert signers(both, NOTED.text, [OTHER.public, OURS.public]) == (
        "portfolio-office",
        "finance",
    )
    assert signers(both, NOTED.text, [OTHER.public]) == ("finance",)


def test_people_paste_with_blanks_and_other_ends_of_lines() -> None:
    pasted = "\r\n".join(f"  {line} " for line in OURS.sign(NOTED.text).splitlines())

    assert signers(pasted, NOTED.text, [OURS.public]) == ("portfolio-office",)


@pytest.mark.parametrize(
    "other",
    [
        replace(NOTED, size=188835),
        replace(NOTED, root=b"x" * 32),
        replace(NOTED, origin="another"),
    ],
)
def test_a_signature_of_another_checkpoint_is_told(other: Checkpoint) -> None:

    with pytest.raises(ValueError, match="the signature of `portfolio-office` is not of this"):
        signers(OURS.sign(NOTED.text), other.text, [OURS.public])


@settings(max_examples=60)
@given(st.integers(0, 63), st.integers(1, 255))
def test_no_byte_of_a_signature_can_be_another_one(number: int, bits: int) -> None:
    text, _, line = OURS.sign(NOTED.text).rpartition(" ")
    body = bytearray(base64.b64decode(line))
    body[4 + number] ^= bits
    forged = f"{text} {base64.b64encode(body).decode()}\n"

    with pytest.raises(ValueError, match="is not of this checkpoint"):
        signers(forged, NOTED.text, [OURS.public])


def test_signatures_of_others_and_other_lines_are_passed_over() -> None:
    note = OURS.sign(NOTED.text)
    impostor = SecretKey(OURS.name, OTHER.seed)

    assert signers(note, NOTED.text, [OTHER.public]) == ()
    assert signers(impostor.sign(NOTED.text), NOTED.text, [OURS.public]) == ()
    assert signers(NOTED.text, NOTED.text, [OURS.public]) == ()
    assert signers(note + "Kind regards\n— nobody AAAA\n—\n", NOTED.text, [OURS.public]) == (
        "portfolio-office",
    )


def test_what_is_above_the_empty_line_is_no_signature() -> None:
    line = OURS.sign(NOTED.text).rpartition("\n\n")[2]

    assert signers(NOTED.text + line, NOTED.text, [OURS.public]) == ()


def test_a_flood_of_signatures_is_refused() -> None:
    line = OURS.sign(NOTED.text).rpartition("\n\n")[2]

    with pytest.raises(ValueError, match="more than 100"):
        signers(NOTED.text + "\n" + line * 101, NOTED.text, [OURS.public])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "portfolio-office",
        THEIR_KEY.replace("c74f20a3", "c74f20a4"),
        THEIR_KEY.replace("PeterNeumann", "PeterNewmann"),
        THEIR_KEY[:-4],
        THEIR_KEY + "AAAA",
        "x+00000000+" + base64.b64encode(b"\x02" + bytes(32)).decode(),
        "x+00000000+####",
        THEIR_KEY + "\n" + THEIR_KEY,
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"key|id"):
        read_public_key(text)
    with pytest.raises(ValueError, match=r"key|id"):
        read_secret_key(f"PRIVATE+KEY+{text}")


def test_a_secret_key_is_not_taken_for_the_public_one_nor_shown() -> None:
    with pytest.raises(ValueError, match="keep it to yourself"):
        read_public_key(OURS.text)
    with pytest.raises(ValueError, match="begins with"):
        read_secret_key(OURS.public.text)
    assert str(OURS.seed) not in repr(OURS)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u2028b", "x" * 101])
def test_a_name_that_cannot_stand_in_a_signature_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a key"):
        refuse_name(name)


def test_two_keys_of_one_name_have_two_ids() -> None:
    assert replace(OURS.public, key=OTHER.public.key).id != OURS.public.id


def test_without_the_library_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asp_decide.ledger.signed_note.find_spec", lambda _: None)

    with pytest.raises(NotInstalledError, match=r"pip install 'asp-decide\[sign\]'"):
        OURS.sign(NOTED.text)
    with pytest.raises(NotInstalledError):
        PublicKey("x", bytes(32)).signed("text", bytes(64))
