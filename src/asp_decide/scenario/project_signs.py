"""Project management in the clothes of a value stream, told by money, people and dates."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from asp_decide.scenario.inspection import DesignFinding, Inspected, ended_in, initiatives_of
from asp_decide.scenario.structure import alive, funding_of, staffing_of

_NEAR = timedelta(weeks=4)


def funding_ends(of: Inspected) -> Iterator[DesignFinding]:
    """A stream that is funded no longer, from the interval on in which its initiative ended."""
    calendar = {str(one.id): one for one in of.snapshot.charter.calendar.intervals}
    there = {stream.id for stream in alive(of.snapshot)}
    for stream, series in funding_of(of.snapshot).items():
        for (before, had), (after, has) in pairwise(series):
            if not had or has or stream not in there:
                continue
            first, end = calendar[before].first_day, calendar[after].last_day
            with_it = ended_in(of, stream, first, end)
            if with_it:
                told = f"its funding ends in {after}, as {', '.join(with_it)} does"
                rows = (f"capacity {stream} {after}", *(f"initiatives {n}" for n in with_it))
                yield DesignFinding("FUND-1", stream, told, rows)


def disguised_project(of: Inspected) -> Iterator[DesignFinding]:
    """A stream for one initiative, formed for it or ending with it."""
    owners = initiatives_of(of)
    if len(of.snapshot.value_streams) < 2:
        return
    begun = {str(one.id): one.case_agreed_on or one.submitted_on for one in of.snapshot.initiatives}
    for stream in of.snapshot.value_streams:
        if len(owners.get(stream.id, ())) != 1:
            continue
        (only,) = owners[stream.id]
        signs = []
        start, end = begun.get(only), of.ended.get(only)
        if stream.formed_on and start and abs(stream.formed_on - start) <= _NEAR:
            signs.append(f"formed on {stream.formed_on}, when {only} began")
        if stream.retired_on and end and abs(stream.retired_on - end) <= _NEAR:
            signs.append(f"retired on {stream.retired_on}, when {only} ended")
        if signs:
            told = f"has one initiative, and was {' and '.join(signs)}: a project by its dates"
            rows = (f"value_streams {stream.id}", f"initiatives {only}")
            yield DesignFinding("FUND-2", stream.id, told, rows)


def disbanded(of: Inspected) -> Iterator[DesignFinding]:
    """Half of a team or more gone within four weeks after an initiative of its stream ended."""
    calendar = {str(one.id): one for one in of.snapshot.charter.calendar.intervals}
    for (stream, team), rows in staffing_of(of.snapshot).items():
        for row in rows:
            if not row.members or row.left is None or 2 * row.left < row.members:
                continue
            interval = calendar[row.interval]
            with_it = ended_in(of, stream, interval.first_day - _NEAR, interval.last_day)
            if with_it:
                name = f"{stream} {team}".strip()
                told = f"{row.left} of {row.members} left in {row.interval}, as"
                told += f" {', '.join(with_it)} ended"
                rows_told = (f"capacity {name} {row.interval}",)
                yield DesignFinding("FUND-3", name, told, rows_told)


def one_initiative(of: Inspected) -> Iterator[DesignFinding]:
    """A stream that has worked on a single initiative, in a portfolio of several."""
    owners = initiatives_of(of)
    for stream in alive(of.snapshot) if len(of.snapshot.value_streams) > 1 else ():
        names = owners.get(stream.id, frozenset())
        if len(names) == 1 and len(of.snapshot.initiatives) > 1:
            (only,) = names
            told = f"has worked on nothing but {only}"
            rows = (f"value_streams {stream.id}", f"initiatives {only}")
            yield DesignFinding("FUND-4", stream.id, told, rows)
