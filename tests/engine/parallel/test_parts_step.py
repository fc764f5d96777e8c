"""Model parallelism over CPU slices: the training of one device, each part in its own thread and place."""

import os
import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engine.devices.cpu import slice_of, usable_cores
from engine.devices.inventory import Inventory
from engine.parallel.objective import Objective
from engine.parallel.part_places import SlicePlace
from engine.parallel.parts_step import Part, PartsStep, build_parts_step
from engine.parallel.stage import Stage
from engine.record.beat import Phase
from engine.spec import (
    CnnSpec,
    DevicesSpec,
    GptSpec,
    ModelParallelSpec,
    ModelSpec,
    RunSpec,
    SingleSpec,
    SyntheticImagesSpec,
    SyntheticTokensSpec,
    TrainingSpec,
    VitSpec,
)
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.training import Trained, train
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

STEPS = 30
TOLERANCE = 1e-12
MEETING_SECONDS = 30.0
HERE = Inventory(gpus=(), cores=usable_cores(), cpu_name="a CPU", memory_total_bytes=2**33)
MODELS: dict[str, ModelSpec] = {
    "cnn": CnnSpec(channels=(4, 8), hidden=16),
    "vit": VitSpec(patch=4, width=16, depth=3, heads=4),
    "gpt": GptSpec(width=16, depth=2, heads=4, tied_head=False),
}


def _cores(number: int) -> tuple[int, ...]:
    cores = usable_cores()
    return (cores[number % len(cores)],)


def _spec(strategy: SingleSpec | ModelParallelSpec, model: str, **training: object) -> RunSpec:
    """A last step of 5 samples; the gradient is clipped, so that its norm has to be the same, too."""
    tokens = SyntheticTokensSpec(num_train=37, num_test=8, vocabulary=12, length=8)
    pictures = SyntheticImagesSpec(num_train=37, num_test=8, size=8, channels=1)
    options = {"precision": "fp64", "max_epochs": 10, "clip_gradient_norm": 0.5, "micro_batch_size": 16}
    return RunSpec(
        devices=DevicesSpec(count=1 if isinstance(strategy, SingleSpec) else 2),
        strategy=strategy,
        model=MODELS[model],
        data=tokens if model == "gpt" else pictures,
        training=TrainingSpec.model_validate(options | training),
    )


def _train(rank: int, specs: Sequence[RunSpec]) -> Trained:
    """Each rank another training, for itself: they share nothing but the time that it takes."""
    return train(0, specs[rank], STEPS, HERE)


