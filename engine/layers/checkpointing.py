"""Activations thrown away in the forward and computed again in the backward: less memory, more time.

Source: Chen et al. 2016, arXiv:1604.06174; https://docs.pytorch.org/docs/stable/checkpoint.html
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any, Literal

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.utils.checkpoint import checkpoint

_CONTAINERS = (nn.Sequential, nn.ModuleList, nn.ModuleDict)

Contexts = Callable[[], tuple[AbstractContextManager[None], AbstractContextManager[None]]]


def blocks_of(module: nn.Module) -> list[nn.Module]:
    """The blocks that a model is made of, in order: layers with layers inside, no container of such.

    A chain of single layers has none.
    """
    found: list[nn.Module] = []
    for child in module.children():
        if _is_leaf(child):
            continue
        if _holds_blocks(child) or any(_holds_blocks(inner) for inner in child.children()):
            found += blocks_of(child)
        else:
            found.append(child)
    return found


def checkpoint_activations(module: nn.Module, mode: Literal["full", "selective"]) -> int:
    """Have a model's blocks keep nothing but their input for the backward; how many do.

    Training stays the same, bit by bit: random numbers are drawn again as they were, and BatchNorm counts a
    batch once. Names stay as they are.

    Args:
        module: The model; it may be spread over devices later.
        mode: All blocks, or every other one.
    """
    chosen = blocks_of(module)[:: 2 if mode == "selective" else 1]
    for block in chosen:
        with_norms = any(isinstance(layer, _BatchNorm) for layer in block.modules())
        block.__class__ = _forgetful(type(block), with_norms=with_norms)
    return len(chosen)


def _is_leaf(module: nn.Module) -> bool:
    return next(module.children(), None) is None


def _holds_blocks(module: nn.Module) -> bool:
    """Whether it is a container of several layers with layers inside."""
    return isinstance(module, _CONTAINERS) and sum(not _is_leaf(child) for child in module.children()) > 1


def _forgetful(kind: type[nn.Module], *, with_norms: bool) -> type[nn.Module]:
    """The same kind of layer, but that its activations are computed again.

    A class of its own, as a wrapper would change the names of the weights, and a function put on the layer
    would not follow it into its copies.
    """

    def forward(self: nn.Module, *arguments: Any, **options: Any) -> Any:
        own = partial(kind.forward, self)
        if not torch.is_grad_enabled():
            return own(*arguments, **options)
        if with_norms:  # torch.compile does not take this way, and the plan says so
            options["context_fn"] = _contexts(self)
        return checkpoint(own, *arguments, use_reentrant=False, **options)

    return type(kind.__name__, (kind,), {"forward": forward})


def _contexts(module: nn.Module) -> Contexts:
    """What surrounds the forward that comes now, and what surrounds its repetition."""
    norms = [(layer, layer.training) for layer in module.modules() if isinstance(layer, _BatchNorm)]
    return lambda: (nullcontext(), _as_before(norms))


@contextmanager
def _as_before(norms: list[tuple[_BatchNorm, bool]]) -> Iterator[None]:
    """Inside, BatchNorm does what it did, to copies of its running statistics: its batch is counted already.

    Args:
        norms: Each with whether it was in training.
    """
    now = [(layer, layer.training, dict(layer._buffers)) for layer, _ in norms]
    for layer, training in norms:
        layer.training = training
        for name, buffer in layer._buffers.items():
            layer._buffers[name] = None if buffer is None else buffer.clone()
    try:
        yield
    finally:
        for layer, training, buffers in now:
            layer.training = training
            layer._buffers.update(buffers)


def checkpoint_with_notices(module: nn.Module, mode: Literal["full", "selective"]) -> tuple[str, ...]:
    """As `checkpoint_activations`; what a person has to know where it changes nothing."""
    if checkpoint_activations(module, mode):
        return ()
    return (
        "Activation checkpointing changes nothing: this model is a chain of single layers, not of blocks.",
    )
