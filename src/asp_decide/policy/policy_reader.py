"""The room's door: a folder of policies to the clauses in force on a day."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from asp_decide.clauses.clause import CompiledPolicies
from asp_decide.diagnostics import Checked, Diagnostic, Place
from asp_decide.memory import Memory
from asp_decide.model.by_layer import LAYERS, ByLayer
from asp_decide.model.language import FALLBACK
from asp_decide.model.snapshot import Snapshot
from asp_decide.plain_text import lines_of
from asp_decide.policy.checks.check_exemptions import ids_told_twice
from asp_decide.policy.checks.check_messages import untranslated
from asp_decide.policy.checks.check_overlays import unknown_streams
from asp_decide.policy.checks.check_set import check_policies, unused
from asp_decide.policy.checks.register_on_day import check_register
from asp_decide.policy.compiling.compile import compile_policies
from asp_decide.policy.compiling.compile_overlays import overlays_on
from asp_decide.policy.written.codes import problem
from asp_decide.policy.written.dated import check_in_force
from asp_decide.policy.written.exemptions import WrittenExemption
from asp_decide.policy.written.grammar import shortened
from asp_decide.policy.written.overlay import Overlay
from asp_decide.policy.written.policy_file import read_document, read_overlay, read_register
from asp_decide.policy.written.policy_set import PolicySet, declare

_READ = (Path("portfolio"), Path("delivery"), Path("overlays"))
"""Folders in which files are read: everything else would be ignored, and is refused."""

MOST_FILES = 500
"""Policy files in one folder: more than this is not governed by anybody."""

TESTS = ".tests.yaml"
"""How the files end that hold the tests of a policy."""

OVERLAYS = "overlays"
"""The folder in which overlays stand beside the policies."""

REGISTER = "exceptions.yaml"
"""The register of exemptions, beside the folders of policies."""


def read_policies(  # noqa: PLR0913 - all but the folder by name: what a workspace has agreed
    folder: Path,
    *,
    as_of: date,
    currency: str,
    roles: Collection[str],
    facts: Snapshot | None = None,
    language: str = FALLBACK,
    memory: Memory | None = None,
) -> Checked[ByLayer[CompiledPolicies]]:
    """The clauses of all rules in force on `as_of`, or every problem of every file at once.

    `folder` is the `policies` of a workspace; with its `facts`, what is set or granted for
    somebody is held against who there is. A set with one refusal decides nothing: skipping a
    rule would be a wrong decision. Warnings do not refuse. Messages are those in the `language`;
    clauses hold the one text that was chosen, so that it is what records hold and decide again.
    """
    texts = _texts(folder)
    agreed = _Agreed(currency, tuple(sorted(roles)), language)
    checked = _policy_sets(folder, texts, agreed, memory)
    if checked.value is None or checked.errors:
        return Checked(None, checked.diagnostics)
    slips: list[Diagnostic] = []
    sets = checked.value
    for policies in sets:
        slips += check_in_force(policies, as_of)
        slips += untranslated(policies)
        slips += check_register(policies, as_of, facts)
        if facts is not None:
            slips += unknown_streams(overlays_on(policies, as_of), facts)
    dated = _with_lines(slips, texts)
    diagnostics = (*checked.diagnostics, *dated)
    if any(slip.level == "error" for slip in dated):
        return Checked(None, diagnostics)
    compiled = (compile_policies(policies, as_of=as_of, memory=memory) for policies in sets)
    return Checked(ByLayer(*compiled), diagnostics)


def read_policy_sets(
    folder: Path,
    *,
    currency: str,
    roles: Collection[str],
    language: str = FALLBACK,
    memory: Memory | None = None,
) -> Checked[ByLayer[PolicySet]]:
    """All policy files of a folder, of all days, parsed and checked together, by layer.

    What is compiled of them speaks the `language`.
    """
    agreed = _Agreed(currency, tuple(sorted(roles)), language)
    return _policy_sets(folder, _texts(folder), agreed, memory)


def with_lines(folder: Path, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What was found in the policies of a folder, each with the line that it stands in."""
    return _with_lines(found, _texts(folder))


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What a workspace has agreed on beside its policies, and what these are read with."""

    currency: str
    roles: tuple[str, ...]
    language: str


def _policy_sets(
    folder: Path, texts: dict[str, bytes], agreed: _Agreed, memory: Memory | None
) -> Checked[ByLayer[PolicySet]]:
    """The sets of these files; the same files are read once."""
    stray = tuple(_strays(folder))
    if memory is None:
        return _read_sets(folder.name, texts, stray, agreed, None)
    return memory.recall(
        ("policy sets", folder.name, tuple(texts.items()), stray, agreed),
        lambda: _read_sets(folder.name, texts, stray, agreed, memory),
    )


def _read_sets(
    folder: str,
    texts: dict[str, bytes],
    stray: Sequence[str],
    agreed: _Agreed,
    memory: Memory | None,
) -> Checked[ByLayer[PolicySet]]:
    slips = list(_refused_files(folder, texts, stray))
    files = {path: text for path, text in texts.items() if _is_policy(path)}
    read = [read_document(path, text, memory) for path, text in files.items()]
    overlays = [read_overlay(path, text) for path, text in texts.items() if _is_overlay(path)]
    registers = [read_register(path, text) for path, text in texts.items() if _is_register(path)]
    documents = [checked.value for checked in read if checked.value is not None]
    for checked in (*read, *overlays, *registers):
        slips.extend(checked.diagnostics)
    if not documents:
        return Checked(None, _with_lines(slips, texts))
    complete = len(documents) == len(files)
    declared = declare(
        documents, slips, currency=agreed.currency, roles=agreed.roles, complete=complete
    )
    set_ = [checked.value for checked in overlays if checked.value is not None]
    granted = [one for checked in registers for one in checked.value or ()]
    slips.extend(_of_no_layer(set_, declared))
    slips.extend(ids_told_twice(granted))
    sets = ByLayer(
        *(
            replace(_with_deviations(policies, set_, granted, declared), language=agreed.language)
            for policies in declared
        )
    )
    for policies in sets:
        slips.extend(check_policies(policies))
    if not slips:
        slips.extend(name for policies in sets for name in unused(policies))
    return Checked(sets, _with_lines(slips, texts))


def _with_deviations(
    policies: PolicySet,
    overlays: Sequence[Overlay],
    exemptions: Sequence[WrittenExemption],
    declared: ByLayer[PolicySet],
) -> PolicySet:
    """The set with the overlays of its layer, and the exemptions from its rules.

    An exemption from a rule that is nowhere is told with the portfolio's.
    """
    layer = policies.words.layer
    delivery = declared.delivery.rules
    return replace(
        policies,
        overlays=tuple(one for one in overlays if one.layer.text == layer),
        exemptions=tuple(
            one for one in exemptions if (one.rule.text in delivery) == (layer == "delivery")
        ),
    )


def _of_no_layer(overlays: Sequence[Overlay], policies: ByLayer[PolicySet]) -> Iterator[Diagnostic]:
    """Overlays of a layer without policies: there is nothing in it that they could set."""
    known = [one.words.layer for one in policies if one.documents]
    for overlay in overlays:
        at = overlay.layer
        if at.text not in known:
            message = f"no policy is of the layer `{shortened(at.text)}`"
            mend = "write " + " or ".join(f"`layer: {layer}`" for layer in known)
            yield problem("P020", at.place, message, mend=mend, width=at.width)


def _texts(folder: Path) -> dict[str, bytes]:
    """The bytes of the policy files by the names under which people know them, sorted."""
    files = [
        file
        for inside in (*LAYERS, OVERLAYS)
        for file in sorted((folder / inside).glob("*.yaml"))
        if file.is_file() and not file.name.endswith(TESTS)
    ]
    register = folder / REGISTER
    # One more than may be read shows that there are too many, and the set is refused.
    return {
        f"{folder.name}/{file.relative_to(folder).as_posix()}": file.read_bytes()
        for file in (*files[: MOST_FILES + 1], *([register] if register.is_file() else []))
    }


def _is_policy(path: str) -> bool:
    return path.split("/")[1] in LAYERS


def _is_overlay(path: str) -> bool:
    return f"/{OVERLAYS}/" in path


def _is_register(path: str) -> bool:
    return path.endswith(f"/{REGISTER}") and path.count("/") == 1


def _strays(folder: Path) -> Iterator[str]:
    """Files that look like policies and stand where none is read, sorted."""
    for file in sorted(folder.rglob("*.y*ml")):
        path = file.relative_to(folder)
        if path != Path(REGISTER) and (path.parent not in _READ or file.suffix != ".yaml"):
            yield path.as_posix()


def _refused_files(
    folder: str, texts: Collection[str], stray: Iterable[str]
) -> Iterator[Diagnostic]:
    """Files that would be ignored are refused: nobody should believe in a rule that is not read."""
    if not any("/portfolio/" in path for path in texts):
        message = f"no policy stands in `{folder}/portfolio`"
        mend = "a policy file is `portfolio/<topic>.yaml`"
        yield problem("P020", Place(folder), message, mend=mend)
    if len(texts) > MOST_FILES:
        message = f"more than {MOST_FILES} policy files"
        yield problem("P003", Place(folder), message, mend="merge what is of one topic")
    for path in stray:
        message = "no policy file stands here, and none is ignored"
        mend = f"move it to `{folder}/portfolio`"
        yield problem("P020", Place(f"{folder}/{path}"), message, mend=mend)


def _with_lines(slips: Iterable[Diagnostic], texts: dict[str, bytes]) -> tuple[Diagnostic, ...]:
    """The problems in the order of files and lines, each with the line that it stands in."""
    lines = {path: lines_of(text) for path, text in texts.items()}
    told = []
    for slip in slips:
        known = lines.get(slip.place.file, ())
        if slip.source is None and 0 < slip.place.line <= len(known):
            told.append(replace(slip, source=known[slip.place.line - 1]))
        else:
            told.append(slip)
    return tuple(sorted(told))
