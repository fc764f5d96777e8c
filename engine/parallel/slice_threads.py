"""Threads that stay on a CPU slice, for strategies of one process."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import torch


def open_slice_thread(name: str, cores: Sequence[int]) -> ThreadPoolExecutor:
    """A single thread, pinned to a slice, with as many compute threads as the slice has cores.

    Args:
        name: What the thread's own name begins with.
        cores: Of the slice.
    """
    return ThreadPoolExecutor(1, name, _settle, (tuple(cores),))


def _settle(cores: Sequence[int]) -> None:
    """Pin the calling thread to its slice, with as many compute threads as it has cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    torch.get_num_threads()  # first: a thread's first use of its pool sets it to the process's last word
    torch.set_num_threads(len(cores))
