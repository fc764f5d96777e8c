"""How the model is trained: batch, optimizer, schedule, precision, limits."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from engine.base import Record
from engine.spec.patterns import read_pattern_number


class SgdSpec(Record):
    """Stochastic gradient descent."""

    kind: Literal["sgd"] = "sgd"

    learning_rate: float = Field(default=0.05, gt=0, le=1000)
    """Step size at the peak of the schedule."""
    momentum: float = Field(default=0.9, ge=0, lt=1)
    """Share of the last update that is kept."""
    nesterov: bool = False
    """Look ahead along the momentum; needs momentum above 0."""
    weight_decay: float = Field(default=0.0, ge=0, le=10)
    """L2 penalty on the weights."""


class AdamSpec(Record):
    """Adam (Kingma and Ba 2014, arXiv:1412.6980)."""

    kind: Literal["adam"] = "adam"

    learning_rate: float = Field(default=1e-3, gt=0, le=1000)
    """Step size at the peak of the schedule."""
    beta1: float = Field(default=0.9, ge=0, lt=1)
    """Decay of the mean of the gradients."""
    beta2: float = Field(default=0.999, ge=0, lt=1)
    """Decay of the mean of the squared gradients."""
    weight_decay: float = Field(default=0.0, ge=0, le=10)
    """L2 penalty on the weights."""


class AdamWSpec(Record):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2017, arXiv:1711.05101)."""

    kind: Literal["adamw"] = "adamw"

    learning_rate: float = Field(default=1e-3, gt=0, le=1000)
    """Step size at the peak of the schedule."""
    beta1: float = Field(default=0.9, ge=0, lt=1)
    """Decay of the mean of the gradients."""
    beta2: float = Field(default=0.999, ge=0, lt=1)
    """Decay of the mean of the squared gradients."""
    weight_decay: float = Field(default=0.01, ge=0, le=10)
    """Share of each weight taken off at every step, times the learning rate."""


OptimizerSpec = Annotated[SgdSpec | AdamSpec | AdamWSpec, Field(discriminator="kind")]


class ConstantSpec(Record):
    """The same learning rate throughout, after the warm-up."""

    kind: Literal["constant"] = "constant"

    warmup_steps: int = Field(default=0, ge=0, le=10**9)
    """Steps over which the learning rate rises linearly from near 0."""


class CosineSpec(Record):
    """Half a cosine from the peak down (Loshchilov and Hutter 2016, arXiv:1608.03983)."""

    kind: Literal["cosine"] = "cosine"

    warmup_steps: int = Field(default=0, ge=0, le=10**9)
    """Steps over which the learning rate rises linearly from near 0."""
    final_fraction: float = Field(default=0.0, ge=0, le=1)
    """Learning rate at the last step, as a share of the peak."""


class StepDecaySpec(Record):
    """The learning rate is multiplied by a factor every so many epochs."""

    kind: Literal["step"] = "step"

    warmup_steps: int = Field(default=0, ge=0, le=10**9)
    """Steps over which the learning rate rises linearly from near 0."""
    every_epochs: float = Field(default=10.0, gt=0, le=10**6)
    """Epochs between two drops."""
    factor: float = Field(default=0.1, gt=0, le=1)
    """What it is multiplied by at each drop."""


ScheduleSpec = Annotated[ConstantSpec | CosineSpec | StepDecaySpec, Field(discriminator="kind")]


class TrainingSpec(Record):
    """Batch, optimizer, schedule, precision, limits, evaluation and checkpoints."""

    micro_batch_size: int = Field(default=32, ge=1, le=10**7)
    """Samples a data-parallel rank takes in one forward."""
    grad_accum_steps: int = Field(default=1, ge=1, le=10**5)
    """Forwards and backwards whose gradients are summed before one optimizer step."""
    last_batch: Literal["keep", "drop"] = "keep"
    """The last, smaller batch of an epoch: train on it, or leave its samples out of that epoch."""
    shuffle: bool = True
    """A new order every epoch, drawn from the seed; the same for every strategy."""
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    """Seeds weights, order and dropout."""
    optimizer: OptimizerSpec = Field(default_factory=AdamWSpec)
    """How gradients become updates."""
    schedule: ScheduleSpec = Field(default_factory=ConstantSpec)
    """How the learning rate changes."""
    freeze: tuple[str, ...] = ()
    """Layers that are not trained, by name or pattern: `layer1`, `layer*.0.conv1.weight`.

    The statistics of their BatchNorm still move.
    """
    unfreeze: tuple[str, ...] = ()
    """Frozen layers that are trained from an epoch on: `layer4: 2`, `layer*: 5`."""
    learning_rate_groups: tuple[str, ...] = ()
    """Layers whose learning rate is multiplied by a number: `fc: 10`; the first pattern that fits counts."""
    label_smoothing: float = Field(default=0.0, ge=0, lt=1)
    """Share of each target that is spread over all classes in training; evaluation goes without."""
    ema_decay: float | None = Field(default=None, gt=0, lt=1)
    """Evaluate with a moving average of the weights, of which a step keeps this share; empty: without."""
    clip_gradient_norm: float | None = Field(default=None, gt=0)
    """Scale gradients down to at most this total norm; empty: never."""
    precision: Literal["fp64", "fp32", "tf32", "bf16", "fp16"] = "fp32"
    """bf16 and fp16 compute in half precision with fp32 weights; fp16 scales the loss.

    tf32 lets an NVIDIA GPU multiply fp32 numbers with 10 bits of their fraction.
    """
    activation_checkpointing: Literal["none", "full", "selective"] = "none"
    """Keep only the input of each block, or of every other one, and compute the rest again in backward.

    Less memory, more time, the same training.
    """
    compile: bool = False
    """Translate the model with torch.compile: its first steps take long, the others less."""
    max_epochs: int | None = Field(default=10, ge=1, le=10**6)
    """Stop after so many passes over the data; empty: no such limit."""
    max_steps: int | None = Field(default=None, ge=1, le=10**9)
    """Stop after so many steps; empty: no such limit."""
    max_seconds: float | None = Field(default=None, gt=0, le=10**8)
    """Stop after so many seconds of training; empty: no such limit."""
    early_stop_evaluations: int | None = Field(default=None, ge=1, le=10**6)
    """Stop when the evaluation loss has not improved for so many evaluations; empty: never."""
    evaluate_every_epochs: int = Field(default=1, ge=1, le=10**6)
    """Evaluate on the test samples after every so many epochs, and at the end."""
    checkpoint_every_steps: int | None = Field(default=None, ge=1, le=10**9)
    """Save a checkpoint every so many steps; empty: only when stopped and at the end."""
    keep_checkpoints: int = Field(default=3, ge=1, le=1000)
    """Older periodic checkpoints are removed beyond this many."""
    non_finite_loss: Literal["stop", "continue"] = "stop"
    """What a NaN or infinite loss does to the run."""
    data_workers: int = Field(default=0, ge=0, le=256)
    """Processes a rank that prepare batches; 0: the rank does so itself."""
    prefetch_batches: int = Field(default=2, ge=1, le=1024)
    """Batches each data worker keeps ready."""
    pin_memory: bool = False
    """Keep ready batches in page-locked memory, for faster copies to a GPU."""
    hang_timeout_seconds: float = Field(default=300.0, ge=1, le=10**6)
    """A run in which some rank makes no progress for this long is ended and the rank named."""

    @field_validator("unfreeze", "learning_rate_groups")
    @classmethod
    def _check_pattern_numbers(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        for text in texts:
            read_pattern_number(text)
        return texts
