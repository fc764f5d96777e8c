"""What a sweep has found so far, read from its folder as it goes on."""

from engine.lab.sweep.events import AnySweepEvent, SweepEventTail, SweepState
from engine.lab.sweep.folder import SweepFolder
from engine.lab.sweep.summary import summarise_sweep
from gui.models.sweep_messages import SweepUpdate


class FollowedSweep:
    """A sweep and what was read of it; its folder is read on, never anew."""

    def __init__(self, folder: SweepFolder) -> None:
        """Reads what was asked.

        Raises:
            RunFolderError: The folder cannot be read.
            SpecError: What was asked was damaged.
        """
        self.path = folder.path
        self.is_over = False
        self._folder = folder
        self._sweep = folder.read_sweep()
        self._tail = SweepEventTail(folder.events_path)
        self._events: tuple[AnySweepEvent, ...] = ()
        self._state: SweepState | None = None

    def look(self) -> SweepUpdate | None:
        """What it has found; None where nothing happened since the last look.

        Raises:
            RunFolderError: The folder cannot be read.
        """
        new = self._tail.poll()
        self._events += tuple(new)
        state = self._folder.state(self._events)
        if not new and state.state is self._state:
            return None
        self._state, self.is_over = state.state, state.state.is_over
        return SweepUpdate(self.path, summarise_sweep(self._sweep, self._events, state))
