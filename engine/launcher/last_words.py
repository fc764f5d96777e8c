"""The end of an attempt, told so that whoever looks next understands it, even on a full or read-only disk."""

import shutil
import sys
import time
from pathlib import Path

from engine.errors import RunFolderError
from engine.launcher.causes import known_cause
from engine.plan.records import Plan
from engine.record.disk import disk_errors
from engine.record.events import (
    Evaluated,
    Finished,
    Progress,
    RankFailure,
    RunState,
    StateChanged,
    append_event,
    read_events,
)
from engine.record.folder import RunFolder
from engine.record.series import read_points

_BALLAST_BYTES = 65536
FULL_BYTES = 65536
"""With less free, a run cannot go on."""
NEARLY_FULL_BYTES = 1 << 20
"""With less free, a rank that ended without a word could not write one."""


class Ballast:
    """A few blocks of disk, held back so that the last words fit when the disk is full."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with disk_errors(path):
            path.write_bytes(b"\0" * _BALLAST_BYTES)

    def drop(self) -> bool:
        """Free the blocks; False where the folder no longer lets us (it is said elsewhere then)."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            return False
        return True


def trouble_note_path(folder: RunFolder) -> Path:
    """Where the launcher of a run leaves word when the run's own folder cannot take it."""
    return folder.runs_dir / f"{folder.name}.trouble.txt"


def drop_trouble_note(folder: RunFolder) -> None:
    """Forget what an earlier attempt left.

    Raises:
        RunFolderError: The runs folder cannot be written.
    """
    path = trouble_note_path(folder)
    with disk_errors(path):
        path.unlink(missing_ok=True)


def read_trouble_note(folder: RunFolder) -> str:
    """The word that the launcher left beside the run's folder; empty where it left none."""
    try:
        return trouble_note_path(folder).read_text().strip()
    except OSError:
        return ""


def tell_folder_trouble(folder: RunFolder, attempt: int, error: RunFolderError) -> None:
    """The run had to end because its folder failed: say so wherever it can still be said."""
    print(f"{error.sentence} {error.mend}", file=sys.stderr, flush=True)
    cause = known_cause(error.sentence)
    now = time.time()
    failure = RankFailure(
        time=now,
        attempt=attempt,
        sentence=error.sentence,
        mend=error.mend,
        diagnosis=cause.diagnosis if cause else "folder",
        log="logs/launcher.log",
    )
    try:
        append_event(folder, failure)
        append_event(
            folder,
            StateChanged(time=now, attempt=attempt, state=RunState.FAILED, sentence=error.sentence),
        )
    except RunFolderError:
        try:
            trouble_note_path(folder).write_text(f"{error.sentence} {error.mend}\n")
        except OSError as note_error:
            print(f"No note could be left either: {note_error}", file=sys.stderr, flush=True)


def check_disk(folder: RunFolder, *, least_free_bytes: int) -> None:
    """Raise RunFolderError where the disk of a run has less room than that, or the folder is gone."""
    with disk_errors(folder.path):
        usage = shutil.disk_usage(folder.path)
    if usage.total and usage.free < least_free_bytes:
        raise RunFolderError(
            f"The disk is full: {folder.path} could not be written.", mend="Free some space, then resume."
        )


def figures_so_far(folder: RunFolder, plan: Plan, attempt: int, state: RunState, steps: int) -> Finished:
    """The last word of an attempt whose ranks left none: what its series and events tell.

    Args:
        folder: The run.
        plan: Its plan.
        attempt: Which attempt.
        state: How it ended.
        steps: The last step its ranks told of.
    """
    events = [event for event in read_events(folder) if event.attempt == attempt]
    evaluated = [event for event in events if isinstance(event, Evaluated)]
    first = [event for event in events if isinstance(event, Progress) and event.what == "first_step"]
    losses = read_points(folder.series_path("train", "loss"))
    speeds = read_points(folder.series_path("train", "samples_per_second"))
    return Finished(
        time=time.time(),
        attempt=attempt,
        state=state,
        steps=steps,
        epochs=steps / plan.batch.steps_per_epoch,
        train_loss=float(losses["value"][-1]) if len(losses) else None,
        eval_loss=evaluated[-1].loss if evaluated else None,
        eval_accuracy=evaluated[-1].accuracy if evaluated else None,
        samples_per_second=float(speeds["value"].mean()) if len(speeds) else None,
        start_to_first_step_seconds=first[0].seconds if first else None,
    )
