"""All runs of a runs folder, kept up to date by looking only at what changed.

The truth is in the run folders. `index.sqlite` saves reading them all again at the next start: it may be
missing, damaged, locked or in a folder that cannot be written; then the rows are read anew and held in
memory.
"""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from engine.errors import RunFolderError
from engine.record.disk import disk_errors
from engine.record.events import EVENTS_NAME, RunState
from engine.record.facts import NO_FACTS
from engine.record.folder import may_be_run
from engine.record.index_store import IndexStore, Stamp, StoredRow
from engine.record.metrics import read_metrics
from engine.record.notes import read_notes, write_notes
from engine.record.run_folder import RunFolder
from engine.record.run_row import IndexRow, read_row
from engine.record.status import mark_if_interrupted

__all__ = ["IndexRow", "RunIndex"]

_SAVED_AT_ONCE = 500
"""Rows read during a long pass: what was read is not lost where the window is closed meanwhile."""


class RunIndex:
    """The rows of all runs. Used by one thread at a time."""

    def __init__(self, runs_dir: Path) -> None:
        self._runs_dir = runs_dir
        self._store = IndexStore(runs_dir / "index.sqlite")
        self._known: dict[str, StoredRow] | None = None
        self._rows: tuple[IndexRow, ...] | None = ()
        """In order; None where they have to be put in order anew."""
        self._left: list[str] = []
        """Names of the pass under way that are still to be looked at, the next one last."""
        self._unsaved: dict[str, StoredRow | None] = {}
        """What the file does not have yet; None: it is gone."""
        self._unmeasured: dict[str, None] = {}
        """Names of runs whose metrics were not read since they changed; the first is the next."""
        self._unreadable: dict[str, tuple[Stamp, str]] = {}
        self._folder_problem = ""

    @property
    def problem(self) -> str:
        """What is wrong with the index or with folders, as sentences; empty where all is well."""
        unreadable = ""
        if self._unreadable:
            _, (_, first) = next(iter(sorted(self._unreadable.items())))
            num = len(self._unreadable)
            unreadable = f"{num} run {'folder' if num == 1 else 'folders'} cannot be read. {first}"
        return " ".join(part for part in (self._folder_problem, self._store.problem, unreadable) if part)

    @property
    def num_rows(self) -> int:
        """How many runs are known by now."""
        return len(self._known or ())

    def rows(self) -> tuple[IndexRow, ...]:
        """All runs as of the last refresh, newest first."""
        if self._rows is None:
            rows = [stored.row for stored in (self._known or {}).values()]
            self._rows = tuple(sorted(rows, key=lambda row: (row.created, row.name), reverse=True))
        return self._rows

    def refresh(self, budget_seconds: float | None = None) -> bool:
        """Reads again what is new or changed, forgets what is gone, marks runs whose processes are gone.

        The folder is listed once a pass, and each run in it looked at once; so what a pass costs grows with
        the number of runs, whatever the slices it is cut into.

        Args:
            budget_seconds: Stop after so long; the next refresh goes on where this one stopped.

        Returns:
            Whether the pass is complete.
        """
        deadline = None if budget_seconds is None else monotonic() + budget_seconds
        if not self._left:
            self._begin_pass()
        while self._left:
            self._look_at(self._left.pop())
            if deadline is not None and monotonic() >= deadline:
                break
        if not self._left or len(self._unsaved) >= _SAVED_AT_ONCE:
            self._save()
        return not self._left

    def measure(self, budget_seconds: float | None = None) -> bool:
        """Reads the metrics of runs that are new or changed: what the rows of a refresh do not have yet.

        Apart from `refresh`, because it takes a file a metric, and a table is wanted before its every figure.

        Args:
            budget_seconds: Stop after so long; the next call goes on where this one stopped.

        Returns:
            Whether all metrics are read.
        """
        deadline = None if budget_seconds is None else monotonic() + budget_seconds
        while self._unmeasured:
            name = next(iter(self._unmeasured))
            del self._unmeasured[name]
            self._measure(name)
            if deadline is not None and monotonic() >= deadline:
                break
        if not self._unmeasured or len(self._unsaved) >= _SAVED_AT_ONCE:
            self._save()
        return not self._unmeasured

    def look_at(self, run: Path) -> None:
        """Reads one run now, though a pass may be under way: something was asked of it."""
        self._load()
        self._look_at(run.name)
        self._save()

    def _begin_pass(self) -> None:
        known = self._load()
        names = self._list()
        for name in known.keys() - names:
            self._forget(name)
        self._unreadable = {name: why for name, why in self._unreadable.items() if name in names}
        self._left = sorted(names)

    def _load(self) -> dict[str, StoredRow]:
        if self._known is None:
            self._known = self._store.load()
            bare = (name for name, stored in self._known.items() if not stored.row.metrics.names)
            self._unmeasured = dict.fromkeys(bare)
            self._rows = None
        return self._known

    def _look_at(self, name: str) -> None:
        """Reads it where it lives or changed; nothing in it is opened to see that."""
        assert self._known is not None
        stored, stamp = self._known.get(name), _stamp(self._runs_dir / name)
        if stamp is None:
            self._forget(name)
        elif stored is not None and stored.stamp == stamp and stored.row.state.is_over:
            return
        elif self._unreadable.get(name, (None,))[0] != stamp:
            self._read(name, stamp)

    def _forget(self, name: str) -> None:
        assert self._known is not None
        self._unmeasured.pop(name, None)
        if self._known.pop(name, None) is not None:
            self._unsaved[name] = None
            self._rows = None

    def _keep(self, stored: StoredRow) -> None:
        assert self._known is not None
        name = stored.row.name
        before = self._known.get(name)
        if stored == before:
            return
        self._known[name] = stored
        self._rows = None
        if _worth_saving(before, stored):
            self._unsaved[name] = stored

    def _save(self) -> None:
        changed = [self._savable(stored) for stored in self._unsaved.values() if stored is not None]
        gone = [name for name, stored in self._unsaved.items() if stored is None]
        self._unsaved.clear()
        self._store.save(changed, gone)

    def _savable(self, stored: StoredRow) -> StoredRow:
        """Without metrics that are of before: the next start sees by that, that they are still to be read."""
        if stored.row.name not in self._unmeasured:
            return stored
        return replace(stored, row=replace(stored.row, metrics=NO_FACTS))

    def _read(self, name: str, stamp: Stamp) -> None:
        folder = RunFolder(self._runs_dir / name)
        try:
            row = read_row(folder)
        except RunFolderError as error:
            self._forget(name)
            self._unreadable[name] = (stamp, error.sentence)
            return
        self._unreadable.pop(name, None)
        assert self._known is not None
        before = self._known.get(name)
        if before is not None:  # until they are read again
            row = replace(row, metrics=before.row.metrics)
        if before is None or before.stamp != stamp or before.row != row:
            self._unmeasured[name] = None
        # The stamp is from before the reading: what happens meanwhile is seen by the next refresh.
        self._keep(StoredRow(row=row, stamp=stamp))
        if row.state is RunState.INTERRUPTED:
            self._mark(folder)

    def _measure(self, name: str) -> None:
        assert self._known is not None
        stored = self._known[name]
        try:
            metrics = read_metrics(RunFolder(self._runs_dir / name))
        except RunFolderError as error:
            self._unreadable[name] = (stored.stamp, error.sentence)
            return
        self._keep(StoredRow(row=replace(stored.row, metrics=metrics), stamp=stored.stamp))

    def _mark(self, folder: RunFolder) -> None:
        try:
            mark_if_interrupted(folder)
        except RunFolderError as error:  # the row says it all the same
            self._folder_problem = error.sentence

    def _list(self) -> set[str]:
        """The names of all folders that may be runs."""
        self._folder_problem = ""
        names = set()
        try:
            with disk_errors(self._runs_dir), os.scandir(self._runs_dir) as entries:
                names = {entry.name for entry in entries if may_be_run(entry)}
        except RunFolderError as error:
            if self._runs_dir.exists():  # else there was no run yet
                self._folder_problem = str(error)
        return names

    def set_tags(self, run: Path, tags: Iterable[str]) -> None:
        """Gives a run these tags, in its folder and in its row.

        Raises:
            RunFolderError: its folder cannot be written.
        """
        self._set_notes(run, tags=tuple(tags))

    def set_note(self, run: Path, note: str) -> None:
        """Gives a run this note, in its folder and in its row.

        Raises:
            RunFolderError: its folder cannot be written.
        """
        self._set_notes(run, note=note)

    def set_archived(self, run: Path, archived: bool) -> None:
        """Puts a run away or takes it out again, in its folder and in its row.

        Raises:
            RunFolderError: its folder cannot be written.
        """
        self._set_notes(run, archived=archived)

    def _set_notes(self, run: Path, **changes: Any) -> None:
        folder = RunFolder(run)
        notes = read_notes(folder).model_copy(update=changes)
        write_notes(folder, notes)
        stored = (self._known or {}).get(run.name)
        if self._known is None or stored is None:
            return
        row = replace(stored.row, tags=notes.tags, note=notes.note, archived=notes.archived)
        self._keep(StoredRow(row=row, stamp=stored.stamp))
        self._save()


def _stamp(run: Path) -> Stamp | None:
    """What a run looks like from outside; None where it is no run, or was moved away just now."""
    try:
        folder, events = os.stat(run), os.stat(f"{run}/{EVENTS_NAME}")  # noqa: PTH116 (for thousands)
    except OSError:
        return None
    return events.st_size, events.st_mtime_ns, folder.st_mtime_ns


def _worth_saving(before: StoredRow | None, after: StoredRow) -> bool:
    """A living run's figures change all the time; they are read again at the next start anyway."""
    if before is None or before is after:
        return before is None
    return after.row.state.is_over or _words(before.row) != _words(after.row)


def _words(row: IndexRow) -> tuple[object, ...]:
    return row.state, row.tags, row.note, row.archived
