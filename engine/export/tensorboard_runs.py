"""Runs from TensorBoard's event files: a run folder for each folder that has scalars of its own."""

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from engine.base import Record
from engine.errors import ExportError
from engine.export.curves_of_tags import TagCurve, curves_of_tags
from engine.plan.records import ScriptPlan
from engine.record.disk import disk_errors
from engine.record.events import RunState, StateChanged, Warned, append_event
from engine.record.folder import create_run, list_runs
from engine.record.run_folder import RunFolder, free_name
from engine.record.series import SeriesWriter
from engine.script.finished import finished_of
from engine.script.names import free_metric, name_curve
from engine.spec import RunSpec, ScriptSpec
from engine.tensorboard.event_file import EventFileTail
from engine.tensorboard.hparams import Value

_NOTE_NAME = "imported.json"
_NAME_CHARACTERS = 80
_OURS = re.compile(r"(train|eval|val|test|(?:rank|gpu|cpu|mps)[\w.:-]*)/([\w.+%()=-]+)")
"""A tag that an export of Paraloom wrote: its source and metric are kept as they are."""
_TRIAL = re.compile(r"\d+(\.\d+)?")
"""The folder that `add_hparams` makes beside a run's own files, named by the time."""

_MEND = "Give the folder that `tensorboard --logdir` is given."


class ImportNote(Record):
    """Where an imported run comes from: `artifacts/imported.json`."""

    source: str
    """Full path of the folder."""
    sizes: dict[str, int]
    """Bytes of each of its files, by name."""


@dataclass(frozen=True, slots=True)
class ImportedRun:
    """A folder that became a run, now or before."""

    source: Path
    folder: RunFolder
    num_curves: int
    num_points: int
    """0 where it had been imported before."""
    is_new: bool
    problems: tuple[str, ...] = ()
    """Sentences: what could not be read, or has changed since."""


@dataclass(slots=True)
class _Found:
    """The event files of a folder, and of its trials."""

    path: Path
    files: list[Path] = field(default_factory=list)

    def note(self) -> ImportNote:
        sizes = {str(file.relative_to(self.path)): file.stat().st_size for file in self.files}
        return ImportNote(source=str(self.path), sizes=sizes)


def import_tensorboard(
    runs_dir: Path, source: Path, progress: Callable[[ImportedRun], None] = lambda _: None
) -> tuple[ImportedRun, ...]:
    """Makes a run of every folder with scalars in and below a folder; each is there complete or not at all.

    Steps, wall times and hyperparameters come along. What was imported before is left as it is.

    Args:
        runs_dir: The runs folder.
        source: What one gives `tensorboard --logdir`.
        progress: Told of each run.

    Raises:
        ExportError: There is no such folder, or no scalar in it.
        RunFolderError: A folder cannot be read, or the runs folder not be written.
    """
    with disk_errors(source):
        found = _find(source)
    if not found:
        raise ExportError(f"There are no event files of TensorBoard in {source}.", mend=_MEND)
    known, done = _known(runs_dir), []
    for each in found:
        run = _import(runs_dir, source, each, known)
        if run is not None:
            done.append(run)
            progress(run)
    if not done:
        raise ExportError(f"The event files in {source} hold no scalars: no curve can be made of them.")
    return tuple(done)


def _find(source: Path) -> list[_Found]:
    """Folders with event files, in order; trials of `add_hparams` belong to the run around them."""
    if not source.is_dir():
        sentence = f"{source} is a file." if source.exists() else f"There is no folder {source}."
        raise ExportError(sentence, mend=_MEND)
    found: dict[Path, _Found] = {}
    for name, folders, files in os.walk(source):
        folders.sort()
        folder = Path(name)
        events = sorted(folder / file for file in files if "tfevents" in file)
        if not events:
            continue
        is_trial = _TRIAL.fullmatch(folder.name) and folder.parent in found
        home = folder.parent if is_trial else folder
        found.setdefault(home, _Found(home)).files.extend(events)
    return list(found.values())


def _known(runs_dir: Path) -> dict[str, tuple[RunFolder, ImportNote]]:
    """Runs that were imported before, by where they came from."""
    found = {}
    for folder in map(RunFolder, list_runs(runs_dir)):
        path = folder.artifacts_dir / _NOTE_NAME
        try:
            note = _NOTE.validate_json(path.read_bytes())
        except (OSError, ValidationError):  # not imported, or a person changed it: then it counts as new
            continue
        found[note.source] = folder, note
    return found


