"""A person's files and folders: whether they can be read, and whether they are still as they were."""

import os
from dataclasses import dataclass
from pathlib import Path

from engine.errors import Fix, PlanError, Problem


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file or folder as it was when it was looked at; what was read of it holds while it stays so."""

    path: Path
    modified_ns: int
    size: int


def look_at_file(text: str, *, field: str) -> Stamp:
    """The file that a person named.

    Args:
        text: What stands in the field.
        field: Dotted field of the spec.

    Raises:
        PlanError: There is no such file, or it may not be read.
    """
    path = _full_path(text, field, "No file is chosen.", "Give the full path of a file.")
    if path.is_dir():
        raise problem_with(field, f"{path} is a folder.", "Give the path of a file.")
    return _stamp(path, field, f"There is no file {path}.")


def look_at_folder(text: str, *, field: str) -> Stamp:
    """The folder that a person named. Raises PlanError as `look_at_file` does."""
    path = _full_path(text, field, "No folder is chosen.", "Give the full path of a folder.")
    if path.exists() and not path.is_dir():
        raise problem_with(field, f"{path} is a file.", "Give the path of a folder.")
    return _stamp(path, field, f"There is no folder {path}.")


def look_at_either(text: str, *, field: str) -> Stamp:
    """The file or folder that a person named. Raises PlanError as `look_at_file` does."""
    path = _full_path(text, field, "Nothing is chosen.", "Give the full path of a file or folder.")
    return _stamp(path, field, f"There is nothing at {path}.")


def named_paths(*texts: str) -> tuple[Path, ...]:
    """The paths that fields name, whether or not something is there; empty fields name none."""
    return tuple(Path(text).expanduser() for text in texts if text.strip())


def stamp_of(path: Path) -> Stamp:
    """The file or folder as it is now. Raises OSError."""
    found = path.stat()
    return Stamp(path, found.st_mtime_ns, found.st_size)


def problem_with(field: str, sentence: str, mend: str = "", fix: Fix | None = None) -> PlanError:
    """The error that says what is wrong with a field."""
    return PlanError([Problem(field=field, sentence=sentence, mend=mend, fix=fix)])


def _full_path(text: str, field: str, nothing: str, mend: str) -> Path:
    if not text.strip():
        raise problem_with(field, nothing, mend)
    path = Path(text).expanduser()
    if path.is_absolute():
        return path
    # A run lives on, and is resumed, where nobody knows in which folder its path was typed.
    full = Path.cwd() / path
    raise problem_with(
        field,
        f"{text} is not a full path.",
        f"Write {full}." if full.exists() else "Write it from the root on, or from ~.",
        Fix(label="Use the full path", changes={field: str(full)}) if full.exists() else None,
    )


def _stamp(path: Path, field: str, missing: str) -> Stamp:
    try:
        stamp = stamp_of(path)
    except FileNotFoundError as error:
        raise problem_with(field, missing, "Check the path, and whether its disk is connected.") from error
    except OSError as error:
        raise unreadable(path, field, error) from error
    if not os.access(path, os.R_OK | os.X_OK if path.is_dir() else os.R_OK):
        raise problem_with(field, f"{path} may not be read.", "Check its permissions.")
    return stamp


def unreadable(path: Path, field: str, error: OSError) -> PlanError:
    """The error of a file or folder that the system cannot read."""
    return problem_with(field, f"{path} cannot be read: {error.strerror}.", "Check it and its disk.")
