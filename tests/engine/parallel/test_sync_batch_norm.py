"""SyncBatchNorm over two real ranks is torch's BatchNorm over all their samples."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import nn

from engine.parallel.sync_batch_norm import Sharing, SyncBatchNorm, share_statistics
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.workload import TOLERANCE

Arrays = dict[str, NDArray[Any]]

LAYERS: dict[str, tuple[type[nn.Module], dict[str, Any], tuple[int, ...]]] = {
    "1d": (nn.BatchNorm1d, {}, ()),
    "1d-sequence": (nn.BatchNorm1d, {}, (5,)),
    "2d": (nn.BatchNorm2d, {}, (4, 3)),
    "3d": (nn.BatchNorm3d, {}, (2, 2, 3)),
    "without-affine": (nn.BatchNorm2d, {"affine": False}, (4, 4)),
    "mean-of-all-batches": (nn.BatchNorm2d, {"momentum": None}, (4, 4)),
    "without-running-statistics": (nn.BatchNorm2d, {"track_running_stats": False}, (4, 4)),
}
CHANNELS, FAR = 3, 1000.0


def _layer(name: str) -> nn.Module:
    kind, options, _ = LAYERS[name]
    layer = kind(CHANNELS, **options).double()
    with torch.no_grad():
        for number, parameter in enumerate(layer.parameters()):
            parameter.copy_(torch.linspace(0.5, 2.0, CHANNELS) + number)
    return layer


def _inputs(name: str, first: int, count: int) -> torch.Tensor:
    """Values far from zero: where the mean of squares less the squared mean would cancel."""
    generator = torch.Generator().manual_seed(3)
    shape = (8, CHANNELS, *LAYERS[name][2])
    everyone = torch.randn(shape, generator=generator, dtype=torch.float64) + FAR
    return everyone[first : first + count].clone().requires_grad_()


def _go_through(layer: nn.Module, inputs: torch.Tensor) -> Arrays:
    """Twice, since running statistics move; what comes out, and the gradients of a curved loss."""
    for _ in range(2):
        outputs = layer(inputs)
    outputs.pow(3).sum().backward()
    assert inputs.grad is not None
    left = {"outputs": outputs.detach().numpy(), "inputs.grad": inputs.grad.numpy()}
    left |= {name: buffer.numpy() for name, buffer in layer.named_buffers()}
    return left | {f"{name}.grad": one.grad.numpy() for name, one in layer.named_parameters()}


def _normalise(rank: int, name: str, sizes: tuple[int, int]) -> Arrays:
    sharing = Sharing(counts=sizes[rank] > 0)
    layer = share_statistics(_layer(name), sharing)
    assert isinstance(layer, SyncBatchNorm)
    return _go_through(layer, _inputs(name, sum(sizes[:rank]), sizes[rank] or 1))


@pytest.mark.parametrize("sizes", [(4, 4), (7, 1), (5, 0)], ids=str)
@pytest.mark.parametrize("name", LAYERS)
def test_that_it_is_batch_norm_over_all_samples(ranks: Ranks, name: str, sizes: tuple[int, int]) -> None:
    found = ranks.run(_normalise, name, sizes)
    wanted = _go_through(_layer(name), _inputs(name, 0, sum(sizes)))
    for rank, left in enumerate(found):
        assert left.keys() == wanted.keys()
        mine = slice(sum(sizes[:rank]), sum(sizes[: rank + 1]))
        for key, array in wanted.items():
            if key in ("outputs", "inputs.grad"):  # a row a sample
                _assert_near(left[key][: sizes[rank]], array[mine])
            elif not key.endswith(".grad"):
                _assert_near(left[key], array)
    if sizes[1] == 0:
        assert not found[1]["inputs.grad"].any()
    else:
        for key in (key for key in wanted if key in ("weight.grad", "bias.grad")):
            _assert_near(found[0][key] + found[1][key], wanted[key])


def _assert_near(found: NDArray[Any], wanted: NDArray[Any]) -> None:
    # Values near 1000 with a spread of 1 carry a thousandth of a double's digits.
    np.testing.assert_allclose(found, wanted, rtol=FAR * TOLERANCE, atol=FAR * TOLERANCE)


def _count_nobody(rank: int) -> tuple[bool, Arrays]:
    layer = share_statistics(nn.BatchNorm2d(CHANNELS).double(), Sharing(counts=False))
    inputs = _inputs("2d", 0, 1)
    outputs = layer(inputs)
    outputs.sum().backward()
    assert inputs.grad is not None
    finite = bool(torch.isfinite(outputs).all()) and not inputs.grad.any()
    return finite, {name: buffer.numpy() for name, buffer in layer.named_buffers()}


def test_that_nothing_moves_where_nobodys_samples_count(ranks: Ranks) -> None:
    fresh = {name: buffer.numpy() for name, buffer in nn.BatchNorm2d(CHANNELS).double().named_buffers()}
    for finite, buffers in ranks.run(_count_nobody):
        assert finite
        assert all(np.array_equal(buffers[name], fresh[name]) for name in fresh)


def test_that_a_model_keeps_its_parameters_and_names() -> None:
    model = nn.Sequential(nn.Conv2d(1, 3, 3), nn.Sequential(nn.BatchNorm2d(3), nn.ReLU()), nn.BatchNorm2d(3))
    before = dict(model.state_dict(keep_vars=True))
    shared = share_statistics(model, Sharing())
    after = shared.state_dict(keep_vars=True)
    assert list(after) == list(before)
    assert all(after[name] is before[name] for name in before)
    assert [isinstance(layer, SyncBatchNorm) for layer in (shared[1][0], shared[2])] == [True, True]


def test_that_in_evaluation_it_is_batch_norm_alone() -> None:
    layer = nn.BatchNorm2d(CHANNELS).double()
    inputs = _inputs("2d", 0, 8)
    layer(inputs)
    wanted = layer.eval()(inputs)
    assert torch.equal(share_statistics(layer, Sharing())(inputs), wanted)


def test_that_input_without_channels_is_refused() -> None:
    layer = share_statistics(nn.BatchNorm1d(CHANNELS), Sharing())
    with pytest.raises(ValueError, match="takes"):
        layer(torch.zeros(CHANNELS))
