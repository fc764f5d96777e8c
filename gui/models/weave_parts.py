"""The parts of a model as rows of a weave, and which of them tensor parallelism divides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from engine.spec import CnnSpec, GptSpec, MlpSpec, ResNet18Spec, ResNet50Spec, RunSpec, VitSpec
from engine.spec.strategy import mesh_options

_MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class WeaveText:
    """A text to translate, and the figures that go into its braces."""

    pattern: str
    figures: tuple[str, ...] = ()


def model_parts(spec: RunSpec) -> tuple[WeaveText, ...]:
    """The parts of the model in the order of the forward, at most six."""
    return tuple(label for label, _ in divided_parts(spec))


def divided_parts(spec: RunSpec) -> tuple[tuple[WeaveText, bool], ...]:
    """The same, and whether tensor parallelism divides each; of a model that nobody knows here, none."""
    labels = _PARTS.get(type(spec.model), _whole)(spec.model)
    divided = _DIVIDED.get(type(spec.model), _not_divided)(spec.model)
    if isinstance(spec.model, GptSpec) and mesh_options(spec.strategy).loss_parallel:
        divided = (*divided[:-1], True)
    parts = tuple(zip(labels, divided, strict=True))
    if len(parts) <= _MOST_ROWS:
        return parts
    inner = parts[_MOST_ROWS - 2 : -1]
    between = WeaveText(QT_TRANSLATE_NOOP("Weave", "{} more"), (str(len(inner)),))
    return (*parts[: _MOST_ROWS - 2], (between, all(is_divided for _, is_divided in inner)), parts[-1])


def whole_ends(spec: RunSpec) -> tuple[WeaveText, WeaveText] | None:
    """The first and the last part of a model whose other parts are all divided; None of any other model."""
    if not isinstance(spec.model, GptSpec | VitSpec):
        return None
    first, _, last = model_parts(spec)
    return first, last


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


def _gpt(model: GptSpec) -> tuple[WeaveText, ...]:
    return _transformer(model.depth)


def _vit(model: VitSpec) -> tuple[WeaveText, ...]:
    return _transformer(model.depth)


def _transformer(depth: int) -> tuple[WeaveText, ...]:
    blocks = WeaveText(QT_TRANSLATE_NOOP("Weave", "blocks, {}"), (str(depth),))
    return (WeaveText(QT_TRANSLATE_NOOP("Weave", "embedding")), blocks, _HEAD)


def _divided_mlp(model: MlpSpec) -> tuple[bool, ...]:
    """Each two layers make a pair; one is left over where their number is odd."""
    layers = len(model.hidden) + 1
    return tuple(number < layers - layers % 2 for number in range(layers))


def _divided_cnn(model: CnnSpec) -> tuple[bool, ...]:
    return (*(False for _ in model.channels), True, True)


def _divided_transformer(_: object) -> tuple[bool, ...]:
    return (False, True, False)


def _not_divided(model: Any) -> tuple[bool, ...]:
    return tuple(False for _ in _PARTS.get(type(model), _whole)(model))


def _whole(_: object) -> tuple[WeaveText, ...]:
    return (WHOLE_MODEL,)


WHOLE_MODEL = WeaveText(QT_TRANSLATE_NOOP("Weave", "model"))
"""Where nothing more is known."""
_HEAD = WeaveText(QT_TRANSLATE_NOOP("Weave", "classes"))

_PARTS: dict[type, Callable[[Any], tuple[WeaveText, ...]]] = {
    MlpSpec: _mlp,
    CnnSpec: _cnn,
    ResNet18Spec: _resnet18,
    ResNet50Spec: _resnet50,
    GptSpec: _gpt,
    VitSpec: _vit,
}
_DIVIDED: dict[type, Callable[[Any], tuple[bool, ...]]] = {
    MlpSpec: _divided_mlp,
    CnnSpec: _divided_cnn,
    GptSpec: _divided_transformer,
    VitSpec: _divided_transformer,
}
