"""Keys that sign checkpoints: made once, kept outside of every workspace, read when asked for."""

import os
import secrets
from pathlib import Path

from asp_decide.errors import UsageError, WritingFailedError
from asp_decide.ledger.signed_note import (
    PublicKey,
    SecretKey,
    read_public_key,
    read_secret_key,
    refuse_name,
)
from asp_decide.runs.workspace import CHARTER

_SEED_BYTES = 32
_OWN_EYES = 0o600
_LONGEST_KEY = 1000


def make_key(name: str, path: Path) -> str:
    """Write a new secret key to `path`, for nobody else to read, and return its public key.

    Raises UsageError for a name that cannot be signed with, or a path in a workspace: what lies
    there is shared. Raises WritingFailedError if there is a file already, or none can be made.
    """
    try:
        refuse_name(name)
    except ValueError as error:
        raise UsageError(str(error), mend="such as portfolio-office") from None
    for folder in path.absolute().resolve().parents:
        if (folder / CHARTER).is_file():
            raise UsageError(
                f"`{path}` lies in the workspace `{folder}`, which others can read",
                mend="keep the key elsewhere, such as ~/.config/asp-decide/NAME.key",
            )
    key = SecretKey(name, secrets.token_bytes(_SEED_BYTES))
    text = f"{key.text}\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN_EYES)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise WritingFailedError(str(path), why=error.strerror or str(error)) from error
    return key.public.text


def secret_key(path: Path) -> SecretKey:
    """The key in a file. Raises UsageError if it is none, NotInstalledError."""
    try:
        return read_secret_key(_text(path))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"`{path}` holds no key to sign with: {_why(error)}",
            mend="`asp-decide ledger key NAME -o FILE` makes one",
        ) from None


def public_keys(texts: tuple[str, ...], *, of: Path | None = None) -> tuple[PublicKey, ...]:
    """The keys that signatures are checked with: each a file, or `NAME+ID+KEY`.

    A file that lies in `of`, which it would vouch for, is refused. Raises UsageError.
    """
    return tuple(_public_key(text, of) for text in texts)


def _public_key(text: str, of: Path | None) -> PublicKey:
    path = Path(text)
    try:
        if not path.is_file():
            return read_public_key(text)
        if of is not None and path.resolve().is_relative_to(of.resolve()):
            raise UsageError(
                f"`{text}` lies in what it would vouch for, and is not used",
                mend="take the key from whoever signs, not from what was signed",
            )
        return read_public_key(_text(path))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"`{text}` is no key: {_why(error)}", mend="give a file, or NAME+ID+KEY"
        ) from None


def _text(path: Path) -> str:
    with path.open(encoding="utf-8") as stream:
        return stream.read(_LONGEST_KEY)


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
