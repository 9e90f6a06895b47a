"""Where a run stands in its log, what it is made of, and how any record of it is proven."""

from asp_decide.audit.check import counted
from asp_decide.report.page import Block, Column, Command, Paragraph, Section, table
from asp_decide.report.recorded import Recorded
from asp_decide.report.run_evidence import RunEvidence


def log_section(run: RunEvidence, recorded: Recorded) -> Section:
    """The run's entries and its neighbours in the log, its files, and the proofs on request."""
    numbers, previous = recorded.numbers, run.manifest["previous"]
    last = run.size - run.first - 1
    blocks: list[Block] = [
        Paragraph(
            f"Run {run.manifest['number']} of the log {run.manifest['origin']}: "
            f"{counted(run.size - run.first, 'record')}, entries {run.first} to {run.size - 1}. "
            f"Until a checkpoint from outside is given, `verify` calls the range unanchored: the "
            "folder alone cannot show that the log was not written anew.",
            records=numbers.manifest,
        ),
        Paragraph(
            "No run was recorded before it."
            if previous is None
            else f"The run before is {previous['run']}, after which the log had "
            f"{counted(previous['size'], 'record')} with the root {previous['root']}.",
            records=numbers.manifest,
        ),
        Command(
            f"asp-decide ledger prove {recorded.run}:{last}",
            "A proof of one record, up to a checkpoint, that a reader can check alone:",
        ),
    ]
    if previous is not None and previous["size"]:
        joined = f"asp-decide ledger prove {previous['size']}..{run.size}"
        purpose = "A proof that the checkpoint of the run before belongs to the same log:"
        blocks.append(Command(joined, purpose))
    repository = run.manifest["repository"]
    if repository:
        told = "; ".join(f"{name} {value}" for name, value in sorted(repository.items()))
        blocks.append(Paragraph(f"Policies and facts were under {told}.", records=numbers.manifest))
    columns = (Column("File", "code"), Column("Digest", "code"))
    files = tuple((one["path"], one["digest"]) for one in run.manifest["files"])
    caption = "What is kept with the run, byte for byte"
    blocks.append(table(caption, columns, files, (numbers.manifest for _ in files)))
    return Section("log", "Place in the log, files and proofs", tuple(blocks))
