"""The sizes of a person's data, found by looking at its samples.

Shapes: N samples, T targets a sample.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from engine.brought.samples import BroughtSamples, BroughtTensors, no_data
from engine.errors import DataError
from engine.plan.records import DataFacts

MOST_LOOKED_AT = 4096
"""So many samples are read for their classes; of more, the classes have to be said."""


def find_facts(
    train: BroughtSamples, test: BroughtSamples, declared: Mapping[str, Any], what: str
) -> DataFacts:
    """What must be known of the data before training.

    Args:
        train: Training samples.
        test: Test samples.
        declared: What the function says: `num_classes`, `class_names`.
        what: The function's name.

    Raises:
        PlanError: A sample cannot be read or trained on, or nothing tells how many classes there are.
    """
    try:
        inputs, target = train[0]
        other, _ = test[0]
    except DataError as error:
        raise no_data(error.sentence, error.mend) from error
    _check_sample(inputs, target, other, what)
    is_tokens = not inputs.is_floating_point()
    num_classes = _num_classes(train, test, declared, is_tokens=is_tokens, what=what)
    return DataFacts(
        num_train=len(train),
        num_test=len(test),
        num_classes=max(2, num_classes),
        input_shape=tuple(inputs.shape),
        input_kind="tokens" if is_tokens else "numbers",
        targets_per_sample=target.numel() if target.ndim else 1,
    )


def _check_sample(inputs: Tensor, target: Tensor, other: Tensor, what: str) -> None:
    if not inputs.ndim:
        raise no_data(
            f"An input that {what} gives is a single number.", "Give each sample at least one dimension."
        )
    if inputs.dtype in (torch.uint8, torch.bool):
        raise no_data(
            f"Inputs that {what} gives are {inputs.dtype}; numbers with a fraction are asked for.",
            "Return floats, for instance pixels.float() / 255.",
        )
    if inputs.shape != other.shape:
        raise no_data(
            f"A training sample has the shape {tuple(inputs.shape)}, a test sample {tuple(other.shape)}.",
            "Give both the same shape.",
        )
    if target.is_floating_point() or target.dtype is torch.bool or target.ndim > 1:
        raise no_data(
            f"A target that {what} gives is {target.dtype} of shape {tuple(target.shape)}.",
            "Return the number of the sample's class, or of each place's.",
        )


def _num_classes(
    train: BroughtSamples, test: BroughtSamples, declared: Mapping[str, Any], *, is_tokens: bool, what: str
) -> int:
    if "num_classes" in declared:
        return int(declared["num_classes"])
    names = class_names(train, declared)
    if names:
        return len(names)
    highest = 0
    for part in (train, test):
        for values in (_targets(part, what), *([_inputs(part)] if is_tokens else [])):
            lowest, top = int(values.min()), int(values.max())
            if lowest < 0:
                raise no_data(f"A class that {what} gives is {lowest}.", "Count classes from 0.")
            highest = max(highest, top)
    return highest + 1


def class_names(train: BroughtSamples, declared: Mapping[str, Any]) -> tuple[str, ...]:
    """What the function, or the data set's `classes`, calls the classes; empty where nobody says."""
    names = declared.get("class_names", getattr(train.samples, "classes", ()))
    return tuple(str(name) for name in names) if isinstance(names, (list, tuple)) else ()


def _targets(part: BroughtSamples, what: str) -> Tensor:
    """All targets: as the data set holds them, else sample by sample."""
    targets = part.targets if isinstance(part, BroughtTensors) else getattr(part.samples, "targets", None)
    if targets is not None:
        return torch.as_tensor(targets)
    if len(part) > MOST_LOOKED_AT:
        raise no_data(
            f"{what} gives {len(part):,} samples, too many to look at each for its class.",
            'Say how many classes there are: return (train, test, {"num_classes": 10}).',
        )
    try:
        return torch.stack([part[index][1] for index in range(len(part))])
    except DataError as error:
        raise no_data(error.sentence, error.mend) from error


def _inputs(part: BroughtSamples) -> Tensor:
    if isinstance(part, BroughtTensors):
        return part.inputs
    return torch.stack([part[index][0] for index in range(min(len(part), MOST_LOOKED_AT))])
