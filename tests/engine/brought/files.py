"""Python files as people bring them."""

from pathlib import Path

from engine.devices.inventory import Inventory
from engine.spec import FileDataSpec, FileModelSpec, RunSpec, TrainingSpec

MACHINE = Inventory(gpus=(), cores=(0, 1, 2, 3), cpu_name="a CPU", memory_total_bytes=2**34)
EXAMPLES = Path(__file__).parents[3] / "resources" / "examples"
SMALL_CNN = EXAMPLES / "small_cnn" / "small_cnn.py"
TWO_STREAMS = EXAMPLES / "two_streams" / "two_streams.py"

MODEL = '''
from torch import nn
from typing import Literal, Optional

class Net(nn.Module):
    """A net.

    Args:
        width: How wide the middle
            is.
        activation (str): Between the layers.
    """

    def __init__(self, in_features: int, num_classes: int, width: int = 8, rate: float = 0,
                 activation: Literal["relu", "tanh"] = "relu", sizes: "list[int]" = [1, 2],
                 limit: Optional[int] = None, hook=print):
        super().__init__()
        self.sizes, self.limit = sizes, limit
        self.up = nn.Linear(in_features, width)
        self.down = nn.Linear(width, num_classes)

    def forward(self, inputs, mask=None):
        return self.down(self.up(inputs.flatten(1)).relu())

def needs(width: int, other: nn.Module): ...
'''


def write(folder: Path, text: str, name: str = "brought.py") -> Path:
    """A file in a folder of its own."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def spec_of(
    model: Path | None = None, data: Path | None = None, *, function: str = "build_model", **arguments: object
) -> RunSpec:
    """A run with a person's model or data, or both; else a small run of the digits."""
    parts: dict[str, object] = {}
    if model is not None:
        parts["model"] = FileModelSpec(path=str(model), function=function, arguments=arguments)
    if data is not None:
        parts["data"] = FileDataSpec(path=str(data))
    return RunSpec(training=TrainingSpec(micro_batch_size=8, max_steps=4, max_epochs=None), **parts)
