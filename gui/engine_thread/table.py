"""Keeps the table of all runs, and does what is asked of runs that need no process."""

import os
from pathlib import Path
from time import monotonic

from PySide6.QtCore import Signal, Slot

from engine.errors import RunFolderError
from engine.record import queue
from engine.record.folder import RunFolder, trash_run
from engine.record.index import IndexRow, RunIndex
from gui.engine_thread.worker import Worker
from gui.models.messages import RunRow, RunTable

PERIOD_MS = 1000
SLICE_SECONDS = 0.02
"""Reading folders at one go. Meanwhile the window has to share the interpreter."""
SLICE_PAUSE_MS = 20
GROWTH = 1.25
"""During a long first reading the table is told whenever it is so much longer: a few dozen times in all."""


class TableWorker(Worker):
    """Looks for what changed about once a second and tells of it where something did."""

    run_table = Signal(RunTable)

    def __init__(self, runs_dir: Path) -> None:
        super().__init__()
        self._runs_dir = runs_dir
        self._index = RunIndex(runs_dir)
        self._told: RunTable | None = None
        self._rows: dict[str, tuple[IndexRow, int | None, RunRow]] = {}
        self._was_there = runs_dir.is_dir()
        self._measures_until = 0.0
        """Until then the metrics of many new runs are read, before the folder is looked at again."""

    @Slot()
    def begin(self) -> None:
        """Reads the index first, then the folders."""
        self._timer = self.new_timer(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """One slice of looking, then of measuring; the next follows by itself."""
        complete = True
        try:
            is_looking = monotonic() >= self._measures_until
            looked = self._index.refresh(SLICE_SECONDS) if is_looking else True
            complete = looked and self._index.measure(SLICE_SECONDS)
            if looked and is_looking and not complete:
                self._measures_until = monotonic() + PERIOD_MS / 1000
            grown = self._told is None or self._index.num_rows >= GROWTH * len(self._told.rows)
            if complete or grown or (looked and is_looking):
                self._tell()
            if complete:
                self._measures_until = 0.0
        finally:
            self._timer.start(PERIOD_MS if complete else SLICE_PAUSE_MS)

    @Slot(object)
    def refresh_after(self, path: Path) -> None:
        """Something was asked of a run: look at it now."""
        self._index.look_at(path)
        self._tell()

    @Slot(object)
    def delete_run(self, path: Path) -> None:
        """Moves a run to the trash folder."""
        with self.told(path):
            trash_run(RunFolder(path))
        self.refresh_after(path)

    @Slot(object, object)
    def set_tags(self, path: Path, tags: tuple[str, ...]) -> None:
        """Gives a run these tags."""
        with self.told(path):
            self._index.set_tags(path, tags)
        self._tell()

    @Slot(object, str)
    def set_note(self, path: Path, note: str) -> None:
        """Gives a run this note."""
        with self.told(path):
            self._index.set_note(path, note)
        self._tell()

    @Slot(object, bool)
    def set_archived(self, path: Path, archived: bool) -> None:
        """Puts a run away or takes it out again."""
        with self.told(path):
            self._index.set_archived(path, archived)
        self._tell()

    @Slot(object, int)
    def move_in_queue(self, path: Path, to_index: int) -> None:
        """Gives a waiting run another place: 0 is the next to start."""
        with self.told(path):
            queue.move(self._runs_dir, path.name, to_index)
        self._tell()

    def _tell(self) -> None:
        positions, queue_problem = self._positions()
        problems = (self._folder_problem(), self._index.problem, queue_problem)
        problem = " ".join(dict.fromkeys(part for part in problems if part))
        rows = tuple(self._row(row, positions.get(row.name)) for row in self._index.rows())
        names = {row.name for row in rows}
        self._rows = {name: kept for name, kept in self._rows.items() if name in names}
        table = RunTable(rows=rows, problem=problem)
        if table != self._told:
            self._told = table
            self.run_table.emit(table)

    def _row(self, row: IndexRow, position: int | None) -> RunRow:
        """The same object as before where nothing changed, so that the window can tell at a glance."""
        kept = self._rows.get(row.name)
        if kept is None or kept[0] is not row or kept[1] != position:
            kept = (row, position, _run_row(row, position))
            self._rows[row.name] = kept
        return kept[2]

    def _positions(self) -> tuple[dict[str, int], str]:
        try:
            tickets = queue.waiting(self._runs_dir)
        except RunFolderError as error:
            return {}, str(error)
        return {ticket.run: number for number, ticket in enumerate(tickets, start=1)}, ""

    def _folder_problem(self) -> str:
        if not self._runs_dir.is_dir():
            gone = (
                f"The runs folder {self._runs_dir} is gone. Put it back, or choose another in the settings."
            )
            return gone if self._was_there else ""
        self._was_there = True
        if not os.access(self._runs_dir, os.W_OK):
            return f"The runs folder {self._runs_dir} may not be written: no run can start there."
        return ""


def _run_row(row: IndexRow, position: int | None) -> RunRow:
    return RunRow(
        path=row.path,
        name=row.name,
        created=row.created,
        state=row.state,
        strategy=row.strategy,
        model=row.model,
        data=row.data,
        devices=row.devices,
        world_size=row.world_size,
        step=row.step,
        total_steps=row.total_steps,
        train_loss=row.train_loss,
        eval_loss=row.eval_loss,
        eval_accuracy=row.eval_accuracy,
        samples_per_second=row.samples_per_second,
        duration_seconds=row.duration_seconds,
        tags=row.tags,
        note=row.note,
        queue_position=position,
        archived=row.archived,
        options=row.options,
        metrics=row.metrics,
    )
