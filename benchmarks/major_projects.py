"""Four releases of a real portfolio: what each foretold, what the next revealed, what is learnt.

Days and costs of each release are held against the next one, by category of project; what the
releases before taught corrects a release, and the next shows whether it was better so.

    python benchmarks/major_projects.py FOLDER [--write]

FOLDER holds `uk_2019.csv` to `uk_2022.csv`, the yearly releases of the UK Government Major Projects
Portfolio. With `--write` the tables of `docs/evidence.md` are printed again.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from asp_decide.errors import unwrap
from asp_decide.learn.class_parts import calibrated_classes, with_sizes
from asp_decide.learn.estimation import amounts, compared_in_logs
from asp_decide.learn.judged_work import JudgedForecast
from asp_decide.learn.marks import Marks, Sizes, nearest_part
from asp_decide.load.mapped_records import MappedRecord, read_records
from asp_decide.load.mapped_source import read_source
from asp_decide.load.mapping_reader import read_mapping
from asp_decide.model.calibration import ALL, Calibration, ClassCalibration, Foretold, HeldBack
from asp_decide.model.ids import InitiativeId
from asp_decide.model.snapshot import Snapshot
from asp_decide.portfolio.calibrated import corrected as corrected_option
from asp_decide.runs.investing.plan_run import PlanOrder, make_plan
from asp_decide.runs.opening.import_run import import_run
from asp_decide.runs.opening.templates import init_workspace
from asp_decide.runs.workspace import Workspace, open_workspace, read_sources

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "src" / "asp_decide" / "shipped" / "gmpp"
PAGE = ROOT / "docs" / "evidence.md"
YEARS = (2019, 2020, 2021, 2022)
BEGIN, END = (
    "<!-- printed by benchmarks/major_projects.py -->\n",
    "<!-- end of what is printed -->\n",
)
QUANTITIES: Mapping[Foretold, str] = {"duration": "time left", "cost": "whole-life cost"}


@dataclass(frozen=True, slots=True)
class Release:
    """One release: the day that its figures are about, and its projects by name."""

    year: int
    day: date
    projects: Mapping[str, MappedRecord]


@dataclass(frozen=True, slots=True)
class Step:
    """What a release foretold beside what the next revealed, of one quantity."""

    foretold_in: int
    quantity: Foretold
    cases: tuple[JudgedForecast, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """Forecasts of a release, as stated and corrected by the step before, against the next one.

    `better` is how many were nearer to what was revealed once they were corrected, of `moved`.
    `totals` are what all of them came to, as shares of what was foretold and of what was corrected.
    """

    step: Step
    always: bool
    errors: HeldBack
    moved: int
    better: int
    totals: tuple[Fraction, Fraction]


def releases(folder: Path) -> tuple[Release, ...]:
    """The four releases, read by the mappings that the template ships."""
    return tuple(_release(folder, year) for year in YEARS)


def steps(known: Sequence[Release], quantity: Foretold) -> tuple[Step, ...]:
    """Each release with the next one; a project that is not in both tells nothing of itself."""
    return tuple(
        Step(one.year, quantity, tuple(_cases(one, following, quantity)))
        for one, following in pairwise(known)
    )


def held_against(before: Sequence[Step], step: Step, *, always: bool) -> Tested:
    """What all steps before taught, applied to forecasts that they did not know.

    `always` corrects by every class, where the product asks held-back cases first.
    """
    known = [case for one in before for case in one.cases]
    learnt = tuple(calibrated_classes(with_sizes(known)))
    sizes = Sizes.of([case.size for case in known])
    if always:
        learnt = tuple(one.model_copy(update={"used": True}) for one in learnt)
    cases = [case for case in step.cases if case.ratio]
    used = [_used(case, learnt, sizes) for case in cases]
    typical = [Fraction(one.typical) if one else Fraction(1) for one in used]
    logs = np.log(amounts([case.ratio or Fraction(1) for case in cases]))
    bias = np.log(amounts(typical))
    nearer = np.abs(logs - bias) < np.abs(logs)
    came = sum((case.actual or Fraction(0) for case in cases), Fraction(0))
    expected = [
        case.foretold * (Fraction(one.factor) if one else 1)
        for case, one in zip(cases, used, strict=True)
    ]
    return Tested(
        step,
        always,
        compared_in_logs(logs, bias),
        moved=sum(one is not None for one in used),
        better=int(nearer.sum()),
        totals=(came / sum(case.foretold for case in cases), came / sum(expected)),
    )


def tables(folder: Path) -> Iterator[str]:
    """The tables of the page, line by line."""
    known = releases(folder)
    for quantity, words in QUANTITIES.items():
        found = steps(known, quantity)
        yield f"### {words.capitalize()}"
        yield ""
        yield from _learnt_table(found)
        yield ""
        yield from _tested_table(
            held_against(found[:n], found[n], always=always)
            for n in range(1, len(found))
            for always in (False, True)
        )
        yield ""


def decided(folder: Path, year: int) -> Iterator[str]:
    """A plan of a release as stated, and one with the time left as releases before taught it."""
    found = steps(releases(folder), "duration")
    before = [case for one in found if one.foretold_in < year for case in one.cases]
    learnt = {one.reference_class: one for one in calibrated_classes(before)}
    with TemporaryDirectory() as name:
        workspace = _imported(folder, year, Path(name) / "release")
        as_of = date(year, 3, 31)
        sources = read_sources(workspace, as_of)
    corrected = _with_time(sources.snapshot, learnt)
    plans = [
        make_plan(replace(sources, snapshot=facts), PlanOrder(as_of=as_of, budget="quick")).plan
        for facts in (sources.snapshot, corrected)
    ]
    stated, mended = ({d.initiative: d.decision for d in plan.decisions} for plan in plans)
    moved = Counter(
        (word, mended[one]) for one, word in sorted(stated.items()) if word != mended[one]
    )
    told = ", ".join(f"{n} from {a} to {b}" for (a, b), n in sorted(moved.items())) or "none"
    yield (
        f"Of {len(stated)} decisions on the release of {year}, {sum(moved.values())} are others "
        f"once the time left is corrected: {told}."
    )


def _imported(folder: Path, year: int, into: Path) -> Workspace:
    init_workspace(into, template="gmpp")
    workspace = open_workspace(into)
    mapping = into / f"mapping-{year}.yaml"
    import_run(folder / f"uk_{year}.csv", mapping=mapping, into=workspace)
    return open_workspace(into)


def _with_time(snapshot: Snapshot, learnt: Mapping[str, ClassCalibration]) -> Snapshot:
    """The facts with every remaining duration as its category has been seen to turn out."""
    belongs = {
        initiative.id: name
        for initiative in snapshot.initiatives
        if (name := (initiative.reference_class or "").casefold()) in learnt
    }
    calibration = Calibration(classes=tuple(learnt.values()), belongs={"duration": belongs})
    options = tuple(corrected_option(option, calibration) for option in snapshot.options)
    return snapshot.model_copy(update={"options": options})


def _release(folder: Path, year: int) -> Release:
    name = f"uk_{year}.csv"
    mapping = unwrap(read_mapping((TEMPLATE / f"mapping-{year}.yaml").read_bytes(), name))
    read = read_records(
        unwrap(read_source((folder / name).read_bytes(), name, mapping)), name, mapping
    )
    projects = {_key(record): record for record in read.records if record.text("name")}
    return Release(year, mapping.noted_on, projects)


def _key(record: MappedRecord) -> str:
    """A project's name without what differs from year to year: case, marks, blanks."""
    return re.sub(r"[^a-z0-9]+", "", (record.text("name") or "").casefold())


