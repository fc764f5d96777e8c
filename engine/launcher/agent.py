"""The process between the supervisor and the ranks: torch elastic forks the ranks and waits for them."""

import importlib
import logging
import math
import os
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

from torch.distributed import DistNetworkError
from torch.distributed.elastic.agent.server.api import RunResult, WorkerGroup, WorkerSpec, WorkerState
from torch.distributed.elastic.agent.server.local_elastic_agent import LocalElasticAgent
from torch.distributed.elastic.multiprocessing import DefaultLogsSpecs, SignalException
from torch.distributed.elastic.multiprocessing.api import MultiprocessContext

from engine.launcher.process_tree import die_with_parent
from engine.launcher.rank_env import rank_env
from engine.launcher.rendezvous import LoopbackRendezvous
from engine.launcher.witness import AgentEnded, Death, RankStarted, Witness, send_report, signal_name
from engine.plan.records import Plan, ScriptPlan
from engine.record.folder import RunFolder

_PORT_TRIES = 4
_RANK_MODULES = {Plan: "engine.training.rank", ScriptPlan: "engine.script.rank"}
"""By name: the launcher does not know what a rank does."""
_SHUTDOWN_SECONDS = 5
_LOOK_SECONDS = 0.1
"""As under torchrun: a look takes time from the ranks, and the witness hears of an end at once anyway."""


def run_agent(folder: RunFolder, attempt: int, reports: int) -> AgentEnded:
    """Fork the ranks, wait until all have ended, and say how it went. Runs in the agent's main thread.

    The group is never restarted here: an attempt that failed is resumed from its last complete checkpoint.

    Args:
        folder: The run.
        attempt: Which attempt.
        reports: Pipe to the supervisor.
    """
    logging.getLogger("torch.distributed.elastic").setLevel(logging.ERROR)
    os.environ["PYTORCH_NVML_BASED_CUDA_CHECK"] = "1"  # nothing here may initialise CUDA: ranks are forked
    witness = Witness(reports)
    witness.install()
    plan = folder.read_plan(attempt)
    try:
        rendezvous = _open_rendezvous(f"{folder.name}-{attempt}")
    except DistNetworkError as error:
        return AgentEnded(
            succeeded=False,
            diagnosis="port_taken",
            sentence=f"No free port was found for the ranks to meet on: {_first_line(error)}.",
            mend="Close programs that hold many ports, or widen net.ipv4.ip_local_port_range, then resume.",
        )
    result = _run_elastic(folder, attempt, plan.world_size, rendezvous, reports)
    witness.look()
    succeeded = result is not None and not result.is_failed()
    return AgentEnded(succeeded=succeeded, deaths=() if result is None else _seen_by_elastic(result))


def _seen_by_elastic(result: RunResult) -> tuple[Death, ...]:
    return tuple(
        Death(
            pid=failure.pid,
            time=failure.timestamp,
            exit_code=failure.exitcode if failure.exitcode >= 0 else None,
            signal=signal_name(-failure.exitcode) if failure.exitcode < 0 else None,
        )
        for failure in list(result.failures.values())[:8]
    )


def _open_rendezvous(run_id: str) -> LoopbackRendezvous:
    for _ in range(_PORT_TRIES - 1):
        try:
            return LoopbackRendezvous(run_id)
        except DistNetworkError as error:
            print(f"Trying another port: {_first_line(error)}", file=sys.stderr, flush=True)
    return LoopbackRendezvous(run_id)


def _run_elastic(
    folder: RunFolder, attempt: int, world_size: int, rendezvous: LoopbackRendezvous, reports: int
) -> RunResult | None:
    entrypoint: Callable[..., None] | str
    arguments: tuple[object, ...]
    if _has_semaphores():
        entrypoint, arguments = _rank_process, (str(folder.path), attempt, reports)
    else:
        # Elastic's forked workers need semaphores, which live in /dev/shm; processes of their own do not.
        entrypoint, arguments = (
            sys.executable,
            ("-m", "engine.launcher.agent", str(folder.path), str(attempt)),
        )
    spec = WorkerSpec(
        role="rank",
        local_world_size=world_size,
        entrypoint=entrypoint,
        args=arguments,
        rdzv_handler=rendezvous,
        max_restarts=0,
        monitor_interval=_LOOK_SECONDS,
    )
    scratch = folder.attempt_dir(attempt) / "elastic"
    scratch.mkdir(exist_ok=True)
    tempfile.tempdir = str(scratch)  # where torch has a rank that raised leave its traceback
    agent = _Agent(
        spec,
        DefaultLogsSpecs(log_dir=str(scratch)),
        start_method="fork",
        exit_barrier_timeout=5,
        shutdown_timeout=_shutdown_seconds(folder, attempt),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12+: the store's thread minds no fork
        try:
            result: RunResult = agent.run()
            return result
        except SignalException:
            return None


class _Agent(LocalElasticAgent):
    """Also content with a rank that ends its process in order before it has returned to elastic.

    A script may do so at any time, and one that became another program always does.
    """

    def _monitor_workers(self, worker_group: WorkerGroup) -> RunResult:
        result: RunResult = super()._monitor_workers(worker_group)
        context = self._pcontext
        if result.state is not WorkerState.HEALTHY or not isinstance(context, MultiprocessContext):
            return result
        assert context._pc is not None
        if all(process.exitcode == 0 for process in context._pc.processes):
            nothing = {worker.global_rank: None for worker in worker_group.workers}
            return RunResult(state=WorkerState.SUCCEEDED, return_values=nothing)
        return result


def _shutdown_seconds(folder: RunFolder, attempt: int) -> int:
    """How long ranks may go on that were told to end. A script may want to save."""
    script = folder.read_spec(attempt).script
    return _SHUTDOWN_SECONDS if script is None else _SHUTDOWN_SECONDS + math.ceil(script.grace_seconds)


def _rank_process(run: str, attempt: int, reports: int) -> None:
    """What elastic forks: tell the supervisor who we are, then be a rank."""
    parent = os.getppid()
    die_with_parent(parent)
    tempfile.tempdir = None
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # elastic's own handler waits for Python code to run
    send_report(reports, RankStarted(rank=int(os.environ["RANK"]), pid=os.getpid()))
    os.close(reports)
    _be_rank(run, attempt)


def _be_rank(run: str, attempt: int) -> None:
    folder = RunFolder(Path(run))
    plan = folder.read_plan(attempt)
    share = folder.read_spec(attempt).devices.compute_share
    os.environ.update(rank_env(plan, int(os.environ["RANK"]), os.environ, compute_share=share))
    importlib.import_module(_RANK_MODULES[type(plan)]).main(run)


def _has_semaphores() -> bool:
    """Whether POSIX semaphores work; without a usable /dev/shm they do not."""
    import multiprocessing

    try:
        multiprocessing.get_context("fork").Lock()
    except (OSError, ImportError):
        return False
    return True


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")[:300]


if __name__ == "__main__":
    die_with_parent(os.getppid())
    _be_rank(sys.argv[1], int(sys.argv[2]))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # like a forked rank: torch's threads can abort an interpreter that tidies up
