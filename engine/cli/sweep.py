"""`paraloom lab sweep`: a sweep on the command line."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from engine.cli.exit_codes import COMPLETED, FAILED, STOPPED
from engine.cli.listing import print_table
from engine.cli.result import as_json
from engine.devices.inventory import Inventory, read_inventory
from engine.errors import LaunchError, PlanError, SpecError
from engine.lab.signals import terminated_as_interrupted
from engine.lab.sweep.check import check_sweep
from engine.lab.sweep.estimate import estimate_sweep
from engine.lab.sweep.events import (
    AnySweepEvent,
    SweepEntered,
    SweepState,
    TrialDrawn,
    TrialEnded,
    TrialSeen,
    TrialStarted,
    TrialStopping,
)
from engine.lab.sweep.files import find_sweep, read_sweep
from engine.lab.sweep.folder import SweepFolder, create_sweep, find_sweep_folder
from engine.lab.sweep.process import start_sweep
from engine.lab.sweep.reading import read_sweep_result
from engine.lab.sweep.record import Sweep
from engine.lab.sweep.results import SweepResult, TrialRow
from engine.lab.sweep.runner import SweepRunner
from engine.lab.sweep.summary import Ledger
from engine.lab.sweep.trials import describe_changes, known_trials
from engine.launcher.warm import Loom

_SHOWN = 12
"""Trials that are named beforehand."""


def run_sweep(runs_dir: Path, asked: str | None, *, dry_run: bool, detach: bool, json: bool) -> int:
    """Run a sweep, or let one go on, and print what it finds; gives the exit code.

    Args:
        runs_dir: Where its runs and its own folder lie.
        asked: A TOML file, the name of a preset, a sweep that was interrupted; None: the newest of those.
        dry_run: Only say what would run.
        detach: Let it run in a process of its own, and come back.
        json: The last line is a JSON object.

    Raises:
        SpecError: The sweep says what cannot be.
        PlanError: A trial does not fit this machine, or Optuna is missing.
        RunFolderError: The runs folder cannot be written.
        LaunchError: There is nothing to go on with, or no process could be started.
    """
    stream = sys.stderr if json else sys.stdout
    inventory = read_inventory()
    folder = _find_to_go_on(runs_dir, asked)
    sweep = read_sweep(find_sweep(asked or "")) if folder is None else folder.read_sweep()
    problems = check_sweep(sweep, inventory)
    if problems:
        raise PlanError(problems)
    _print_beforehand(sweep, stream)
    if dry_run:
        if json:
            takes = estimate_sweep(sweep)
            print(as_json({**takes.model_dump(), "trials": [dict(one) for one in known_trials(sweep)]}))
        return COMPLETED
    folder = folder or create_sweep(runs_dir, sweep)
    print(folder.path, file=stream, flush=True)
    if detach:
        start_sweep(folder)
        if json:
            print(as_json({"sweep": folder.name, "folder": str(folder.path)}))
        return COMPLETED
    _run_here(folder, inventory, stream)
    return _print_end(folder, stream, json=json)


def _find_to_go_on(runs_dir: Path, asked: str | None) -> SweepFolder | None:
    """A sweep that was interrupted; None where a file or preset is meant."""
    if asked is not None:
        with contextlib.suppress(SpecError):
            find_sweep(asked)
            return None
        folder = find_sweep_folder(runs_dir, asked)
        if folder is None:
            find_sweep(asked)  # says what there is
            return None
        _check_can_go_on(folder)
        return folder
    for folder in SweepFolder.all_in(runs_dir):
        if folder.state(folder.read_events()).state.can_go_on:
            return folder
    raise LaunchError(
        f"No sweep in {runs_dir} was interrupted.",
        mend="Give a TOML file or a preset: `paraloom lab sweep sweep-digits`.",
    )


def _check_can_go_on(folder: SweepFolder) -> None:
    state = folder.state(folder.read_events()).state
    if not state.can_go_on:
        mend = "It is over: start it anew from its file sweep.toml." if state.is_over else "It runs: let it."
        raise LaunchError(f"{folder.name} is {state}: there is nothing to go on with.", mend=mend)


def _run_here(folder: SweepFolder, inventory: Inventory, stream: TextIO) -> None:
    loom, told = Loom(), _Told(folder)
    try:
        loom.warm()
        runner = SweepRunner(folder, loom, inventory)
        with terminated_as_interrupted(), contextlib.closing(runner.run()) as events:
            for event in events:
                for line in told.lines(event):
                    print(line, file=stream, flush=True)
    except KeyboardInterrupt:  # while a line was printed; closing the iterator has stopped the sweep
        print("Interrupted; its runs are saved.", file=sys.stderr)
    finally:
        loom.close()


def _print_beforehand(sweep: Sweep, stream: TextIO) -> None:
    print(f"{sweep.name}: {estimate_sweep(sweep).sentence}.", file=stream)
    words = "most" if sweep.objective.maximizes else "least"
    print(f"Sought by {sweep.method}: the {words} {sweep.objective.metric}.", file=stream)
    known = known_trials(sweep)
    for number, changes in enumerate(known[:_SHOWN], start=1):
        print(f"  {number}: {describe_changes(changes)}", file=stream)
    if len(known) > _SHOWN:
        print(f"  … and {len(known) - _SHOWN} more", file=stream)
    stream.flush()


class _Told:
    """Lines of progress, with the best so far."""

    def __init__(self, folder: SweepFolder) -> None:
        self._sweep = folder.read_sweep()
        self._ledger = Ledger()
        self._best: float | None = None
        for event in folder.read_events():
            self._add(event)

    def _add(self, event: AnySweepEvent) -> None:
        self._ledger.add(event)
        if isinstance(event, TrialEnded) and event.state == "completed" and event.objective is not None:
            is_better = self._best is None or self._sweep.objective.is_better(event.objective, self._best)
            self._best = event.objective if is_better else self._best

    def lines(self, event: AnySweepEvent) -> Iterator[str]:
        """What is told of an event; nothing where it is not worth a line."""
        self._add(event)
        match event:
            case SweepEntered():
                yield f"{event.state}{': ' + event.sentence if event.sentence else ''}"
            case TrialDrawn():
                yield f"  trial {event.number}: {describe_changes(event.changes)}"
            case TrialStarted():
                yield f"  trial {event.number}: {event.run}"
            case TrialStopping():
                yield f"  trial {event.number}: {event.sentence}"
            case TrialEnded():
                words = event.state.replace("_", " ")
                best = f"; best so far {self._best:.5g}" if self._best is not None else ""
                yield (
                    f"  trial {event.number}: {words}, {self._sweep.objective.metric} "
                    f"{_figure(event.objective)} after {event.steps} steps{best}"
                )
                if event.state == "failed":
                    yield f"    {event.sentence} {event.mend}".rstrip()
            case TrialSeen():
                return


def _print_end(folder: SweepFolder, stream: TextIO, *, json: bool) -> int:
    result = read_sweep_result(folder)
    heads = ("trial", "options", result.metric, "steps", "state")
    print_table(heads, [_cells(row) for row in result.trials], stream)
    best = result.best
    if best is not None:
        print(f"Best: trial {best.number} with {best.name}, in {best.run}.", file=stream)
    if result.state.can_go_on:
        print(f"`paraloom lab sweep {folder.name}` goes on with it.", file=stream)
    else:
        print(f"`paraloom list --filter tag:{folder.tag}` lists its runs.", file=stream)
    if json:
        print(as_json(sweep_object(folder, result)), flush=True)
    if result.state is SweepState.STOPPED:
        return STOPPED
    return COMPLETED if result.state is SweepState.COMPLETED and best is not None else FAILED


def _cells(row: TrialRow) -> tuple[str, ...]:
    state = row.state.replace("_", " ")
    return (
        f"{row.number}{' *' if row.is_best else ''}",
        row.name,
        _figure(row.objective),
        str(row.steps),
        f"{state}: {row.sentence}" if row.state == "failed" else state,
    )


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.5g}"


def sweep_object(folder: SweepFolder, result: SweepResult) -> dict[str, Any]:
    """The results as one object; `best` is one of its `trials`, or null."""
    whole = result.model_dump(mode="json")
    best = result.best
    whole.update(
        sweep=folder.name,
        folder=str(folder.path),
        tag=folder.tag,
        best=best.model_dump(mode="json") if best else None,
    )
    return whole
