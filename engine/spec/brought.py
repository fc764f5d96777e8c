"""A person's own Python file: what of it is called, and with which arguments."""

from typing import Any, Literal

from pydantic import Field, field_validator

from engine.base import Record


class BroughtOptions(Record):
    """Which function of which file, and what it is given."""

    path: str = ""
    """Full path of a Python file; modules beside it can be imported."""
    function: str = ""
    """Name of the function or class in it that is called."""
    arguments: dict[str, Any] = Field(default_factory=dict)
    """What it is given by name; what is left out keeps its default."""

    def __hash__(self) -> int:
        return hash((type(self), self.model_dump_json()))

    @field_validator("arguments")
    @classmethod
    def _as_read_from_disk(cls, arguments: dict[str, Any]) -> dict[str, Any]:
        """TOML has no tuples, and a spec that was written and read is the same spec."""
        return {name: _plain(value) for name, value in arguments.items()}


class FileModelSpec(BroughtOptions):
    """A model that a function or class of a person's own Python file builds."""

    kind: Literal["file"] = "file"

    function: str = "build_model"
    """Name of the function or class in it that is called."""


class FileDataSpec(BroughtOptions):
    """Data that a function of a person's own Python file gives."""

    kind: Literal["file"] = "file"

    function: str = "build_data"
    """Name of the function or class in it that is called."""


class CustomSpec(BroughtOptions):
    """A way to spread training that a person's own Python file gives, or an installed package."""

    kind: Literal["custom"] = "custom"

    function: str = "parallelize"
    """Name of the function or class in it that is called."""
    entry_point: str = ""
    """Name of an installed strategy, instead of a file: of the group paraloom.strategies."""


def _plain(value: object) -> object:
    return tuple(_plain(item) for item in value) if isinstance(value, (list, tuple)) else value
