"""A model as a chain of blocks, each taking what the one before gives."""

from torch import nn

from engine.errors import PlanError, Problem
from engine.parallel.chains import find_chain


def blocks_of(module: nn.Module) -> list[tuple[str, nn.Module]]:
    """Dotted name and module of each block, in order; chains within the chain are opened.

    Raises:
        PlanError: The module is no `nn.Sequential`, and its forward does not take one step after the other.
    """
    if is_chain(module):
        return list(_walk(module, ""))
    found = find_chain(module)
    if isinstance(found, str):
        raise PlanError(
            [
                Problem(
                    field="model",
                    sentence=f"{type(module).__name__} cannot be cut into stages: {found}.",
                    mend="Choose a strategy without stages, or build the model as an nn.Sequential.",
                )
            ]
        )
    return found


def is_chain(module: nn.Module) -> bool:
    """Whether its children follow one another. A subclass may do something else with them."""
    return type(module) is nn.Sequential


def _walk(chain: nn.Module, before: str) -> list[tuple[str, nn.Module]]:
    found = []
    for name, child in chain.named_children():
        found += _walk(child, f"{before}{name}.") if is_chain(child) else [(before + name, child)]
    return found


def keep_blocks(module: nn.Module, names: set[str]) -> None:
    """Take every other layer out of a module; those that stay keep their names.

    Args:
        module: The whole one.
        names: Dotted names of what stays.
    """
    _prune(module, "", names)


def _prune(module: nn.Module, before: str, names: set[str]) -> None:
    for name, child in list(module.named_children()):
        full = before + name
        if full in names:
            continue
        if any(kept.startswith(f"{full}.") for kept in names):
            _prune(child, f"{full}.", names)
        else:
            delattr(module, name)
