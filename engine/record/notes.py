"""What a person says about a run: `notes.json` in its folder."""

from pathlib import Path

from pydantic import ValidationError

from engine.base import Record
from engine.record.disk import disk_errors, write_whole
from engine.record.run_folder import RunFolder


class Notes(Record):
    """Tags, a free text, and whether the run is put away."""

    tags: tuple[str, ...] = ()
    note: str = ""
    archived: bool = False
    """Not listed unless archived runs are asked for."""


def read_notes(folder: RunFolder) -> Notes:
    """The notes; empty where there are none or they are damaged."""
    return read_notes_file(folder.notes_path)


def read_notes_file(path: Path) -> Notes:
    """The notes in that file; empty where it is missing or damaged."""
    with disk_errors(path):
        try:
            return Notes.model_validate_json(path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return Notes()


def write_notes(folder: RunFolder, notes: Notes) -> None:
    """Puts the notes in place at once.

    Raises:
        RunFolderError: the disk is full, read-only, or the folder is gone.
    """
    write_whole(folder.notes_path, notes.model_dump_json(indent=2))