def _cases(one: Release, following: Release, quantity: Foretold) -> Iterator[JudgedForecast]:
    amount: Callable[[MappedRecord], Fraction | None]
    if quantity == "duration":

        def amount(record: MappedRecord) -> Fraction | None:
            ends = record.day("ends_on")
            return None if ends is None else Fraction((ends - one.day).days, 7)
    else:

        def amount(record: MappedRecord) -> Fraction | None:
            return record.number("whole_life_cost")

    for name, record in sorted(one.projects.items()):
        later = following.projects.get(name)
        if later is None:
            continue
        foretold, revealed = amount(record), amount(later)
        if foretold is None or revealed is None or min(foretold, revealed) <= 0:
            continue  # it was over by the day of the release, or has no cost
        department = " and ".join(record.streams)
        yield JudgedForecast(
            initiative=InitiativeId(name),
            classes=(record.text("group") or ALL, ALL) if record.text("group") else (ALL,),
            quantity=quantity,
            foretold=foretold,
            actual=revealed,
            weeks=Fraction(0),
            known_on=following.day,
            marks={"stream": department} if department else {},
        )


def _used(
    case: JudgedForecast, learnt: Sequence[ClassCalibration], sizes: Sizes
) -> ClassCalibration | None:
    known = {one.reference_class: one for one in learnt}
    name = next((name for name in case.classes if name in known), None)
    if name is None:
        return None
    marks: Marks = {**case.marks, "size": sizes.third(case.size)}
    found = known[nearest_part(name, marks, known)]
    return found if found.used else None


def _learnt_table(found: Sequence[Step]) -> Iterator[str]:
    yield (
        "| release | category | projects | median | mean | mean log, spread "
        "| held back: off by, corrected | chance | corrected |"
    )
    yield "|---|---|---:|---:|---:|---:|---:|---:|---|"
    for step in found:
        for one in calibrated_classes(with_sizes(step.cases)):
            held = one.held_back
            off = "–" if held is None else f"{_percent(held.as_stated)}, {_percent(held.corrected)}"
            yield (
                f"| {step.foretold_in} | {one.reference_class} | {one.cases} | "
                f"{_percent(one.typical)} | {_percent(one.factor)} | {one.bias}, {one.spread} | "
                f"{off} | {'–' if held is None else held.chance} | {'yes' if one.used else 'no'} |"
            )


def _tested_table(found: Iterable[Tested]) -> Iterator[str]:
    yield (
        "| forecasts of | learnt from | corrected | projects | moved | of these nearer "
        "| off by as stated | corrected | chance | total came to | of the corrected total |"
    )
    yield "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for one in found:
        year, how = one.step.foretold_in, "in any case" if one.always else "where it helped before"
        before = ", ".join(str(each) for each in YEARS if each < year)
        stated, corrected = one.totals
        yield (
            f"| {year}, against {year + 1} | {before} | {how} | {len(one.step.cases)} | "
            f"{one.moved} | {one.better} | {_percent(one.errors.as_stated)} | "
            f"{_percent(one.errors.corrected)} | {one.errors.chance} | {_percent(stated)} | "
            f"{_percent(corrected)} |"
        )


def _percent(share: Decimal | Fraction) -> str:
    return f"{round(Fraction(share) * 100)} %"


def _write(lines: Sequence[str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    PAGE.write_text(head + BEGIN + "\n" + "\n".join(lines) + "\n" + END + tail, encoding="utf-8")


if __name__ == "__main__":
    printed = [*tables(Path(sys.argv[1])), "### Decisions", "", *decided(Path(sys.argv[1]), 2021)]
    print("\n".join(printed))
    if "--write" in sys.argv[2:]:
        _write(printed)
