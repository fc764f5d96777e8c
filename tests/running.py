"""Real runs for tests: one warm loom for the whole session, small specs, and a look at a run's processes."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.devices.inventory import read_inventory
from engine.launcher.run_lock import read_launcher_pid
from engine.launcher.start import start_run
from engine.launcher.warm import Loom
from engine.record.beat import read_beat
from engine.record.events import Progress, RunState, read_events
from engine.record.folder import RunFolder
from engine.record.status import RunStatus, read_status
from engine.spec import (
    CnnSpec,
    DataParallelSpec,
    DdpSpec,
    DevicesSpec,
    FsdpSpec,
    MlpSpec,
    ModelParallelSpec,
    PipelineSpec,
    RunSpec,
    SingleSpec,
    StrategySpec,
    TensorParallelSpec,
    TrainingSpec,
    ZeroSpec,
)
from tests import police
from tests.waiting import wait_until

ENDLESS = 10**6
"""Steps of a run that a test ends itself."""

_STRATEGIES: dict[str, type[StrategySpec]] = {
    kind().kind: kind
    for kind in (
        SingleSpec,
        DataParallelSpec,
        ModelParallelSpec,
        DdpSpec,
        ZeroSpec,
        FsdpSpec,
        TensorParallelSpec,
        PipelineSpec,
    )
}
_loom = Loom()


def warm_loom() -> Loom:
    """The loom that all tests share, warm, its process known to the police."""
    _loom.wait_warm()
    assert _loom.pid is not None
    police.allow_child(_loom.pid)
    return _loom


@pytest.fixture(scope="session", name="loom")
def loom_fixture() -> Iterator[Loom]:
    yield warm_loom()
    _loom.close()


def small_spec(*, strategy: str = "ddp", devices: int = 2, model: str = "mlp", **training: Any) -> RunSpec:
    """A run of the digits that takes a step in a few milliseconds.

    Args:
        strategy: Its kind.
        devices: CPU slices of one core.
        model: `mlp` or `cnn`.
        training: Fields of the training spec.
    """
    limits: dict[str, Any] = {"max_epochs": None, "max_steps": 20, "micro_batch_size": 16}
    return RunSpec(
        name="small",
        devices=DevicesSpec(count=devices),
        strategy=_STRATEGIES[strategy](),
        model=CnnSpec(channels=(4,), hidden=16) if model == "cnn" else MlpSpec(hidden=(16,)),
        training=TrainingSpec(**(limits | training)),
    )


def start_small(loom: Loom, runs_dir: Path, **spec: Any) -> RunFolder:
    """A small run, just started."""
    return start_run(loom, runs_dir, small_spec(**spec), read_inventory())


def wait_for_first_step(folder: RunFolder, attempt: int = 1) -> None:
    """Wait until a step of that attempt is done; fail where the run ends before."""

    def is_there() -> bool:
        stepped = any(
            isinstance(event, Progress) and event.attempt == attempt for event in read_events(folder)
        )
        assert stepped or folder.is_alive(), read_status(folder).failure
        return stepped

    wait_until(is_there, timeout=60, what="the first step")


def wait_for_step(folder: RunFolder, step: int, attempt: int = 1) -> None:
    """Wait until rank 0 is at that step."""

    def is_there() -> bool:
        beat = read_beat(folder.beat_path(attempt, 0))
        assert folder.is_alive(), read_status(folder).failure
        return beat is not None and beat.step >= step

    wait_until(is_there, timeout=60, what=f"step {step}")


def wait_for_state(folder: RunFolder, state: RunState) -> None:
    """Wait until the run is in that state."""
    wait_until(lambda: read_status(folder).state is state, timeout=60, what=f"the state {state}")


def wait_for_end(folder: RunFolder, timeout: float = 60.0) -> RunStatus:
    """Wait until no launcher holds the run; how it stands then."""
    wait_until(lambda: not folder.is_alive(), timeout=timeout, what=f"the end of {folder.name}")
    return read_status(folder)


@dataclass(frozen=True, slots=True)
class Processes:
    """The processes of a run."""

    launcher: int
    agent: int
    ranks: dict[int, int]
    """Rank to process id."""
    workers: tuple[int, ...]
    """Data workers of all ranks."""

    @property
    def all(self) -> tuple[int, ...]:
        """Every one of them."""
        return (self.launcher, self.agent, *self.ranks.values(), *self.workers)


def processes_of(folder: RunFolder) -> Processes:
    """The processes of a run whose ranks have begun."""
    launcher = read_launcher_pid(folder)
    assert launcher is not None
    agent = psutil.Process(launcher).children()[0]
    attempt = folder.attempt()
    beats = {
        rank: read_beat(folder.beat_path(attempt, rank)) for rank in range(folder.read_plan().world_size)
    }
    ranks = {rank: beat.pid for rank, beat in beats.items() if beat is not None}
    workers = [child.pid for pid in ranks.values() for child in psutil.Process(pid).children(recursive=True)]
    return Processes(launcher, agent.pid, ranks, tuple(workers))


def session_of(folder: RunFolder) -> int:
    """The session that all processes of a run are in: its launcher's."""
    launcher = read_launcher_pid(folder)
    assert launcher is not None
    return os.getsid(launcher)


def processes_in_session(session: int) -> list[int]:
    """Every process of a session that still runs."""
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (psutil.NoSuchProcess, ProcessLookupError):
            continue
    return found


def wait_until_gone(pids: tuple[int, ...] | list[int], timeout: float = 3.0) -> None:
    """Wait until none of these processes runs any more."""

    def running() -> list[int]:
        return [pid for pid in pids if psutil.pid_exists(pid) and not _is_zombie(pid)]

    wait_until(lambda: not running(), timeout=timeout, what=f"the end of the processes {pids}")


def _is_zombie(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def kill(pid: int) -> None:
    """SIGKILL."""
    os.kill(pid, signal.SIGKILL)
