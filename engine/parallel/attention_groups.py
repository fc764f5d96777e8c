"""Attention of any module that tensor parallelism can divide by its heads, found in its forward.

Query, key and value are linear layers of their own, or the rows of a single one, whose output is viewed as
heads; what follows works head by head, until the heads are joined for a last linear layer. Then each rank can
do its part of the heads, once the sizes that are written into the forward are left to be worked out:
`view(B, T, heads, D)` becomes `view(B, T, -1, D)`. Shoeybi et al. 2019, arXiv:1909.08053, section 3.

`nn.MultiheadAttention` is not divided: what it computes is not told by a forward of steps, and torch reads
its weights past it.
"""

import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.nn import functional

from engine.parallel.attention_heads import (
    INPUTS,
    PREFIX,
    VIEWS,
    Heads,
    find_heads,
    linear_of,
    places_of,
    sizes_of,
)
from engine.parallel.outline import trace_modes
from engine.parallel.pieces import LinearPieces

_OVER_THE_LAST = ("softmax", functional.softmax, torch.softmax)
_BETWEEN_MATRICES = ("matmul", torch.matmul, operator.matmul, functional.scaled_dot_product_attention)
_NUMBER_BY_NUMBER = (
    *("contiguous", "float", "mul", "div", operator.mul, operator.truediv, torch.mul, torch.div),
    *("masked_fill", torch.masked_fill, functional.dropout),
    *(nn.Dropout, nn.Identity),
)
_OF_MASKS = (operator.getitem, operator.eq, operator.ne, operator.invert, "bool", "to", "eq", "ne")


@dataclass(frozen=True, slots=True)
class AttentionGroup:
    """The layers of one attention, and its forward with sizes left to be worked out."""

    first: tuple[str, ...]
    """Names of query, key and value, or of the single layer for all three."""
    last: str
    num_heads: int
    graphs: tuple[fx.Graph, fx.Graph]
    """In training and in evaluation, named as `engine.parallel.outline` does."""

    @property
    def divided(self) -> tuple[str, ...]:
        """Names of the layers that give each rank some heads, once the forward is open."""
        if len(self.first) == INPUTS:
            return self.first
        return tuple(f"{self.first[0]}.pieces.{number}" for number in range(INPUTS))


def find_attention(module: nn.Module) -> AttentionGroup | None:
    """The attention that a module's own forward is, if it is one.

    Args:
        module: Any; its children are not looked into.
    """
    if sum(type(child) is nn.Linear for child in module.children()) < 2:
        return None
    graphs = trace_modes(module)
    if isinstance(graphs, str):
        return None
    found = [_find_in(module, graph) for graph in graphs]
    (trained, last), (heads, other) = found
    if trained is None or heads is None or last is None or (last, trained.layers) != (other, heads.layers):
        return None
    return AttentionGroup(heads.layers, last, heads.num_heads, graphs)


def open_forward(module: nn.Module, group: AttentionGroup) -> None:
    """Let the module compute as many heads as its layers give, instead of the number that it knows.

    A single layer for query, key and value becomes three.
    """
    if len(group.first) == 1:
        (name,) = group.first
        layer = module.get_submodule(name)
        assert isinstance(layer, nn.Linear)
        setattr(module, name, LinearPieces(layer, INPUTS))
    holder = nn.Module()
    holder.inner = nn.Module()
    for name, layer in module.named_children():
        holder.inner.add_module(name, layer)
    for name, buffer in module.named_buffers(recurse=False):
        holder.inner.register_buffer(name, buffer)
    steps = tuple(fx.GraphModule(holder, graph) for graph in group.graphs)
    object.__setattr__(module, "forward", _Forward(module, *steps))  # no child: its layers have names already


class _Forward:
    """Calls the steps; they are the module's own layers."""

    def __init__(self, module: nn.Module, training: fx.GraphModule, evaluation: fx.GraphModule) -> None:
        self._module, self._training, self._evaluation = module, training, evaluation

    def __call__(self, inputs: Tensor) -> Any:
        return (self._training if self._module.training else self._evaluation)(inputs)


