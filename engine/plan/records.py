"""What a spec became on this machine: written to `plan.json`, read by launcher, ranks and window."""

from typing import Literal, NamedTuple

from engine.base import Record
from engine.devices.sample import Device
from engine.errors import Problem


class DataFacts(Record):
    """What must be known about a data set before it is loaded."""

    num_train: int
    num_test: int
    num_classes: int
    input_shape: tuple[int, ...]
    """Shape of one sample, for instance (1, 8, 8): channels, height, width; (T,) for T tokens or columns."""
    input_kind: Literal["numbers", "tokens"] = "numbers"
    """Floating-point numbers, or int64 tokens below `num_classes`."""
    targets_per_sample: int = 1
    """1: the class of the sample, int64 [B]; T: the class at each place, int64 [B, T], as the next token."""


AXES = ("pipeline", "replicate", "shard", "tensor")
"""Of every mesh, the outermost first: neighbours along the last talk most."""


class MeshPlace(NamedTuple):
    """Where a rank is along each axis, from 0."""

    pipeline: int
    replicate: int
    shard: int
    tensor: int


class Mesh(Record):
    """How many ways training is divided along each axis."""

    pipeline: int = 1
    replicate: int = 1
    shard: int = 1
    tensor: int = 1

    def __str__(self) -> str:
        """The axes along which it is divided: `pipeline 2 × shard 2`; `1` where it is not."""
        degrees = [f"{axis} {getattr(self, axis)}" for axis in AXES if getattr(self, axis) > 1]
        return " × ".join(degrees) or "1"

    @property
    def size(self) -> int:
        """Product of the axes: how many devices the mesh covers."""
        return self.pipeline * self.replicate * self.shard * self.tensor

    @property
    def data_parallel_degree(self) -> int:
        """How many parts the samples of a step are divided into."""
        return self.replicate * self.shard

    def place(self, rank: int) -> MeshPlace:
        """Where a rank is: ranks count along the last axis first."""
        rest, tensor = divmod(rank, self.tensor)
        rest, shard = divmod(rest, self.shard)
        pipeline, replicate = divmod(rest, self.replicate)
        return MeshPlace(pipeline, replicate, shard, tensor)

    def rank_at(self, place: MeshPlace) -> int:
        """The rank that is there."""
        outer = (place.pipeline * self.replicate + place.replicate) * self.shard + place.shard
        return outer * self.tensor + place.tensor

    def data_parallel_rank(self, rank: int) -> int:
        """Which part of the samples a rank takes: the same for all that compute one forward together."""
        place = self.place(rank)
        return place.replicate * self.shard + place.shard

    def speaks(self, rank: int) -> bool:
        """Whether a rank tells what its samples gave: one of all that compute a forward together.

        It is on the last stage of a pipeline, where the loss is.
        """
        place = self.place(rank)
        return place.pipeline == self.pipeline - 1 and place.tensor == 0


class RankPlan(Record):
    """One process and the devices it owns."""

    rank: int
    device_ids: tuple[str, ...]
    """One device, or all of them where one process drives every device."""


class BatchPlan(Record):
    """Exactly which samples make a step."""

    micro_batch_size: int
    grad_accum_steps: int
    data_parallel_degree: int
    global_batch_size: int
    num_train: int
    full_steps_per_epoch: int
    """Steps of an epoch with a whole global batch."""
    last_batch_samples: int
    """Samples in an epoch's last, smaller step; 0 where there is none (it divides, or it is dropped)."""
    dropped_samples: int
    """Samples left out of each epoch."""

    @property
    def steps_per_epoch(self) -> int:
        """Optimizer steps in one pass over the data."""
        return self.full_steps_per_epoch + (1 if self.last_batch_samples else 0)


class Placement(Record):
    """Who runs on which device: what every plan says, whatever its ranks do."""

    version: Literal[1] = 1
    world_size: int
    devices: tuple[Device, ...]
    ranks: tuple[RankPlan, ...]
    notes: tuple[Problem, ...] = ()
    """Warnings and notes that came with the plan."""

    def device(self, device_id: str) -> Device:
        """The device of that name. Raises KeyError where the plan has none."""
        for device in self.devices:
            if device.id == device_id:
                return device
        raise KeyError(device_id)


class Plan(Placement):
    """Who trains what, on which device."""

    mesh: Mesh
    backend: Literal["gloo", "nccl"]
    """Process group of the strategy's collectives."""
    batch: BatchPlan
    facts: DataFacts
    total_steps: int | None
    """Where the limits in epochs and steps end the run; None: only time or early stopping does."""
    bubble: float | None = None
    """The share of a step in which a device of a pipeline will wait for another; None: no pipeline."""


class ScriptPlan(Placement):
    """Where a person's script runs."""

    kind: Literal["script"] = "script"
    file: str
    """Full path of the script."""
    working_folder: str
    """Full path of the folder it runs in."""
    log_folder: str
    """Full path of the folder in and below which TensorBoard files are looked for."""
    hparams: dict[str, str | int | float | bool] = {}
    """What it was told, by name, where an import brought that along."""

    @property
    def total_steps(self) -> None:
        """When a script ends is its own affair."""
        return None


AnyPlan = Plan | ScriptPlan


class ModelParts(Record):
    """How a model can be divided, known without building it."""

    is_told: bool = True
    """False: only the built module can tell (`engine.parallel.parts`), as a survey does."""
    num_blocks: int | None = None
    """Blocks that follow one another, between which a pipeline can be cut; None where it is no chain."""
    no_chain: str = ""
    """Why it is none, as the end of a sentence; empty where nobody looked."""
    shares_weights: bool = False
    """Whether two blocks are the same weight."""
    tensor_widths: tuple[tuple[str, int], ...] = ()
    """What tensor parallelism divides: name for people and width, as in ("heads", 8). Empty: nothing."""
    num_whole_attentions: int = 0
    """Layers of `nn.MultiheadAttention`, which tensor parallelism leaves whole on every device."""
