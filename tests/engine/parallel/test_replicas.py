"""DataParallel over CPU slices: the gradient of one device, each replica in its own thread and place."""

import os
import threading
from collections.abc import Sequence

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engine.devices.cpu import usable_cores
from engine.parallel.objective import Objective
from engine.parallel.replicas import ReplicasStep
from engine.record.beat import Phase
from engine.spec import RunSpec
from tests.engine.parallel.workload import (
    alone,
    assert_same,
    build_context,
    build_module,
    samples,
    small_spec,
    take_step,
)

Sizes = Sequence[Sequence[int]]


def _slices(replicas: int) -> list[tuple[int, ...]]:
    cores = usable_cores()
    return [(cores[number % len(cores)],) for number in range(replicas)]


def _step(spec: RunSpec, replicas: int) -> ReplicasStep:
    return ReplicasStep(build_module(spec), Objective(build_context(spec)), _slices(replicas))


@pytest.mark.parametrize("replicas", [1, 2, 3])
@pytest.mark.parametrize("sizes", [[[8]], [[7]], [[2]], [[4], [3]], [[3], [0]], [[0], [1]]], ids=str)
def test_that_the_gradient_is_that_of_one_device(replicas: int, sizes: Sizes) -> None:
    spec = small_spec()
    left, one = take_step(_step(spec, replicas), sizes, None), alone(spec, sizes)
    assert_same(left.gradients, one.gradients)
    assert left.loss_sum == pytest.approx(one.loss_sum, rel=1e-13)
    assert (left.num_correct, left.num_samples) == (one.num_correct, one.num_samples)


def test_that_the_sum_is_the_same_bits_every_time() -> None:
    spec = small_spec(precision="fp32")
    gradients = [take_step(_step(spec, 3), [[8], [7]], None, dtype=torch.float32).gradients for _ in range(3)]
    for again in gradients[1:]:
        assert all(np.array_equal(again[name], gradients[0][name]) for name in again)


def test_that_updates_reach_every_replica() -> None:
    spec = small_spec()
    step, reference = _step(spec, 2), build_module(spec)
    with torch.no_grad():
        for parameter, other in zip(step.module.parameters(), reference.parameters(), strict=True):
            parameter.mul_(0.5)
            other.mul_(0.5)
        wanted = reference.eval()(samples(0, 6).inputs)
    np.testing.assert_allclose(step.predict(samples(0, 6).inputs).numpy(), wanted.numpy(), rtol=1e-12)


def test_that_the_first_replicas_statistics_are_kept() -> None:
    spec = small_spec(batch_norm=True)
    step = _step(spec, 2)
    left = take_step(step, [[4, 4]], None)
    assert_same(left.buffers, alone(spec, [[4]]).buffers)
    step.predict(samples(0, 6).inputs)
    assert_same({name: buffer.numpy() for name, buffer in step.module.named_buffers()}, left.buffers)


def test_that_a_prediction_has_no_graph_and_training_goes_on_in_training_mode() -> None:
    spec = small_spec(batch_norm=True)
    step = _step(spec, 2)
    assert not step.predict(samples(0, 6).inputs).requires_grad
    take_step(step, [[4]], None)
    assert all(layer.training for layer in step.module.modules())


def test_that_scattering_and_gathering_are_told_as_communication() -> None:
    left = take_step(_step(small_spec(), 2), [[4]], None)
    phases = [phase for depth, phase in left.phases if depth == 0]
    assert [phase for phase in phases if phase is not Phase.COMMUNICATION] == [Phase.FORWARD, Phase.BACKWARD]
    assert phases[0] is phases[-1] is Phase.COMMUNICATION


class _Where(nn.Module):
    """Remembers where forward and backward ran, over all copies of itself."""

    seen: list[tuple[str, str, int, frozenset[int], int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(64, 10, dtype=torch.float64)

    def forward(self, inputs: Tensor) -> Tensor:
        self._note("forward")
        logits: Tensor = self.linear(inputs.flatten(1))
        if logits.requires_grad:
            logits.register_hook(lambda gradient: self._note("backward"))
        return logits

    def _note(self, what: str) -> None:
        thread = threading.current_thread()
        cores = frozenset(os.sched_getaffinity(0))
        self.seen.append((what, thread.name, threading.get_ident(), cores, torch.get_num_threads()))


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="threads cannot be pinned here")
def test_that_each_replica_has_a_thread_that_stays_on_its_slice() -> None:
    cores = usable_cores()
    slices = [cores, cores[-1:]]
    before = os.sched_getaffinity(0)
    _Where.seen.clear()
    step = ReplicasStep(_Where(), Objective(build_context(small_spec())), slices)
    for _ in range(2):
        take_step(step, [[4]], None)
    for number, mine in enumerate(slices):
        places = {place[1:] for place in _Where.seen if place[1].startswith(f"replica-{number}")}
        assert len(places) == 1, "forward and backward of both steps are in one thread"
        _, _, pinned, threads = places.pop()
        assert pinned == set(mine)
        assert threads == len(mine)
    assert len(_Where.seen) == 8
    assert os.sched_getaffinity(0) == before


class _Fails(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, inputs: Tensor) -> Tensor:
        raise RuntimeError("no logits today")


def test_that_an_error_in_a_replica_is_the_steps() -> None:
    step = ReplicasStep(_Fails(), Objective(build_context(small_spec())), _slices(2))
    with pytest.raises(RuntimeError, match="no logits today"):
        take_step(step, [[4]], None)
    step.close()  # the caught error's frames would keep it alive
