"""Attention of any module that tensor parallelism can divide by its heads, found in its forward.

Query, key and value are linear layers of their own, whose output is viewed as heads; what follows works head
by head, until the heads are joined for a last linear layer. Then each rank can do its part of the heads, once
the sizes that are written into the forward are left to be worked out: `view(B, T, heads, D)` becomes
`view(B, T, -1, D)`. Shoeybi et al. 2019, arXiv:1909.08053, section 3.

A single layer for all three is not divided: its rows would have to be put in another order.
"""

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.nn import functional

from engine.parallel.outline import trace_outline

_PREFIX = "inner."
_OVER_THE_LAST = ("softmax", functional.softmax, torch.softmax)
_BETWEEN_MATRICES = ("matmul", torch.matmul, operator.matmul, functional.scaled_dot_product_attention)
_NUMBER_BY_NUMBER = (
    *("contiguous", "float", "mul", "div", operator.mul, operator.truediv, torch.mul, torch.div),
    *(nn.Dropout, nn.Identity),
)
_VIEWS = ("view", "reshape")
_LEAST_INPUTS = 3


@dataclass(frozen=True, slots=True)
class AttentionGroup:
    """The layers of one attention, and its forward with sizes left to be worked out."""

    first: tuple[str, ...]
    """Names of query, key and value."""
    last: str
    num_heads: int
    graph: fx.Graph
    """Named as `engine.parallel.outline` does."""


def find_attention(module: nn.Module) -> AttentionGroup | None:
    """The attention that a module's own forward is, if it is one.

    Args:
        module: Any; its children are not looked into.
    """
    if sum(type(child) is nn.Linear for child in module.children()) <= _LEAST_INPUTS:
        return None
    graph = trace_outline(module).graph
    if graph is None:
        return None
    splits = [node for node in graph.nodes if _is_split(module, node)]
    first = [node.args[0] for node in splits]
    names = [str(node.target) for node in first if isinstance(node, fx.Node)]
    calls = [node.target for node in graph.nodes if node.op == "call_module"]
    if len(splits) != _LEAST_INPUTS or any(calls.count(name) > 1 for name in names):
        return None
    widths = {module.get_submodule(name.removeprefix(_PREFIX)).out_features for name in names}
    heads = {_num_heads(module, node) for node in splits}
    last = _follow(module, graph, splits)
    if last is None or len(widths) != 1 or len(heads) != 1 or calls.count(last.target) > 1:
        return None
    joined = last.args[0]
    assert isinstance(joined, fx.Node)
    for node, place in (*((split, -2) for split in splits), (joined, -1)):
        _leave_open(node, place)
    names = sorted(name.removeprefix(_PREFIX) for name in names)
    return AttentionGroup(tuple(names), str(last.target).removeprefix(_PREFIX), heads.pop(), graph)


def open_forward(module: nn.Module, group: AttentionGroup) -> None:
    """Let the module compute as many heads as its layers give, instead of the number that it knows."""
    holder = nn.Module()
    holder.inner = nn.Module()
    for name, layer in module.named_children():
        holder.inner.add_module(name, layer)
    steps = fx.GraphModule(holder, group.graph)
    object.__setattr__(module, "forward", _Forward(steps))  # no child: its layers have their names already


class _Forward:
    """Calls the steps; they are the module's own layers."""

    def __init__(self, steps: Callable[[Tensor], Any]) -> None:
        self._steps = steps

    def __call__(self, inputs: Tensor) -> Any:
        return self._steps(inputs)


def _sizes(node: fx.Node) -> Sequence[Any]:
    """What a view asks for, given one by one or together."""
    sizes = node.args[1:]
    return sizes[0] if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes


def _is_split(module: nn.Module, node: fx.Node) -> bool:
    """Whether a step views what a linear layer gave, [B, T, H × D], as heads: [B, T, H, D]."""
    if node.op != "call_method" or node.target not in _VIEWS or not isinstance(node.args[0], fx.Node):
        return False
    source, sizes = node.args[0], _sizes(node)
    return (
        _linear(module, source) is not None
        and len(source.users) == 1
        and len(sizes) == 4
        and isinstance(sizes[2], int)
        and (sizes[2] > 0 or isinstance(sizes[3], int))
    )


