"""A rank of a script: a process with torch imported becomes `python script.py`. The launcher calls `main`."""

import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

import torch

import resources
from engine.launcher.rank_env import LEFTOVERS
from engine.launcher.script_curves import figures_path
from engine.plan.records import ScriptPlan
from engine.record.beat import BeatWriter
from engine.record.events import RunState, StateChanged, append_event
from engine.record.folder import RunFolder
from engine.script.main_module import run_as_main
from engine.spec.script import ScriptSpec
from engine.training.process import pin_to_cores, prepare_process

_SIDE = Path(resources.__file__).parent / "script_side"
"""Holds `paraloom.py` alone in a source tree; an installed Paraloom has it beside its packages."""
_FIGURES = "PARALOOM_LOG"
_COULD_NOT_BEGIN = 126
"""What a shell ends with where a command was found but could not be started."""


def main(run_path: str) -> NoReturn:
    """Be a rank of a script to its end; the process ends as `python script.py` would."""
    folder, rank = RunFolder(Path(run_path)), int(os.environ["RANK"])
    attempt = folder.attempt()
    plan, spec = folder.read_plan(attempt), folder.read_spec(attempt)
    assert isinstance(plan, ScriptPlan)
    assert spec.script is not None
    prepare_process(folder, rank)
    pin_to_cores(plan, rank)
    BeatWriter(folder.beat_path(attempt, rank)).close()
    _set_environment(spec.script, figures_path(folder, attempt, rank))
    try:
        os.chdir(plan.working_folder)
    except OSError as error:
        print(f"The script cannot run in {plan.working_folder}: {error.strerror}.", file=sys.stderr)
        os._exit(_COULD_NOT_BEGIN)
    _take_signals()
    if rank == 0:
        append_event(folder, StateChanged(time=time.time(), attempt=attempt, state=RunState.RUNNING))
    if spec.script.fresh_process:
        _become_python(plan.file, spec.script.arguments)
    _forget_the_past()
    run_as_main(plan.file, spec.script.arguments, search_after=str(_SIDE))


def _set_environment(script: ScriptSpec, figures: Path) -> None:
    if script.start_as == "python":
        for name in LEFTOVERS:
            os.environ.pop(name, None)
    os.environ.pop("PYTORCH_NVML_BASED_CUDA_CHECK", None)  # the agent's own care
    for entry in script.environment:
        name, _, value = entry.partition("=")
        os.environ[name] = value
    os.environ[_FIGURES] = str(figures)
    paths = [*os.environ.get("PYTHONPATH", "").split(os.pathsep), str(_SIDE)]
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)


def _take_signals() -> None:
    """As Python finds them when it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def _become_python(file: str, arguments: tuple[str, ...]) -> NoReturn:
    os.execv(sys.executable, [sys.executable, "-u", file, *arguments])


def _forget_the_past() -> None:
    """What a new Python would have chosen anew, and what only its start would have read."""
    threads = os.environ.get("OMP_NUM_THREADS", "")
    if threads.isdecimal() and int(threads):
        torch.set_num_threads(int(threads))
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:  # a fork keeps its state, and all ranks would draw the same
        numpy.random.seed()