def _find_in(module: nn.Module, graph: fx.Graph) -> tuple[Heads | None, str | None]:
    """Heads and name of the last layer, where a graph is an attention; its sizes are then left open."""
    heads = find_heads(module, graph)
    if heads is None or not all(_is_at_hand(module, node) for node in graph.nodes):
        return None, None
    calls = [node.target for node in graph.nodes if node.op == "call_module"]
    last = _follow(module, graph, heads)
    if last is None:
        return None, None
    name = str(last.target).removeprefix(PREFIX)
    if any(calls.count(f"{PREFIX}{one}") > 1 for one in (*heads.layers, name)):
        return None, None
    joined = last.args[0]
    assert isinstance(joined, fx.Node)
    for node, place in (*heads.views, (joined, 2)):
        _leave_open(node, place)
    if heads.parting is not None:
        heads.parting.op, heads.parting.target = "call_method", "chunk"
        heads.parting.args, heads.parting.kwargs = (heads.parting.args[0], INPUTS, -1), {}
    return heads, name


def _is_at_hand(module: nn.Module, node: fx.Node) -> bool:
    """Whether what a step reads of the module itself is a buffer of its own: weights may be gathered anew."""
    return node.op != "get_attr" or str(node.target).removeprefix(PREFIX) in dict(
        module.named_buffers(recurse=False)
    )


def _follow(module: nn.Module, graph: fx.Graph, heads: Heads) -> fx.Node | None:
    """The linear layer that the joined heads go to; None where a step on the way mixes heads."""
    axes = dict(heads.axes)
    joined: fx.Node | None = None
    for node in graph.nodes:
        if node in axes or not axes.keys() & set(node.all_input_nodes) or _is_head_size(node):
            continue
        others = [one for one in node.all_input_nodes if one not in axes and not _is_size(one)]
        if not all(_is_mask(module, one) for one in others):
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
    layer = linear_of(module, last)
    return last if layer is not None and layer.in_features == heads.width else None


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


def _is_mask(module: nn.Module, node: fx.Node) -> bool:
    """Whether a step gives what is the same for all heads: it comes from a buffer of two axes, or of four."""
    if node.op == "get_attr":
        buffer = module.get_buffer(str(node.target).removeprefix(PREFIX))
        return buffer.dim() == 2 or (buffer.dim() == 4 and buffer.shape[1] == 1)
    sources = [one for one in node.all_input_nodes if not _is_size(one)]
    return node.target in _OF_MASKS and bool(sources) and all(_is_mask(module, one) for one in sources)


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
        target = type(module.get_submodule(str(target).removeprefix(PREFIX)))
    if target in ("transpose", torch.transpose):
        one, other = (int(place) % 4 for place in node.args[1:3])  # type: ignore[arg-type]
        return {one: other, other: one}.get(axis, axis)
    if (places := places_of(node)) is not None:
        return places.index(axis)
    if target in _OVER_THE_LAST:
        dim = node.kwargs.get("dim", node.args[1] if len(node.args) > 1 else None)
        return axis if dim in (-1, 3) and axis != 3 else None
    if target is nn.Softmax:
        layer = module.get_submodule(str(node.target).removeprefix(PREFIX))
        return axis if layer.dim in (-1, 3) and axis != 3 else None
    if target in _BETWEEN_MATRICES:
        return axis if axis == 1 else None
    return axis if target in _NUMBER_BY_NUMBER else None


def _is_join(node: fx.Node) -> bool:
    """A view of heads as one width: [B, T, H × D]."""
    return node.op == "call_method" and node.target in VIEWS and len(sizes_of(node)) == 3


def _leave_open(node: fx.Node, place: int) -> None:
    """Let a view work out one of its sizes itself."""
    sizes = list(sizes_of(node))
    sizes[place] = -1
    node.args = (node.args[0], *sizes)