def _num_heads(module: nn.Module, node: fx.Node) -> int:
    layer = _linear(module, node.args[0])
    assert layer is not None
    heads, size = _sizes(node)[2:]
    return int(heads) if heads > 0 else layer.out_features // int(size)


def _linear(module: nn.Module, node: Any) -> nn.Linear | None:
    if not isinstance(node, fx.Node) or node.op != "call_module":
        return None
    layer = module.get_submodule(str(node.target).removeprefix(_PREFIX))
    return layer if type(layer) is nn.Linear else None


def _follow(module: nn.Module, graph: fx.Graph, splits: Sequence[fx.Node]) -> fx.Node | None:
    """The linear layer that the joined heads go to; None where a step on the way mixes heads."""
    axes = dict.fromkeys(splits, 2)
    joined: fx.Node | None = None
    for node in graph.nodes:
        if node in axes or not axes.keys() & set(node.all_input_nodes) or _is_head_size(node):
            continue
        if any(one not in axes for one in node.all_input_nodes if not _is_size(one)):
            return None
        if _is_join(node) and joined is None and axes.get(node.args[0]) == 2:
            joined = node
            continue
        axis = _axis_after(module, node, axes)
        if axis is None:
            return None
        axes[node] = axis
    if joined is None or len(joined.users) != 1:
        return None
    (last,) = joined.users
    layer, first = _linear(module, last), _linear(module, splits[0].args[0])
    fits = layer is not None and first is not None and layer.in_features == first.out_features
    return last if fits else None


def _is_size(node: fx.Node) -> bool:
    """Whether a step gives sizes of tensors, or reckons with them."""
    if node.op == "call_method":
        return node.target in ("size", "dim")
    reckons = (
        operator.getitem,
        operator.floordiv,
        operator.truediv,
        operator.mul,
        operator.pow,
        math.sqrt,
        getattr,
    )
    is_reckoning = node.op == "call_function" and node.target in reckons
    return is_reckoning and (node.target is getattr or all(map(_is_size, node.all_input_nodes)))


def _is_head_size(node: fx.Node) -> bool:
    """Whether a step asks for the numbers of one head, which stay as many."""
    return node.op == "call_method" and node.target == "size" and node.args[1:] in ((-1,), (3,))


def _axis_after(module: nn.Module, node: fx.Node, axes: Mapping[fx.Node, int]) -> int | None:
    """Which of four axes the heads are after a step; None where it does not work head by head.

    Args:
        module: Whose step it is.
        node: The step.
        axes: Where the heads were before, of each step that has some.
    """
    before = {axes[one] for one in node.all_input_nodes if one in axes}
    if len(before) != 1:
        return None
    (axis,) = before
    target: Any = node.target
    if node.op == "call_module":
        target = type(module.get_submodule(str(target).removeprefix(_PREFIX)))
    if target in ("transpose", torch.transpose):
        one, other = (int(place) % 4 for place in node.args[1:3])  # type: ignore[arg-type]
        return {one: other, other: one}.get(axis, axis)
    if target in ("permute", torch.permute):
        places = node.args[1] if isinstance(node.args[1], (tuple, list)) else node.args[1:]
        return [int(place) % 4 for place in places].index(axis)  # type: ignore[arg-type]
    if target in _OVER_THE_LAST:
        dim = node.kwargs.get("dim", node.args[1] if len(node.args) > 1 else None)
        return axis if dim in (-1, 3) and axis != 3 else None
    if target is nn.Softmax:
        layer = module.get_submodule(str(node.target).removeprefix(_PREFIX))
        return axis if layer.dim in (-1, 3) and axis != 3 else None
    if target in _BETWEEN_MATRICES:
        return axis if axis == 1 else None
    return axis if target in _NUMBER_BY_NUMBER else None


def _is_join(node: fx.Node) -> bool:
    """A view of heads as one width: [B, T, H × D]."""
    return node.op == "call_method" and node.target in _VIEWS and len(_sizes(node)) == 3


def _leave_open(node: fx.Node, place: int) -> None:
    """Let a view work out one of its sizes itself."""
    sizes = list(_sizes(node))
    sizes[place] = -1
    node.args = (node.args[0], *sizes)
