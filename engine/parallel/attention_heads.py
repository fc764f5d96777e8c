"""Where a forward makes heads of what linear layers give: query, key and value.

Shapes: B batch, T tokens, H heads, D numbers of a head.
"""

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import fx, nn

PREFIX = "inner."
"""Before the names of layers in a graph of `engine.parallel.outline`."""
INPUTS = 3
"""Query, key and value."""
VIEWS = ("view", "reshape")


@dataclass(frozen=True, slots=True)
class Heads:
    """What is known of query, key and value once they are heads."""

    layers: tuple[str, ...]
    """Names of the three layers that give them, or of the one."""
    width: int
    """H × D."""
    num_heads: int
    axes: Mapping[fx.Node, int]
    """The steps that give heads of each, and which of four axes H is."""
    views: tuple[tuple[fx.Node, int], ...]
    """The views, and the place of H in what they ask for."""
    parting: fx.Node | None = None
    """Where one layer gives all: the step that parts it by a width that is written there."""


def find_heads(module: nn.Module, graph: fx.Graph) -> Heads | None:
    """Query, key and value as heads, of three layers or of a single one."""
    return _of_three(module, graph) or _of_one(module, graph) or _of_one_view(module, graph)


def linear_of(module: nn.Module, node: Any) -> nn.Linear | None:
    """The layer that a step calls, where it is a plain linear one."""
    if not isinstance(node, fx.Node) or node.op != "call_module":
        return None
    layer = module.get_submodule(str(node.target).removeprefix(PREFIX))
    return layer if type(layer) is nn.Linear else None


def sizes_of(node: fx.Node) -> Sequence[Any]:
    """What a view asks for, given one by one or together."""
    sizes = node.args[1:]
    return sizes[0] if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes


def places_of(node: fx.Node) -> list[int] | None:
    """The order of axes that a step asks for, each counted from 0; None where it is no such step."""
    if node.target not in ("permute", torch.permute):
        return None
    places = node.args[1] if isinstance(node.args[1], (tuple, list)) else node.args[1:]
    return [int(place) % len(places) for place in places]  # type: ignore[arg-type]


def _of_three(module: nn.Module, graph: fx.Graph) -> Heads | None:
    """`layer(x).view(B, T, H, D)`, three times."""
    views = [node for node in graph.nodes if _is_view(node, 4) and linear_of(module, node.args[0])]
    return _heads(module, [view.args[0] for view in views], views)


def _of_one(module: nn.Module, graph: fx.Graph) -> Heads | None:
    """`layer(x).split(H × D, 2)`, each part of which is viewed as heads."""
    for node in graph.nodes:
        layer = linear_of(module, node.args[0]) if node.args else None
        if layer is None or not _is_in_three(node, layer.out_features):
            continue
        views = [user for part in node.users for user in part.users if _is_view(user, 4)]
        if all(one.target is operator.getitem and len(one.users) == 1 for one in node.users):
            return _heads(module, [node.args[0]], views, node)
    return None


def _of_one_view(module: nn.Module, graph: fx.Graph) -> Heads | None:
    """`layer(x).reshape(B, T, 3, H, D).permute(2, 0, 3, 1, 4)`, and the first axis taken apart."""
    for node in graph.nodes:
        layer = linear_of(module, node.args[0]) if _is_view(node, 5) else None
        if layer is None or sizes_of(node)[2] != INPUTS or len(node.users) != 1:
            continue
        (turned,) = node.users
        places = places_of(turned)
        parts = list(_parts_of(turned))
        heads = _num_heads(node, 3, layer.out_features // INPUTS)
        if places is None or places[0] != 2 or len(parts) != INPUTS or heads is None:
            return None
        axes = dict.fromkeys(parts, places.index(3) - 1)
        name = str(node.args[0].target).removeprefix(PREFIX)
        return Heads((name,), layer.out_features // INPUTS, heads, axes, ((node, 3),))
    return None


def _heads(
    module: nn.Module, sources: Sequence[Any], views: Sequence[fx.Node], parting: fx.Node | None = None
) -> Heads | None:
    """Of views as four axes, where there is one each of query, key and value, all alike."""
    layers = [layer for source in sources if (layer := linear_of(module, source)) is not None]
    widths = {layer.out_features // (INPUTS // len(sources)) for layer in layers} if sources else set()
    is_once = all(len(source.users) == 1 for source in sources)
    if len(views) != INPUTS or len(sources) not in (1, INPUTS) or len(widths) != 1 or not is_once:
        return None
    (width,) = widths
    heads = {_num_heads(view, 2, width) for view in views}
    number = heads.pop()
    if heads or number is None:
        return None
    names = tuple(sorted(str(source.target).removeprefix(PREFIX) for source in sources))
    return Heads(names, width, number, dict.fromkeys(views, 2), tuple((one, 2) for one in views), parting)


def _is_view(node: fx.Node, num_axes: int) -> bool:
    """Whether a step views a tensor with so many axes."""
    is_one = node.op == "call_method" and node.target in VIEWS and isinstance(node.args[0], fx.Node)
    return is_one and len(sizes_of(node)) == num_axes


def _num_heads(view: fx.Node, place: int, width: int) -> int | None:
    """H as a view says it, or as D implies it; None where neither is written there."""
    heads, size = sizes_of(view)[place : place + 2]
    if isinstance(heads, int) and heads > 0:
        return heads
    return width // size if heads == -1 and isinstance(size, int) and size > 0 else None


def _is_in_three(node: fx.Node, width: int) -> bool:
    """Whether a step parts the last axis into three of the same width."""
    asked: list[Any] = [*node.args[1:], *node.kwargs.values()]
    if len(asked) != 2 or asked[1] not in (-1, 2) or len(node.users) != INPUTS:
        return False
    if node.target in ("split", torch.split):
        same = width // INPUTS
        return bool(asked[0] in (same, [same] * INPUTS, (same,) * INPUTS))
    return node.target in ("chunk", torch.chunk) and bool(asked[0] == INPUTS)


def _parts_of(node: fx.Node) -> Iterator[fx.Node]:
    """What the first axis is taken apart into."""
    for user in node.users:
        if user.target in ("unbind", torch.unbind) and user.args[1:] in ((), (0,)) and not user.kwargs:
            yield from user.users
        elif user.target is operator.getitem and user.args[1] in range(INPUTS):
            yield user
