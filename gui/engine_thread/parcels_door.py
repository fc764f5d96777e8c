"""The part of the window's door to the engine that is about runs that come and go."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gui.engine_thread.parcels import ParcelsWorker
from gui.engine_thread.studies_door import StudiesDoor
from gui.models.parcel_messages import ParcelDone, ParcelProgress, ParcelWanted, TrashListed


class ParcelsDoor(StudiesDoor):
    """Slots ask, signals answer, as those of the whole door do (`EngineThread`)."""

    parcel_progressed = Signal(ParcelProgress)
    parcel_done = Signal(ParcelDone)
    trash_listed = Signal(TrashListed)

    _parcel_asked = Signal(object)
    _trash_asked = Signal()

    def __init__(self, runs_dir: Path, parent: QObject | None = None) -> None:
        """Prepares the worker; whoever is the whole door gives it a thread.

        Args:
            runs_dir: The folder of all runs.
            parent: Its owner.
        """
        super().__init__(runs_dir, parent)
        self._parcels = worker = ParcelsWorker(runs_dir)
        self._parcel_asked.connect(worker.work)
        self._trash_asked.connect(worker.list_trash)
        worker.progressed.connect(self.parcel_progressed)
        worker.done.connect(self.parcel_done)
        worker.trash_listed.connect(self.trash_listed)

    @Slot(object)
    def send_parcel(self, wanted: ParcelWanted) -> None:
        """Exports, imports or restores runs; `parcel_progressed`, then `parcel_done` answer."""
        self._parcel_asked.emit(wanted)

    @Slot()
    def stop_parcel(self) -> None:
        """Stops what is being exported or imported; nothing half is left."""
        self._parcels.stop_now()

    @Slot()
    def list_trash(self) -> None:
        """Looks into the trash; `trash_listed` answers."""
        self._trash_asked.emit()
