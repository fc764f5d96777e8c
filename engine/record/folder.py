"""Making run folders, beginning attempts, finding runs, throwing them away."""

import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from engine.errors import RunFolderError
from engine.plan.records import AnyPlan
from engine.record.disk import disk_errors, write_whole
from engine.record.events import RunState, StateChanged, append_event
from engine.record.notes import Notes
from engine.record.pyramid import cut_series
from engine.record.run_folder import NOTES_NAME, CheckpointEntry, ResumeNote, RunFolder, free_name
from engine.record.series_files import list_series, series_file
from engine.spec.run import RunSpec
from engine.spec.toml import format_spec

__all__ = [
    "CheckpointEntry",
    "ResumeNote",
    "RunFolder",
    "begin_attempt",
    "create_run",
    "default_runs_dir",
    "find_run",
    "list_runs",
    "trash_run",
]

RESERVED = frozenset({"leases", "queue", "studies", "sweeps", "trash"})
"""Folders in the runs folder that are no runs."""
_SLUG_CHARACTERS = 40
_CUT_SOURCES = re.compile(r"train|eval|rank-\d+")
"""Sources whose points belong to a step; a device's belong to a moment and stay."""


def default_runs_dir() -> Path:
    """Where runs lie where nobody says otherwise: $PARALOOM_RUNS, else below the user's data folder."""
    asked = os.environ.get("PARALOOM_RUNS")
    if asked:
        return Path(asked).expanduser()
    return Path(platformdirs.user_data_dir("paraloom", appauthor=False)) / "runs"


def create_run(
    runs_dir: Path,
    spec: RunSpec,
    plan: AnyPlan,
    artifacts: Mapping[str, bytes] | None = None,
    *,
    created: float | None = None,
    notes: Notes | None = None,
) -> RunFolder:
    """A new run folder with spec, plan and its first event; complete from the moment it can be seen.

    Args:
        runs_dir: Where it lies.
        spec: What was asked.
        plan: What it became.
        artifacts: Path below the artifacts folder to content, of files that it begins with.
        created: Unix time (s) at which it began, where that was not now.
        notes: What it is tagged with from the moment it can be seen.

    Raises:
        RunFolderError: the disk is full, or the runs folder may not be written.
    """
    now = time.time() if created is None else created
    draft = runs_dir / f".new-{secrets.token_hex(8)}"
    with disk_errors(runs_dir):
        runs_dir.mkdir(parents=True, exist_ok=True)
        try:
            for name in ("attempts/1", "series", "logs", "checkpoints", "artifacts"):
                (draft / name).mkdir(parents=True)
            write_whole(draft / "spec.toml", format_spec(spec))
            write_whole(draft / "plan.json", plan.model_dump_json(indent=2))
            if notes is not None:
                write_whole(draft / NOTES_NAME, notes.model_dump_json(indent=2))
            for name, content in (artifacts or {}).items():
                path = draft / "artifacts" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, content)
            append_event(draft, StateChanged(time=now, state=RunState.CREATED))
            return RunFolder(_rename_to_free(draft, runs_dir / _run_name(spec, plan, now)))
        except (OSError, RunFolderError):
            shutil.rmtree(draft, ignore_errors=True)
            raise


def _run_name(spec: RunSpec, plan: AnyPlan, now: float) -> str:
    slug = re.sub(r"\W+|_", "-", spec.name.lower())[:_SLUG_CHARACTERS].strip("-") or "run"
    strategy = spec.strategy.kind.replace("_", "-") if spec.script is None else "script"
    parts = [time.strftime("%Y-%m-%dT%H-%M-%S", time.localtime(now)), slug]
    parts += [f"x{len(plan.devices)}"] if plan.devices else []  # an imported run tells of none
    if not f"-{slug}".endswith(f"-{strategy}"):  # `digits-ddp` needs no second `ddp`
        parts.insert(2, strategy)
    return "-".join(parts)


def _rename_to_free(draft: Path, wanted: Path) -> Path:
    while True:
        target = free_name(wanted)
        try:
            return draft.rename(target)
        except OSError as error:  # someone was faster: the next name
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise


