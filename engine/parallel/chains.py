"""A module whose forward takes one step after the other, as a chain of blocks: proved, or why it is none.

The forward is followed without running it (`engine.parallel.outline`). Wherever a single value goes on, the
module can be cut.
"""

import operator
from collections import Counter
from collections.abc import Iterator, Sequence

from torch import Tensor, fx, nn

from engine.parallel.outline import trace_outline

_PREFIX = "inner."


class Segment(nn.Module):
    """Some steps in a row that are no single child: functions between layers, or layers side by side."""

    def __init__(self, graph: fx.Graph, layers: dict[str, nn.Module]) -> None:
        """Holds the same layers as the module they come from.

        Args:
            graph: The steps.
            layers: Dotted name in the whole module to layer, of each that they call.
        """
        super().__init__()
        self.owned = tuple(layers)
        """Dotted names in the whole module."""
        holder = nn.Module()
        for name, layer in layers.items():
            _hang(holder, f"{_PREFIX}{name}", layer)
        self.steps = fx.GraphModule(holder, graph)

    def forward(self, inputs: Tensor) -> Tensor:
        """What the steps make of it."""
        output: Tensor = self.steps(inputs)
        return output


def find_chain(module: nn.Module) -> list[tuple[str, nn.Module]] | str:
    """Name and module of each block, in order; or why there is no chain, as the end of a sentence.

    Args:
        module: Any.
    """
    outline = trace_outline(module)
    if outline.graph is None:
        return outline.obstacle
    found = _blocks(module, outline.graph)
    if isinstance(found, str) or len(found) != 1 or isinstance(found[0][1], Segment):
        return found
    name, only = found[0]
    inner = find_chain(only) if any(only.children()) else "it is a single layer"
    if isinstance(inner, str):
        return inner
    return [(f"{name}.{part}", _renamed(block, name)) for part, block in inner]


def owned_names(blocks: Sequence[tuple[str, nn.Module]]) -> set[str]:
    """Dotted names, in the whole module, of the layers that these blocks hold."""
    names: set[str] = set()
    for name, block in blocks:
        names.update(block.owned if isinstance(block, Segment) else (name,))
    return names


def _blocks(module: nn.Module, graph: fx.Graph) -> list[tuple[str, nn.Module]] | str:
    *steps, end = (node for node in graph.nodes if node.op != "placeholder")
    if not steps or end.args[0] is not steps[-1]:
        return "it gives more than one tensor"
    own = next((str(node.target).removeprefix(_PREFIX) for node in steps if node.op == "get_attr"), None)
    if own is not None:
        return f"it uses {own} between its layers"
    names = [str(node.target).removeprefix(_PREFIX) for node in steps if node.op == "call_module"]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        return f"it uses {twice[0]} twice"
    blocks: list[tuple[str, nn.Module]] = []
    for number, piece in enumerate(_pieces(graph)):
        layers = {
            name: module.get_submodule(name)
            for node in piece
            if node.op == "call_module" and (name := str(node.target).removeprefix(_PREFIX))
        }
        if len(piece) == 1 and layers:
            blocks += _opened(*next(iter(layers.items())))
        else:
            blocks.append((f"{piece[-1].name}#{number}", Segment(_graph_of(piece), layers)))
    return blocks


def _opened(name: str, layer: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """A chain within the chain block by block."""
    if type(layer) is nn.Sequential:
        for inner, child in layer.named_children():
            yield from _opened(f"{name}.{inner}", child)
    else:
        yield name, layer


def _pieces(graph: fx.Graph) -> Iterator[list[fx.Node]]:
    """The steps, cut wherever nothing but the last step's tensor is used later."""
    position = {node: number for number, node in enumerate(graph.nodes)}
    came, *steps = (node for node in graph.nodes if node.op != "output")
    piece: list[fx.Node] = []
    for node in steps:
        piece.append(node)
        others = [came, *piece[:-1]]
        ends = all(_last_use(one, position) <= position[node] for one in others)
        if ends and node.users and not _is_taken_apart(node):
            yield piece
            came, piece = node, []


def _last_use(node: fx.Node, position: dict[fx.Node, int]) -> int:
    return max((position[user] for user in node.users), default=-1)


def _is_taken_apart(node: fx.Node) -> bool:
    """Whether it may be a tuple."""
    return any(
        user.op == "call_function" and user.target in (operator.getitem, getattr) for user in node.users
    )


def _graph_of(piece: Sequence[fx.Node]) -> fx.Graph:
    graph = fx.Graph()
    came = graph.placeholder("inputs")
    copies: dict[fx.Node, fx.Node] = {}
    for node in piece:
        copies[node] = graph.node_copy(node, lambda one: copies.get(one, came))
    graph.output(copies[piece[-1]])
    return graph


def _hang(holder: nn.Module, name: str, layer: nn.Module) -> None:
    *path, last = name.split(".")
    for part in path:
        if not hasattr(holder, part):
            holder.add_module(part, nn.Module())
        holder = holder.get_submodule(part)
    holder.add_module(last, layer)


def _renamed(block: nn.Module, before: str) -> nn.Module:
    if isinstance(block, Segment):
        block.owned = tuple(f"{before}.{name}" for name in block.owned)
    return block
