"""Checkpoints that were kept outside, as people give them: files of the minutes, signed or not."""

from dataclasses import replace
from pathlib import Path

from asp_decide.errors import UsageError
from asp_decide.ledger.checkpoint import Checkpoint, read_checkpoint
from asp_decide.ledger.signed_note import PublicKey, signers
from asp_decide.runs.auditing.keys_run import public_keys


def given_checkpoints(
    texts: tuple[str, ...], keys: tuple[str, ...] = (), *, of: Path | None = None
) -> tuple[Checkpoint, ...]:
    """The checkpoints of the minutes, each a file or `SIZE:ROOT`, and who signed them.

    Where there are keys, files or `NAME+ID+KEY`, a checkpoint that none of them signed says so;
    a key that lies in `of`, which is to be checked, is refused. Raises UsageError.
    """
    known = public_keys(keys, of=of)
    if known and not texts:
        raise UsageError(
            "a key checks who signed a checkpoint",
            mend="give the checkpoint too: --checkpoint FILE",
        )
    return tuple(_checkpoint(text, known) for text in texts)


def _checkpoint(text: str, keys: tuple[PublicKey, ...]) -> Checkpoint:
    path = Path(text)
    try:
        note = path.read_text(encoding="utf-8") if path.is_file() else text
        found = read_checkpoint(note)
    except (ValueError, OSError) as error:
        raise UsageError(
            f"`{text}` is no checkpoint: {error}", mend="give a file of three lines, or SIZE:ROOT"
        ) from None
    if path.is_file():
        found = replace(found, source=text)
    return _vouched(found, note, keys) if keys else found


def _vouched(found: Checkpoint, note: str, keys: tuple[PublicKey, ...]) -> Checkpoint:
    try:
        names = signers(note, found.text, keys)
    except ValueError as error:
        return replace(found, distrust=str(error))
    return replace(found, signers=names, distrust="" if names else "none of the keys signed it")
