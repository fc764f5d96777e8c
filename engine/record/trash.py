"""The trash in a runs folder: what lies there, back among the runs, or gone for good."""

import shutil
from pathlib import Path

from engine.errors import RunFolderError
from engine.record.disk import disk_errors
from engine.record.run_folder import RunFolder, free_name


def list_trash(runs_dir: Path) -> tuple[Path, ...]:
    """The folders of all runs in the trash, newest first.

    Raises:
        RunFolderError: the trash cannot be read.
    """
    trash = runs_dir / "trash"
    with disk_errors(trash):
        if not trash.is_dir():
            return ()
        found = [path for path in trash.iterdir() if (path / "spec.toml").exists()]
    return tuple(sorted(found, key=lambda path: path.name, reverse=True))


def restore_run(runs_dir: Path, name: str) -> RunFolder:
    """Puts a run back among the others, under a name that is free.

    Raises:
        RunFolderError: it is not in the trash, or cannot be moved.
    """
    fitting = [path for path in list_trash(runs_dir) if path.name == name]
    if not fitting:
        raise RunFolderError(f"{name} is not in the trash.", mend="`paraloom trash list` shows what is.")
    with disk_errors(fitting[0]):
        return RunFolder(fitting[0].rename(free_name(runs_dir / name)))


def empty_trash(runs_dir: Path) -> int:
    """Erases every run in the trash and gives how many there were.

    Raises:
        RunFolderError: one cannot be erased.
    """
    found = list_trash(runs_dir)
    for path in found:
        with disk_errors(path):
            shutil.rmtree(path)
    return len(found)
