"""What a person's function gives as data, as training reads it.

Shapes: N samples, B of them, T targets a sample.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset, default_collate

from engine.brought.origin import Origin
from engine.brought.trouble import told
from engine.errors import DataError, PlanError, Problem

_FIELD = "data"


class BroughtSamples(Dataset[tuple[Any, Any]]):
    """A person's map-style data set; what it raises is told as a sentence."""

    def __init__(self, samples: Any, origin: Origin) -> None:
        self.samples = samples
        self._origin = origin

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        with told(self._origin, f"Sample {index}", field=_FIELD, say=_data_error):
            inputs, target = self.samples[index]
            return torch.as_tensor(inputs), torch.as_tensor(target)

    def take(self, indices: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Inputs [B, *input_shape] and targets [B] or [B, T] of these samples, in this order."""
        inputs, targets = default_collate([self[int(index)] for index in indices])
        return inputs, targets


class BroughtTensors(BroughtSamples):
    """A pair of tensors or arrays: inputs [N, *input_shape] and targets [N] or [N, T]."""

    def __init__(self, inputs: Any, targets: Any, origin: Origin) -> None:
        self.inputs, self.targets = torch.as_tensor(inputs), torch.as_tensor(targets)
        super().__init__(self, origin)

    def __len__(self) -> int:
        return len(self.targets)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return self.inputs[index], self.targets[index]

    def take(self, indices: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Inputs [B, *input_shape] and targets [B] or [B, T] of these samples, in this order."""
        chosen = torch.from_numpy(indices)
        return self.inputs.index_select(0, chosen), self.targets.index_select(0, chosen)


def read_given(
    given: Any, origin: Origin, what: str
) -> tuple[BroughtSamples, BroughtSamples, Mapping[str, Any]]:
    """Training samples, test samples, and what the function declares of them.

    Args:
        given: (train, test), or (train, test, declared): each a map-style data set or a pair of tensors, and
            a table with `num_classes`, `class_names` or both.
        origin: The person's file.
        what: The function's name.

    Raises:
        PlanError: It is something else.
    """
    if not isinstance(given, tuple) or len(given) not in (2, 3):
        raise no_data(
            f"{what} gives {_describe(given)}; a pair (train, test) is asked for.",
            "Return two data sets of (input, target), or two pairs of tensors.",
        )
    declared = given[2] if len(given) == 3 else {}
    if not isinstance(declared, Mapping) or set(declared) - {"num_classes", "class_names"}:
        raise no_data(
            f"The third that {what} gives is {_describe(declared)}; a table is asked for.",
            'Return {"num_classes": 10} or {"class_names": [...]}, or leave it out.',
        )
    train, test = (
        _part(part, origin, name, what) for part, name in zip(given, ("train", "test"), strict=False)
    )
    return train, test, declared


def _part(part: Any, origin: Origin, name: str, what: str) -> BroughtSamples:
    if isinstance(part, (tuple, list)) and len(part) == 2 and all(_is_array(one) for one in part):
        if len(part[0]) != len(part[1]):
            raise no_data(
                f"{name} of {what} has {len(part[0]):,} inputs and {len(part[1]):,} targets.",
                "Return as many of both.",
            )
        samples: BroughtSamples = BroughtTensors(part[0], part[1], origin)
    elif hasattr(part, "__getitem__") and hasattr(part, "__len__"):
        samples = BroughtSamples(part, origin)
    else:
        raise no_data(
            f"{name} of {what} is {_describe(part)}; a data set with a length, or a pair of tensors, "
            "is asked for.",
            "Return a map-style torch.utils.data.Dataset, or (inputs, targets).",
        )
    if not len(samples):
        raise no_data(f"{name} of {what} holds no samples.", "Return some.")
    return samples


def _is_array(value: object) -> bool:
    return isinstance(value, Tensor | np.ndarray) and value.ndim > 0


def no_data(sentence: str, mend: str) -> PlanError:
    """The error that says why something makes no data set."""
    return PlanError([Problem(field=_FIELD, sentence=sentence, mend=mend)])


def _data_error(problem: Problem) -> DataError:
    return DataError(problem.sentence, field=problem.field, mend=problem.mend)


def _describe(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a {type(value).__name__}"
