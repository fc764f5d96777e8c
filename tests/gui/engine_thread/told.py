"""What a follower or the engine thread told, gathered."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.record.events import Event, RunState
from gui.models.messages import RunOpened, RunUpdate, SeriesChunk

M = TypeVar("M")


class Told:
    """Adds updates up, as a view does."""

    def __init__(self) -> None:
        self.opened: list[RunOpened] = []
        self.updates: list[RunUpdate] = []
        self.others: list[object] = []
        self.events: list[Event] = []
        self._chunks: dict[tuple[str, str], list[SeriesChunk]] = defaultdict(list)

    def add(self, message: object) -> None:
        """One message."""
        if isinstance(message, RunOpened):
            self.opened.append(message)
        elif isinstance(message, RunUpdate):
            self._update(message)
        else:
            self.others.append(message)

    def add_all(self, messages: Iterable[object]) -> None:
        """Several."""
        for message in messages:
            self.add(message)

    def all(self, kind: type[M]) -> list[M]:
        """Messages of one kind, but for openings and updates."""
        return [message for message in self.others if isinstance(message, kind)]

    def last(self, kind: type[M]) -> M | None:
        """The last message of one kind."""
        return next(iter(self.all(kind)[::-1]), None)

    def _update(self, update: RunUpdate) -> None:
        self.updates.append(update)
        if update.restarted:
            self.events.clear()
            self._chunks.clear()
        self.events += update.events
        for chunk in update.chunks:
            self._chunks[chunk.source, chunk.metric].append(chunk)

    @property
    def state(self) -> RunState | None:
        """As last told."""
        return self.updates[-1].state if self.updates else None

    @property
    def names(self) -> set[tuple[str, str]]:
        """(source, metric) of every series."""
        return set(self._chunks)

    def chunks(self, source: str, metric: str) -> Sequence[SeriesChunk]:
        """The pieces of a series."""
        return self._chunks[source, metric]

    def values(self, source: str, metric: str) -> NDArray[np.float64]:
        """All values of a series."""
        return np.concatenate([np.empty(0), *(chunk.values for chunk in self.chunks(source, metric))])

    def steps(self, source: str, metric: str) -> list[int]:
        """All steps of a series."""
        return [int(step) for chunk in self.chunks(source, metric) for step in chunk.steps]
