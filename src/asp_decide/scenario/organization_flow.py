"""One organization at work on one demand: who waits, who starts, who is done, event by event.

Time is weeks, work is team-weeks. Drawn worlds are counted in floats: what comes of them is an
average, and no decision. Jobs that are stated in fractions are played exactly.
"""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import Any, cast

import simpy

from asp_decide.model.organization import OrganizationDesign

type Amount = float | Fraction

_ROUNDING = 1e-9
"""Work left of an item, as a part of it, that is only what floats cannot say."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work that was approved at a moment: how much it is, how fast it can go, what waiting costs.

    `place` says where among the streams it belongs, from 0 to 1: the first of four streams has the
    first quarter, so that the same work has its place in any number of streams. It brings
    nothing in the end where its `luck`, from 0 to 1, is below what a design says fails.
    """

    number: int
    gate_at: Amount
    effort: Amount
    fastest: Amount
    cost_of_delay: Amount
    place: Amount
    luck: Amount = 1


@dataclass(frozen=True, slots=True)
class Delivered:
    """A job with the week in which it started and the one in which it could be used.

    One that `brings` nothing was stopped then, or found out.
    """

    job: Job
    started_at: Amount
    delivered_at: Amount
    brings: bool = True

    @property
    def from_gate(self) -> Amount:
        """Weeks since it was approved: the clock of whoever asked for it."""
        return self.delivered_at - self.job.gate_at

    @property
    def from_start(self) -> Amount:
        """Weeks since work on it began: the clock of whoever does it."""
        return self.delivered_at - self.started_at


