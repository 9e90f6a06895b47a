"""Changes of the organization's design as records, each in the run in which it is first known."""

from collections.abc import Iterable, Mapping
from typing import Any

from asp_decide.canonical import bytes_digest, decimal_text, digest
from asp_decide.clauses.decision_rights import holder_instead
from asp_decide.model.charter import Charter
from asp_decide.model.design_change import FOLDER, DesignChange, design_bytes, read_design

_SUFFIX = ".json"


def design_changes(files: Mapping[str, bytes]) -> tuple[DesignChange, ...]:
    """The changes among the files of a workspace or a bundle, by their ids.

    Raises ValueError with the file for one that is not as it was written, or under another's name.
    """
    found = []
    for path, body in sorted(files.items()):
        if not (path.startswith(FOLDER) and path.endswith(_SUFFIX)):
            continue
        try:
            change = read_design(body)
        except ValueError as error:
            told = str(error).splitlines()[0]
            raise ValueError(f"{path} is no change of the design: {told}") from error
        if change.path != path:
            raise ValueError(f"{path} holds the change `{change.id}`")
        found.append(change)
    return tuple(found)


def known_as(change: DesignChange) -> dict[str, Any]:
    """What the close of a run says of it, by which the next run knows that it is not new."""
    return {"design": change.id, "digest": bytes_digest(design_bytes(change))}


def new_designs(
    known: Iterable[DesignChange], before: Mapping[str, Any] | None
) -> tuple[DesignChange, ...]:
    """Those that the run before did not know; `before` is the record that closed it."""
    told = [] if before is None else list(before.get("designs", ()))
    return tuple(one for one in known if known_as(one) not in told)


def objection_to_design(change: DesignChange, charter: Charter) -> str:
    """What is wrong with who took it, in words; nothing if all is well."""
    if change.by not in charter.roles:
        return f"`{change.by}` is no role of this workspace"
    holder = holder_instead(change.point, change.by, charter, on=change.on)
    if holder is not None:
        return f"`{change.point}` is decided by `{holder}`, and `{change.by}` decided it"
    return ""


def design_records(found: Iterable[DesignChange]) -> list[dict[str, Any]]:
    """A record for each change: both designs by their digests, and what was expected of them."""
    return [
        {
            "kind": "design",
            "id": one.id,
            "file": one.path,
            "as_of": one.as_of.isoformat(),
            "changes": list(one.changes),
            "as_it_is": digest(told["as_it_is"]),
            "changed": digest(told["changed"]),
            "demand": digest(told["demand"]),
            "worlds": {"runs": one.runs, "seed": one.seed, "weeks": one.demand.weeks},
            "found": [
                {
                    "measure": figure.name,
                    "unit": figure.unit,
                    "as_it_is": decimal_text(figure.as_it_is),
                    "changed": decimal_text(figure.changed),
                    "difference_low": decimal_text(figure.low),
                    "difference_high": decimal_text(figure.high),
                    "better_in": decimal_text(figure.better_in),
                    "worse_in": decimal_text(figure.worse_in),
                }
                for figure in one.found
            ],
            "point": one.point,
            "by": one.by,
            "person": one.person,
            "on": one.on.isoformat(),
            "reason": one.reason,
        }
        for one in found
        for told in [one.model_dump(mode="json")]
    ]
