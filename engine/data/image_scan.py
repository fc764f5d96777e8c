"""The pictures below a folder, by class: only names are read, so that tens of thousands take a moment."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine.paths import look_at_folder, problem_with, unreadable
from engine.reading import tell_reading

ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".ppm", ".pgm")
"""How the name of a picture ends, in whatever case."""
_SCANS_KEPT = 8

ClassStamp = tuple[str, int]
"""Name of a class's folder, and when a file was last added or removed there, ns."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies below a folder."""

    folder: Path
    classes: tuple[str, ...]
    """Names of the sub-folders, sorted."""
    names: tuple[tuple[str, ...], ...]
    """File names of each class, sorted."""

    @property
    def counts(self) -> tuple[int, ...]:
        """Pictures of each class."""
        return tuple(len(names) for names in self.names)


def scan_folder(text: str, *, field: str) -> Scan:
    """The pictures below the folder that a person named; read again only where a folder has changed.

    Raises:
        PlanError: It cannot be read, or holds no sub-folders with pictures.
    """
    stamp = look_at_folder(text, field=field)
    try:
        classes = _stamp_classes(stamp.path)
        scan = _scan(stamp.path, classes)
    except OSError as error:
        raise unreadable(Path(error.filename or stamp.path), field, error) from error
    _check(scan, field)
    return scan


def _stamp_classes(folder: Path) -> tuple[ClassStamp, ...]:
    with os.scandir(folder) as entries:
        found = [(one.name, one.stat().st_mtime_ns) for one in entries if one.is_dir() and one.name[0] != "."]
    return tuple(sorted(found))


@lru_cache(maxsize=_SCANS_KEPT)
def _scan(folder: Path, classes: tuple[ClassStamp, ...]) -> Scan:
    return Scan(
        folder=folder,
        classes=tuple(name for name, _ in classes),
        names=tuple(_all_pictures(folder, [name for name, _ in classes])),
    )


def _all_pictures(folder: Path, classes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for number, name in enumerate(classes):
        tell_reading(number, len(classes), "folders")
        yield _pictures(folder / name)


def _pictures(folder: Path) -> tuple[str, ...]:
    with os.scandir(folder) as entries:
        found = [entry.name for entry in entries if entry.name.lower().endswith(ENDINGS) and entry.is_file()]
    return tuple(sorted(found))


def _check(scan: Scan, field: str) -> None:
    if len(scan.classes) < 2:
        raise problem_with(
            field,
            f"{scan.folder} has {len(scan.classes)} sub-folders with pictures.",
            "Put the pictures of each class into a sub-folder of its own; two classes are the least.",
        )
    empty = _empty_classes(scan)
    if empty:
        raise problem_with(
            field,
            f"There are no pictures in {scan.folder / empty[0]}.",
            f"Put some there ({', '.join(ENDINGS[:4])} …), or remove the folder.",
        )


def _empty_classes(scan: Scan) -> Sequence[str]:
    return [name for name, count in zip(scan.classes, scan.counts, strict=True) if not count]
