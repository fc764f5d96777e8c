"""Plans sweeps, lets them run in a process of their own, and follows one by its folder.

What knows sweeps is imported when the first is asked for: it would delay the window's first workspace.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from engine.devices.inventory import read_inventory
from engine.errors import PlanError, SpecError
from engine.spec.presets import list_sweep_presets
from engine.spec.toml import read_spec
from gui.engine_thread.lab_worker import SETTLE_MS, LabWorker

if TYPE_CHECKING:
    from engine.errors import Problem
    from engine.lab.sweep.folder import SweepFolder
    from engine.lab.sweep.record import Sweep
    from gui.engine_thread.followed_sweep import FollowedSweep
    from gui.models.sweep_messages import SweepFileWanted


class SweepsWorker(LabWorker):
    """Follows one sweep at a time, the last that was asked for."""

    presets_found = Signal(object)
    """SweepPresetsFound."""
    file_read = Signal(object)
    """SweepFileRead."""
    base_read = Signal(object)
    """SweepBaseRead."""
    planned = Signal(object)
    """SweepPlanned."""
    listed = Signal(object)
    """SweepList."""

    may_go_on = True

    def __init__(self, runs_dir: Path) -> None:
        super().__init__(runs_dir)
        self._wanted: Sweep | None = None

    @Slot()
    def find(self) -> None:
        """Tells of the presets and of every sweep there is."""
        from engine.lab.sweep.files import read_sweep
        from gui.models.sweep_messages import SweepPresetsFound

        sweeps = []
        for path in list_sweep_presets():
            with self.told():
                sweeps.append(read_sweep(path))
        self.presets_found.emit(SweepPresetsFound(sweeps=tuple(sweeps)))
        self._list()

    @Slot(object)
    def read_file(self, path: Path) -> None:
        """The sweep in a TOML file."""
        from engine.lab.sweep.files import read_sweep
        from gui.models.sweep_messages import SweepFileRead

        try:
            self.file_read.emit(SweepFileRead(path=path, sweep=read_sweep(path)))
        except SpecError as error:
            self.file_read.emit(SweepFileRead(path=path, sweep=None, problems=error.problems))

    @Slot(object)
    def read_base(self, path: Path) -> None:
        """The spec in a TOML file, which a sweep is to vary."""
        from gui.models.sweep_messages import SweepBaseRead

        try:
            self.base_read.emit(SweepBaseRead(path=path, spec=read_spec(path)))
        except SpecError as error:
            self.base_read.emit(SweepBaseRead(path=path, spec=None, problems=error.problems))

    @Slot(object)
    def write_file(self, wanted: SweepFileWanted) -> None:
        """Keeps a sweep as TOML."""
        from engine.lab.sweep.files import write_sweep

        with self.told():
            write_sweep(wanted.path, wanted.sweep)

    @Slot(object)
    def plan(self, sweep: Sweep) -> None:
        """What a sweep will do here, in a moment; of several the last. Nothing is followed any more."""
        self._forget()
        self._wanted = sweep
        self._settling.start(SETTLE_MS)

    @Slot()
    def _plan(self) -> None:
        from engine.lab.sweep.estimate import estimate_sweep
        from engine.lab.sweep.events import SweepEntered, SweepState
        from engine.lab.sweep.summary import summarise_sweep
        from gui.models.sweep_messages import SweepPlanned

        sweep = self._wanted
        assert sweep is not None
        created = SweepEntered(time=time.time(), state=SweepState.CREATED)
        self.planned.emit(
            SweepPlanned(
                sweep=sweep,
                estimate=estimate_sweep(sweep),
                result=summarise_sweep(sweep, (created,), created),
                problems=self._problems(sweep),
            )
        )

    def _problems(self, sweep: Sweep) -> tuple[Problem, ...]:
        """Why trials cannot run; a person's files are read by the sweep's own process, trial by trial."""
        from engine.lab.study.apart import asks_files
        from engine.lab.sweep.check import check_sweep
        from engine.lab.sweep.propose import check_optuna
        from engine.lab.sweep.values import ends

        try:
            if asks_files(sweep.spec, {key: ends(values) for key, values in sweep.vary.items()}):
                check_optuna(sweep)
                return ()
            return check_sweep(sweep, read_inventory())
        except PlanError as error:
            return error.problems

    @Slot(object)
    def start(self, sweep: Sweep) -> None:
        """Lets a sweep run in a process of its own, which outlives the window."""
        from engine.lab.sweep.folder import create_sweep
        from engine.lab.sweep.process import start_sweep

        with self.told():
            folder = create_sweep(self._runs_dir, sweep)
            start_sweep(folder)
            self.started.emit(folder.path)
            self._list()

    @Slot(object)
    def go_on(self, path: Path) -> None:
        """Lets a sweep that was stopped or interrupted go on; it is followed anew."""
        from engine.lab.sweep.folder import SweepFolder
        from engine.lab.sweep.process import start_sweep

        with self.told(path):
            start_sweep(SweepFolder(path))
            self.started.emit(path)

    def _kind(self) -> type[SweepFolder]:
        from engine.lab.sweep.folder import SweepFolder

        return SweepFolder

    def _follow(self, path: Path) -> FollowedSweep:
        from engine.lab.sweep.folder import SweepFolder
        from gui.engine_thread.followed_sweep import FollowedSweep

        return FollowedSweep(SweepFolder(path))

    def _list(self) -> None:
        from engine.lab.sweep.reading import read_sweep_row
        from gui.models.sweep_messages import SweepLine, SweepList

        lines = []
        with self.told():
            for folder in self._kind().all_in(self._runs_dir):
                row = read_sweep_row(folder)
                lines.append(
                    SweepLine(path=folder.path, title=row.title, state=row.state, created=row.created)
                )
        self.listed.emit(SweepList(lines=tuple(lines)))
