"""What a strategy, a model and a data set must offer. Torch is named here for types only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from engine.errors import Problem
from engine.plan.records import DataFacts, Mesh, ModelParts, Plan
from engine.record.beat import Phase
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    import torch
    import torch.distributed as dist
    from torch import Tensor, nn
    from torch.utils.data import Dataset


@dataclass(frozen=True, slots=True)
class MicroBatch:
    """The samples one rank takes in one forward."""

    inputs: Tensor
    """[B, *input_shape]: numbers in the weights' type, or int64 tokens [B, T]."""
    targets: Tensor
    """int64 [B], or [B, T] where a sample is asked for T classes."""
    num_samples: int
    """How many of the B count; 0 where a rank only keeps the others company in a smaller last batch."""


@dataclass(frozen=True, slots=True)
class StepTotals:
    """Sums over this rank's samples of one step; still tensors, so that a GPU is not waited for."""

    loss_sum: Tensor
    """Sum of the samples' losses, float64 scalar; a sample's loss is the mean over its targets."""
    num_correct: Tensor
    """Targets whose class was right, int64 scalar."""
    num_samples: int


class Meter(Protocol):
    """Who spent the seconds of a step. What no phase claims is the step's rest."""

    def phase(self, phase: Phase) -> AbstractContextManager[None]:
        """Seconds inside belong to `phase`; a phase entered inside another is taken out of the outer one."""
        ...


class Carried(Protocol):
    """What a rank's step keeps for the next ones, besides weights and optimizer; part of a checkpoint."""

    def read(self) -> dict[str, Tensor]:
        """All of it, by name."""
        ...

    def apply(self, tensors: Mapping[str, Tensor]) -> None:
        """Put it back where it was read; nothing: begin anew."""
        ...


class TrainingStep(Protocol):
    """A model spread over devices. Accumulation, replicas and pipelines hide in here, not in the loop."""

    module: nn.Module
    """Whose parameters the optimizer updates and whose state is saved."""
    divides_optimizer: bool
    """Whether each rank keeps the optimizer's state only of its part of the weights."""
    carried: Carried | None
    """What it keeps from step to step; None: nothing."""
    norm_group: dist.ProcessGroup | None
    """The ranks that hold the rest of the gradient, besides what DTensors know of; None: there are none."""

    def forward_backward(
        self, micro_batches: Iterable[MicroBatch], *, num_samples: int, meter: Meter
    ) -> StepTotals:
        """Leaves in `.grad` the gradient of the mean loss over all `num_samples` of the global batch."""
        ...

    def follow_freezing(self) -> None:
        """Between two steps other parameters of `module` began to be trained, on every rank."""
        ...

    def predict(self, inputs: Tensor) -> Tensor | None:
        """Logits [B, classes] or [B, T, classes] in evaluation mode, without gradients.

        None on a rank that does not see them; all ranks that share samples call it with the same.
        """
        ...


@dataclass(frozen=True, slots=True)
class ParallelContext:
    """What a strategy gets to spread a model."""

    spec: RunSpec
    plan: Plan
    rank: int
    device: torch.device
    """The first (or only) device of this rank."""
    scale_loss: Any = None
    """`torch.amp.GradScaler` or None."""


class Strategy(Protocol):
    """A way to spread training over devices. One file each in `engine/strategies/`."""

    kind: str
    title: str
    sentence: str
    """One line for a card."""
    explanation: str
    """A paragraph: what it does."""
    when: str
    """When to use it."""
    when_not: str

    def check(self, spec: RunSpec, devices: Sequence[Any], facts: DataFacts) -> Sequence[Problem]:
        """Every reason why it does not fit these devices, this model or this data, with its mend."""
        ...

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """Where it lies on the mesh for so many devices."""
        ...

    def one_process(self) -> bool:
        """Whether a single rank drives all devices."""
        ...

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Any]) -> tuple[int, ...]:
        """How many of a micro-batch's samples, all ranks together, each device sees at once.

        0: it takes part without a sample; a device that does not take part is left out.
        """
        ...

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """Spread the model. Runs in every rank, after the process group exists."""
        ...


@dataclass(frozen=True, slots=True)
class Published:
    """Weights that someone trained and a library hands out."""

    library: Literal["torchvision", "timm"]
    name: str
    """What the library calls the model."""


class Model(Protocol):
    """A model a person can choose. One file each in `engine/models/`.

    Its module takes inputs [B, *input_shape] and gives logits [B, classes], or [B, T, classes] where the data
    ask for T classes a sample. In training it may give a tuple instead: the logits, then those of each
    auxiliary head, whose losses count `spec.model.auxiliary_weight` each.

    A module that is a chain is an `nn.Sequential` of named blocks and not a subclass of one, so that a
    strategy can take its children as blocks: for the stages of a pipeline, for instance.
    """

    kind: str
    title: str
    sentence: str

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """The files and folders that it is read from, as they are named; no disk is asked.

        Where there are some, whoever must not wait takes the facts from a survey (`engine.survey`).
        """
        ...

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """Every reason why it does not fit this data."""
        ...

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """Whether its training sees the batch as a whole."""
        ...

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """The fewest samples that a forward in training takes."""
        ...

    def published(self, spec: RunSpec) -> Published | None:
        """The published weights that it can start from; None where there are none."""
        ...

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """How it can be divided."""
        ...

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, on the CPU, weights drawn from the global generator (seed it before)."""
        ...


class Data(Protocol):
    """A data set a person can choose. One file each in `engine/data/`."""

    kind: str
    title: str
    sentence: str

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """The files and folders that it is read from, as they are named; no disk is asked.

        Where there are some, whoever must not wait takes the facts from a survey (`engine.survey`).
        """
        ...

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes, without loading it and without torch; of files no more is read than they need.

        Raises:
            PlanError: Its files cannot be read or do not make a data set; with field and mend.
        """
        ...

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """What does not fit beyond its sizes, with its mend."""
        ...

    def class_names(self, spec: RunSpec) -> Sequence[str]:
        """What a person calls each of its classes. Raises as `facts` does."""
        ...

    def input_names(self, spec: RunSpec) -> Sequence[str]:
        """What a person calls each number of a sample, where they have names. Raises as `facts` does."""
        ...

    def prepare(self, spec: RunSpec) -> Iterator[str]:
        """Does what must be done once before it is loaded, for instance a download; without torch.

        Yields:
            At least about once a second, so that whoever waits can give up: a sentence about how far it is,
            or an empty one where there is nothing new.

        Raises:
            DataError: It cannot be had; with a mend.
        """
        ...

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test data sets; an item is (input, target).

        A data set with `take(indices)` hands over whole batches. One with `take_in_epoch(indices, epoch)` is
        asked through it in training: what is random in a sample then depends on seed, epoch and index alone.

        Raises:
            DataError: Something in it cannot be read.
        """
        ...