def begin_attempt(
    folder: RunFolder, spec: RunSpec, plan: AnyPlan, checkpoint: CheckpointEntry | None, *, sentence: str = ""
) -> int:
    """Prepares a resume and gives the new attempt's number (2 or more).

    Points of train, eval and rank series after the checkpoint's step are cut off: they will be
    recorded again.

    Args:
        folder: The run.
        spec: What is asked now.
        plan: What it becomes.
        checkpoint: Where it goes on from; None: from the beginning.
        sentence: What is otherwise than before, for people.

    Raises:
        RunFolderError: the run is alive or being resumed by someone else, or its folder cannot be written.
    """
    with folder.hold_lock():
        attempt = folder.attempt() + 1
        step = checkpoint.step if checkpoint else 0
        note = ResumeNote(checkpoint=checkpoint.name if checkpoint else None, step=step)
        draft = folder.attempts_dir / f".new-{secrets.token_hex(8)}"
        with disk_errors(folder.attempts_dir):
            try:
                draft.mkdir(parents=True)
                write_whole(draft / "spec.toml", format_spec(spec))
                write_whole(draft / "plan.json", plan.model_dump_json(indent=2))
                write_whole(draft / "resume.json", note.model_dump_json(indent=2))
                _cut_all_series(folder, step if checkpoint else -1)
                draft.rename(folder.attempt_dir(attempt))
            except (OSError, RunFolderError):
                shutil.rmtree(draft, ignore_errors=True)
                raise
        append_event(
            folder,
            StateChanged(
                time=time.time(), attempt=attempt, state=RunState.CREATED, step=step, sentence=sentence
            ),
        )
    return attempt


def _cut_all_series(folder: RunFolder, keep_through_step: int) -> None:
    for source, metric in list_series(folder.series_dir):
        if _CUT_SOURCES.fullmatch(source):
            cut_series(series_file(folder.series_dir, source, metric), keep_through_step)


def list_runs(runs_dir: Path) -> tuple[Path, ...]:
    """Every run folder, newest first; none where there is no runs folder.

    Raises:
        RunFolderError: the runs folder cannot be read.
    """
    with disk_errors(runs_dir):
        try:
            entries = [entry for entry in os.scandir(runs_dir) if may_be_run(entry)]
        except FileNotFoundError:
            return ()
    names = sorted((entry.name for entry in entries), reverse=True)
    return tuple(runs_dir / name for name in names if (runs_dir / name / "spec.toml").exists())


def may_be_run(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of the runs folder is a folder that is not one of its own."""
    return entry.name not in RESERVED and not entry.name.startswith(".") and entry.is_dir()


def find_run(runs_dir: Path, text: str) -> RunFolder:
    """The run that a person means: a folder, a name, or a part that only one name has.

    Raises:
        RunFolderError: there is none, or more than one.
    """
    path = Path(text).expanduser()
    if (path / "spec.toml").exists():
        return RunFolder(path.resolve())
    runs = list_runs(runs_dir)
    matches = [run for run in runs if run.name == text] or [run for run in runs if text and text in run.name]
    if len(matches) == 1:
        return RunFolder(matches[0])
    if not matches:
        raise RunFolderError(
            f"No run in {runs_dir} has {text!r} in its name.",
            field="run",
            mend="`paraloom list` shows the runs there are.",
        )
    shown = ", ".join(run.name for run in matches[:5]) + (" …" if len(matches) > 5 else "")
    raise RunFolderError(
        f"{text!r} fits {len(matches)} runs: {shown}.", field="run", mend="Say more of the name."
    )


def trash_run(folder: RunFolder) -> Path:
    """Moves a run to the trash beside the other runs and gives its new path. Nothing is deleted.

    Raises:
        RunFolderError: the run is alive, or the folder cannot be moved.
    """
    if folder.is_alive():
        raise RunFolderError(f"{folder.name} is still alive.", mend="Stop it first, then delete it.")
    trash = folder.runs_dir / "trash"
    with disk_errors(folder.path):
        trash.mkdir(exist_ok=True)
        return _rename_to_free(folder.path, trash / folder.name)