@pytest.mark.parametrize(("chunks", "accumulations"), [(1, 1), (4, 1), (3, 2)])
@pytest.mark.parametrize("model", MODELS)
def test_that_two_parts_train_the_same_model_as_one(
    ranks: Ranks, model: str, chunks: int, accumulations: int
) -> None:
    training = {"micro_batch_size": 16 // accumulations, "grad_accum_steps": accumulations}
    parts = _spec(ModelParallelSpec(chunks=chunks), model, **training)
    one, found = ranks.run(_train, [_spec(SingleSpec(), model), parts])
    for mine, wanted in ((found.loss_sums, one.loss_sums), (found.norms, one.norms)):
        assert np.abs(np.array(mine) / np.array(wanted) - 1).max() <= TOLERANCE
    assert found.test_loss == pytest.approx(one.test_loss, rel=TOLERANCE)
    assert (found.num_samples, found.num_correct) == (one.num_samples, one.num_correct)


def _step(spec: RunSpec, parts: int) -> PartsStep:
    """The model in so many parts, on the cores that there are."""
    context = build_context(spec)
    devices = tuple(
        slice_of(_cores(number), name="a CPU", memory_total_bytes=None) for number in range(parts)
    )
    return build_parts_step(
        build_module(spec), replace(context, plan=context.plan.model_copy(update={"devices": devices}))
    )


def _parts_spec(parts: int, chunks: int = 1, **options: object) -> RunSpec:
    cuts = {2: (5,), 3: (3, 9)}[parts]
    return small_spec(ModelParallelSpec(chunks=chunks, cuts=cuts), devices=parts, **options)


@pytest.mark.parametrize("chunks", [1, 3])
@pytest.mark.parametrize("sizes", [[[8]], [[7]], [[2]], [[4], [3]], [[3], [0]]], ids=str)
def test_that_the_gradient_of_three_parts_is_that_of_one_device(chunks: int, sizes: Sizes) -> None:
    left, one = take_step(_step(_parts_spec(3, chunks), 3), sizes, None), alone(small_spec(), sizes)
    assert_same(left.gradients, one.gradients)
    assert left.loss_sum == pytest.approx(one.loss_sum, rel=1e-13)
    assert (left.num_correct, left.num_samples) == (one.num_correct, one.num_samples)


def test_that_in_one_piece_a_step_is_that_of_one_device_bit_by_bit() -> None:
    left, one = take_step(_step(_parts_spec(2), 2), [[8]], None), alone(small_spec(), [[8]])
    assert all(np.array_equal(left.gradients[name], one.gradients[name]) for name in one.gradients)


def test_that_the_sum_of_pieces_is_the_same_bits_every_time() -> None:
    spec = _parts_spec(2, 4, precision="fp32")
    gradients = [take_step(_step(spec, 2), [[8], [7]], None, dtype=torch.float32).gradients for _ in range(3)]
    for again in gradients[1:]:
        assert all(np.array_equal(again[name], gradients[0][name]) for name in again)


def test_that_batch_norm_sees_the_whole_micro_batch_where_it_is_one_piece() -> None:
    left = take_step(_step(_parts_spec(2, batch_norm=True), 2), [[8]], None)
    one = alone(small_spec(batch_norm=True), [[8]])
    assert_same(left.buffers, one.buffers)
    assert_same(left.gradients, one.gradients)


def test_that_frozen_parts_are_not_trained_until_they_are_unfrozen() -> None:
    step, one = _step(_parts_spec(3, 2), 3), alone(small_spec(), [[8]])
    names = [name for name, _ in step.module.named_parameters()]
    first = names[: len(names) // 2]
    for name, parameter in step.module.named_parameters():
        parameter.requires_grad_(name not in first)
    frozen = take_step(step, [[8]], None)
    assert_same(frozen.gradients, {name: one.gradients[name] for name in names if name not in first})
    for parameter in step.module.parameters():
        parameter.grad = None
        parameter.requires_grad_(True)
    step.follow_freezing()
    assert_same(take_step(step, [[8]], None).gradients, one.gradients)


def test_that_a_prediction_has_no_graph_and_training_goes_on_in_training_mode() -> None:
    spec = _parts_spec(2, batch_norm=True)
    step = _step(spec, 2)
    wanted = build_module(spec).eval()(samples(0, 6).inputs).detach()
    logits = step.predict(samples(0, 6).inputs)
    assert not logits.requires_grad
    np.testing.assert_allclose(logits.numpy(), wanted.numpy(), rtol=1e-12)
    take_step(step, [[4]], None)
    assert all(layer.training for layer in step.module.modules())


def test_that_forwards_come_before_backwards() -> None:
    left = take_step(_step(_parts_spec(2, 4), 2), [[8]], None)
    assert left.phases == [(0, Phase.FORWARD), (0, Phase.BACKWARD)]


class _Watched(nn.Module):
    """Remembers where it ran; may have to meet another part in the middle of a forward or a backward."""

    def __init__(self, meetings: dict[tuple[str, int], threading.Barrier] | None = None) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones((), dtype=torch.float64))
        self.seen: list[tuple[str, str, frozenset[int], int]] = []
        self._meetings = meetings or {}
        self._counts = {"forward": 0, "backward": 0}

    def forward(self, inputs: Tensor) -> Tensor:
        self._note("forward")
        outputs = inputs * self.weight
        outputs.register_hook(lambda _: self._note("backward"))
        return outputs

    def _note(self, what: str) -> None:
        cores = frozenset(os.sched_getaffinity(0))
        self.seen.append((what, threading.current_thread().name, cores, torch.get_num_threads()))
        meeting = self._meetings.get((what, self._counts[what]))
        self._counts[what] += 1
        if meeting is not None:
            meeting.wait(MEETING_SECONDS)


def _watched_step(first: nn.Module, second: nn.Module, slices: Sequence[Sequence[int]]) -> PartsStep:
    objective = Objective(build_context(small_spec()))
    places = [SlicePlace(f"part-{number}", cores) for number, cores in enumerate(slices)]
    blocks = [
        nn.Sequential(nn.Flatten(), first),
        nn.Sequential(second, nn.Linear(64, 10, dtype=torch.float64)),
    ]
    parts = [Part(Stage([block], objective), place) for block, place in zip(blocks, places, strict=True)]
    return PartsStep(nn.Sequential(*blocks), parts, objective, chunks=2)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="threads cannot be pinned here")
def test_that_each_part_has_a_thread_that_stays_on_its_slice() -> None:
    cores, before = usable_cores(), os.sched_getaffinity(0)
    slices = [cores, cores[-1:]]
    first, second = _Watched(), _Watched()
    step = _watched_step(first, second, slices)
    for _ in range(2):
        take_step(step, [[4]], None)
    for number, (watched, mine) in enumerate(zip((first, second), slices, strict=True)):
        assert len(watched.seen) == 8
        assert {place[1:] for place in watched.seen} == {(f"part-{number}_0", frozenset(mine), len(mine))}
    assert os.sched_getaffinity(0) == before


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="threads cannot be pinned here")
def test_that_one_part_has_a_piece_while_the_other_has_the_one_before() -> None:
    """Each waits for the other in the middle of its work: it ends only where both are at work at once."""
    forward, backward = threading.Barrier(2), threading.Barrier(2)
    first = _Watched({("forward", 1): forward, ("backward", 0): backward})
    second = _Watched({("forward", 0): forward, ("backward", 1): backward})
    take_step(_watched_step(first, second, [_cores(0), _cores(1)]), [[4]], None)
    assert not forward.broken
    assert not backward.broken


class _Fails(nn.Module):
    def forward(self, inputs: Tensor) -> Tensor:
        raise RuntimeError("no activations today")


def test_that_an_error_in_a_part_is_the_steps() -> None:
    step = _watched_step(_Fails(), nn.Identity(), [_cores(0), _cores(1)])
    with pytest.raises(RuntimeError, match="no activations today"):
        take_step(step, [[4]], None)
    step.close()  # the caught error's frames would keep it alive
