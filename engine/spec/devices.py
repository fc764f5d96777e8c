"""Which devices a run may use."""

from typing import Literal

from pydantic import Field

from engine.base import Record


class DevicesSpec(Record):
    """Devices by name, or any that are free."""

    use: tuple[str, ...] = ()
    """Devices by name, in rank order: a GPU's UUID (`GPU-…`) or a CPU slice (`cpu:0`, `cpu:0-3`).

    Empty: any that are free.
    """
    kind: Literal["cpu", "gpu"] = "cpu"
    """Which kind to take where `use` is empty."""
    count: int = Field(default=1, ge=1, le=1024)
    """How many to take where `use` is empty."""
    cores_per_slice: int = Field(default=1, ge=1, le=1024)
    """CPU cores in one slice. A rank pins itself to its slice and uses as many threads."""
    memory_fraction: float | None = Field(default=None, gt=0, le=1)
    """Share of each GPU's memory that a rank may take; beyond it, it is out of memory. None: all there is."""
    compute_share: float | None = Field(default=None, gt=0, le=1)
    """Share of each GPU's multiprocessors that a rank may use, where a CUDA MPS daemon runs. None: all."""
    share_cores: bool = False
    """Let slices share cores where there are more slices than cores: for proofs and demonstrations.

    Those that share a core take turns, so nothing gets faster.
    """
