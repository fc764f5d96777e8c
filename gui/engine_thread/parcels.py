"""Exports, imports and restores runs, one thing after the other."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Signal, Slot

from engine.record.folder import RunFolder
from engine.record.trash import empty_trash, list_trash, restore_run
from gui.engine_thread.worker import Worker
from gui.models.parcel_messages import Parcel, ParcelDone, ParcelProgress, ParcelWanted, TrashListed

_TELL_SECONDS = 0.1


class ParcelsWorker(Worker):
    """Tells how far it is about ten times a second; stops between two files where it is asked to."""

    progressed = Signal(ParcelProgress)
    done = Signal(ParcelDone)
    arrived = Signal(object)
    """Path of a run that is there now."""
    trash_listed = Signal(TrashListed)

    def __init__(self, runs_dir: Path) -> None:
        super().__init__()
        self._runs_dir = runs_dir
        self._is_stopped, self._is_closing = False, False
        self._told_at = 0.0
        self._num_runs = 0
        self._remarks: list[str] = []

    @Slot()
    def begin(self) -> None:
        """There is nothing to do yet."""

    def stop_now(self, *, for_good: bool = False) -> None:
        """Stop what is being done; called from any thread.

        Args:
            for_good: Do nothing of what is still asked for, either.
        """
        self._is_stopped, self._is_closing = True, for_good

    @Slot()
    def list_trash(self) -> None:
        """What lies in the trash."""
        with self.told():
            self.trash_listed.emit(TrashListed(list_trash(self._runs_dir)))

    @Slot(object)
    def work(self, wanted: ParcelWanted) -> None:
        """Does it; `done` follows, and `trouble` before it where something failed."""
        if self._is_closing:
            return
        self._is_stopped, self._num_runs, self._remarks = False, 0, []
        works: dict[Parcel, Callable[[ParcelWanted], None]] = {
            Parcel.ZIP: self._zip,
            Parcel.CURVES: self._write_curves,
            Parcel.UNZIP: self._unzip,
            Parcel.EVENTS: self._read_events,
            Parcel.RESTORE: self._restore,
            Parcel.ERASE: self._erase,
        }
        try:
            with self.told():
                works[wanted.kind](wanted)
        except _StoppedError:
            self._is_stopped = True
        self.done.emit(ParcelDone(wanted, self._num_runs, self._is_stopped, tuple(self._remarks)))
        if wanted.kind in (Parcel.RESTORE, Parcel.ERASE):
            self.list_trash()

    def _zip(self, wanted: ParcelWanted) -> None:
        from engine.export.run_zip import export_run

        assert wanted.target is not None
        is_one = len(wanted.paths) == 1
        for path in wanted.paths:
            target = wanted.target if is_one else wanted.target / f"{path.name}.zip"
            export_run(RunFolder(path), target, self._teller(wanted, path.name))
            self._num_runs += 1

    def _write_curves(self, wanted: ParcelWanted) -> None:
        from engine.export.curves import FORMS, export_curves

        assert wanted.target is not None
        tell = self._teller(wanted, wanted.target.name)
        folders = [RunFolder(path) for path in wanted.paths]
        export_curves(folders, FORMS[wanted.form], wanted.target, lambda num_points: tell(num_points, 0))
        self._num_runs = len(folders)

    def _unzip(self, wanted: ParcelWanted) -> None:
        from engine.export.run_zip import import_run

        for path in wanted.paths:
            self._arrive(import_run(self._runs_dir, path, self._teller(wanted, path.name)))

    def _read_events(self, wanted: ParcelWanted) -> None:
        from engine.export.tensorboard_runs import ImportedRun, import_tensorboard

        def tell(run: ImportedRun) -> None:
            self._remarks.extend(run.problems)
            if run.is_new:
                self._arrive(run.folder)
            self._teller(wanted, run.folder.name)(self._num_runs, 0)

        for path in wanted.paths:
            import_tensorboard(self._runs_dir, path, tell)

    def _restore(self, wanted: ParcelWanted) -> None:
        for path in wanted.paths:
            self._arrive(restore_run(self._runs_dir, path.name))

    def _erase(self, _wanted: ParcelWanted) -> None:
        self._num_runs = empty_trash(self._runs_dir)

    def _arrive(self, folder: RunFolder) -> None:
        self._num_runs += 1
        self.arrived.emit(folder.path)

    def _teller(self, wanted: ParcelWanted, name: str) -> Callable[[int, int], None]:
        def tell(done: int, total: int) -> None:
            if self._is_stopped:
                raise _StoppedError
            now = monotonic()
            if now - self._told_at >= _TELL_SECONDS or done == total:
                self._told_at = now
                self.progressed.emit(ParcelProgress(wanted, name, done, total))

        return tell


class _StoppedError(Exception):
    """A person stopped it: no trouble, and no error of ours."""
