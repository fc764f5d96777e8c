"""Runs that come and go, on the command line: zip files, other programs' files, and the trash."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.exit_codes import COMPLETED
from engine.cli.result import as_json
from engine.record.folder import RunFolder

if TYPE_CHECKING:
    from engine.export.tensorboard_runs import ImportedRun


def write_zip(folder: RunFolder, target: Path, *, json: bool) -> int:
    """Export a run and say where; gives the exit code. Raises RunFolderError as `export_run` does."""
    from engine.export.run_zip import export_run

    done = export_run(folder, target)
    if json:
        answer = {"path": str(done.path), "files": done.num_files, "bytes": done.num_bytes}
        print(as_json({**answer, "run": folder.name}))
    else:
        print(f"{done.path}: {done.num_files} files of {folder.name}, {done.num_bytes:,} bytes")
    return COMPLETED


def read_zip(runs_dir: Path, source: Path, *, json: bool) -> int:
    """Import a run and say where; gives the exit code. Raises RunFolderError as `import_run` does."""
    from engine.export.run_zip import import_run

    folder = import_run(runs_dir, source)
    print(as_json({"run": folder.name, "folder": str(folder.path)}) if json else folder.path)
    return COMPLETED


def read_tensorboard(runs_dir: Path, source: Path, *, json: bool) -> int:
    """Import event files and say what became of each folder; gives the exit code.

    Args:
        runs_dir: The folder of all runs.
        source: The folder with the files.
        json: The last line is a JSON object.

    Raises:
        ExportError: As `import_tensorboard` does.
        RunFolderError: The same.
    """
    from engine.export.tensorboard_runs import import_tensorboard

    def tell(run: "ImportedRun") -> None:
        for problem in run.problems:
            print(f"warning: {problem}", file=sys.stderr)
        if not json:
            before = "" if run.is_new else "was imported before: "
            points = f", {run.num_points:,} points" if run.is_new else ""
            print(f"{before}{run.folder.path}: {run.num_curves} curves{points}")

    done = import_tensorboard(runs_dir, source, tell)
    if json:
        runs = [
            {
                "run": run.folder.name,
                "folder": str(run.folder.path),
                "source": str(run.source),
                "curves": run.num_curves,
                "points": run.num_points,
                "new": run.is_new,
                "problems": list(run.problems),
            }
            for run in done
        ]
        print(as_json({"runs": runs}))
    return COMPLETED


def obey_parcels(options: argparse.Namespace, runs_dir: Path) -> int:
    """What `import` and `trash` say; gives the exit code. Raises ParaloomError as they do."""
    if options.word == "trash":
        return tend_trash(runs_dir, options.trash_word, getattr(options, "run", ""))
    if options.thing == "tensorboard":
        return read_tensorboard(runs_dir, options.folder.expanduser().absolute(), json=options.json)
    return read_zip(runs_dir, options.file.expanduser().absolute(), json=options.json)


def tend_trash(runs_dir: Path, word: str, name: str) -> int:
    """List, restore or empty; gives the exit code.

    Args:
        runs_dir: The folder of all runs.
        word: `list`, `restore` or `empty`.
        name: Of the run to restore.

    Raises:
        RunFolderError: A folder cannot be moved or erased, or is not in the trash.
    """
    from engine.record.trash import empty_trash, list_trash, restore_run

    if word == "restore":
        print(restore_run(runs_dir, name).path)
    elif word == "empty":
        num = empty_trash(runs_dir)
        print(f"{num} {'run' if num == 1 else 'runs'} erased.")
    else:
        found = list_trash(runs_dir)
        print("\n".join(path.name for path in found) or "The trash is empty.")
    return COMPLETED
