"""The weave of a plan: devices as threads, what each holds and what passes between them woven across.

Contents and proportions only; `gui.plots.weave` paints them. Texts are English and go through the context
"Weave" of the translations.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from engine.devices.inventory import Inventory
from engine.plan.records import Plan
from engine.spec import (
    CnnSpec,
    DataParallelSpec,
    DdpSpec,
    MlpSpec,
    ResNet18Spec,
    ResNet50Spec,
    RunSpec,
    StrategySpec,
)
from gui.models.device_table import run_colour_index

_MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class WeaveText:
    """A text to translate, and the figures that go into its braces."""

    pattern: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WeaveThread:
    """One device: a vertical thread."""

    device_id: str
    label: str
    """What the device is called, for instance `GPU 0`."""
    colour_index: int
    rank: int
    """The process that drives it."""
    caption: WeaveText
    """Its process and what it holds, in a word."""
    leads: bool
    """Whether it holds the originals; false for a replica that is copied anew each step."""


@dataclass(frozen=True, slots=True)
class WeaveRow:
    """A part of the model, and how much of it each thread holds."""

    label: WeaveText
    shares: tuple[float, ...]
    """One for each thread, 0 to 1."""


class PassKind(StrEnum):
    """How something passes between threads."""

    ALL_REDUCE = "all_reduce"
    """Everyone gives, everyone has the sum."""
    SCATTER = "scatter"
    """The first thread gives each of the others its part."""
    GATHER = "gather"
    """The first thread takes in what the others have."""


@dataclass(frozen=True, slots=True)
class WeavePass:
    """What passes between the threads, across the weave."""

    label: WeaveText
    kind: PassKind
    before_model: bool
    """Whether it comes before the forward; otherwise after the backward."""


@dataclass(frozen=True, slots=True)
class Weave:
    """Everything a picture of a plan shows."""

    threads: tuple[WeaveThread, ...]
    rows: tuple[WeaveRow, ...]
    passes: tuple[WeavePass, ...]


def build_weave(plan: Plan, spec: RunSpec, inventory: Inventory | None = None) -> Weave:
    """The weave of a plan.

    Args:
        plan: Who does what, on which device.
        spec: What was asked; gives the model's parts.
        inventory: What this machine has, so that devices keep their colours; without it they are coloured in
            the plan's order.
    """
    threads = tuple(
        WeaveThread(
            device_id=device_id,
            label=plan.device(device_id).label,
            colour_index=run_colour_index(device_id, plan, inventory),
            rank=rank.rank,
            caption=_caption(plan, rank.rank, place),
            leads=place == 0,
        )
        for rank in plan.ranks
        for place, device_id in enumerate(rank.device_ids)
    )
    shares = tuple(1.0 for _ in threads)  # every strategy so far replicates
    rows = tuple(WeaveRow(label, shares) for label in model_parts(spec))
    passes = _PASSES.get(type(spec.strategy), ()) if len(threads) > 1 else ()
    return Weave(threads, rows, passes)


def sketch_weave(strategy: StrategySpec, colour_indices: Sequence[int], *, one_process: bool) -> Weave:
    """A weave in the manner of a strategy, without a plan: for its card.

    Args:
        strategy: Which one.
        colour_indices: Threads to show it with.
        one_process: Whether a single rank drives all devices.
    """
    threads = tuple(
        WeaveThread(
            device_id="",
            label="",
            colour_index=index,
            rank=0 if one_process else place,
            caption=WeaveText(""),
            leads=place == 0 or not one_process,
        )
        for place, index in enumerate(colour_indices)
    )
    passes = _PASSES.get(type(strategy), ())
    shares = tuple(1.0 if passes or place == 0 else 0.0 for place in range(len(threads)))
    return Weave(threads, (WeaveRow(_whole(None)[0], shares),), passes)


def model_parts(spec: RunSpec) -> tuple[WeaveText, ...]:
    """The parts of the model in the order of the forward, at most six."""
    parts = _PARTS.get(type(spec.model), _whole)(spec.model)
    if len(parts) <= _MOST_ROWS:
        return parts
    hidden = len(parts) - _MOST_ROWS + 1
    between = WeaveText(QT_TRANSLATE_NOOP("Weave", "{} more"), (str(hidden),))
    return (*parts[: _MOST_ROWS - 2], between, parts[-1])


def _caption(plan: Plan, rank: int, place: int) -> WeaveText:
    if place > 0:
        return WeaveText(QT_TRANSLATE_NOOP("Weave", "rank {}: copied anew"), (str(rank),))
    if plan.world_size > 1:
        return WeaveText(QT_TRANSLATE_NOOP("Weave", "rank {}: a copy"), (str(rank),))
    return WeaveText(QT_TRANSLATE_NOOP("Weave", "rank {}: the model"), (str(rank),))


def _mlp(model: MlpSpec) -> tuple[WeaveText, ...]:
    layer = QT_TRANSLATE_NOOP("Weave", "hidden, {}")
    return (*(WeaveText(layer, (str(width),)) for width in model.hidden), _HEAD)


def _cnn(model: CnnSpec) -> tuple[WeaveText, ...]:
    block, hidden = QT_TRANSLATE_NOOP("Weave", "block, {}"), QT_TRANSLATE_NOOP("Weave", "hidden, {}")
    blocks = (WeaveText(block, (str(channels),)) for channels in model.channels)
    return (*blocks, WeaveText(hidden, (str(model.hidden),)), _HEAD)


def _resnet18(_: ResNet18Spec) -> tuple[WeaveText, ...]:
    return _resnet(64)


def _resnet50(_: ResNet50Spec) -> tuple[WeaveText, ...]:
    return _resnet(256)


def _resnet(channels: int) -> tuple[WeaveText, ...]:
    stage = QT_TRANSLATE_NOOP("Weave", "stage {}, {}")
    stages = (WeaveText(stage, (str(n + 1), str(channels * 2**n))) for n in range(4))
    return (WeaveText(QT_TRANSLATE_NOOP("Weave", "stem, {}"), ("64",)), *stages, _HEAD)


def _whole(_: object) -> tuple[WeaveText, ...]:
    return (WeaveText(QT_TRANSLATE_NOOP("Weave", "model")),)


_HEAD = WeaveText(QT_TRANSLATE_NOOP("Weave", "classes"))

_PARTS: dict[type, Callable[[Any], tuple[WeaveText, ...]]] = {
    MlpSpec: _mlp,
    CnnSpec: _cnn,
    ResNet18Spec: _resnet18,
    ResNet50Spec: _resnet50,
}

_PASSES: dict[type, tuple[WeavePass, ...]] = {
    DdpSpec: (
        WeavePass(
            WeaveText(QT_TRANSLATE_NOOP("Weave", "gradients averaged")),
            PassKind.ALL_REDUCE,
            before_model=False,
        ),
    ),
    DataParallelSpec: (
        WeavePass(
            WeaveText(QT_TRANSLATE_NOOP("Weave", "samples, weights")),
            PassKind.SCATTER,
            before_model=True,
        ),
        WeavePass(
            WeaveText(QT_TRANSLATE_NOOP("Weave", "outputs, gradients")),
            PassKind.GATHER,
            before_model=False,
        ),
    ),
}
