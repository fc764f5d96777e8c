"""Which children a module calls in its forward, and with what of each other: torch.fx, one level deep.

Source: Reed et al. 2021, arXiv:2112.08429.
"""

from dataclasses import dataclass
from typing import Any

from torch import Tensor, fx, nn


class _Around(nn.Module):
    """Calls a module with its first argument alone, so that the others keep their defaults."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, inputs: Tensor) -> Any:
        return self.inner(inputs)


class _Tracer(fx.Tracer):
    """Looks into one module; its children are single steps."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self._inner = inner

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        """Every module but the one that is looked at."""
        return m is not self._inner


@dataclass(frozen=True, slots=True)
class Outline:
    """The forward of a module as a graph, or why there is none."""

    graph: fx.Graph | None
    """Its targets are named from `inner.` on."""
    obstacle: str = ""
    """Why it cannot be told without running it."""


def trace_outline(module: nn.Module) -> Outline:
    """The steps of a module's forward, the same in training and in evaluation."""
    graphs = trace_modes(module)
    if isinstance(graphs, str):
        return Outline(None, graphs)
    if str(graphs[0]) != str(graphs[1]):
        return Outline(None, "its forward does something else in training than in evaluation")
    return Outline(graphs[1])


def trace_modes(module: nn.Module) -> tuple[fx.Graph, fx.Graph] | str:
    """The steps of a module's forward in training and in evaluation; or why they cannot be told.

    Args:
        module: Any; its children are single steps, named from `inner.` on.
    """
    before = module.training
    try:
        graphs = []
        for training in (True, False):
            _enter(module, training)
            graphs.append(_Tracer(module).trace(_Around(module)))
    except Exception as error:  # noqa: BLE001 tracing runs a person's forward on stand-ins for numbers
        return _in_words(error)
    finally:
        _enter(module, before)
    return graphs[0], graphs[1]


def _enter(module: nn.Module, training: bool) -> None:
    """Only its own mode: its children are not called."""
    module.training = training


def _in_words(error: Exception) -> str:
    if isinstance(error, fx.proxy.TraceError):
        return "its forward depends on the numbers it is given"
    return "its forward cannot be followed without running it"
