"""Reads and writes specs on disk: presets, those of runs, and a person's own files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Signal, Slot

from engine.brought.copies import use_copies
from engine.errors import LaunchError, SpecError
from engine.plan.records import ScriptPlan
from engine.record.folder import RunFolder
from engine.spec import RunSpec
from engine.spec.presets import list_presets
from engine.spec.toml import read_spec, write_spec
from gui.engine_thread.worker import Worker
from gui.models.messages import Preset, PresetsFound, Resumption, SpecRead, SpecRefused


class SpecsWorker(Worker):
    """Tells of the presets at once, of anything else when asked."""

    presets_found = Signal(PresetsFound)
    spec_read = Signal(SpecRead)
    spec_refused = Signal(SpecRefused)
    resumption_read = Signal(Resumption)

    @Slot()
    def begin(self) -> None:
        """Reads the presets, once all workers have begun, and before the devices are known."""
        self._timer = self.new_timer(self._find_presets)
        self._timer.start(0)

    @Slot()
    def _find_presets(self) -> None:
        found = []
        for path in list_presets():
            with self.told():
                found.append(Preset(name=path.stem, spec=read_spec(path)))
        self.presets_found.emit(PresetsFound(presets=tuple(found)))

    @Slot(object)
    def read_run(self, path: Path) -> None:
        """The spec of a run's newest attempt; `trouble` where it cannot be read."""
        with self.told():
            self.spec_read.emit(SpecRead(path=path, spec=RunFolder(path).read_spec()))

    @Slot(object)
    def read_resumption(self, path: Path) -> None:
        """From what a run would go on; `trouble` where it cannot be read, or is a script."""
        with self.told(path):
            folder = RunFolder(path)
            plan = folder.read_plan()
            if isinstance(plan, ScriptPlan):
                raise LaunchError(
                    f"{folder.name} is a script: only the script itself knows what it saved.",
                    mend="Start it anew from its spec, with the arguments by which it goes on.",
                )
            checkpoint = folder.latest_checkpoint()
            self.resumption_read.emit(
                Resumption(
                    path=path,
                    spec=use_copies(folder.read_spec(), folder),
                    plan=plan,
                    step=checkpoint.step if checkpoint else 0,
                )
            )

    @Slot(object)
    def read_file(self, path: Path) -> None:
        """The spec in a TOML file."""
        with self._refused(path):
            self.spec_read.emit(SpecRead(path=path, spec=read_spec(path)))

    @Slot(object, object)
    def write_file(self, path: Path, spec: RunSpec) -> None:
        """Keeps a spec in a TOML file."""
        with self._refused(path):
            write_spec(path, spec)

    @contextmanager
    def _refused(self, path: Path) -> Iterator[None]:
        """Tells of every problem of a file, with its line."""
        try:
            yield
        except SpecError as error:
            self.spec_refused.emit(SpecRefused(path=path, problems=error.problems))
