"""The whole truth about a run."""

from typing import Literal

from pydantic import Field

from engine.base import Record
from engine.spec.data import DataSpec, DigitsSpec
from engine.spec.devices import DevicesSpec
from engine.spec.model import CnnSpec, ModelSpec
from engine.spec.script import ScriptSpec
from engine.spec.strategy import SingleSpec, StrategySpec
from engine.spec.training import TrainingSpec
from engine.spec.weights import WeightsSpec

TRAINED = ("strategy", "model", "weights", "data", "training")
"""Parts that say what Paraloom itself trains; they have no meaning, and no place, beside a script."""


class RunSpec(Record):
    """Everything that is asked of a run; written once to `spec.toml` and never changed."""

    version: Literal[1] = 1
    """Version of this format."""
    name: str = Field(default="run", min_length=1, max_length=80)
    """Short name, part of the run folder's name."""
    description: str = ""
    """A sentence for people."""
    devices: DevicesSpec = Field(default_factory=DevicesSpec)
    """Which devices."""
    script: ScriptSpec | None = None
    """A script of one's own that is run instead of what follows. Empty: Paraloom trains."""
    strategy: StrategySpec = Field(default_factory=SingleSpec)
    """How training is spread over them."""
    model: ModelSpec = Field(default_factory=CnnSpec)
    """What is trained."""
    weights: WeightsSpec = Field(default_factory=WeightsSpec)
    """What its weights start from."""
    data: DataSpec = Field(default_factory=DigitsSpec)
    """What it learns from."""
    training: TrainingSpec = Field(default_factory=TrainingSpec)
    """How it is trained."""
