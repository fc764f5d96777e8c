"""A module that was made for colour pictures takes pictures of other channels."""

from torch import nn

_COLOURS = 3


def take_channels(module: nn.Module, channels: int) -> None:
    """Give the module a first convolution of so many channels, freshly drawn, where it has three.

    Args:
        module: Whose first convolution takes pictures.
        channels: Of the pictures.
    """
    if channels == _COLOURS:
        return
    name, first = next(
        (name, layer) for name, layer in module.named_modules() if isinstance(layer, nn.Conv2d)
    )
    assert first.padding_mode == "zeros" and not isinstance(first.padding, str)
    parent, _, own_name = name.rpartition(".")
    replaced = nn.Conv2d(
        channels,
        first.out_channels,
        first.kernel_size,  # type: ignore[arg-type]  # a tuple of as many numbers as it has dimensions
        stride=first.stride,  # type: ignore[arg-type]
        padding=first.padding,  # type: ignore[arg-type]
        bias=first.bias is not None,
    )
    setattr(module.get_submodule(parent), own_name, replaced)
