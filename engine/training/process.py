"""What a rank does before anything else: who it dies with, where it writes, which cores it runs on."""

import faulthandler
import multiprocessing.util
import os
import signal
import sys
import tempfile
from pathlib import Path

import torch

from engine.launcher.process_tree import die_with_parent
from engine.plan.records import Placement, Plan
from engine.record.disk import disk_errors
from engine.record.folder import RunFolder


def prepare_process(folder: RunFolder, rank: int) -> None:
    """Tie this process to its parent and its log, and let it leave its stacks where it crashes or hangs.

    Raises:
        RunFolderError: The log cannot be written.
    """
    die_with_parent(os.getppid())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the command line's to understand
    _write_to_log(folder, rank)
    faulthandler.enable(file=sys.stderr)
    if hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, file=sys.stderr, all_threads=True)


def _write_to_log(folder: RunFolder, rank: int) -> None:
    path = folder.log_path(rank)
    with disk_errors(path):
        path.parent.mkdir(exist_ok=True)
        log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    sys.stdout.flush()
    sys.stderr.flush()
    for descriptor in (1, 2):
        os.dup2(log, descriptor)
    os.close(log)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(line_buffering=True)


def keep_scratch(attempt_dir: Path) -> None:
    """Have the temporary files of this rank and its data workers lie in the attempt's folder.

    A rank that is killed leaves some, and nobody would ever remove them elsewhere. Raises RunFolderError.
    """
    multiprocessing.util.get_temp_dir()  # holds sockets, whose paths must be short: it stays where it is
    scratch = attempt_dir / "scratch"
    with disk_errors(scratch):
        scratch.mkdir(exist_ok=True)
    tempfile.tempdir = str(scratch)


def ignore_children() -> None:
    """Let children end unheard: torch's handler of SIGCHLD raises wherever the rank happens to be."""
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def pin_to_cores(plan: Placement, rank: int) -> int:
    """Pin this process to the cores of its slices; gives how many, 0 on a GPU, where it is not pinned."""
    devices = [plan.device(device_id) for device_id in plan.ranks[rank].device_ids]
    cores = {core for device in devices for core in device.cores}
    if cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    return len(cores)


def take_place(plan: Plan, rank: int) -> None:
    """Pin this process to the cores of its slices, with as many threads; choose reproducible kernels.

    A rank on a GPU is not pinned; it takes its share of the cores there are.
    """
    num_cores = pin_to_cores(plan, rank) or max(1, (os.cpu_count() or 1) // plan.world_size)
    torch.set_num_threads(num_cores)
    # A resumed run has to continue bit by bit, so no kernel may add up in an order that changes.
    # Source: https://docs.pytorch.org/docs/stable/notes/randomness.html
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.backends.cudnn.benchmark = False
    torch.backends.cudnn.deterministic = True
