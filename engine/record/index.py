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
from engine.record.folder import may_be_run
from engine.record.index_store import IndexStore, Stamp, StoredRow
from engine.record.notes import read_notes, write_notes
from engine.record.run_folder import RunFolder
from engine.record.run_row import IndexRow, read_row
from engine.record.status import mark_if_interrupted

__all__ = ["IndexRow", "RunIndex"]


class RunIndex:
    """The rows of all runs. Used by one thread at a time."""

    def __init__(self, runs_dir: Path) -> None:
        self._runs_dir = runs_dir
        self._store = IndexStore(runs_dir / "index.sqlite")
        self._known: dict[str, StoredRow] | None = None
        self._rows: tuple[IndexRow, ...] = ()
        self._unreadable: dict[str, tuple[Stamp, str]] = {}
        self._folder_problem = ""

    @property
    def problem(self) -> str:
        """What is wrong with the index or with folders, as sentences; empty where all is well."""
        unreadable = ""
        if self._unreadable:
            _, (_, first) = next(iter(sorted(self._unreadable.items())))
            unreadable = f"{len(self._unreadable)} run folders cannot be read. {first}"
        return " ".join(part for part in (self._folder_problem, self._store.problem, unreadable) if part)

    def rows(self) -> tuple[IndexRow, ...]:
        """All runs as of the last refresh, newest first."""
        return self._rows

    def refresh(self, budget_seconds: float | None = None) -> bool:
        """Reads again what is new or changed, forgets what is gone, marks runs whose processes are gone.

        Args:
            budget_seconds: Stop reading after so long; what is left comes with the next refresh.

        Returns:
            Whether everything was looked at.
        """
        deadline = None if budget_seconds is None else monotonic() + budget_seconds
        if self._known is None:
            self._known = self._store.load()
            self._arrange()
        known = self._known
        stamps = self._scan()
        gone = [name for name in known if name not in stamps]
        for name in gone:
            del known[name]
        self._unreadable = {name: why for name, why in self._unreadable.items() if name in stamps}
        before = dict(known)
        complete = self._read_changed(known, stamps, deadline)
        changed = [stored for name, stored in known.items() if _worth_saving(before.get(name), stored)]
        self._store.save(changed, gone)
        if known != before or gone:
            self._arrange()
        return complete

    def _read_changed(
        self, known: dict[str, StoredRow], stamps: dict[str, Stamp], deadline: float | None
    ) -> bool:
        for name in sorted(stamps, reverse=True):
            stored, stamp = known.get(name), stamps[name]
            if stored is not None and stored.stamp == stamp and stored.row.state.is_over:
                continue
            if self._unreadable.get(name, (None,))[0] == stamp:
                continue
            if deadline is not None and monotonic() >= deadline:
                return False
            self._read(name, stamp)
        return True

    def _read(self, name: str, stamp: Stamp) -> None:
        assert self._known is not None
        folder = RunFolder(self._runs_dir / name)
        try:
            row = read_row(folder)
        except RunFolderError as error:
            self._known.pop(name, None)
            self._unreadable[name] = (stamp, error.sentence)
            return
        self._unreadable.pop(name, None)
        # The stamp is from before the reading: what happens meanwhile is seen by the next refresh.
        self._known[name] = StoredRow(row=row, stamp=stamp)
        if row.state is RunState.INTERRUPTED:
            self._mark(folder)

    def _mark(self, folder: RunFolder) -> None:
        try:
            mark_if_interrupted(folder)
        except RunFolderError as error:  # the row says it all the same
            self._folder_problem = error.sentence

    def _scan(self) -> dict[str, Stamp]:
        """What every run folder looks like from outside; nothing in it is opened."""
        self._folder_problem = ""
        stamps = {}
        try:
            with disk_errors(self._runs_dir), os.scandir(self._runs_dir) as entries:
                for entry in entries:
                    if may_be_run(entry) and (stamp := _stamp(entry)) is not None:
                        stamps[entry.name] = stamp
        except RunFolderError as error:
            if self._runs_dir.exists():  # else there was no run yet
                self._folder_problem = str(error)
        return stamps

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

    def _set_notes(self, run: Path, **changes: Any) -> None:
        folder = RunFolder(run)
        notes = read_notes(folder).model_copy(update=changes)
        write_notes(folder, notes)
        stored = (self._known or {}).get(run.name)
        if self._known is None or stored is None:
            return
        row = replace(stored.row, tags=notes.tags, note=notes.note)
        self._known[run.name] = StoredRow(row=row, stamp=stored.stamp)
        self._store.save([self._known[run.name]], [])
        self._arrange()

    def _arrange(self) -> None:
        stored = (self._known or {}).values()
        self._rows = tuple(
            sorted((item.row for item in stored), key=lambda row: (row.created, row.name), reverse=True)
        )


def _stamp(entry: os.DirEntry[str]) -> Stamp | None:
    """None where it is no run, or was moved away just now."""
    try:
        folder, events = entry.stat(), os.stat(f"{entry.path}/{EVENTS_NAME}")  # noqa: PTH116 (for thousands)
    except OSError:
        return None
    return events.st_size, events.st_mtime_ns, folder.st_mtime_ns


def _worth_saving(before: StoredRow | None, after: StoredRow) -> bool:
    """A living run's figures change all the time; they are read again at the next start anyway."""
    if before is None or before is after:
        return before is None
    same_words = (before.row.state, before.row.tags, before.row.note) == (
        after.row.state,
        after.row.tags,
        after.row.note,
    )
    return after.row.state.is_over or not same_words
