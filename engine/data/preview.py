"""A look at a data set before training: some samples, the classes, and how many samples each has.

It loads the data, with torch: for a process of its own, never for the window's.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.base import Record
from engine.data import data_for
from engine.errors import DataError
from engine.plan.records import DataFacts
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import Tensor
    from torch.utils.data import Dataset

_CHOICE_SEED = 7005
_MOST_NUMBERS = 64
"""Of a row that is shown."""
_MOST_TOKENS = 512
"""Of a text that is shown."""


class Picture(Record):
    """A picture as bytes that go into JSON."""

    height: int
    width: int
    channels: int
    """1: grey; 3: red, green and blue."""
    pixels: str
    """Base64 of uint8 [height, width, channels]."""

    def array(self) -> NDArray[np.uint8]:
        """uint8 [height, width, channels]."""
        flat = np.frombuffer(base64.b64decode(self.pixels), dtype=np.uint8)
        return flat.reshape(self.height, self.width, self.channels)


class Sample(Record):
    """A training sample to look at: one of picture, row and text."""

    index: int
    target: int | None = None
    """None where each place has its own."""
    class_name: str = ""
    picture: Picture | None = None
    row: tuple[float, ...] = ()
    """Its first numbers."""
    text: str = ""


class Preview(Record):
    """What a person wants to see of a data set."""

    kind: str
    title: str
    facts: DataFacts
    class_names: tuple[str, ...]
    class_counts: tuple[int, ...]
    """Training samples of each class, or how often each token comes; empty where they are drawn as needed."""
    test_class_counts: tuple[int, ...]
    """Test samples of each class, in the same way."""
    input_names: tuple[str, ...]
    """What the numbers of a row are, where they have names."""
    samples: tuple[Sample, ...]


def build_preview(
    spec: RunSpec, *, num_samples: int = 16, augmented: bool = True, largest: int | None = None
) -> Preview:
    """Some training samples, the classes and their counts.

    Args:
        spec: Whose data; its seed decides how pictures are changed.
        num_samples: Most samples.
        augmented: Pictures as the first epoch sees them, instead of as they are.
        largest: Height and width in pixels to which larger pictures are scaled down.

    Raises:
        PlanError: Its files cannot be read.
        DataError: They are not downloaded, or damaged.
    """
    data = data_for(spec)
    facts = data.facts(spec)
    names = tuple(data.class_names(spec))
    train, test = data.load(spec)
    chosen = _choose(facts.num_train, num_samples)
    return Preview(
        kind=data.kind,
        title=data.title,
        facts=facts,
        class_names=names,
        class_counts=_count_classes(train, facts),
        test_class_counts=_count_classes(test, facts),
        input_names=tuple(data.input_names(spec)),
        samples=tuple(_show(train, chosen, facts, names, epoch=0 if augmented else None, largest=largest)),
    )


def find_unreadable(spec: RunSpec) -> Iterator[str]:
    """Reads every sample once and says of each that cannot be read why. Raises PlanError and DataError."""
    for part in data_for(spec).load(spec):
        for index in range(len(part)):  # type: ignore[arg-type]
            try:
                part[index]
            except DataError as error:
                yield error.sentence


def _choose(num_train: int, num_samples: int) -> NDArray[np.int64]:
    """Some samples from all over, the same each time."""
    if num_train <= num_samples:
        return np.arange(num_train)
    drawn = np.random.default_rng(_CHOICE_SEED).integers(num_train, size=8 * num_samples)
    return np.sort(np.array(list(dict.fromkeys(drawn.tolist()))[:num_samples], dtype=np.int64))


def _count_classes(part: Dataset[Any], facts: DataFacts) -> tuple[int, ...]:
    if hasattr(part, "count_classes"):
        counted: tuple[int, ...] = part.count_classes()
        return counted
    targets = getattr(part, "targets", getattr(part, "tokens", None))
    if targets is None:
        return ()
    return tuple(np.bincount(np.asarray(targets).reshape(-1), minlength=facts.num_classes).tolist())


def _show(
    train: Any,
    chosen: NDArray[np.int64],
    facts: DataFacts,
    names: Sequence[str],
    *,
    epoch: int | None,
    largest: int | None,
) -> Iterator[Sample]:
    inputs, targets = train.take(chosen)
    if facts.input_kind == "tokens":
        between = " " if names[-1] == str(len(names) - 1) else ""  # numbered, or pieces of text
        for index, tokens in zip(chosen.tolist(), inputs.tolist(), strict=True):
            yield Sample(index=index, text=between.join(names[token] for token in tokens[:_MOST_TOKENS]))
        return
    pictures = _pictures(train, inputs, chosen, epoch, largest) if len(facts.input_shape) == 3 else None
    for place, (index, target) in enumerate(zip(chosen.tolist(), targets.tolist(), strict=True)):
        if pictures is not None:
            yield Sample(index=index, target=target, class_name=names[target], picture=pictures[place])
        else:
            row = tuple(inputs[place].flatten()[:_MOST_NUMBERS].tolist())
            yield Sample(index=index, target=target, class_name=names[target], row=row)


def _pictures(
    train: Any, inputs: Tensor, chosen: NDArray[np.int64], epoch: int | None, largest: int | None
) -> list[Picture]:
    if hasattr(train, "show"):
        pixels = train.show(chosen, epoch).numpy()
    else:  # numbers of any size: the darkest becomes black, the brightest white
        numbers = inputs.numpy()
        low, high = float(numbers.min()), float(numbers.max())
        pixels = ((numbers - low) / ((high - low) or 1.0) * 255).round().astype(np.uint8)
    if pixels.shape[1] not in (1, 3):
        pixels = pixels[:, :1]
    if largest is not None and max(pixels.shape[2:]) > largest:
        pixels = _shrink(pixels, largest)
    return [_picture(one.transpose(1, 2, 0)) for one in pixels]


def _shrink(pixels: NDArray[np.uint8], largest: int) -> NDArray[np.uint8]:
    """Pictures [N, C, H, W], the longer side `largest` pixels."""
    from torch import from_numpy
    from torch.nn.functional import interpolate

    scale = largest / max(pixels.shape[2:])
    size = [max(1, round(side * scale)) for side in pixels.shape[2:]]
    tensor = from_numpy(np.ascontiguousarray(pixels))
    shrunk: NDArray[np.uint8] = interpolate(tensor, size=size, mode="bilinear", antialias=True).numpy()
    return shrunk


def _picture(pixels: NDArray[np.uint8]) -> Picture:
    height, width, channels = pixels.shape
    text = base64.b64encode(np.ascontiguousarray(pixels).tobytes()).decode()
    return Picture(height=height, width=width, channels=channels, pixels=text)
