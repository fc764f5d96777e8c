"""What a test may not leave behind: threads, processes, environment, process groups, files."""

import multiprocessing.forkserver
import multiprocessing.resource_tracker
import os
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

from engine.record.locks import is_locked

GRACE_SECONDS = 3.0
"""What is already on its way out gets so long; asked for only where something is left."""

_PYTESTS_OWN = frozenset({"PYTEST_CURRENT_TEST"})
_LIVES_AS_LONG_AS_THE_SESSION = ("pymp-", "torchinductor_", ".nfs")
"""Folders of the shared forkserver and of torch's compiler in the temporary folder."""

_allowed_children: set[int] = set()


def allow_child(pid: int) -> None:
    """Let a process live as long as the session: the shared warm forkserver."""
    _allowed_children.add(pid)


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is at one moment."""

    threads: frozenset[threading.Thread]
    children: frozenset[int]
    environment: dict[str, str]
    folder: str
    files: frozenset[str]
    has_process_group: bool


def look(watched: Iterable[Path]) -> Scene:
    """What there is now.

    Args:
        watched: Folders in which no test may leave a file.
    """
    return Scene(
        threads=frozenset(filter(_is_alive, threading.enumerate())),
        children=_children() - _allowed_children - _of_multiprocessing(),
        environment={name: value for name, value in os.environ.items() if name not in _PYTESTS_OWN},
        folder=str(Path.cwd()),
        files=frozenset(_files(watched)),
        has_process_group=_has_process_group(),
    )


def left_behind(before: Scene, watched: tuple[Path, ...]) -> list[str]:
    """A sentence for everything that is there now and was not before, after a short grace."""
    end = time.monotonic() + GRACE_SECONDS
    never = threading.Event()
    while complaints := _complaints(before, look(watched)):
        if time.monotonic() > end:
            break
        never.wait(0.02)
    return complaints


def tidy(before: Scene) -> None:
    """Put back what can be put back, so that one sinner does not fail every test after it."""
    for name in os.environ.keys() - before.environment.keys() - _PYTESTS_OWN:
        del os.environ[name]
    os.environ.update(before.environment)
    os.chdir(before.folder)
    for pid in _children() - _allowed_children - _of_multiprocessing() - before.children:
        if psutil.pid_exists(pid):
            psutil.Process(pid).kill()


def end_runs(runs_dir: Path) -> list[str]:
    """Names of the runs there whose launcher still lived after a short grace; it is killed."""
    end = time.monotonic() + GRACE_SECONDS
    never = threading.Event()
    while alive := [lock for lock in runs_dir.glob("*/launcher.lock") if is_locked(lock)]:
        if time.monotonic() > end:
            break
        never.wait(0.02)
    for lock in alive:
        for pid in _holders(lock):
            psutil.Process(pid).kill()
    return [lock.parent.name for lock in alive]


def _holders(lock: Path) -> Iterable[int]:
    for process in psutil.process_iter():
        try:
            files = {file.path for file in process.open_files()}
        except psutil.Error:
            continue  # ended, or another person's
        if str(lock) in files and process.pid != os.getpid():
            yield process.pid


def _complaints(before: Scene, after: Scene) -> list[str]:
    complaints = [
        f"It left the thread {thread.name!r} running: end it and join it."
        for thread in after.threads - before.threads
    ]
    complaints += [
        f"It left the process {pid} running ({_command(pid)}): end it and wait for it."
        for pid in after.children - before.children
    ]
    complaints += [
        f"It left {name} changed in the environment: use monkeypatch."
        for name in sorted(before.environment.keys() | after.environment.keys())
        if before.environment.get(name) != after.environment.get(name)
    ]
    complaints += [
        f"It left the file or folder {file}: write below tmp_path, or use the runs_dir fixture."
        for file in sorted(after.files - before.files)
    ]
    if after.folder != before.folder:
        complaints.append(f"It left the working directory at {after.folder}: use monkeypatch.chdir.")
    if after.has_process_group and not before.has_process_group:
        complaints.append("It left a torch process group open: destroy_process_group().")
    return complaints


def _is_alive(thread: threading.Thread) -> bool:
    """Whether it still runs: Python never forgets a thread that Qt started and that ran Python once."""
    if isinstance(thread, threading._DummyThread) and sys.platform == "linux":
        return Path(f"/proc/self/task/{thread.native_id}").exists()
    return thread.is_alive()


def _children() -> frozenset[int]:
    """Direct child processes of every thread, read from the kernel: psutil would look at all processes."""
    tasks = Path("/proc/self/task")
    if not (tasks / str(threading.get_native_id()) / "children").exists():
        return frozenset(child.pid for child in psutil.Process().children())
    pids: set[int] = set()
    for task in os.scandir(tasks):
        try:
            with open(f"{task.path}/children", "rb", buffering=0) as file:  # noqa: PTH123 -- 50 a test: cheap
                pids.update(map(int, file.read().split()))
        except (FileNotFoundError, ProcessLookupError):
            continue  # the thread ended while we looked
    return frozenset(pids)


def _of_multiprocessing() -> set[int]:
    """The forkserver and the resource tracker of this process: one of each, for the whole session."""
    pids = {
        getattr(multiprocessing.forkserver._forkserver, "_forkserver_pid", None),
        getattr(multiprocessing.resource_tracker._resource_tracker, "_pid", None),
    }
    return {pid for pid in pids if pid is not None}


def _files(watched: Iterable[Path]) -> Iterable[str]:
    for folder in watched:
        if not folder.is_dir():
            continue
        for entry in os.scandir(folder):
            if not entry.name.startswith(_LIVES_AS_LONG_AS_THE_SESSION):
                yield entry.path


def _has_process_group() -> bool:
    distributed = sys.modules.get("torch.distributed")
    return bool(distributed and distributed.is_available() and distributed.is_initialized())


def _command(pid: int) -> str:
    try:
        return " ".join(psutil.Process(pid).cmdline())[:120] or psutil.Process(pid).name()
    except psutil.Error:
        return "just ended"
