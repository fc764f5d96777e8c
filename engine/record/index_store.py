"""`index.sqlite`: rows kept between two starts of Paraloom. Never trusted, never needed."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path
from typing import Any

from engine.record.disk import folder_error
from engine.record.events import RunState
from engine.record.facts import Facts
from engine.record.run_row import IndexRow

VERSION = 3
"""Of the tables below. An older one is made anew without a word; one of a newer version is set aside."""
_LOCK_WAIT_SECONDS = 1.0
_UNUSABLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
"""What says that the file cannot be used now. Anything else says that it is damaged."""

Stamp = tuple[int, int, int]
"""Size and modification time (ns) of a run's events, modification time (ns) of its folder."""

_STAMP_COLUMNS = ("events_size", "events_mtime_ns", "folder_mtime_ns")
_FACTS = ("options", "metrics")
_ROW_COLUMNS = tuple(field.name for field in fields(IndexRow) if field.name not in ("path", *_FACTS))
_FACT_COLUMNS = tuple(f"{name}_{part}" for name in _FACTS for part in ("names", "values"))
_COLUMNS = _ROW_COLUMNS + _FACT_COLUMNS + _STAMP_COLUMNS
_CREATE = f"CREATE TABLE IF NOT EXISTS runs ({', '.join(_COLUMNS)}, PRIMARY KEY (name)) WITHOUT ROWID"
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM runs"
_CREATE_NAMES = "CREATE TABLE IF NOT EXISTS names (key, names, PRIMARY KEY (key)) WITHOUT ROWID"
"""Thousands of runs have the same names of options and metrics: they are kept once."""
_SELECT_NAMES = "SELECT key, names FROM names"
_KEEP_NAMES = "INSERT OR IGNORE INTO names VALUES (?, ?)"
_UPSERT = f"INSERT OR REPLACE INTO runs VALUES ({', '.join('?' * len(_COLUMNS))})"


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row, and what its folder looked like when it was read."""

    row: IndexRow
    stamp: Stamp


class _DamagedError(Exception):
    """The file is no index of this version."""


class IndexStore:
    """The file behind the index. Opened for each use, so that no lock or handle outlives it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._damage = ""
        self._trouble = ""

    @property
    def problem(self) -> str:
        """What is wrong with the file, as sentences; empty where all is well."""
        return " ".join(part for part in (self._damage, self._trouble) if part)

    def load(self) -> dict[str, StoredRow]:
        """The rows kept, by name; none where there is no file or it cannot be used."""
        if not self._path.exists():
            return {}
        with self._guarded(), self._opened() as connection:
            names = dict(connection.execute(_SELECT_NAMES).fetchall())
            rows = connection.execute(_SELECT).fetchall()
            stored = [_from_columns(self._path.parent, row, names) for row in rows]
            return {item.row.name: item for item in stored}
        return {}

    def save(self, changed: Iterable[StoredRow], gone: Iterable[str]) -> None:
        """Keeps these rows and drops those names; where the file cannot be used, nothing."""
        items = tuple(changed)
        upserts, deletes = [_to_columns(item) for item in items], [(name,) for name in gone]
        if not upserts and not deletes:
            return
        with self._guarded(), self._opened() as connection, connection:
            connection.executemany(_KEEP_NAMES, _names_of(items))
            connection.executemany(_UPSERT, upserts)
            connection.executemany("DELETE FROM runs WHERE name = ?", deletes)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_LOCK_WAIT_SECONDS)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in range(VERSION + 1):
                raise _DamagedError
            if version < VERSION:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("DROP TABLE IF EXISTS runs")
                connection.execute("DROP TABLE IF EXISTS names")
                connection.execute(_CREATE_NAMES)
                connection.execute(_CREATE)
                connection.execute(f"PRAGMA user_version = {VERSION}")
            yield connection

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turns what goes wrong inside into `.problem`; a damaged file is set aside."""
        try:
            yield
        except (sqlite3.Error, _DamagedError, ValueError, TypeError, KeyError) as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code is not None and code & 0xFF in _UNUSABLE:
                self._trouble = f"The index of runs cannot be used now ({error}); it is held in memory."
            else:
                self._set_aside()
        else:
            self._trouble = ""

    def _set_aside(self) -> None:
        aside = self._path.with_name(f"{self._path.name}.damaged")
        try:
            self._path.replace(aside)
            for suffix in ("-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        except OSError as error:
            self._trouble = f"The index of runs is damaged and held in memory. {folder_error(error, aside)}"
        else:
            self._damage = (
                f"The index of runs was damaged; it was made anew and the old one kept as {aside.name}."
            )


def _to_columns(item: StoredRow) -> tuple[Any, ...]:
    values = {name: getattr(item.row, name) for name in _ROW_COLUMNS}
    values["state"] = str(item.row.state)
    values["tags"] = json.dumps(item.row.tags)
    facts = (getattr(item.row, name) for name in _FACTS)
    texts = (text for one in facts for text in (_key(one.names_text), one.values_text))
    return (*values.values(), *texts, *item.stamp)


def _names_of(items: Iterable[StoredRow]) -> list[tuple[str, str]]:
    texts = {getattr(item.row, name).names_text for item in items for name in _FACTS}
    return [(_key(text), text) for text in sorted(texts)]


@lru_cache(maxsize=4096)
def _key(names: str) -> str:
    return blake2s(names.encode(), digest_size=12).hexdigest()


def _from_columns(runs_dir: Path, columns: tuple[Any, ...], names: dict[str, str]) -> StoredRow:
    """The row in these columns. A KeyError says that the file is damaged."""
    values = dict(zip(_ROW_COLUMNS, columns, strict=False))
    values["state"] = RunState(values["state"])
    values["tags"] = tuple(json.loads(values["tags"]))
    values["archived"] = bool(values["archived"])
    options_names, options, metrics_names, metrics, size, events, folder = columns[len(_ROW_COLUMNS) :]
    row = IndexRow(
        path=runs_dir / str(values["name"]),
        options=Facts(names[options_names], options),
        metrics=Facts(names[metrics_names], metrics),
        **values,
    )
    return StoredRow(row=row, stamp=(int(size), int(events), int(folder)))
