"""`paraloom lab run`: a study on the command line."""

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from engine.cli.exit_codes import COMPLETED, FAILED, STOPPED
from engine.cli.listing import print_table
from engine.cli.result import as_json
from engine.devices.inventory import read_inventory
from engine.errors import PlanError
from engine.lab.signals import terminated_as_interrupted
from engine.lab.study.candidates import Expansion
from engine.lab.study.estimate import build_schedule, describe_duration, estimate
from engine.lab.study.events import (
    AnyStudyEvent,
    CandidateFailed,
    Estimated,
    LimitMeasured,
    ParityMeasured,
    RoundMeasured,
    StateEntered,
    StudyState,
    StudyWarned,
)
from engine.lab.study.expand import expand
from engine.lab.study.files import find_study, read_study
from engine.lab.study.folder import StudyFolder, create_study
from engine.lab.study.process import start_study
from engine.lab.study.race import Race, read_result
from engine.lab.study.record import Study
from engine.lab.study.results import CandidateRow, StudyResult
from engine.launcher.warm import Loom

_HEADS = (
    "candidate",
    "devices",
    "samples/s",
    "spread",
    "speed-up",
    "efficiency",
    "compute",
    "parity",
    "state",
)


def run_study(runs_dir: Path, asked: str, *, dry_run: bool, detach: bool, json: bool) -> int:
    """Race a study and print what it finds; gives the exit code.

    Args:
        runs_dir: Where its runs and its own folder lie.
        asked: A TOML file, or the name of a preset.
        dry_run: Only say what would run.
        detach: Let it race in a process of its own, and come back.
        json: The last line is a JSON object.

    Raises:
        SpecError: The study says what cannot be.
        PlanError: Not even the single device fits this machine.
        RunFolderError: The runs folder cannot be written.
        LaunchError: No process could be started.
    """
    stream = sys.stderr if json else sys.stdout
    study, inventory = read_study(find_study(asked)), read_inventory()
    expansion = expand(study, inventory)
    if not expansion.racing:
        raise PlanError(expansion.reference.problems)
    _print_beforehand(study, expansion, stream)
    if dry_run:
        if json:
            print(as_json({"candidates": [one.model_dump(mode="json") for one in expansion.candidates]}))
        return COMPLETED
    folder = create_study(runs_dir, study, expansion)
    print(folder.path, file=stream, flush=True)
    if detach:
        start_study(folder)
        if json:
            print(as_json({"study": folder.name, "folder": str(folder.path)}))
        return COMPLETED
    loom = Loom()
    try:
        loom.warm()
        with terminated_as_interrupted(), contextlib.closing(Race(folder, loom, inventory).run()) as events:
            for event in events:
                line = describe_study_event(event)
                if line:
                    print(line, file=stream, flush=True)
    except KeyboardInterrupt:  # while a line was printed; closing the iterator has stopped the study
        print("Interrupted; no run of it is left.", file=sys.stderr)
    finally:
        loom.close()
    return _print_end(folder, stream, json=json)


def _print_beforehand(study: Study, expansion: Expansion, stream: TextIO) -> None:
    jobs = build_schedule(study, expansion)
    print(f"{study.name}: {estimate(study, jobs).sentence}, on {expansion.machine}.", file=stream)
    print(expansion.sentence, file=stream)
    for notice in expansion.notices:
        print(notice, file=stream)
    for one in expansion.candidates:
        what = one.batch if one.fits else f"left out: {one.reason}"
        print(f"  {one.name}: {what}", file=stream, flush=True)


def describe_study_event(event: AnyStudyEvent) -> str:
    """An event in a line; empty where it is not worth one."""
    match event:
        case StateEntered():
            return f"{event.state}{': ' + event.sentence if event.sentence else ''}"
        case RoundMeasured():
            figures = event.figures
            return (
                f"  round {figures.round}, {event.candidate}: {figures.samples_per_second:,.0f} samples/s, "
                f"compute {figures.shares.compute:.0%}, communication {figures.shares.communication:.0%}"
            )
        case LimitMeasured():
            return (
                f"  round {event.round}, {event.num_devices} independent devices: "
                f"{event.samples_per_second:,.0f} samples/s together"
            )
        case ParityMeasured():
            return f"  {event.candidate}: parity {_parity_words(event.parity.max_relative_difference)}"
        case CandidateFailed():
            return f"  {event.candidate} failed: {event.sentence} {event.mend}".rstrip()
        case Estimated():
            left = event.estimate
            return (
                f"  about {describe_duration(left.seconds)} left" if left.is_measured and left.seconds else ""
            )
        case StudyWarned():
            return f"  warning: {event.sentence}"
        case _:
            return ""


def _parity_words(difference: float | None) -> str:
    return "does not apply" if difference is None else f"{difference:.1e}"


def _print_end(folder: StudyFolder, stream: TextIO, *, json: bool) -> int:
    result = read_result(folder)
    _print_rows(result.candidates, stream)
    if result.limit_speedup is not None:
        limits = (f"{one.num_devices}: {one.speedup:.2f}" for one in result.limits if one.speedup is not None)
        print(f"Independent devices reach together: {', '.join(limits)}.", file=stream)
    for sentence in (result.verdict.sentence, *result.verdict.details):
        print(sentence, file=stream)
    if json:
        print(as_json(result_object(folder, result)), flush=True)
    if result.state == StudyState.STOPPED:
        return STOPPED
    failed = any(row.state == "failed" for row in result.candidates)
    return FAILED if failed or result.state != StudyState.COMPLETED else COMPLETED


def _print_rows(rows: Sequence[CandidateRow], stream: TextIO) -> None:
    print_table(_HEADS, [_cells(row) for row in rows], stream)


def _cells(row: CandidateRow) -> tuple[str, ...]:
    return (
        row.name,
        str(row.num_devices),
        _figure(row.samples_per_second, ",.0f"),
        "-" if row.spread is None else f"±{row.spread.relative:.1%}",
        _figure(row.speedup, ".2f"),
        _figure(row.efficiency, ".0%"),
        "-" if row.shares is None else f"{row.shares.compute:.0%}",
        "-" if row.parity is None or row.is_reference else _parity_words(row.parity.max_relative_difference),
        f"{row.state}: {row.reason}" if row.reason else row.state,
    )


def _figure(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def result_object(folder: StudyFolder, result: StudyResult) -> dict[str, Any]:
    """The results as one object: `candidates` were measured, `not_measured` failed or were left out."""
    rows = [row.model_dump(mode="json") for row in result.candidates]
    measured = [row for row in rows if row["samples_per_second"] is not None]
    others = [row for row in rows if row["samples_per_second"] is None]
    whole = result.model_dump(mode="json")
    whole.update(
        study=folder.name,
        folder=str(folder.path),
        candidates=measured,
        not_measured=others,
        verdict=" ".join((result.verdict.sentence, *result.verdict.details)).strip(),
        best=result.verdict.best,
    )
    return whole
