"""The layers of a model as a table: what there is to freeze, to cut and to load."""

import copy
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A layer that has weights of its own."""

    name: str
    """Dotted, as `training.freeze` takes it."""
    kind: str
    """What torch calls it, for instance `Conv2d`."""
    num_parameters: int
    """Its own; a shared weight counts with the first layer that has it."""
    output_shape: tuple[int, ...] | None
    """Of one sample, without B; None where that cannot be told without computing."""
    parameters: tuple[str, ...]
    """What the layer calls its own, for instance `weight` and `bias`."""


def build_layer_table(module: nn.Module, sample: Tensor | None = None) -> tuple[LayerRow, ...]:
    """Every layer with weights of its own, in the order of the module.

    Args:
        module: Any model.
        sample: A sample [1, *input_shape] on any device, whose way through the model gives the shapes.
            Nothing is computed: model and sample go as shapes alone. Without it no shapes are told.
    """
    shapes = {} if sample is None else _output_shapes(module, sample)
    counted: set[int] = set()
    rows = []
    for name, layer in module.named_modules():
        own = dict(layer.named_parameters(recurse=False))
        if own:
            fresh = [one for one in own.values() if id(one) not in counted]
            counted.update(map(id, fresh))
            count = sum(one.numel() for one in fresh)
            rows.append(LayerRow(name, type(layer).__name__, count, shapes.get(name), tuple(own)))
    return tuple(rows)


def find_other_names(module: nn.Module) -> dict[str, str]:
    """Each further name of a parameter that several layers share, to its first name."""
    first_names = {id(parameter): name for name, parameter in module.named_parameters()}
    every = module.named_parameters(remove_duplicate=False)
    return {name: first_names[id(one)] for name, one in every if first_names[id(one)] != name}


def _output_shapes(module: nn.Module, sample: Tensor) -> dict[str, tuple[int, ...]]:
    """Name to shape without B. A model that looks at values, which shapes do not have, tells what it can."""
    shapes: dict[str, tuple[int, ...]] = {}

    def remember(name: str) -> Callable[[nn.Module, Any, Any], None]:
        def hook(_layer: nn.Module, _given: Any, output: Any) -> None:
            if isinstance(output, Tensor):
                shapes[name] = tuple(output.shape[1:])

        return hook

    ghost = copy.deepcopy(module).to("meta").eval()
    for name, layer in ghost.named_modules():
        layer.register_forward_hook(remember(name))
    # A forward that needs values stops there; the layers before it have told their shapes.
    with torch.no_grad(), suppress(RuntimeError, TypeError, ValueError):
        ghost(sample.to("meta"))
    return shapes
