"""The UCI handwritten digits that scikit-learn ships: real data without a download.

Source: Alpaydin and Kaynak 1998, "Optical Recognition of Handwritten Digits", UCI repository.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from engine.data.ready import ReadyData
from engine.plan.records import DataFacts
from engine.spec.data import DigitsSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset

_NUM_SAMPLES = 1797
_NUM_CLASSES = 10
_BRIGHTEST = 16.0


class Digits(ReadyData):
    """1,797 grey pictures of 8×8 pixels."""

    kind = "digits"
    title = "Handwritten digits"
    sentence = "1,797 real pictures of 8×8 pixels, ten classes. Nothing is downloaded."

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes. Both parts hold at least one sample a class, as a stratified split needs."""
        share = _options(spec).test_fraction
        num_test = min(max(math.ceil(_NUM_SAMPLES * share), _NUM_CLASSES), _NUM_SAMPLES - _NUM_CLASSES)
        return DataFacts(
            num_train=_NUM_SAMPLES - num_test,
            num_test=num_test,
            num_classes=_NUM_CLASSES,
            input_shape=(1, 8, 8),
        )

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test samples: float32 [1, 8, 8] from 0 to 1, and their class."""
        import numpy as np
        import torch
        from sklearn.datasets import load_digits
        from sklearn.model_selection import train_test_split

        from engine.data.tensors import TensorSamples

        facts = self.facts(spec)
        pictures, classes = load_digits(return_X_y=True)
        pictures = (pictures.astype(np.float32) / _BRIGHTEST).reshape(-1, *facts.input_shape)
        parts = train_test_split(
            pictures,
            classes.astype(np.int64),
            test_size=facts.num_test,
            random_state=_options(spec).split_seed,
            stratify=classes,
        )
        train_x, test_x, train_y, test_y = (torch.from_numpy(np.ascontiguousarray(part)) for part in parts)
        return TensorSamples(train_x, train_y), TensorSamples(test_x, test_y)


def _options(spec: RunSpec) -> DigitsSpec:
    assert isinstance(spec.data, DigitsSpec)
    return spec.data
