"""A whole run folder in one zip file, and back, for another machine or another runs folder."""

import secrets
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.errors import RunFolderError
from engine.record.disk import disk_errors
from engine.record.run_folder import RunFolder, free_name

_NEEDED = ("spec.toml", "plan.json", "events.jsonl")
_OF_THIS_MACHINE = (".lock", ".beat", ".partial")
"""Ends of names of what only means something where the run was alive."""


Progress = Callable[[int, int], None]
"""How many files are done, of how many."""


def _untold(_done: int, _total: int) -> None:
    """Nobody asks."""


@dataclass(frozen=True, slots=True)
class ZippedRun:
    """A zip file that was written."""

    path: Path
    num_files: int
    num_bytes: int
    """Of the zip file."""


def export_run(folder: RunFolder, target: Path, progress: Progress = _untold) -> ZippedRun:
    """Writes a run that is over into a zip file, which is there complete or not at all.

    Args:
        folder: The run.
        target: The zip file.
        progress: Told after each file; what it raises ends the export.

    Raises:
        RunFolderError: the run is alive, or the file cannot be written.
    """
    if folder.is_alive():
        raise RunFolderError(f"{folder.name} is still alive.", mend="Wait for its end, or stop it first.")
    scratch = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    files = [path for path in sorted(folder.path.rglob("*")) if _belongs(path.relative_to(folder.path))]
    with disk_errors(target):
        try:
            with zipfile.ZipFile(scratch, "x", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
                for number, path in enumerate(files, start=1):
                    name = PurePosixPath(folder.name, *path.relative_to(folder.path).parts)
                    archive.write(path, str(name))
                    progress(number, len(files))
            scratch.replace(target)
        finally:
            scratch.unlink(missing_ok=True)
        num_files = sum(path.is_file() for path in files)
        return ZippedRun(path=target, num_files=num_files, num_bytes=target.stat().st_size)


def import_run(runs_dir: Path, source: Path, progress: Progress = _untold) -> RunFolder:
    """Unpacks a run among the others, under a name that is free; it is there complete or not at all.

    Args:
        runs_dir: The folder of all runs.
        source: The zip file.
        progress: Told after each file; what it raises ends the import.

    Raises:
        RunFolderError: the file is no zip file of a run, is damaged, would write elsewhere, or does not fit
            on the disk.
    """
    draft = runs_dir / f".new-{secrets.token_hex(8)}"
    with disk_errors(source), _zip_errors(source), zipfile.ZipFile(source) as archive:
        name = _run_name(archive, source)
        _check_room(archive, source, runs_dir)
        with disk_errors(runs_dir):
            draft.mkdir(parents=True)
        try:
            entries = archive.infolist()
            for number, entry in enumerate(entries, start=1):
                archive.extract(entry, draft)
                progress(number, len(entries))
            with disk_errors(runs_dir):
                return RunFolder((draft / name).rename(free_name(runs_dir / name)))
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _belongs(path: Path) -> bool:
    return not any(part.endswith(_OF_THIS_MACHINE) for part in path.parts)


@contextmanager
def _zip_errors(source: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise RunFolderError(
            f"{source} is no zip file, or a damaged one.",
            mend="Export the run again, or copy the file again.",
        ) from error


def _run_name(archive: zipfile.ZipFile, source: Path) -> str:
    """The one folder in it; every entry is checked to lie in there, whatever it is called."""
    tops = set()
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename)
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if (
            path.is_absolute()
            or ".." in path.parts
            or "\\" in entry.filename
            or ":" in entry.filename
            or is_link
        ):
            raise RunFolderError(
                f"{source} would write outside its folder: {entry.filename}.",
                mend="Do not trust this file; ask for a zip file that Paraloom exported.",
            )
        tops.add(path.parts[0] if path.parts else "")
    names = set(archive.namelist())
    name = next(iter(tops)) if len(tops) == 1 else ""
    if not name or name.startswith(".") or not all(f"{name}/{part}" in names for part in _NEEDED):
        raise RunFolderError(
            f"{source} holds no run.", mend="Choose a file that was written by `paraloom export run`."
        )
    return name


def _check_room(archive: zipfile.ZipFile, source: Path, runs_dir: Path) -> None:
    needed = sum(entry.file_size for entry in archive.infolist())
    there = next(path for path in (runs_dir, *runs_dir.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise RunFolderError(
            f"{source} needs {needed / 2**30:.1f} GiB, and there are {free / 2**30:.1f} GiB free.",
            mend="Free some space, or choose another runs folder.",
        )
