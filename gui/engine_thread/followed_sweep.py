"""What a sweep has found so far, read from its folder as it goes on."""

from engine.lab.sweep.events import AnySweepEvent, SweepEntered, SweepEventTail
from engine.lab.sweep.folder import SweepFolder
from engine.lab.sweep.summary import summarise_sweep
from gui.engine_thread.followed import Followed
from gui.models.sweep_messages import SweepUpdate


class FollowedSweep(Followed[AnySweepEvent, SweepEntered, SweepUpdate]):
    """A sweep and what was read of it."""

    def __init__(self, folder: SweepFolder) -> None:
        """Reads what was asked.

        Raises:
            RunFolderError: The folder cannot be read.
            SpecError: What was asked was damaged.
        """
        super().__init__(folder.path, SweepEventTail(folder.events_path))
        self._folder = folder
        self._sweep = folder.read_sweep()

    def _entered(self) -> SweepEntered:
        return self._folder.state(self._events)

    def _update(self, entered: SweepEntered) -> SweepUpdate:
        return SweepUpdate(self.path, summarise_sweep(self._sweep, self._events, entered))
