"""Where the seconds of a step go."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, TypeVar

import torch

from engine.record.beat import BeatWriter, Phase

METERED = (Phase.DATA, Phase.FORWARD, Phase.BACKWARD, Phase.COMMUNICATION, Phase.OPTIMIZER)
"""The phases that a step is divided into; what is in none of them is its rest."""


@dataclass(frozen=True, slots=True)
class StepSeconds:
    """One step, divided: the phases and the rest add up to the step."""

    step_seconds: float
    data_seconds: float
    forward_seconds: float
    backward_seconds: float
    communication_seconds: float
    optimizer_seconds: float
    rest_seconds: float


Mark = TypeVar("Mark")


class Timeline(Protocol[Mark]):
    """A device's own time."""

    def mark(self) -> Mark:
        """This moment in the device's work."""
        ...

    def seconds(self, first: Mark, last: Mark) -> float:
        """From one mark to a later one, s; both have passed."""
        ...

    def release(self, marks: Sequence[Mark]) -> None:
        """These marks are no longer needed."""
        ...


class HostTimeline:
    """The time of a CPU: now is when it is said."""

    def mark(self) -> float:
        """Now, s."""
        return time.perf_counter()

    def seconds(self, first: float, last: float) -> float:
        """From one mark to a later one, s."""
        return last - first

    def release(self, marks: Sequence[float]) -> None:
        """Nothing to give back."""


class CudaTimeline:
    """The time of a GPU: a mark passes when the kernels queued before it are done.

    So a phase's seconds are those the GPU spent, or stood idle, between its first and last kernel, and no
    mark makes the host wait. Source: https://docs.pytorch.org/docs/stable/generated/torch.cuda.Event.html
    """

    def __init__(self, device: torch.device) -> None:
        self._stream = torch.cuda.current_stream(device)
        self._free: list[torch.cuda.Event] = []

    def mark(self) -> torch.cuda.Event:
        """A mark behind all kernels queued so far."""
        event = self._free.pop() if self._free else _new_event()
        event.record(self._stream)
        return event

    def seconds(self, first: torch.cuda.Event, last: torch.cuda.Event) -> float:
        """From one mark to a later one, s; waits until the later one has passed."""
        last.synchronize()
        return float(first.elapsed_time(last)) / 1000

    def release(self, marks: Sequence[torch.cuda.Event]) -> None:
        """Keeps the events for later marks."""
        self._free.extend(marks)


def _new_event() -> torch.cuda.Event:
    return torch.cuda.Event(enable_timing=True)  # type: ignore[no-untyped-call]


def build_timeline(device: torch.device) -> Timeline[Any]:
    """The timeline that shows what the device really does."""
    return CudaTimeline(device) if device.type == "cuda" else HostTimeline()


@dataclass(slots=True)
class _Lap:
    """One step as it was marked: from each mark on, its phase (None: the rest) has the time."""

    marks: list[Any]
    phases: list[Phase | None]


class StepMeter:
    """The loop's meter: a beat and a mark at every change of phase, added up later."""

    def __init__(self, beats: BeatWriter, timeline: Timeline[Any]) -> None:
        self._beats = beats
        self._timeline = timeline
        self._mark = timeline.mark
        self._step = 0
        self._stack: list[Phase | None] = [None]
        self._lap: _Lap | None = None
        self._done: list[_Lap] = []
        self._spans = {phase: _Span(self, phase) for phase in Phase}

    def start_step(self, step: int) -> None:
        """A step begins, `step` being done before: where the last one ended, unless they were left."""
        self._step = step
        if self._lap is None:
            self._lap = _Lap([self._mark()], [None])

    def end_step(self) -> None:
        """The step is over; the time from here on belongs to the next."""
        assert self._lap is not None
        end = self._mark()
        self._lap.marks.append(end)
        self._done.append(self._lap)
        self._lap = _Lap([end], [None])

    def leave_steps(self) -> None:
        """What comes now (an evaluation, a checkpoint, a pause) belongs to no step. After `take` only."""
        assert not self._done
        if self._lap is not None:
            self._timeline.release(self._lap.marks)
        self._lap = None

    def phase(self, phase: Phase) -> "_Span":
        """Seconds inside belong to `phase`; a phase entered inside another is taken out of the outer one."""
        return self._spans[phase]

    def beat(self, phase: Phase) -> None:
        """A sign of life from outside a step's phases."""
        self._beats.beat(self._step, phase)

    def take(self) -> list[StepSeconds]:
        """The steps finished since the last take, oldest first."""
        laps, self._done = self._done, []
        taken = [self._add_up(lap) for lap in laps]
        for lap in laps:
            self._timeline.release(lap.marks[:-1])  # the last one begins the next step
        return taken

    def _add_up(self, lap: _Lap) -> StepSeconds:
        spent = dict.fromkeys(METERED, 0.0)
        for index, phase in enumerate(lap.phases):
            if phase in spent:
                spent[phase] += self._timeline.seconds(lap.marks[index], lap.marks[index + 1])
        step = self._timeline.seconds(lap.marks[0], lap.marks[-1])
        named = {f"{phase}_seconds": seconds for phase, seconds in spent.items()}
        return StepSeconds(step_seconds=step, rest_seconds=step - sum(spent.values()), **named)

    def _enter(self, phase: Phase) -> None:
        self._stack.append(phase)
        self._beats.beat(self._step, phase)
        self._change(phase)

    def _leave(self) -> None:
        self._stack.pop()
        self._change(self._stack[-1])

    def _change(self, phase: Phase | None) -> None:
        if self._lap is not None:
            self._lap.marks.append(self._mark())
            self._lap.phases.append(phase)


class _Span:
    """One phase as a context; made once, since a step enters it many times."""

    __slots__ = ("_meter", "_phase")

    def __init__(self, meter: StepMeter, phase: Phase) -> None:
        self._meter = meter
        self._phase = phase

    def __enter__(self) -> None:
        self._meter._enter(self._phase)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._meter._leave()


def read_memory_peak_bytes(device: torch.device) -> int | None:
    """The most memory used so far: on a GPU what torch allocated; else what this process had resident.

    None where the system does not tell.
    """
    if device.type == "cuda":
        return int(torch.cuda.max_memory_allocated(device))
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
