"""Evidence in a form that this version does not check: said so, and never called forged."""

import re
from collections.abc import Mapping
from typing import Any

from asp_decide.canonical import read_canonical
from asp_decide.clauses.record import RECORD_VERSION
from asp_decide.ledger.bundle import Bundle
from asp_decide.ledger.export import MANIFEST

_FORM = re.compile(r"record/[1-9][0-9]{0,5}")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,40}")


def other_form(bundle: Bundle) -> str:
    """In which form a run is recorded and what checks it, where that is not ours; or nothing.

    The form is raised whenever records, facts or plans come to say more: what another form leaves
    out is no sign that somebody took it away.
    """
    try:
        manifest = read_canonical(bundle.files.get(MANIFEST, b""))
    except ValueError:
        return ""
    match manifest:
        case {"v": str(form)} if form != RECORD_VERSION and _FORM.fullmatch(form):
            by = _recorded_by(manifest)
            told = f"it is recorded in form {form}{f' by asp-decide {by}' if by else ''}"
            mend = f"; pip install 'asp-decide=={by}' and verify it with that" if by else ""
            return f"{told}; this program checks {RECORD_VERSION}{mend}"
    return ""


def _recorded_by(manifest: Mapping[str, Any]) -> str:
    match manifest.get("versions"):
        case {"asp-decide": str(version)} if _VERSION.fullmatch(version):
            return version
    return ""
