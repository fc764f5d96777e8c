"""A study or sweep and what was read of it: its folder is read on, never anew."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from engine.record.lines import LineTail

if TYPE_CHECKING:  # see gui.engine_thread.lab_worker
    from engine.lab.study.events import StudyState
    from engine.lab.sweep.events import SweepState


class _Entered(Protocol):
    """The event that a state was entered."""

    @property
    def state(self) -> StudyState | SweepState: ...


Event = TypeVar("Event")
Entered = TypeVar("Entered", bound=_Entered)
Update = TypeVar("Update")


class Followed(Generic[Event, Entered, Update]):
    """Says what there is, whenever something happened."""

    def __init__(self, path: Path, tail: LineTail[Event]) -> None:
        """Reads nothing yet.

        Args:
            path: The folder.
            tail: Of its events.
        """
        self.path = path
        self.is_over = False
        self._tail = tail
        self._events: tuple[Event, ...] = ()
        self._state: StudyState | SweepState | None = None

    def look(self) -> Update | None:
        """What it has found; None where nothing happened since the last look.

        Raises:
            RunFolderError: The folder cannot be read.
        """
        new = self._tail.poll()
        self._events += tuple(new)
        entered = self._entered()
        if not new and entered.state is self._state:
            return None
        self._state, self.is_over = entered.state, entered.state.is_over
        return self._update(entered)

    @abstractmethod
    def _entered(self) -> Entered:
        """The state it is in."""

    @abstractmethod
    def _update(self, entered: Entered) -> Update:
        """All that it has found so far, in this state."""
