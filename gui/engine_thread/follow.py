"""One run followed: what is new in its folder since the last look, in slices that are never long."""

import os
import time
from pathlib import Path

import numpy as np

from engine.errors import RunFolderError
from engine.record.disk import folder_error
from engine.record.events import Event, EventTail, RunState, StateChanged
from engine.record.folder import RunFolder
from engine.record.series import Points, SeriesTail, list_series
from engine.record.status import mark_if_interrupted, read_status
from gui.models.messages import RunOpened, RunUpdate, SeriesChunk, Trouble

SLICE_POINTS = 200_000
"""Points read at one look, of all series together: a few milliseconds here and in the window."""
_LIFE_SECONDS = 1.0
"""How often it is checked that the launcher still lives."""
_LAST_LOOKS = 3
"""Looks at the series of a run that is over, until its files are let go."""
_FIRST_SOURCES = {"train": 0, "eval": 1}

FollowMessage = RunOpened | RunUpdate | Trouble


class RunFollower:
    """Reads only what was added. A new attempt, or a series that was cut, begins everything anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_behind = True
        """Whether there is more to read at once."""
        self._folder = RunFolder(path)
        self._state = RunState.CREATED
        self._attempt = 0
        self._events = EventTail(path)
        self._tails: dict[tuple[str, str], SeriesTail] = {}
        self._looks_left = _LAST_LOOKS
        self._life_due = 0.0
        self._told: tuple[RunState, int] | None = None
        self._restarted = False

    @property
    def is_live(self) -> bool:
        """Whether something may happen any moment."""
        return not self._state.is_over

    def poll(self) -> tuple[FollowMessage, ...]:
        """What is new. The first look opens the run.

        Raises:
            ParaloomError: the run cannot be read (any more).
        """
        self._check_exists()
        messages: list[FollowMessage] = []
        if self._attempt == 0:
            messages.append(self._open())
        events = self._events.poll()
        if any(event.attempt > self._attempt for event in events):
            messages.append(self._reopen())
            events = self._events.poll()
        self._note_state(events)
        chunks = self._read_series()
        if chunks is None:  # a series was cut under our hands
            messages.append(self._reopen())
            events = self._events.poll()
            self._note_state(events)
            chunks = self._read_series() or ()
        messages += self._check_life()
        if events or chunks or self._restarted or self._told != (self._state, self._attempt):
            messages.append(self._update(events, chunks))
        return tuple(messages)

    def close(self) -> None:
        """Lets go of its files."""
        for tail in self._tails.values():
            tail.close()

    def _check_exists(self) -> None:
        try:
            os.stat(self.path)  # noqa: PTH116 (polled often)
        except OSError as error:
            raise folder_error(error, self.path) from error

    def _open(self) -> RunOpened:
        self._attempt = self._folder.attempt()
        return RunOpened(path=self.path, spec=self._folder.read_spec(), plan=self._folder.read_plan())

    def _reopen(self) -> RunOpened:
        self.close()
        self._tails = {}
        self._events = EventTail(self.path)
        self._restarted = True
        self._state = RunState.CREATED
        return self._open()

    def _note_state(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, StateChanged):
                self._state = event.state
                self._looks_left = _LAST_LOOKS

    def _read_series(self) -> tuple[SeriesChunk, ...] | None:
        """New points, at most a slice of them; None where earlier points no longer hold."""
        if self._looks_left == 0:
            return ()
        chunks = []
        room = SLICE_POINTS
        for (source, metric), tail in self._all_tails():
            points = tail.poll(room)
            if tail.restarted:
                return None
            if len(points):
                chunks.append(_chunk(source, metric, points))
                room -= len(points)
            if room == 0:
                break
        self.is_behind = room == 0
        if self._state.is_over and not self.is_behind:
            self._looks_left -= 1
            self.close()
        return tuple(chunks)

    def _all_tails(self) -> list[tuple[tuple[str, str], SeriesTail]]:
        """Those of what a person looks at first come first."""
        for name in list_series(self._folder.series_dir):
            if name not in self._tails:
                self._tails[name] = SeriesTail(self._folder.series_path(*name))
        return sorted(self._tails.items(), key=_urgency)

    def _check_life(self) -> list[Trouble]:
        """Finds a run whose processes are gone without a word."""
        now = time.monotonic()
        if self._state.is_over or now < self._life_due:
            return []
        self._life_due = now + _LIFE_SECONDS
        if self._folder.is_alive() or read_status(self._folder).state is not RunState.INTERRUPTED:
            return []
        self._state = RunState.INTERRUPTED
        try:
            mark_if_interrupted(self._folder)
        except RunFolderError as error:
            return [Trouble(sentence=error.sentence, mend=error.mend, path=self.path)]
        return []

    def _update(self, events: tuple[Event, ...], chunks: tuple[SeriesChunk, ...]) -> RunUpdate:
        restarted, self._restarted = self._restarted, False
        self._told = (self._state, self._attempt)
        return RunUpdate(
            path=self.path,
            state=self._state,
            attempt=self._attempt,
            events=events,
            chunks=chunks,
            restarted=restarted,
        )


def _urgency(item: tuple[tuple[str, str], SeriesTail]) -> tuple[int, tuple[str, str]]:
    name, _ = item
    return _FIRST_SOURCES.get(name[0], 2), name


def _chunk(source: str, metric: str, points: Points) -> SeriesChunk:
    columns = [np.ascontiguousarray(points[name]) for name in ("step", "time", "value")]
    for column in columns:
        column.flags.writeable = False
    steps, times, values = columns
    return SeriesChunk(source=source, metric=metric, steps=steps, times=times, values=values)
