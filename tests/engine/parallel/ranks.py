"""Real ranks in processes of their own, that meet once and then do one job after the other."""

import multiprocessing
import os
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_ANSWER_SECONDS = 120.0
_IMPORTED_ONCE = ["torch.distributed.fsdp", "torch.distributed.pipelining", "tests.engine.parallel.training"]
"""Before the ranks are forked: six ranks that import torch for themselves take two cores for 15 s."""

Job = Callable[..., Any]
"""Called as job(rank, *arguments) in each rank, with a process group; takes and gives what can be pickled."""


class Ranks:
    """Their processes, seen from the test."""

    def __init__(self, meeting_point: Path, world_size: int = 2) -> None:
        """Starts them.

        Args:
            meeting_point: A file that does not exist yet, by which they find each other.
            world_size: How many.
        """
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_IMPORTED_ONCE)
        self._lines: list[Connection] = []
        self._processes = []
        for rank in range(world_size):
            here, there = context.Pipe()
            process = context.Process(
                target=_serve, args=(rank, world_size, str(meeting_point), there), daemon=True
            )
            process.start()
            there.close()
            self._lines.append(here)
            self._processes.append(process)

    def run(self, job: Job, *arguments: Any) -> list[Any]:
        """What the job gives back in each rank, in rank order; an exception there fails the test here."""
        for line in self._lines:
            line.send((job, arguments))
        for rank, line in enumerate(self._lines):
            assert line.poll(_ANSWER_SECONDS), f"Rank {rank} does not answer."
        answers = [line.recv() for line in self._lines]  # all of them, or the next job would hear them
        for rank, (trouble, _) in enumerate(answers):
            assert trouble is None, f"Rank {rank}: {trouble}"
        return [answer for _, answer in answers]

    def close(self) -> None:
        """End them."""
        for line in self._lines:
            line.close()
        for process in self._processes:
            process.join(10)
            process.kill()
            process.join()


def _serve(rank: int, world_size: int, meeting_point: str, line: Connection) -> None:
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    import torch
    import torch.distributed as dist

    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{meeting_point}", rank=rank, world_size=world_size)
    while True:
        try:
            job, arguments = line.recv()
        except EOFError:
            os._exit(0)  # gloo's threads may still hold Python objects, which an orderly end stumbles over
        try:
            answer = (None, job(rank, *arguments))
        except Exception:  # noqa: BLE001 the test tells it
            answer = (traceback.format_exc(), None)
        line.send(answer)
