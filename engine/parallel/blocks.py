"""A model as a chain of blocks, each taking what the one before gives."""

from torch import nn

from engine.errors import PlanError, Problem


def blocks_of(module: nn.Module) -> list[tuple[str, nn.Module]]:
    """Dotted name and module of each block, in order; chains within the chain are opened.

    Raises:
        PlanError: The module is no `nn.Sequential`, so nothing tells where it can be cut.
    """
    if not is_chain(module):
        raise PlanError(
            [
                Problem(
                    field="model",
                    sentence=f"{type(module).__name__} is no chain of blocks (nn.Sequential), "
                    "so it cannot be cut into stages.",
                    mend="Choose a strategy without stages, or build the model as an nn.Sequential.",
                )
            ]
        )
    return list(_walk(module, ""))


def is_chain(module: nn.Module) -> bool:
    """Whether its children follow one another. A subclass may do something else with them."""
    return type(module) is nn.Sequential


def _walk(chain: nn.Module, before: str) -> list[tuple[str, nn.Module]]:
    found = []
    for name, child in chain.named_children():
        found += _walk(child, f"{before}{name}.") if is_chain(child) else [(before + name, child)]
    return found


def keep_blocks(module: nn.Module, names: set[str]) -> None:
    """Take every other block out of a chain; those that stay keep their names."""
    _prune(module, "", names)


def _prune(chain: nn.Module, before: str, names: set[str]) -> None:
    for name, child in list(chain.named_children()):
        if is_chain(child):
            _prune(child, f"{before}{name}.", names)
        elif before + name not in names:
            delattr(chain, name)
