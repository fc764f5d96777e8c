"""Activations that are computed again: the same training bit by bit, in less memory, under the same names."""

import copy
from typing import Any, Literal

import pytest
import torch
from torch import Tensor, nn
from torchvision.models import densenet121, mobilenet_v3_small, swin_t

from engine.layers.checkpointing import blocks_of, checkpoint_activations
from engine.parallel.ddp_step import build_ddp_step
from engine.spec import CnnSpec, DdpSpec, GptSpec, ResNet18Spec, VitSpec
from tests.engine.models.building import built, facts_of, pictures, token_facts
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.workload import Left, build_context, left_by, micro_batches, small_spec

Mode = Literal["full", "selective"]
PICTURES = (3, 16, 16)
MODELS: dict[str, Any] = {
    "resnet": lambda: built(ResNet18Spec(), facts_of(PICTURES)),
    "vit": lambda: built(VitSpec(width=16, depth=3, heads=2, dropout=0.3), facts_of(PICTURES)),
}


def after_steps(module: nn.Module) -> list[Tensor]:
    """Gradients and buffers after two forwards and backwards."""
    torch.manual_seed(5)
    for _ in range(2):
        module(pictures(PICTURES)).square().sum().backward()
    gradients = [parameter.grad for parameter in module.parameters()]
    assert all(gradient is not None for gradient in gradients)
    return [*(one for one in gradients if one is not None), *module.buffers()]


@pytest.mark.parametrize("mode", ["full", "selective"])
@pytest.mark.parametrize("model", MODELS)
def test_that_training_is_the_same_bit_by_bit(model: str, mode: Mode) -> None:
    plain, other = MODELS[model](), MODELS[model]()
    names = list(other.state_dict())
    assert checkpoint_activations(other, mode)
    assert list(other.state_dict()) == names
    for mine, theirs in zip(after_steps(other), after_steps(plain), strict=True):
        assert torch.equal(mine, theirs)


def kept_bytes(module: nn.Module) -> int:
    """What autograd keeps for the backward, beside the weights."""
    weights = {parameter.data_ptr() for parameter in module.parameters()}
    kept: dict[int, int] = {}

    def keep(tensor: Tensor) -> Tensor:
        if tensor.data_ptr() not in weights:
            kept[tensor.data_ptr()] = tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        logits = module(pictures(PICTURES))
    assert logits.requires_grad
    return sum(kept.values())


def test_that_less_is_kept_the_more_blocks_forget() -> None:
    sizes = []
    for mode in ("none", "selective", "full"):
        module = built(VitSpec(width=32, depth=8, heads=2), facts_of(PICTURES))
        if mode != "none":
            checkpoint_activations(module, mode)
        sizes.append(kept_bytes(module))
    assert sizes[0] > 1.5 * sizes[1] > 1.5 * 1.5 * sizes[2]


def test_that_every_other_block_forgets_where_selected() -> None:
    counts = []
    for mode in ("full", "selective"):
        counts.append(checkpoint_activations(MODELS["resnet"](), mode))
    assert counts == [8, 4]


@pytest.mark.parametrize(
    ("module", "kinds"),
    [
        (built(GptSpec(width=8, depth=2, heads=2), token_facts(4)), ["TokenEmbedding", "Block", "Block"]),
        (built(CnnSpec(), facts_of((1, 8, 8))), []),
        (swin_t(), None),
        (densenet121(), None),
        (mobilenet_v3_small(), None),
    ],
    ids=["gpt", "cnn", "swin", "densenet", "mobilenet"],
)
def test_that_blocks_are_layers_with_layers_inside(module: nn.Module, kinds: list[str] | None) -> None:
    found = blocks_of(module)
    if kinds is not None:
        assert [type(block).__name__ for block in found] == kinds
    else:
        assert len(found) > 10
    inside = [id(layer) for block in found for layer in block.modules()]
    assert len(inside) == len(set(inside))


def test_that_a_copy_forgets_its_own_activations() -> None:
    module = MODELS["resnet"]()
    checkpoint_activations(module, "full")
    other = copy.deepcopy(module)
    with torch.no_grad():
        for parameter in other.parameters():
            parameter.mul_(0.5)
    plain = MODELS["resnet"]()
    plain.load_state_dict(other.state_dict())
    for mine, theirs in zip(after_steps(other), after_steps(plain), strict=True):
        assert torch.equal(mine, theirs)


def _resnet(mode: Mode | None) -> nn.Module:
    torch.manual_seed(1)
    block = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU())
    other = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU())
    module = nn.Sequential(block, other, nn.Flatten(), nn.Linear(256, 10)).double()
    if mode is not None:
        checkpoint_activations(module, mode)
    return module


def _on_ranks(rank: int, mode: Mode | None, shared: bool) -> list[Left]:
    spec = small_spec(DdpSpec(sync_batch_norm=shared), devices=2, grad_accum_steps=2)
    step = build_ddp_step(_resnet(mode), build_context(spec, rank))
    sizes = [[4, 3], [2, 0]]
    return [left_by(step, micro_batches(sizes, rank, torch.float64), 9) for _ in range(2)]


@pytest.mark.parametrize("shared", [False, True])
def test_that_on_two_ranks_it_is_the_same_bit_by_bit(ranks: Ranks, shared: bool) -> None:
    plain, other = (ranks.run(_on_ranks, mode, shared) for mode in (None, "full"))
    for mine, theirs in zip(other, plain, strict=True):
        for left, wanted in zip(mine, theirs, strict=True):
            assert left.loss_sum == wanted.loss_sum
            for name, array in {**wanted.gradients, **wanted.buffers}.items():
                found = {**left.gradients, **left.buffers}[name]
                assert (found == array).all(), name
