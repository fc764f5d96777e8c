"""The loss of a micro-batch: several targets a sample, auxiliary heads, smoothed labels."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import log_softmax, one_hot

from engine.contracts import MicroBatch, ParallelContext
from engine.parallel.objective import Objective, count_correct, sum_losses
from engine.spec import RunSpec
from tests.engine.parallel.workload import build_context, small_spec

SAMPLES, PLACES, CLASSES = 3, 5, 4


class WithAuxiliary:
    """A model's options that say how much its auxiliary heads count."""

    auxiliary_weight = 0.4


class Gives(nn.Module):
    """Gives what it is told to, and is asked for nothing."""

    def __init__(self, output: Any) -> None:
        super().__init__()
        self.output = output

    def forward(self, _inputs: Tensor) -> Any:
        return self.output


def drawn(*shape: int, seed: int = 0) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def classes(*shape: int) -> Tensor:
    return torch.randint(0, CLASSES, shape, generator=torch.Generator().manual_seed(2))


def by_hand(logits: Tensor, targets: Tensor, smoothing: float = 0.0) -> float:
    """Sum over samples of the mean over a sample's targets, term by term."""
    wanted = one_hot(targets, CLASSES).double() * (1 - smoothing) + smoothing / CLASSES
    losses = -(wanted * log_softmax(logits, -1)).sum(-1)
    return sum(one.mean().item() for one in losses)


def objective(spec: RunSpec, model: object | None = None) -> Objective:
    context = build_context(spec)
    if model is not None:
        spec = spec.model_copy(update={"model": model})
    return Objective(
        ParallelContext(spec=spec, plan=context.plan, rank=0, device=context.device, scale_loss=None)
    )


def batch(targets: Tensor, num_samples: int = SAMPLES) -> MicroBatch:
    return MicroBatch(torch.zeros(SAMPLES), targets, num_samples)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("places", [(), (PLACES,), (1,)])
def test_that_a_sample_counts_as_one_however_many_targets_it_has(
    places: tuple[int, ...], smoothing: float
) -> None:
    logits, targets = drawn(SAMPLES, *places, CLASSES), classes(SAMPLES, *places)
    found = sum_losses(logits, targets, smoothing=smoothing).item()
    assert found == pytest.approx(by_hand(logits, targets, smoothing), rel=1e-13)


def test_that_the_gradient_of_parts_adds_up_to_that_of_the_whole() -> None:
    logits, targets = drawn(SAMPLES, PLACES, CLASSES).requires_grad_(), classes(SAMPLES, PLACES)
    (whole,) = torch.autograd.grad(sum_losses(logits, targets), logits)
    parts = [
        torch.autograd.grad(sum_losses(logits[part], targets[part]), logits)[0]
        for part in (slice(0, 1), slice(1, None))
    ]
    torch.testing.assert_close(parts[0] + parts[1], whole, rtol=1e-13, atol=0)


def test_that_right_targets_are_counted_one_by_one() -> None:
    targets = classes(SAMPLES, PLACES)
    logits = one_hot(targets, CLASSES).double()
    logits[0, 0] = logits[2, 3] = torch.full((CLASSES,), -1.0)
    logits[0, 0, (targets[0, 0] + 1) % CLASSES] = logits[2, 3, (targets[2, 3] + 1) % CLASSES] = 1.0
    assert count_correct(logits, targets).item() == SAMPLES * PLACES - 2
    assert count_correct(logits[:, 0], targets[:, 0]).item() == SAMPLES - 1


def test_that_a_micro_batch_is_summed_over_all_its_targets() -> None:
    logits, targets = drawn(SAMPLES, PLACES, CLASSES), classes(SAMPLES, PLACES)
    asked, sums = objective(small_spec()), objective(small_spec()).start()
    asked.forward(Gives(logits), batch(targets), sums)
    assert sums.loss_sum.item() == pytest.approx(by_hand(logits, targets), rel=1e-13)
    assert (sums.num_correct, sums.num_samples) == (count_correct(logits, targets), SAMPLES)


def test_that_labels_are_smoothed_as_much_as_asked() -> None:
    logits, targets = drawn(SAMPLES, CLASSES), classes(SAMPLES)
    asked = objective(small_spec(label_smoothing=0.2))
    loss = asked.forward(Gives(logits), batch(targets), asked.start())
    assert loss.item() == pytest.approx(by_hand(logits, targets, 0.2), rel=1e-13)


@pytest.mark.parametrize("heads", [1, 2])
def test_that_auxiliary_heads_count_as_much_as_the_model_says(heads: int) -> None:
    main, targets = drawn(SAMPLES, CLASSES), classes(SAMPLES)
    others = tuple(drawn(SAMPLES, CLASSES, seed=seed + 1) for seed in range(heads))
    asked = objective(small_spec(), WithAuxiliary())
    sums = asked.start()
    loss = asked.forward(Gives((main, *others)), batch(targets), sums)
    wanted = by_hand(main, targets) + 0.4 * sum(by_hand(one, targets) for one in others)
    assert loss.item() == pytest.approx(wanted, rel=1e-13)
    assert sums.num_correct == count_correct(main, targets)


def test_that_a_sample_that_does_not_count_gives_a_graph_without_weight() -> None:
    logits = drawn(SAMPLES, PLACES, CLASSES).requires_grad_()
    asked = objective(small_spec())
    sums = asked.start()
    loss = asked.forward(Gives(logits), batch(classes(SAMPLES, PLACES), 0), sums)
    loss.backward()
    assert (loss.item(), sums.num_samples) == (0.0, 0)
    assert logits.grad is not None
    assert not logits.grad.any()
