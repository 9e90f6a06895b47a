"""README.txt of a folder that is handed out: what it is, what checks it, a line for each part."""

from collections.abc import Iterable, Mapping

from asp_decide.model.subject import Layer

README = "README.txt"

_OPENING: dict[Layer, str] = {
    "portfolio": """\
Run {run} of {origin}: what was decided, and everything needed to check it.

    asp-decide verify .

reads this folder and nothing else: no network, no database, no solver. With the checkpoint from
the minutes of the meeting it also shows that the log has not been written anew since:

    asp-decide verify . --checkpoint FILE

""",
    "delivery": """\
Run {run} of {origin}: what a team decided, and everything needed to check it.

    asp-decide verify .

reads this folder and nothing else, and decides it again. With the checkpoint from the minutes of
the meeting it also shows that the log has not been written anew since:

    asp-decide verify . --checkpoint FILE

""",
}

PARTS = {
    "manifest.json": "what went in: digests, versions, counts",
    "asp.yaml": "currency, calendar, roles and decision rights, as they were",
    "facts/": "the facts, byte for byte",
    "policies/": "the policies, byte for byte",
    "designs/": "changes of the organization's design that were decided, byte for byte",
    "plan.json": "what the plan does with every initiative, value stream and interval",
    "certificate.json": "the proof of how good the plan is",
    "records.jsonl": "one record a line, in the order of the log; the line is its n plus one",
    "log.json": "where the run stands in the log, and the proofs that join it to other runs",
    "openings.json": "what stands behind masked names and prices; not for who may not see them",
    "checkpoint": "the text for the minutes: log, number of records, root",
    "reports/": "the same told to people; made from the records, and no evidence",
}


def run_readme(run: str, origin: str, names: Iterable[str], *, layer: Layer) -> bytes:
    """What the bundle of a run says first to whoever opens it; `names` are those of its files."""
    opening = _OPENING[layer].format(run=run, origin=origin)
    return (opening + part_lines(PARTS, names)).encode()


def part_lines(parts: Mapping[str, str], names: Iterable[str]) -> str:
    """A line for each part of a folder that is there: a file, or a folder, which ends in `/`."""
    there = {part_of(name) for name in names}
    return "".join(f"{part:<18}{told}\n" for part, told in parts.items() if part in there)


def part_of(name: str) -> str:
    """The part of a folder to which a file belongs: itself, or the folder that it lies in."""
    first, slash, _ = name.partition("/")
    return first + slash
