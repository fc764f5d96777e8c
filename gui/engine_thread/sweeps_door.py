"""The part of the window's door to the engine that is about sweeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.engine_thread.parcels_door import ParcelsDoor
from gui.engine_thread.sweeps import SweepsWorker

if TYPE_CHECKING:  # see gui.engine_thread.sweeps
    from engine.lab.sweep.record import Sweep
    from gui.models.sweep_messages import SweepFileWanted


class SweepsDoor(ParcelsDoor):
    """Slots ask, signals answer, as those of the whole door do (`EngineThread`)."""

    sweep_presets_found = Signal(object)
    """SweepPresetsFound."""
    sweep_file_read = Signal(object)
    """SweepFileRead."""
    sweep_base_read = Signal(object)
    """SweepBaseRead."""
    sweep_planned = Signal(object)
    """SweepPlanned."""
    sweeps_listed = Signal(object)
    """SweepList."""
    sweep_started = Signal(object)
    """Path of a sweep's folder."""
    sweep_updated = Signal(object)
    """SweepUpdate."""

    _sweeps_asked = Signal()
    _sweep_file_asked = Signal(object)
    _sweep_base_asked = Signal(object)
    _sweep_file_given = Signal(object)
    _sweep_plan_asked = Signal(object)
    _sweep_start_asked = Signal(object)
    _sweep_on_asked = Signal(object)
    _sweep_stop_asked = Signal(object)
    _sweeps_stop_asked = Signal()
    _sweep_follow_asked = Signal(object)

    def __init__(self, runs_dir: Path, parent: QObject | None = None) -> None:
        """Prepares the worker; whoever is the whole door gives it a thread.

        Args:
            runs_dir: The folder of all runs, in which sweeps lie.
            parent: Its owner.
        """
        super().__init__(runs_dir, parent)
        self._sweeps = worker = SweepsWorker(runs_dir)
        self._sweeps_asked.connect(worker.find)
        self._sweep_file_asked.connect(worker.read_file)
        self._sweep_base_asked.connect(worker.read_base)
        self._sweep_file_given.connect(worker.write_file)
        self._sweep_plan_asked.connect(worker.plan)
        self._sweep_start_asked.connect(worker.start)
        self._sweep_on_asked.connect(worker.go_on)
        self._sweep_stop_asked.connect(worker.stop)
        self._sweeps_stop_asked.connect(worker.stop_all)
        self._sweep_follow_asked.connect(worker.follow)
        worker.presets_found.connect(self.sweep_presets_found)
        worker.file_read.connect(self.sweep_file_read)
        worker.base_read.connect(self.sweep_base_read)
        worker.planned.connect(self.sweep_planned)
        worker.listed.connect(self.sweeps_listed)
        worker.started.connect(self.sweep_started)
        worker.updated.connect(self.sweep_updated)

    @Slot()
    def find_sweeps(self) -> None:
        """Reads the presets of sweeps and lists all sweeps; `sweep_presets_found`, `sweeps_listed`."""
        self._sweeps_asked.emit()

    @Slot(object)
    def read_sweep_file(self, path: Path) -> None:
        """Reads the sweep in a TOML file; `sweep_file_read` answers."""
        self._sweep_file_asked.emit(path)

    @Slot(object)
    def read_sweep_base(self, path: Path) -> None:
        """Reads the spec in a TOML file, for a sweep to vary; `sweep_base_read` answers."""
        self._sweep_base_asked.emit(path)

    @Slot(object)
    def write_sweep_file(self, wanted: SweepFileWanted) -> None:
        """Keeps a sweep in a TOML file; `trouble` where it cannot be written."""
        self._sweep_file_given.emit(wanted)

    @Slot(object)
    def plan_sweep(self, sweep: Sweep) -> None:
        """What a sweep will do here; `sweep_planned` answers, of several at once the last.

        No sweep is followed any more.
        """
        self._sweep_plan_asked.emit(sweep)

    @Slot(object)
    def start_sweep(self, sweep: Sweep) -> None:
        """Lets a sweep run in a process of its own; `sweep_started` or `trouble` answers."""
        self._sweep_start_asked.emit(sweep)

    @Slot(object)
    def go_on_with_sweep(self, path: Path) -> None:
        """Lets a sweep that was interrupted go on; `sweep_started` or `trouble` answers."""
        self._sweep_on_asked.emit(path)

    @Slot(object)
    def stop_sweep(self, path: Path) -> None:
        """Asks a sweep to stop; `sweep_updated` tells once it has, `trouble` where it cannot be asked."""
        self._sweep_stop_asked.emit(path)

    @Slot()
    def stop_sweeps(self) -> None:
        """Asks every sweep that runs to stop."""
        self._sweeps_stop_asked.emit()

    @Slot(object)
    def follow_sweep(self, path: Path) -> None:
        """Tells of a sweep from its beginning by `sweep_updated`; of no other sweep any more."""
        self._sweep_follow_asked.emit(path)