_NOTE = TypeAdapter(ImportNote)


def _import(
    runs_dir: Path, source: Path, found: _Found, known: Mapping[str, tuple[RunFolder, ImportNote]]
) -> ImportedRun | None:
    """None where there is no scalar."""
    with disk_errors(found.path):
        note = found.note()
    if note.source in known:
        folder, before = known[note.source]
        return ImportedRun(found.path, folder, len(folder.series()), 0, False, _changes(folder, before, note))
    tails = [EventFileTail(file) for file in found.files]
    with disk_errors(found.path):
        curves = curves_of_tags(tail.read_all() for tail in tails)
    if not curves:
        return None
    problems = (*_problems(tails), *_counted_on(curves))
    hparams = {name: value for tail in tails for name, value in tail.hparams.items()}
    folder = _write(runs_dir, _spec(source, found), note, curves, hparams, problems)
    num_points = sum(len(curve.steps) for curve in curves.values())
    return ImportedRun(found.path, folder, len(curves), num_points, True, problems)


def _changes(folder: RunFolder, before: ImportNote, now: ImportNote) -> tuple[str, ...]:
    if before.sizes == now.sizes:
        return ()
    return (
        f"{now.source} has changed since it was imported as {folder.name}: to import it anew, move that run "
        "to the trash first.",
    )


def _problems(tails: Sequence[EventFileTail]) -> Iterator[str]:
    for tail in tails:
        if tail.problem:
            yield f"{tail.problem} What stands before was imported."
        elif left := tail.num_left():
            name = tail.path.name
            yield f"{name} ends in the middle of a record ({left} bytes). What stands before was imported."


def _counted_on(curves: Mapping[str, TagCurve]) -> Iterator[str]:
    for tag, curve in curves.items():
        if curve.is_counted_on:
            yield f"The steps of {tag} begin again: they are counted on."


def _spec(source: Path, found: _Found) -> RunSpec:
    inside = found.path.relative_to(source).parts
    return RunSpec(
        name="-".join(inside or (source.name,))[-_NAME_CHARACTERS:] or "run",
        description=f"Imported from TensorBoard's files in {found.path}.",
        script=ScriptSpec(file=str(found.path)),
    )


def _write(
    runs_dir: Path,
    spec: RunSpec,
    note: ImportNote,
    curves: Mapping[str, TagCurve],
    hparams: dict[str, Value],
    problems: Sequence[str],
) -> RunFolder:
    """The run, made beside the others and then put among them."""
    began = min(curve.times[0] for curve in curves.values())
    ended = max(curve.times[-1] for curve in curves.values())
    steps = max(curve.steps[-1] for curve in curves.values())
    plan = ScriptPlan(
        world_size=1,
        devices=(),
        ranks=(),
        file=note.source,
        working_folder=note.source,
        log_folder=note.source,
        hparams=hparams,
    )
    draft = runs_dir / f".new-{secrets.token_hex(8)}"
    artifacts = {_NOTE_NAME: note.model_dump_json(indent=2).encode()}
    try:
        folder = create_run(draft, spec, plan, artifacts, created=began)
        names = _write_series(folder, curves)
        append_event(folder, StateChanged(time=began, state=RunState.RUNNING))
        for problem in problems:
            append_event(folder, Warned(time=ended, sentence=problem))
        append_event(folder, StateChanged(time=ended, state=RunState.COMPLETED, step=steps))
        state = RunState.COMPLETED
        append_event(folder, finished_of(folder, names, state=state, time=ended, steps=steps))
        with disk_errors(runs_dir):
            return RunFolder(folder.path.rename(free_name(runs_dir / folder.name)))
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_series(folder: RunFolder, curves: Mapping[str, TagCurve]) -> set[tuple[str, str]]:
    taken: set[tuple[str, str]] = set()
    for tag, curve in curves.items():
        own = _OURS.fullmatch(tag)
        source, metric = (own[1], own[2]) if own else name_curve(tag)
        metric = free_metric(source, metric, taken)
        taken.add((source, metric))
        points = curve.points()
        with closing(SeriesWriter(folder.series_path(source, metric))) as writer:
            writer.append_many(points["step"], points["time"], points["value"])
    return taken
