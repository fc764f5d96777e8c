"""One module in one process: accumulation and precision."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch

from engine.parallel.module_step import ModuleStep
from engine.parallel.objective import Objective
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


def _step(spec: RunSpec) -> ModuleStep:
    return ModuleStep(build_module(spec), Objective(build_context(spec)))


@pytest.mark.parametrize("sizes", [[[4], [4]], [[5], [2], [1]], [[7], [1], [0]], [[0], [8]]], ids=str)
def test_that_accumulations_give_the_gradient_of_the_whole_batch(sizes: Sizes) -> None:
    spec = small_spec(grad_accum_steps=len(sizes))
    left, one = take_step(_step(spec), sizes, None), alone(spec, [[8]])
    assert_same(left.gradients, one.gradients)
    assert left.loss_sum == pytest.approx(one.loss_sum, rel=1e-13)
    assert (left.num_correct, left.num_samples) == (one.num_correct, 8)


def test_that_the_gradient_is_that_of_the_mean_cross_entropy() -> None:
    spec, batch = small_spec(), samples(0, 6)
    left, module = take_step(_step(spec), [[6]], None), build_module(spec)
    loss = torch.nn.functional.cross_entropy(module(batch.inputs), batch.targets)
    loss.backward()
    assert left.loss_sum / 6 == pytest.approx(loss.item(), rel=1e-13)
    assert_same(left.gradients, {name: one.grad.numpy() for name, one in module.named_parameters()})


def test_that_micro_batches_are_taken_one_at_a_time() -> None:
    step, taken = _step(small_spec(grad_accum_steps=3)), []

    def batches():
        for number in range(3):
            taken.append((number, step.module[0].weight.grad is not None))
            yield samples(2 * number, 2)

    class Silent:
        def phase(self, phase: Phase):
            return torch.no_grad() if phase is Phase.DATA else torch.enable_grad()

    step.forward_backward(batches(), num_samples=6, meter=Silent())
    assert taken == [(0, False), (1, True), (2, True)]


@pytest.mark.parametrize(("precision", "tolerance"), [("bf16", 0.2), ("fp16", 0.02)])
def test_that_half_precision_comes_near(precision: str, tolerance: float) -> None:
    spec = small_spec(precision=precision)
    context = build_context(spec)
    step = ModuleStep(build_module(spec), Objective(context))
    half = take_step(step, [[8]], None, dtype=torch.float32)
    one = take_step(_step(small_spec(precision="fp32")), [[8]], None, dtype=torch.float32)
    scale = 1.0 if context.scale_loss is None else context.scale_loss.get_scale()
    assert (scale > 1.0) == (precision == "fp16")
    found = np.concatenate([gradient.ravel() for gradient in half.gradients.values()]) / scale
    wanted = np.concatenate([gradient.ravel() for gradient in one.gradients.values()])
    assert half.loss_sum == pytest.approx(one.loss_sum, rel=1e-2)
    assert 0 < np.linalg.norm(found - wanted) <= tolerance * np.linalg.norm(wanted)


def test_that_a_prediction_uses_and_moves_no_batch_statistics() -> None:
    spec = small_spec(batch_norm=True)
    step = _step(spec)
    before = take_step(step, [[8]], None).buffers
    many, few = step.predict(samples(0, 8).inputs), step.predict(samples(0, 1).inputs)
    assert not many.requires_grad
    np.testing.assert_allclose(many[:1].numpy(), few.numpy(), rtol=1e-12)
    assert_same({name: buffer.numpy() for name, buffer in step.module.named_buffers()}, before)
    take_step(step, [[8]], None)
    assert all(layer.training for layer in step.module.modules())