@dataclass(frozen=True, slots=True)
class Started:
    """A start: when, in which stream, and how many were open then with it."""

    at: Amount
    stream: int
    open_with_it: int


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a demand: every job delivered, every start, and how many releases it took."""

    delivered: tuple[Delivered, ...]
    starts: tuple[Started, ...]
    releases: int


def play(design: OrganizationDesign, jobs: Sequence[Job]) -> Played:
    """Work on all jobs until the last one is delivered; the same input gives the same result."""
    env = simpy.Environment()
    count = len(design.streams)
    assigned: list[list[Job]] = [[] for _ in range(count)]
    for job in jobs:
        assigned[min(count - 1, int(job.place * count))].append(job)
    streams = [_Stream(env, design, number, own) for number, own in enumerate(assigned)]
    env.process(_arrivals(env, streams, assigned))
    env.run()
    delivered = sorted(
        (one for stream in streams for one in stream.delivered), key=lambda one: one.job.number
    )
    assert len(delivered) == len(jobs), "whatever was approved is delivered in the end"
    starts = sorted((one for s in streams for one in s.starts), key=attrgetter("at", "stream"))
    return Played(tuple(delivered), tuple(starts), sum(stream.releases for stream in streams))


def _arrivals(
    env: simpy.Environment, streams: Sequence["_Stream"], assigned: Sequence[Sequence[Job]]
) -> Generator[Any, Any, None]:
    """Jobs come to their streams; who comes at one moment is there before anybody chooses."""
    coming = [(streams[n].funded_at(job), n, job) for n, own in enumerate(assigned) for job in own]
    coming.sort(key=lambda one: (one[0], one[2].number))
    for at, group in groupby(coming, key=lambda one: one[0]):
        yield _after(env, at - env.now)
        woken = set()
        for _, number, job in group:
            streams[number].waiting.append(job)
            woken.add(number)
        for number in sorted(woken):
            streams[number].wake()


def _after(env: simpy.Environment, weeks: Amount) -> simpy.Timeout:
    """The event that so many weeks have passed. SimPy takes any number and is typed for floats."""
    return env.timeout(cast("float", weeks))


@dataclass(slots=True)
class _Open:
    """A job that somebody works on; where it brings nothing, `stops_at` is when somebody looks."""

    job: Job
    started_at: Amount
    left: Amount
    stops_at: Amount | None = None


class _Stream:
    """A value stream with what waits, what is open, and what is finished and not released."""

    def __init__(
        self, env: simpy.Environment, design: OrganizationDesign, number: int, own: Sequence[Job]
    ) -> None:
        self._env, self._design, self._number = env, design, number
        self._exactly = all(isinstance(job.effort, Fraction) for job in own)
        self._capacity = self._amount(design.streams[number].capacity)
        self._loss = self._amount(design.switching_loss)
        self._to_come = len(own)
        self._open: list[_Open] = []
        self._finished: list[_Open] = []
        self._news = env.event()
        self.waiting: list[Job] = []
        self.delivered: list[Delivered] = []
        self.starts: list[Started] = []
        self.releases = 0
        self._last_out: Amount | None = None
        env.process(self._work())

    def funded_at(self, job: Job) -> Amount:
        """When there is money for what was approved."""
        return _next(job.gate_at, self._amount(self._design.funding_weeks))

    def wake(self) -> None:
        """Say that something has come."""
        if not self._news.triggered:
            self._news.succeed()

    def _work(self) -> Generator[Any, Any, None]:
        while self._to_come:
            self._start()
            if not self._open:
                yield self._news
                self._news = self._env.event()
                continue
            speeds = self._speeds()
            began = self._env.now
            ends = [one.left / s for one, s in zip(self._open, speeds, strict=True) if s > 0]
            ends += [one.stops_at - began for one in self._open if one.stops_at is not None]
            yield _after(self._env, min(ends)) | self._news
            if self._news.triggered:
                self._news = self._env.event()
            passed = self._env.now - began
            for one, speed in zip(self._open, speeds, strict=True):
                one.left -= passed * speed
            self._finish()

    def _start(self) -> None:
        """Begin what may begin: all of it when pushed, while there is a free slot when pulled."""
        limit = None if self._design.start == "push" else self._design.wip_limit
        while self.waiting and (limit is None or len(self._open) < limit):
            job = min(self.waiting, key=self._rank)
            self.waiting.remove(job)
            pace = min(job.fastest, self._capacity)
            effort = job.effort + self._amount(self._design.ramp_up_weeks) * pace
            look = self._amount(self._design.look_weeks)
            stops_at = self._env.now + look if look and not self._brings(job) else None
            self._open.append(_Open(job, self._env.now, effort, stops_at))
            self.starts.append(Started(self._env.now, self._number, len(self._open)))

    def _rank(self, job: Job) -> tuple[Amount, Amount, Amount, int]:
        """The order in which a free slot is filled; ties by who was approved first."""
        planned = self._amount(self._design.planning_weeks)
        plan = _next(job.gate_at, planned) if planned else 0
        if self._design.order == "cd3":
            speed = min(job.fastest, self._capacity)
            return (plan, -job.cost_of_delay * speed / job.effort, job.gate_at, job.number)
        return (plan, 0, job.gate_at, job.number)

    def _speeds(self) -> list[Amount]:
        """Team-weeks a week for each open item: an even share, or the first ones all they can."""
        capacity = self._capacity / (1 + self._loss * (len(self._open) - 1))
        speeds: list[Amount] = [0] * len(self._open)
        if not self._design.sharing:
            for place, one in enumerate(self._open):
                speeds[place] = min(one.job.fastest, capacity)
                capacity -= speeds[place]
            return speeds
        narrowest = sorted(range(len(self._open)), key=lambda n: self._open[n].job.fastest)
        for served, place in enumerate(narrowest):
            even = capacity / (len(narrowest) - served)
            speeds[place] = min(self._open[place].job.fastest, even)
            capacity -= speeds[place]
        return speeds

    def _finish(self) -> None:
        now = self._env.now
        done = [
            one
            for one in self._open
            if one.left <= _ROUNDING * one.job.effort
            or (one.stops_at is not None and one.stops_at <= now + _ROUNDING)
        ]
        self._open = [one for one in self._open if one not in done]
        self._finished += done
        self._to_come -= len(done)
        while len(self._finished) >= self._design.batch or (self._finished and not self._to_come):
            self._release(self._finished[: self._design.batch])
            self._finished = self._finished[self._design.batch :]

    def _release(self, batch: Iterable[_Open]) -> None:
        out = _next(self._env.now, self._amount(self._design.release_weeks))
        # What waits for one day goes out with one release.
        if not self._design.release_weeks or out != self._last_out:
            self.releases += 1
        self._last_out = out
        self.delivered += [
            Delivered(one.job, one.started_at, out, self._brings(one.job)) for one in batch
        ]

    def _brings(self, job: Job) -> bool:
        return job.luck >= self._amount(self._design.failing)

    def _amount(self, number: Fraction) -> Amount:
        """A number of the design as the jobs of the stream are counted."""
        return number if self._exactly else float(number)


def _next(moment: Amount, every: Amount) -> Amount:
    """The first moment from this one on of those that come every so many weeks."""
    return -(-moment // every) * every if every else moment
