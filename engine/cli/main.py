"""Reads the words, does what they say, tells problems as sentences."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.cli.exit_codes import COMPLETED, FAILED, REFUSED
from engine.cli.parser import STEERING, build_parser
from engine.errors import ParaloomError, PlanError, Problem


def obey(arguments: Sequence[str]) -> int:
    """Do what the words say.

    Args:
        arguments: The words, at least one.

    Returns:
        Exit code: 0 completed, 1 failed, 2 bad spec or machine, 3 stopped.
    """
    options = build_parser().parse_args(arguments)
    try:
        code = _dispatch(options)
        sys.stdout.flush()
        return code
    except ParaloomError as error:
        return _refuse(error, json=bool(getattr(options, "json", False)))
    except BrokenPipeError:
        # Whoever read our output has left: nothing more may be written there, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print("Nobody reads the output any more; a run that was started goes on.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Interrupted before a run was started.", file=sys.stderr)
        return FAILED


def _dispatch(options: argparse.Namespace) -> int:
    match options.word:
        case "run" | "script":
            return _run(options)
        case "resume":
            return _resume(options)
        case "data":
            return _data(options)
        case "survey":
            return _survey(options)
        case "lab":
            return _lab(options)
        case "export":
            return _export(options)
        case "attach":
            return _attach(options)
        case "list":
            return _list(options)
        case "import" | "trash":
            from engine.cli.parcels import obey_parcels

            return obey_parcels(options, _runs_dir(options))
        case "queue":
            from engine.cli.waiting import obey_queue

            return obey_queue(options, _runs_dir(options))
        case _:
            return _steer(options)


def _runs_dir(options: argparse.Namespace) -> Path:
    from engine.record.folder import default_runs_dir

    asked: Path | None = options.runs
    return (default_runs_dir() if asked is None else asked.expanduser()).absolute()


def _run(options: argparse.Namespace) -> int:
    from engine.launcher.warm import Loom

    loom = Loom()
    loom.warm()  # first of all: importing torch takes longest, and goes on while the rest is checked
    try:
        from engine.cli.script import script_spec
        from engine.devices.inventory import read_inventory
        from engine.launcher.start import start_run

        inventory = read_inventory()
        spec = script_spec(options, inventory) if options.word == "script" else _spec(options)
        folder = start_run(loom, _runs_dir(options), spec, inventory)
    except PlanError as error:
        if options.word == "script":  # there is no file with lines
            raise
        raise PlanError(_with_lines(error, options)) from error
    finally:
        loom.close()
    return _watch(folder, options)


def _with_lines(error: PlanError, options: argparse.Namespace) -> tuple[Problem, ...]:
    """Its problems with their lines in the file, but for fields that were set beside it."""
    from engine.spec.presets import find_spec
    from engine.spec.toml import add_lines

    changed = tuple(_settings(options.settings))
    located = add_lines(error.problems, find_spec(options.spec))
    pairs = zip(error.problems, located, strict=True)
    return tuple(before if before.field.startswith(changed) else problem for before, problem in pairs)


def _data(options: argparse.Namespace) -> int:
    from engine.cli.data import show_data

    return show_data(
        _spec(options),
        num_samples=options.samples,
        prepare=options.prepare,
        check=options.check,
        plain=options.plain,
        json=options.json,
    )


def _survey(options: argparse.Namespace) -> int:
    from engine.cli.survey import show_survey
    from engine.survey.records import PARTS

    without = {"data": "model", "model": "samples", "all": ""}[options.part]
    return show_survey(_spec(options), [part for part in PARTS if part != without], json=options.json)


def _lab(options: argparse.Namespace) -> int:
    if options.experiment == "parity":
        return _parity(options)
    from engine.cli.experiments import obey_experiment

    return obey_experiment(options, _runs_dir(options))


def _parity(options: argparse.Namespace) -> int:
    from engine.cli.lab import show_parity

    return show_parity(
        _spec(options),
        strategies=options.strategies,
        dtypes=options.dtype,
        steps=options.steps,
        keep=options.keep,
        json=options.json,
    )


def _export(options: argparse.Namespace) -> int:
    from engine.cli.export import write_curves, write_weights
    from engine.cli.parcels import write_zip
    from engine.record.folder import find_run

    if options.thing == "curves":
        return write_curves(
            [find_run(_runs_dir(options), text) for text in options.run],
            form=options.format,
            target=options.target,
            json=options.json,
        )
    folder = find_run(_runs_dir(options), options.run)
    if options.thing == "run":
        return write_zip(folder, options.file.expanduser().absolute(), json=options.json)
    return write_weights(
        folder,
        form=options.format,
        checkpoint=options.checkpoint,
        averaged=options.averaged,
        target=None if options.output is None else options.output.expanduser().absolute(),
        allow_pickle=options.allow_pickle,
        json=options.json,
    )


def _spec(options: argparse.Namespace) -> Any:
    """The spec that is named, with its settings changed."""
    from engine.spec.presets import find_spec
    from engine.spec.toml import apply_changes, read_spec

    spec = read_spec(find_spec(options.spec))
    settings = _settings(options.settings)
    return apply_changes(spec, settings) if settings else spec


def _resume(options: argparse.Namespace) -> int:
    from engine.launcher.start import resume_run
    from engine.launcher.warm import Loom
    from engine.record.folder import find_run

    loom = Loom()
    loom.warm()
    try:
        folder = find_run(_runs_dir(options), options.run)
        resume_run(loom, folder, _settings(options.settings))
    finally:
        loom.close()
    return _watch(folder, options)


def _watch(folder: Any, options: argparse.Namespace) -> int:
    if options.detach:
        if options.json:
            from engine.cli.result import as_json

            print(as_json({"run": folder.name, "folder": str(folder.path)}))
        else:
            print(folder.path)
        return COMPLETED
    from engine.cli.session import Session

    return Session(folder, owns=True, json=options.json).watch()


def _attach(options: argparse.Namespace) -> int:
    from engine.cli.session import Session
    from engine.record.folder import find_run

    return Session(find_run(_runs_dir(options), options.run), owns=False, json=options.json).watch()


def _list(options: argparse.Namespace) -> int:
    from engine.cli.listing import print_runs

    print_runs(_runs_dir(options), wanted=options.filter, json=options.json)
    return COMPLETED


def _steer(options: argparse.Namespace) -> int:
    from engine.launcher.steer import kill_and_wait, send
    from engine.record.folder import find_run

    folder = find_run(_runs_dir(options), options.run)
    if options.word == "kill":
        kill_and_wait(folder)
        print(f"{folder.name} was killed.")
        return COMPLETED
    assert options.word in STEERING
    send(folder, options.word)
    print(f"{folder.name}: {options.word} was asked for.")
    return COMPLETED


def _settings(texts: Sequence[str]) -> dict[str, Any]:
    from engine.spec.toml import parse_setting

    return dict(parse_setting(text) for text in texts)


def _refuse(error: ParaloomError, *, json: bool) -> int:
    from engine.cli.result import as_json, problems_of, refusal_object
    from engine.errors import Severity

    problems = problems_of(error)
    for problem in problems:
        kind = "error" if problem.severity is Severity.ERROR else str(problem.severity)
        print(f"{kind}: {problem}", file=sys.stderr)
    if json:
        print(as_json(refusal_object(problems)), flush=True)
    return REFUSED
