"""What the model's weights start from."""

from typing import Literal

from pydantic import Field

from engine.base import Record


class WeightsSpec(Record):
    """Random weights, those that a library publishes for the model, or those of a file."""

    source: Literal["random", "published", "file"] = "random"
    """Drawn from the seed, or what the model's library publishes (downloaded once), or a file."""
    file: str = Field(default="", max_length=4096)
    """A file of tensors (.pt, .pth, .safetensors) or a checkpoint's folder; its whole path."""
    allow_pickle: bool = False
    """Read a file that holds more than tensors, too: that runs whatever code is in it, with your rights."""
