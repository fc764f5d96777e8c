"""Linear layers of any module that tensor parallelism can divide between them, found in its forward.

`down(act(up(x)))`, `down(silu(gate(x)) * up(x))` and the like: whatever lies between works number by number,
so that each rank can do its part of the width. Shoeybi et al. 2019, arXiv:1909.08053; Shazeer 2020,
arXiv:2002.05202.
"""

import operator
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import fx, nn
from torch.nn import functional

from engine.parallel.outline import trace_outline

BETWEEN = (nn.ReLU, nn.GELU, nn.SiLU, nn.Tanh, nn.Sigmoid, nn.LeakyReLU, nn.ELU, nn.Identity, nn.Dropout)
"""Layers that work number by number, so that they may stand between the layers of a group."""
_FUNCTIONS = frozenset(
    (
        *(functional.relu, functional.gelu, functional.silu, functional.leaky_relu, functional.elu),
        *(functional.dropout, torch.relu, torch.tanh, torch.sigmoid, operator.mul, torch.mul),
    )
)
_METHODS = ("relu", "relu_", "tanh", "sigmoid", "mul")
_PREFIX = "inner."


@dataclass(frozen=True, slots=True)
class LinearGroup:
    """Layers whose width is divided, and the one that sums the parts."""

    first: tuple[str, ...]
    """Names of those that give each rank a part of the width."""
    last: str
    width: int


def find_groups(module: nn.Module) -> Iterator[LinearGroup]:
    """The groups among the linear layers that a module's own forward calls.

    Args:
        module: Any; its children are not looked into.
    """
    if sum(type(child) is nn.Linear for child in module.children()) < 2:
        return
    graph = trace_outline(module).graph
    if graph is None:
        return
    taken: set[str] = set()
    calls = [node.target for node in graph.nodes if node.op == "call_module"]
    for node in graph.nodes:
        group = _group(module, node)
        if group is None:
            continue
        names = {*group.first, group.last}
        is_once = all(calls.count(f"{_PREFIX}{name}") == 1 for name in names)
        if is_once and not names & taken and not _shares(module, names):
            taken |= names
            yield group


def _group(module: nn.Module, last: fx.Node) -> LinearGroup | None:
    down = _linear(module, last)
    if down is None:
        return None
    first: list[fx.Node] = []
    between: list[fx.Node] = []
    waiting = list(last.all_input_nodes)
    while waiting:
        node = waiting.pop()
        if node in (*first, *between):
            continue
        layer = _linear(module, node)
        if layer is not None and layer.out_features == down.in_features:
            first.append(node)
        elif _is_number_by_number(module, node):
            between.append(node)
            waiting += node.all_input_nodes
        else:
            return None
    inside = {*between, last}
    if not first or any(user not in inside for node in (*first, *between) for user in node.users):
        return None
    names = tuple(sorted(str(node.target).removeprefix(_PREFIX) for node in first))
    return LinearGroup(names, str(last.target).removeprefix(_PREFIX), down.in_features)


def _linear(module: nn.Module, node: fx.Node) -> nn.Linear | None:
    """The layer that a step calls, where it is a plain linear one."""
    if node.op != "call_module":
        return None
    layer = module.get_submodule(str(node.target).removeprefix(_PREFIX))
    return layer if type(layer) is nn.Linear else None


def _is_number_by_number(module: nn.Module, node: fx.Node) -> bool:
    if node.op == "call_module":
        return isinstance(module.get_submodule(str(node.target).removeprefix(_PREFIX)), BETWEEN)
    if node.op == "call_method":
        return node.target in _METHODS
    return node.op == "call_function" and node.target in _FUNCTIONS


def _shares(module: nn.Module, names: set[str]) -> bool:
    """Whether a weight of these layers is another layer's, too."""
    own = [weight for name in names for weight in module.get_submodule(name).parameters()]
    others = [weight for part in module.modules() for weight in part.parameters(recurse=False)]
    return any(sum(weight is other for other in others) > 1 for weight in own)
