"""The UCI handwritten digits: real data that comes with Paraloom.

Source: Alpaydin and Kaynak 1998, "Optical Recognition of Handwritten Digits", UCI repository (CC BY 4.0); its
test part, which is the one that scikit-learn ships, too.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.ready import ReadyData
from engine.data.split import count_test, split_by_class
from engine.plan.records import DataFacts
from engine.spec.data import DigitsSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset

_OF_EACH_CLASS = (178, 182, 177, 183, 181, 182, 181, 179, 174, 180)
_BRIGHTEST = 16.0


class Digits(ReadyData):
    """1,797 grey pictures of 8×8 pixels."""

    kind = "digits"
    title = "Handwritten digits"
    sentence = "1,797 real pictures of 8×8 pixels, ten classes. Nothing is downloaded."

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes. Both parts hold at least one sample a class."""
        num_test = sum(count_test(_OF_EACH_CLASS, _options(spec).test_fraction))
        return DataFacts(
            num_train=sum(_OF_EACH_CLASS) - num_test,
            num_test=num_test,
            num_classes=len(_OF_EACH_CLASS),
            input_shape=(1, 8, 8),
        )

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test samples: float32 [1, 8, 8] from 0 to 1, and their class."""
        import numpy as np
        import torch

        from engine.data.tensors import TensorSamples

        options = _options(spec)
        path = Path(str(resources.files("resources"))) / "data" / "digits.npz"
        with np.load(path, allow_pickle=False) as file:
            pictures = file["pictures"].astype(np.float32)[:, np.newaxis] / _BRIGHTEST
            classes = file["classes"].astype(np.int64)
        parts = split_by_class(classes, len(_OF_EACH_CLASS), options.test_fraction, options.split_seed)
        train, test = (
            TensorSamples(torch.from_numpy(pictures[part]), torch.from_numpy(classes[part])) for part in parts
        )
        return train, test


def _options(spec: RunSpec) -> DigitsSpec:
    assert isinstance(spec.data, DigitsSpec)
    return spec.data
