"""A bare script: one process with a thread a core, for copies (DataParallel) or parts of the model.

Arguments: `data_parallel` or `model_parallel`; samples a step; steps.
"""

import copy
import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor

import torch
from torch import Tensor, nn

from tests.benchmarks.bare_workload import Step, build_network, build_optimizer, measure, open_data

CHUNKS, SLICES, CUT = 4, 2, 3


def pin(core: int) -> None:
    """The calling thread to one core, with one compute thread."""
    os.sched_setaffinity(0, {core})
    torch.get_num_threads()
    torch.set_num_threads(1)


def copies_step(
    model: nn.Module, optimizer: torch.optim.Optimizer, threads: list[ThreadPoolExecutor]
) -> Step:
    """Each thread takes its part of the batch through a copy that shares the weights."""
    copies = [model, *(copy.deepcopy(model) for _ in threads[1:])]
    for other in copies[1:]:
        for mine, first in zip(other.parameters(), model.parameters(), strict=True):
            mine.data = first.data

    def work(module: nn.Module, inputs: Tensor, targets: Tensor, count: int) -> tuple[Tensor, Tensor]:
        logits = module(inputs)
        loss = nn.functional.cross_entropy(logits, targets, reduction="sum") / count
        loss.backward()
        return loss.detach(), (logits.argmax(1) == targets).sum()

    def step(inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        optimizer.zero_grad()
        pieces = zip(threads, copies, inputs.chunk(SLICES), targets.chunk(SLICES), strict=True)
        waiting = [thread.submit(work, module, x, y, len(inputs)) for thread, module, x, y in pieces]
        losses, correct = zip(*(future.result() for future in waiting), strict=True)
        for other in copies[1:]:
            for mine, first in zip(other.parameters(), model.parameters(), strict=True):
                assert first.grad is not None
                assert mine.grad is not None
                first.grad += mine.grad
                mine.grad = None
        optimizer.step()
        return torch.stack(losses).sum(), torch.stack(correct).sum()

    return step


def parts_step(
    model: nn.Sequential, optimizer: torch.optim.Optimizer, threads: list[ThreadPoolExecutor]
) -> Step:
    """The first thread has the first half, the second the rest; chunks follow one another."""
    first, second = model[:CUT], model[CUT:]

    def finish(given: Future[Tensor], targets: Tensor, count: int) -> tuple[Tensor, Tensor, Tensor]:
        taken = given.result().detach().requires_grad_()
        logits = second(taken)
        loss = nn.functional.cross_entropy(logits, targets, reduction="sum") / count
        return taken, loss, (logits.argmax(1) == targets).sum()

    def backward_second(taken: Tensor, loss: Tensor) -> Tensor:
        loss.backward()
        assert taken.grad is not None
        return taken.grad

    def backward_first(given: Tensor, gradient: Future[Tensor]) -> None:
        given.backward(gradient.result())

    def step(inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        optimizer.zero_grad()
        given = [threads[0].submit(first, chunk) for chunk in inputs.chunk(CHUNKS)]
        ends = [
            threads[1].submit(finish, one, chunk, len(inputs))
            for one, chunk in zip(given, targets.chunk(CHUNKS), strict=True)
        ]
        done = [end.result() for end in ends]
        gradients = [threads[1].submit(backward_second, taken, loss) for taken, loss, _ in done]
        waiting = [
            threads[0].submit(backward_first, one.result(), gradient)
            for one, gradient in zip(given, gradients, strict=True)
        ]
        for future in waiting:
            future.result()
        optimizer.step()
        return torch.stack([loss.detach() for _, loss, _ in done]).sum(), torch.stack(
            [c for _, _, c in done]
        ).sum()

    return step


def main() -> None:
    """Train."""
    kind, batch_size, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    cores = sorted(os.sched_getaffinity(0))[:SLICES]
    os.sched_setaffinity(0, cores)
    torch.set_num_threads(SLICES)
    threads = [ThreadPoolExecutor(1, initializer=pin, initargs=(core,)) for core in cores]
    model = build_network()
    optimizer = build_optimizer(model.parameters())
    build = copies_step if kind == "data_parallel" else parts_step
    step = build(model, optimizer, threads)
    measure(step, optimizer, open_data(batch_size), steps=steps, samples=batch_size)


if __name__ == "__main__":
    main()
