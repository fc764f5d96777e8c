"""Whether a module draws random numbers while it is trained."""

from torch import nn

_SHARES = ("p", "dropout", "_dropout", "drop_prob")
"""What layers call the share that they drop: torch's, attention's, torchvision's and timm's."""


def draws_at_random(module: nn.Module) -> bool:
    """Whether some layer of it drops activations or paths."""
    return any(
        isinstance(share, float) and share > 0
        for layer in module.modules()
        for share in (getattr(layer, name, None) for name in _SHARES)
    )
